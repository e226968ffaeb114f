"""Stories of messages that cannot be handled: their senders read the truth, everybody else goes on."""

from datetime import timedelta
from pathlib import Path

import pytest

from claims.catalogue import Catalogue
from claims.decision import Decision
from claims.news import OurFault
from claims.pacing import QUESTIONS
from claims.retrying import LATER
from claims.usecases.reply import Reply
from handlers import voice
from handlers.render import Reply as Page
from matching.embeddings import TwoEncoders
from simulator.person import Person
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

POISON = "The poisoned bridge in Lindhaven will be closed for two years"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
SAFE = "Something went wrong on our side. Your message is safe; you will get an answer."
SORRY = "Something went wrong on our side, and nothing came of this message. Please send it again later."
LATEST = sum(LATER, start=timedelta())


class Fault:
    """What fails while it is there."""

    there = True


@pytest.fixture(autouse=True)
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    """Let the decision about one text fail, whenever it is made while the fault is there."""
    decide, fault = Catalogue.decide, Fault()

    async def fails(self: Catalogue, text: str, *rest: object, **more: object) -> Decision:
        if fault.there and "poisoned" in text:
            raise ZeroDivisionError
        return await decide(self, text, *rest, **more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(Catalogue, "decide", fails)
    return fault


async def updates(newsroom: Newsroom, state: str) -> int:
    async with newsroom.program.store.reading() as tx:
        return (await tx.inbox.counts())[state]


def told(person: Person, sentence: str = SAFE) -> int:
    return sum(message.text == sentence for message in person.messages)


async def later(newsroom: Newsroom, passed: timedelta = LATEST) -> None:
    """Let time pass, and what is done by the clock be done, as often as there are tries."""
    newsroom.clock.advance(seconds=passed.total_seconds())
    for _ in LATER:
        await newsroom.keep_house()


async def test_who_sent_what_cannot_be_handled_reads_so_once_and_others_go_on(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    question = ana.forwards(POISON)
    await newsroom.settle()
    ana.forwards(FOREST)
    await newsroom.settle()

    assert [message.text for message in ana.answers_to(question)] == [SAFE]
    assert ana.last_message.startswith("We have not checked this yet.")
    assert (await updates(newsroom, "held"), await updates(newsroom, "dead")) == (1, 0)


async def test_the_answer_comes_once_the_fault_is_mended(newsroom: Newsroom, fault: Fault) -> None:
    await newsroom.publishes(a_ruling(claim=POISON))
    ana = newsroom.person()
    question = ana.forwards(POISON)
    ana.says("what do you think of that?")
    await newsroom.settle()
    fault.there = False
    await newsroom.keep_house()
    assert told(ana) == len(ana.messages) == 1

    await later(newsroom, LATER[0])
    await later(newsroom)

    assert [message.text.partition("\n")[0] for message in ana.answers_to(question)] == [SAFE, "❌ False"]
    assert len(ana.messages) == 2


async def test_what_the_matcher_never_reads_is_read_by_a_reviewer(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben = newsroom.person("Ana"), newsroom.person("Ben")
    questions = [person.forwards(POISON) for person in (ana, ben)]
    await newsroom.settle()
    await later(newsroom)

    assert [told(person) for person in (ana, ben)] == [1, 1]
    assert all(one.last_message.startswith("We have not checked this yet.") for one in (ana, ben))
    # Chats are handled side by side: whoever comes second is not alone.
    assert sorted("1 other person" in one.last_message for one in (ana, ben)) == [False, True]
    assert POISON in moderator.last_message
    assert (await updates(newsroom, "held"), await updates(newsroom, "dead")) == (0, 0)

    moderator.says("/verdict 1 false It is open. https://example.org/bridge")
    await newsroom.settle()
    assert "❌ False" in ana.last_message
    assert [
        len(person.answers_to(question)) for person, question in zip((ana, ben), questions, strict=True)
    ] == [3, 3]


@pytest.mark.parametrize(
    ("one", "other", "links"),
    [
        (POISON, f"{FOREST}, the poisoned one", {"on": "https://t.me/dailybuzz"}),
        (f"{POISON}. {FOREST}. " * 4 + "The mayor left.", f"{POISON}. {FOREST}. " * 4 + "He stays.", {}),
    ],
    ids=["with one link", "with one beginning"],
)
async def test_what_the_matcher_never_reads_is_one_question_only_where_it_is_the_very_same(
    newsroom: Newsroom, one: str, other: str, links: dict[str, str]
) -> None:
    moderator = await newsroom.moderator()
    ana, ben = newsroom.person("Ana"), newsroom.person("Ben")
    for person, text in ((ana, one), (ben, other)):
        person.forwards(text, links=links)
        await newsroom.settle()
    await later(newsroom)
    moderator.says("/verdict 1 true We looked. https://example.org/bridge")
    await newsroom.settle()

    # Chats are handled side by side: either may have come first.
    assert sorted("✅ True" in one.last_message for one in (ana, ben)) == [False, True]


async def test_it_is_tried_again_after_a_restart(
    tmp_path: Path, embedder: TwoEncoders, world: World, clock: FakeClock, fault: Fault
) -> None:
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        ana = newsroom.person()
        ana.forwards(POISON)
        await newsroom.settle()
    fault.there = False
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        await later(newsroom)

    assert (told(ana), len(ana.messages)) == (1, 2)
    assert ana.last_message.startswith("We have not checked this yet.")


async def test_who_wants_to_be_forgotten_is_not_answered_later(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards(POISON)
    ana.says("/forgetme")
    await newsroom.settle()
    ana.presses("Delete it")
    await newsroom.settle()
    seen = len(ana.messages)
    await later(newsroom)

    assert (len(ana.messages), await updates(newsroom, "held")) == (seen, 0)


async def test_a_command_that_fails_is_not_carried_out_hours_later(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Reply, "help", fails)
    ana = newsroom.person()
    ana.says("/help")
    await newsroom.settle()
    await later(newsroom)

    assert [message.text for message in ana.messages] == [SORRY]
    assert await updates(newsroom, "dead") == 1


async def test_what_a_moderator_types_may_be_a_step_and_is_not_taken_hours_later(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    typed = moderator.says(POISON)
    await newsroom.settle()
    forwarded = moderator.forwards(f"{POISON}, they say", from_channel="City News")
    await newsroom.settle()

    assert [message.text for message in moderator.answers_to(typed)] == [SORRY]
    assert [message.text for message in moderator.answers_to(forwarded)] == [SAFE]


async def test_a_flood_of_it_reads_no_more_than_answers(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    for number in range(QUESTIONS.burst + 5):
        ana.forwards(f"{POISON} {number}")
    await newsroom.settle()

    assert await updates(newsroom, "held") == QUESTIONS.burst + 5
    assert QUESTIONS.burst <= told(ana) < QUESTIONS.burst + 5


async def test_what_cannot_be_said_either_is_set_aside_in_silence(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = voice.view

    def fails(news: object, *rest: object) -> Page:
        if isinstance(news, OurFault):
            raise ZeroDivisionError
        return view(news, *rest)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(voice, "view", fails)
    ana = newsroom.person()
    ana.forwards(POISON)
    await newsroom.settle()

    assert (await updates(newsroom, "dead"), ana.messages) == (1, [])


@pytest.mark.parametrize(
    "odd",
    [{"from": {"language_code": ["en"]}}, {"chat": {"id": "seven"}}],
    ids=["a list for a language", "a text for a chat's number"],
)
async def test_an_update_of_a_shape_that_there_is_not_blocks_nobody(
    newsroom: Newsroom, odd: dict[str, dict[str, object]]
) -> None:
    await newsroom.settle()
    person = {"id": 7, "is_bot": False, "first_name": "A", **odd.get("from", {})}
    chat = {"id": 7, "type": "private", **odd.get("chat", {})}
    message = {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": person, "text": FOREST}
    async with newsroom.program.store.writing() as tx:
        await tx.inbox.add([{"update_id": 900_000_000, "message": message}], newsroom.clock.now())
    ana = newsroom.person()
    question = ana.forwards(FOREST)
    await newsroom.settle()

    set_aside = await updates(newsroom, "dead") + await updates(newsroom, "held")
    assert (set_aside, len(ana.answers_to(question))) == (1, 1)


async def test_what_was_answered_before_it_failed_is_no_loss(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = newsroom.program.worker._process

    async def fails_behind(bundle: object) -> None:
        await process(bundle)  # type: ignore[arg-type]  # passed on as it came
        raise ZeroDivisionError

    monkeypatch.setattr(newsroom.program.worker, "_process", fails_behind)
    monkeypatch.setattr("bot.worker.MAX_TRIES", 1)
    ana = newsroom.person()
    ana.forwards(FOREST)
    await newsroom.settle()

    assert (await updates(newsroom, "dead"), told(ana), len(ana.messages)) == (0, 0, 1)
