"""Stories of albums, order, outages, stale buttons and loops that die."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import lifecycle
from bot.lifecycle import LoopDiedError
from bot.worker import BATCH_SIZE, MOST_OF_ONE_CHAT
from claims.review import ItemId
from claims.verdict import Rating
from db.errors import StorageDamaged
from db.store import SqlStore
from matching.embeddings import TwoEncoders
from simulator.faults import CutBefore, Fault, ServerError
from simulator.messages import Message
from simulator.person import Person
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.messages import adds
from tests.support.newsroom import Newsroom, open_newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"


def sends_album(
    person: Person, caption: str, photos: Sequence[bytes] = (b"1", b"2", b"3"), last_caption: str = ""
) -> list[Message]:
    """Send pictures as an album: one update each, the caption on the second one, the first one last."""
    parts = len(photos)
    captions = {parts - 1: last_caption, 1: caption}
    messages = [
        person.sends_photo(photo, caption=captions.get(number, "")) for number, photo in enumerate(photos)
    ]
    pending = person.world.updates.pending
    updates = pending[-parts:]
    del pending[-parts:]
    for update, message in zip(updates, messages, strict=True):
        update["message"]["media_group_id"] = f"album-{messages[0].id}"
        assert update["message"]["message_id"] == message.id
    pending.extend([*updates[1:], updates[0]])
    return messages


async def test_an_album_is_one_submission_with_its_one_caption(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    sends_album(ana, LEMON)
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert ana.last_message.startswith("❌ False")


async def test_an_album_is_whole_among_more_than_is_handled_at_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    for number, caption in enumerate((BRIDGE, FOREST, LEMON)):  # 24 messages; 20 of a chat are taken at once
        sends_album(ana, caption, [bytes([number, part]) for part in range(8)])
    await newsroom.settle()

    starts = [message.text.split(".")[0].partition("\n")[0] for message in ana.messages]
    assert starts == ["We have not checked this yet", "We have not checked this yet", "❌ False"]


async def test_an_album_is_whole_where_many_wait(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    for number in range(BATCH_SIZE - 2):
        newsroom.person(f"Person {number}").forwards(BRIDGE)
    ana = newsroom.person()
    sends_album(ana, LEMON, [bytes([part]) for part in range(8)])
    await newsroom.settle()

    [answer] = ana.messages
    assert answer.text.startswith("❌ False")


async def test_a_comment_stays_with_its_forward_among_more_than_is_handled_at_once(
    newsroom: Newsroom,
) -> None:
    ana = newsroom.person()
    for number in range(MOST_OF_ONE_CHAT - 1):
        ana.forwards(f"The minister number {number} of Verdania secretly owns a castle in Norwick")
    comment = ana.says("Someone told me that the whole town is full of it")
    adds(ana, date=comment.date + 5)
    forward = ana.forwards(BRIDGE)
    adds(ana, date=comment.date + 5)
    await newsroom.settle()

    assert (ana.answers_to(comment), len(ana.answers_to(forward))) == ([], 1)


async def test_every_caption_of_an_album_is_checked(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator, ana, ben = await newsroom.moderator(), newsroom.person("Ana"), newsroom.person("Ben")
    sends_album(ana, BRIDGE, last_caption=LEMON)
    sends_album(ben, BRIDGE, (b"4", b"5", b"6"), "The mayor of Elmsworth sold the forest to a mining firm")
    await newsroom.settle()

    [answer], [queued] = ana.messages, ben.messages
    assert "❌ False" in answer.text
    assert answer.text.endswith("The rest has not been checked.")
    assert queued.text.startswith("We have not checked this yet.")
    assert "mining firm" in moderator.last_message


async def test_each_chat_keeps_its_order_while_many_are_answered_side_by_side(newsroom: Newsroom) -> None:
    people = [newsroom.person(f"Person {number}") for number in range(20)]
    asked: dict[int, list[Any]] = {person.id: [] for person in people}
    for number in range(3):
        for person in people:
            text = f"The mayor of Elmsworth sold town forest number {number} to a mining company"
            asked[person.id].append(person.forwards(text))
    await newsroom.settle()

    assert {person.id: [m.reply_to for m in person.messages] for person in people} == asked


async def test_a_button_pressed_before_an_outage_does_nothing_after_it(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    moderator.presses("Take")
    (pressed,) = newsroom.world.updates.pending
    async with newsroom.program.store.writing() as tx:
        await tx.inbox.add([pressed], newsroom.clock.now(), late=True)
    newsroom.world.updates.acknowledge(pressed["update_id"] + 1)
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
        inbox = await tx.inbox.counts()
    assert (item.lease, inbox["new"], inbox["dead"]) == (None, 0, 0)


async def test_a_question_asked_before_an_outage_is_answered_after_it(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(LEMON)
    waiting = list(newsroom.world.updates.pending)
    async with newsroom.program.store.writing() as tx:
        await tx.inbox.add(waiting, newsroom.clock.now(), late=True)
    newsroom.world.updates.acknowledge(waiting[-1]["update_id"] + 1)
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")


@pytest.mark.parametrize(
    ("method", "fault"), [("sendMessage", CutBefore()), ("editMessageText", ServerError())]
)
async def test_an_outage_of_hours_loses_neither_an_answer_nor_its_correction(
    newsroom: Newsroom, method: str, fault: Fault
) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    newsroom.faults.add(fault, method=method, times=80)  # two to four hours
    ana.forwards(LEMON)
    await newsroom.settle()
    await newsroom.publishes(a_ruling(rating=Rating.TRUE))
    await newsroom.settle()

    assert "✅ True" in ana.messages[0].text


async def test_damage_that_any_part_of_the_program_finds_ends_it_and_says_what_to_do(
    newsroom: Newsroom,
) -> None:
    class Damaged(SqlStore):
        async def damage(self) -> StorageDamaged:
            return StorageDamaged("the file is damaged; restore it from a backup")

    store = newsroom.program.store
    assert isinstance(store, SqlStore)
    program = replace(newsroom.program, store=Damaged(store._database))
    with pytest.raises(StorageDamaged, match="restore it from a backup"):
        async with asyncio.timeout(20):
            await lifecycle.run(program, asyncio.Event())


@pytest.mark.sqlite
@pytest.mark.slow
async def test_a_database_that_another_program_holds_at_the_start_after_a_kill_is_waited_for(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.person().forwards(BRIDGE)
    await newsroom.receive()
    newsroom.clock.advance(seconds=2)
    await newsroom.program.worker.handle_waiting()
    await newsroom.program.sender._deliver.take_turn((), 1, frozenset())
    stop = asyncio.Event()
    with closing(sqlite3.connect(newsroom.home / "forwardcheck.db", isolation_level=None)) as other:
        other.execute("UPDATE outbox SET sender = 1")  # a process that was killed
        other.execute("BEGIN IMMEDIATE")
        running = asyncio.create_task(lifecycle.run(newsroom.program, stop))
        async with asyncio.timeout(20):
            while "storage_unavailable" not in caplog.text and not running.done():  # noqa: ASYNC110 - a log line
                await asyncio.sleep(0.05)
    async with asyncio.timeout(20):
        while "deliveries_unknown n=1" not in caplog.text and not running.done():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        stop.set()
        await running

    assert "deliveries_unknown n=1" in caplog.text


@pytest.mark.parametrize("loop", ["intake", "menus", "housekeeping", "feeds"])
async def test_a_loop_that_dies_ends_the_program(newsroom: Newsroom, loop: str) -> None:
    class Dying:
        async def run(self) -> None:
            return

    program = replace(newsroom.program, **{loop: Dying()})
    with pytest.RaisesGroup(LoopDiedError, flatten_subgroups=True, allow_unwrapped=True) as caught:
        async with asyncio.timeout(20):
            await lifecycle.run(program, asyncio.Event())

    assert caught.value is not None


async def test_a_note_typed_in_time_is_one_however_late_it_is_read(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    clock = FakeClock()
    world = World(clock=lambda: clock.now().timestamp())
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        mia, ana = await newsroom.moderator("Mia"), newsroom.person()
        ana.forwards(BRIDGE)
        await newsroom.settle()
        mia.says("/note 1")
        await newsroom.settle()
        mia.says("The harbour office calls back at noon")
        clock.advance(minutes=20)
        await newsroom.settle()
        async with newsroom.program.store.reading() as tx:
            [note] = await tx.notes.on(ItemId(1), 5)
            assert await tx.items.count_open() == 1

    assert note.text == "The harbour office calls back at noon"
