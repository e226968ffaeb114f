"""Stories of messages that belong together, and of floods."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.pacing import QUESTIONS
from claims.ports import RawUpdate, Transaction
from handlers.joining import ready_bundles
from matching.embeddings import TwoEncoders
from simulator.chats import FromHiddenUser
from simulator.messages import Content
from simulator.person import Person
from simulator.world import World
from tests.support.builders import NOON, a_ruling
from tests.support.clock import FakeClock
from tests.support.messages import adds
from tests.support.newsroom import Newsroom, open_newsroom

LEMON = "Drinking warm lemon water cures the flu."
CLAIMS = [
    "The old stone bridge in Lindhaven will be closed for two years",
    "The mayor of Elmsworth sold the town forest to a mining company",
    "Every household in Verdania must hand in its gas stove by June",
    "The ferry between Port Elm and Norwick stops running for good",
    "Arnmoor hospital is charging patients for using the lift",
]


def forwards_at_once(person: Person, *texts: str) -> list[Any]:
    """Forward several posts within one second."""
    return [person.forwards(text, from_channel="City News") for text in texts]


async def test_five_forwards_in_a_burst_get_one_reply_each_in_order(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    questions = forwards_at_once(ana, *CLAIMS)
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == questions


async def test_a_comment_sent_with_its_forward_makes_one_submission(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.says("Is this true? My aunt sent it")
    forward = ana.forwards(LEMON)
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]
    assert ana.last_message.startswith("❌ False")


async def test_a_comment_that_arrives_behind_its_forward_belongs_to_it_too(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    forward = ana.forwards(LEMON)
    ana.says("what do you think of that?")
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]


async def test_a_comment_belongs_to_a_forward_that_begins_like_a_command(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    forward = ana.forwards(f"/breaking {CLAIMS[0]}", from_channel="City News")
    ana.says("what do you think of that?")
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]
    assert ana.last_message.startswith("We have not checked this yet.")


async def test_a_comment_is_checked_where_the_forward_has_no_words(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.says(LEMON)
    ana.forwards("", from_channel="Pictures", photo=b"x")
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert ana.last_message.startswith("❌ False")


@pytest.mark.parametrize("is_offline", [False, True])
async def test_a_reply_to_a_reviewers_question_is_no_comment_on_a_forward(
    newsroom: Newsroom, is_offline: bool
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    ana.forwards(CLAIMS[0])
    await newsroom.settle()
    moderator.says("/ask 1 Where did you get it?")
    await newsroom.settle()
    asked = ana.last
    if is_offline:
        ana.forwards(CLAIMS[2])
    ana.says("From this channel, it is my neighbour's", reply_to=asked)
    forward = ana.forwards(CLAIMS[1], from_channel="City News")
    await newsroom.settle()

    assert len(ana.answers_to(forward)) == 1
    assert any("it is my neighbour's" in message.text for message in moderator.messages)


async def test_what_names_the_bot_in_a_group_is_answered_beside_any_forward(newsroom: Newsroom) -> None:
    ana, ben = newsroom.person("Ana"), newsroom.person("Ben")
    group = newsroom.world.add_group("Family", [ana.user, ben.user])
    named = f"@{newsroom.world.bot.username}"

    def asks(_person: Person) -> None:
        ana.says(f"{named} is this true?", chat=group)
        adds(ana, entities=[{"type": "mention", "offset": 0, "length": len(named)}])

    def forwards(person: Person) -> None:
        newsroom.world.receive(person.user, Content(CLAIMS[0]), chat=group, origin=FromHiddenUser("Someone"))

    for order in ((asks, forwards), (forwards, asks)):
        for person in (ana, ben):
            for act in order:
                act(person)
            await newsroom.settle()
            newsroom.clock.advance(minutes=10)

    ours = [message for message in newsroom.world.in_chat(group.id) if message.sender.is_bot]
    assert len(ours) == 4


async def test_two_typed_messages_stay_two(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.says(CLAIMS[0])
    ana.says(CLAIMS[1])
    await newsroom.settle()

    assert len(ana.messages) == 2


async def test_waiting_messages_survive_a_restart(tmp_path: Path, embedder: TwoEncoders) -> None:
    world, clock = World(), FakeClock()
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        ana = newsroom.person()
        ana.says("Is this true?")
        await newsroom.receive()
        assert await newsroom.program.worker.handle_waiting() == 0
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        forward = ana.forwards(CLAIMS[0])
        await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]


def album_part(number: int, caption: str = "") -> RawUpdate:
    """Return one picture of an album, as it lies in the inbox."""
    body = (
        f'{{"update_id": {number}, "message": {{"message_id": {number}, "date": 1, "media_group_id": "a",'
        f' "chat": {{"id": 7, "type": "private"}}, "caption": "{caption}"}}}}'
    )
    return RawUpdate(number, body, 0, 7, NOON)  # type: ignore[arg-type]  # plain numbers read better here


def test_the_parts_of_an_album_are_one_bundle_in_any_order() -> None:
    parts = [album_part(3), album_part(1, "caption"), album_part(2)]

    (bundles,) = ready_bundles(parts, NOON + timedelta(seconds=1.2))

    assert [bundle.ids for bundle in bundles] == [(1, 2, 3)]


def test_a_part_stamped_by_a_clock_a_little_ahead_waits_for_the_others() -> None:
    assert ready_bundles([album_part(1)], NOON - timedelta(milliseconds=100)) == []


def test_nothing_is_ready_before_the_chat_was_quiet() -> None:
    assert ready_bundles([album_part(1)], NOON + timedelta(seconds=1.1)) == []


def test_the_parts_of_an_album_are_one_bundle_though_we_could_not_listen_between_them() -> None:
    back = NOON + timedelta(minutes=1)

    assert ready_bundles([album_part(1)], back, listened_since=back) == []
    (bundles,) = ready_bundles(
        [album_part(1), album_part(2)], back + timedelta(seconds=1.2), listened_since=back
    )
    assert [bundle.ids for bundle in bundles] == [(1, 2)]


@asynccontextmanager
async def forward_held_up(newsroom: Newsroom, person: Person) -> AsyncIterator[Any]:
    """Let the bot poll, store the person's comment, and wait two seconds for its turn to store their forward;
    that is stored when this is left."""
    world, intake, clock = newsroom.world, newsroom.program.intake, newsroom.clock
    person.says("Is this true? My aunt sent it")
    polling = asyncio.create_task(intake.run())
    await until(lambda: bool(world.calls) and not world.updates.pending)
    async with newsroom.program.store.writing():
        seen = len(world.calls)
        forward = person.forwards(LEMON)
        await until(lambda: len(world.calls) > seen)
        clock.advance(seconds=2)
        yield forward
    await until(lambda: not world.updates.pending)
    polling.cancel()
    await asyncio.wait([polling])


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not met():  # noqa: ASYNC110 - looked at from outside
            await asyncio.sleep(0.01)


async def test_a_comment_waits_for_its_forward_that_waits_to_be_stored(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    async with forward_held_up(newsroom, ana) as forward, asyncio.timeout(5):
        assert await newsroom.program.worker.handle_waiting() == 0
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]
    assert ana.last_message.startswith("❌ False")


async def test_a_comment_waits_for_its_forward_that_is_stored_while_the_inbox_is_read(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ana, has_read = newsroom.program.store, newsroom.person(), asyncio.Event()
    reading = store.reading

    @asynccontextmanager
    async def slowly() -> AsyncIterator[Transaction]:
        async with reading() as tx:
            yield tx
        has_read.set()
        await until(lambda: not newsroom.world.updates.pending)

    async with forward_held_up(newsroom, ana) as forward:
        monkeypatch.setattr(store, "reading", slowly)
        looking = asyncio.create_task(newsroom.program.worker.handle_waiting())
        await has_read.wait()
    assert await looking == 0
    monkeypatch.undo()
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]


async def test_a_flood_gets_a_fair_share_one_notice_and_costs_others_nothing(newsroom: Newsroom) -> None:
    flooder, ben = newsroom.person("Flo"), newsroom.person("Ben")
    sent = [
        flooder.forwards(f"The minister number {number} of Verdania secretly owns a castle in Norwick")
        for number in range(150)
    ]
    question = ben.forwards(CLAIMS[0])
    await newsroom.receive()
    newsroom.clock.advance(seconds=2)
    await newsroom.program.worker.handle_waiting()
    await newsroom.program.sender.send_all()
    assert [message.reply_to for message in ben.messages] == [question]

    await newsroom.settle()
    notices = [message for message in flooder.messages if "a lot at once" in message.text]
    answered = {message.reply_to for message in flooder.messages if message not in notices}
    assert [message.reply_to for message in notices] == [next(one for one in sent if one not in answered)]
    assert notices[0].text == (
        "That is a lot at once, and I did not look at this message. Please send it again in 10 minutes, and"
        " whatever else has no answer by then."
    )
    assert 60 <= len(flooder.messages) - 1 <= 75


async def test_what_was_sent_one_by_one_while_the_bot_was_down_is_no_flood(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    clock = FakeClock()
    world = World(clock=lambda: clock.now().timestamp())
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        ana, sent = newsroom.person(), []
        for number in range(QUESTIONS.burst + 10):
            sent.append(ana.forwards(f"Gate number {number} of the old harbour was sold to a bank"))
            clock.advance(minutes=1)
        await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == sent


async def test_the_same_text_from_many_people_makes_one_item_that_counts_all(newsroom: Newsroom) -> None:
    people = [newsroom.person(f"Person {number}") for number in range(30)]
    for person in people:
        person.forwards(CLAIMS[0])
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        items = await tx.items.open(10)
    assert [item.askers for item in items] == [30]
    assert [len(person.messages) for person in people] == [1] * 30
