"""How calls end, in the words of the domain."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.gateway import TelegramGateway
from bot.wiring import build_application
from claims.delivery import Delivered, Gone, NotReached, Outcome, PlaceLost, Rejected, Throttled, Unclear
from simulator.faults import CutAfter, CutBefore, Faults, ServerError, TooManyRequests
from simulator.person import Person
from simulator.world import DEFAULT_TOKEN, World
from tests.support.in_process import InProcessRequest


@pytest.fixture
def faults() -> Faults:
    """The faults of this test's Telegram."""
    return Faults()


@pytest.fixture
def ana() -> Person:
    """Somebody who has opened a chat with the bot."""
    person = Person(World())
    person.says("/start")
    return person


@pytest.fixture
async def gateway(ana: Person, faults: Faults) -> AsyncIterator[TelegramGateway]:
    """A gateway to the world of that person."""
    request = InProcessRequest(ana.world, faults)
    application = build_application("http://127.0.0.1", DEFAULT_TOKEN, request)
    await application.initialize()
    yield TelegramGateway(application.bot)
    await application.shutdown()


async def test_a_broken_format_is_sent_as_plain_text(ana: Person, gateway: TelegramGateway) -> None:
    params = {"chat_id": ana.id, "text": "<b>false &amp; old", "parse_mode": "HTML"}

    assert isinstance(await gateway.call("sendMessage", params), Delivered)
    assert [message.text for message in ana.messages] == ["false & old"]


async def test_what_is_refused_for_its_links_is_sent_without_them(
    ana: Person, gateway: TelegramGateway
) -> None:
    read = {"text": "Read", "url": "https://townhall/x"}
    rows = [[read], [{"text": "Share", "url": "https://t.me"}, {"text": "Not this", "callback_data": "n:1"}]]
    params = {"chat_id": ana.id, "text": "false", "reply_markup": {"inline_keyboard": rows}}

    assert isinstance(await gateway.call("sendMessage", params), Delivered)
    assert [[button.text for button in row] for row in ana.last.rows] == [["Not this"]]


async def test_what_is_refused_without_links_is_refused(ana: Person, gateway: TelegramGateway) -> None:
    rows = [[{"text": str(number), "callback_data": "n:1"}] for number in range(101)]
    params = {"chat_id": ana.id, "text": "false", "reply_markup": {"inline_keyboard": rows}}

    assert isinstance(await gateway.call("sendMessage", params), Rejected)


async def test_an_edit_that_changes_nothing_is_done(ana: Person, gateway: TelegramGateway) -> None:
    sent = await gateway.call("sendMessage", {"chat_id": ana.id, "text": "same"})
    assert isinstance(sent, Delivered)
    edit = {"chat_id": ana.id, "message_id": sent.message_id, "text": "same"}

    assert await gateway.call("editMessageText", edit) == Delivered()


async def test_an_edit_of_a_message_that_is_gone_says_so(ana: Person, gateway: TelegramGateway) -> None:
    edit = {"chat_id": ana.id, "message_id": 99_999, "text": "new"}

    assert await gateway.call("editMessageText", edit) == Gone()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (TooManyRequests(7), Throttled(timedelta(seconds=7))),
        (CutBefore(), NotReached),
        (CutAfter(), Unclear),
        (ServerError(), Unclear),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
async def test_faults_have_their_outcome(
    ana: Person, gateway: TelegramGateway, faults: Faults, fault: object, outcome: Outcome | type
) -> None:
    faults.add(fault, method="sendMessage")
    ended = await gateway.call("sendMessage", {"chat_id": ana.id, "text": "x"})

    assert isinstance(ended, outcome) if isinstance(outcome, type) else ended == outcome


async def test_somebody_who_blocked_the_bot_is_known_as_such(ana: Person, gateway: TelegramGateway) -> None:
    ana.blocks_bot()
    ended = await gateway.call("sendMessage", {"chat_id": ana.id, "text": "x"})

    assert isinstance(ended, Rejected)
    assert ended.blocked


async def test_an_unknown_chat_is_refused_for_good(gateway: TelegramGateway) -> None:
    ended = await gateway.call("sendMessage", {"chat_id": 5, "text": "x"})

    assert isinstance(ended, Rejected)
    assert not ended.blocked


async def test_a_group_that_is_lost_says_how(ana: Person, gateway: TelegramGateway) -> None:
    world = ana.world
    forum = world.add_forum("Newsroom", [ana.user], ["Desk"])
    world.delete_topic(forum, 2)
    removed, old = world.add_group("A", [ana.user]), world.add_group("B", [ana.user])
    world.remove_bot(removed)
    new = world.upgrade(old)
    calls = [
        {"chat_id": forum.id, "message_thread_id": 2},
        {"chat_id": removed.id},
        {"chat_id": old.id},
        {"chat_id": -1},
    ]
    outcomes = [await gateway.call("sendMessage", {"text": "x", **call}) for call in calls]

    assert [(one.lost, one.moved_to) for one in outcomes if isinstance(one, Rejected)] == [
        (PlaceLost.TOPIC, None),
        (PlaceLost.REMOVED, None),
        (PlaceLost.MOVED, new.id),
        (PlaceLost.REMOVED, None),
    ]
