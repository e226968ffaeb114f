"""Faults on request, seen through a real `telegram.Bot` on the in-process door."""

import asyncio
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from simulator.faults import (
    CutAfter,
    CutBefore,
    Delay,
    Duplicate,
    Fault,
    Faults,
    Hang,
    ServerError,
    TooManyRequests,
)
from simulator.person import PIXEL, Person
from simulator.world import World
from tests.support.in_process import InProcessRequest


@pytest.fixture
def bot(world: World, faults: Faults, monkeypatch: pytest.MonkeyPatch) -> Bot:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it, PTB warns at each RetryAfter
    door = InProcessRequest(world, faults, read_timeout_seconds=0.3)
    return Bot(world.token, request=door, get_updates_request=door)


async def test_a_bot_talks_to_a_person(bot: Bot, ana: Person) -> None:
    await bot.initialize()
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(ana.id, "<b>Sure?</b>", parse_mode="HTML", reply_markup=keys)
    ana.presses("Yes")
    [update] = await bot.get_updates(timeout=1)
    await update.callback_query.answer("Noted")
    await sent.edit_text("Done")
    photo = await bot.send_photo(ana.id, PIXEL, caption="c")
    content = await (await bot.get_file(photo.photo[-1])).download_as_bytearray()

    assert [m.text for m in ana.messages] == ["Done", "c"]
    assert (bot.username, bytes(content)) == ("simulated_bot", PIXEL)


async def test_refusals_are_the_errors_of_telegrams_library(bot: Bot, ana: Person) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ana.id, " ")
    ana.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "x")


@pytest.mark.parametrize(
    ("fault", "error", "cause", "delivered"),
    [
        (TooManyRequests(3), RetryAfter, type(None), 0),
        (ServerError(), NetworkError, type(None), 0),
        (CutBefore(), NetworkError, httpx.ConnectError, 0),
        (CutAfter(), NetworkError, httpx.ReadError, 1),
        (Hang(5), TimedOut, httpx.ReadTimeout, 0),
        (Delay(5), TimedOut, httpx.ReadTimeout, 1),
    ],
)
async def test_a_fault_hits_one_call_and_then_all_is_well(
    bot: Bot, faults: Faults, ana: Person, fault: Fault, error: type[Exception], cause: type, delivered: int
) -> None:
    faults.add(fault, method="sendMessage")

    with pytest.raises(error) as raised:
        await bot.send_message(ana.id, "first")
    texts = [m.text for m in ana.messages]
    await bot.send_message(ana.id, "second")

    assert isinstance(raised.value.__cause__, cause)
    assert texts == ["first"] * delivered
    assert ana.last_message == "second"


async def test_a_fault_can_stay_and_mind_its_method_and_chat(
    api: Any, world: World, faults: Faults, ana: Person
) -> None:
    ben = Person(world, "Ben")
    ben.says("hi")
    faults.add(TooManyRequests(9), method="sendMessage", times=None, chat_id=ana.id)

    to_ana = [await api("sendMessage", chat_id=ana.id, text="x") for _ in range(3)]
    await api("sendMessage", chat_id=ben.id, text="x")
    await api("sendChatAction", chat_id=ana.id, action="typing")
    faults.clear()
    await api("sendMessage", chat_id=ana.id, text="y")

    assert to_ana == [(429, "Too Many Requests: retry after 9")] * 3
    assert (ben.last_message, ana.last_message) == ("x", "y")


async def test_a_duplicate_waits_for_an_update_and_comes_after_the_acknowledgement(
    api: Any, faults: Faults, ana: Person
) -> None:
    faults.add(Duplicate())
    await api("getUpdates")
    ana.says("hi")

    [first] = await api("getUpdates")
    [second] = await api("getUpdates", offset=first["update_id"] + 1)

    assert second == first
    assert await api("getUpdates", offset=first["update_id"] + 1) == []


async def test_a_late_response_comes(api: Any, faults: Faults, ana: Person) -> None:
    faults.add(Delay(0.05), times=None)
    loop = asyncio.get_running_loop()
    began = loop.time()

    await api("sendMessage", chat_id=ana.id, text="x")

    assert loop.time() - began >= 0.05
