"""Updates: what they look like, how they are polled, acknowledged and delivered again."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, Update

from simulator.messages import Message
from simulator.person import Person
from simulator.world import World


async def test_an_update_comes_again_until_it_is_acknowledged(api: Any, ana: Person) -> None:
    ana.says("one")
    ana.says("two")

    first = await api("getUpdates")
    again = await api("getUpdates", limit="1")
    rest = await api("getUpdates", offset=str(first[0]["update_id"] + 1))
    none = await api("getUpdates", offset=first[1]["update_id"] + 1)

    assert [u["message"]["text"] for u in first] == ["one", "two"]
    assert [again, rest, none] == [first[:1], first[1:], []]


async def test_a_negative_offset_keeps_the_newest_only(api: Any, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.says(text)

    assert [u["message"]["text"] for u in await api("getUpdates", offset=-1)] == ["three"]


async def test_a_long_poll_ends_with_the_first_update(api: Any, ana: Person) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.01)

    ana.says("now")

    assert [u["message"]["text"] for u in await asyncio.wait_for(poll, 1)] == ["now"]


async def test_of_two_pollers_the_older_loses(api: Any, ana: Person) -> None:
    older = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.01)
    newer = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.01)
    ana.says("hi")

    code, description = await asyncio.wait_for(older, 1)
    assert (code, description.partition(";")[0]) == (409, "Conflict: terminated by other getUpdates request")
    assert len(await asyncio.wait_for(newer, 1)) == 1


async def test_only_the_kinds_asked_for_are_queued(api: Any, ana: Person) -> None:
    await api("getUpdates", allowed_updates='["edited_message"]')
    ana.edits(ana.says("one"), "two")
    ana.blocks_bot()

    kinds = [[key for key in update if key != "update_id"] for update in await api("getUpdates")]

    assert kinds == [["edited_message"]]


async def test_polling_and_a_webhook_exclude_each_other(api: Any) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/hook", secret_token="s")

    code, description = await api("getUpdates")
    await api("deleteWebhook")

    assert (code, description.partition(";")[0]) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active",
    )
    assert await api("getUpdates") == []


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "http://10.0.0.1/hook", "file:///etc/passwd", "http://["]
)
async def test_a_webhook_stays_on_this_machine(api: Any, url: str) -> None:
    code, _ = await api("setWebhook", url=url)

    assert code == 400


async def test_a_malformed_update_is_delivered_as_it_is(api: Any, world: World) -> None:
    world.updates.push_raw({"message": {"nonsense": True}})

    assert [u["message"] for u in await api("getUpdates")] == [{"nonsense": True}]


def received(world: World) -> Message:
    update = Update.de_json(world.updates.pending[-1], Bot("1:x"))
    assert update is not None
    message = update.effective_message
    assert message is not None
    return message  # type: ignore[return-value]  # telegram's Message, read below


async def test_telegrams_library_reads_every_kind_of_message(world: World, ana: Person) -> None:
    ana.forwards("Sea rises", from_channel="City News", post_id=7)
    from_channel = received(world)
    ana.forwards("Sea rises", from_user=Person(world, "Ben").user)
    from_user = received(world)
    ana.forwards("Sea rises", from_user="Nobody", links={"Sea": "https://x.org"})
    hidden = received(world)
    ana.sends_photo(caption="look")
    photo = received(world)

    assert from_channel.forward_origin.chat.title == "City News"
    assert from_channel.forward_origin.message_id == 7
    assert from_user.forward_origin.sender_user.first_name == "Ben"
    assert hidden.forward_origin.sender_user_name == "Nobody"
    assert hidden.entities[0].url == "https://x.org"
    assert (photo.caption, len(photo.photo)) == ("look", 1)


async def test_blocking_the_bot_is_an_update_too(world: World, ana: Person) -> None:
    ana.blocks_bot()

    update = Update.de_json(world.updates.pending[-1], Bot("1:x"))

    assert update is not None
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
