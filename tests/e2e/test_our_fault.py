"""Stories of messages that cannot be handled: their senders read the truth, everybody else goes on."""

import pytest

from claims.catalogue import Catalogue
from claims.decision import Decision
from claims.news import OurFault
from claims.pacing import QUESTIONS
from handlers import voice
from handlers.render import Reply
from simulator.person import Person
from tests.support.newsroom import Newsroom

POISON = "The poisoned bridge in Lindhaven will be closed for two years"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
SORRY = "Something went wrong on our side, and nothing came of this message. Please send it again later."


@pytest.fixture(autouse=True)
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the decision about one text fail, whenever it is made."""
    decide = Catalogue.decide

    async def fails(self: Catalogue, text: str, *rest: object, **more: object) -> Decision:
        if "poisoned" in text:
            raise ZeroDivisionError
        return await decide(self, text, *rest, **more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(Catalogue, "decide", fails)


async def dead(newsroom: Newsroom) -> int:
    async with newsroom.program.store.reading() as tx:
        return (await tx.inbox.counts())["dead"]


def told(person: Person) -> int:
    return sum(message.text == SORRY for message in person.messages)


async def test_who_sent_what_cannot_be_handled_reads_so_once(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    question = ana.forwards(POISON)
    await newsroom.settle()
    ana.forwards(FOREST)
    await newsroom.settle()

    assert [message.text for message in ana.answers_to(question)] == [SORRY]
    assert ana.last_message.startswith("We have not checked this yet.")
    assert await dead(newsroom) == 1


async def test_a_flood_of_it_reads_no_more_than_answers(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    for number in range(QUESTIONS.burst + 5):
        ana.forwards(f"{POISON} {number}")
    await newsroom.settle()

    assert await dead(newsroom) == QUESTIONS.burst + 5
    assert QUESTIONS.burst <= told(ana) < QUESTIONS.burst + 5


async def test_what_cannot_be_said_either_is_set_aside_in_silence(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = voice.view

    def fails(news: object, *rest: object) -> Reply:
        if isinstance(news, OurFault):
            raise ZeroDivisionError
        return view(news, *rest)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(voice, "view", fails)
    ana = newsroom.person()
    ana.forwards(POISON)
    await newsroom.settle()

    assert (await dead(newsroom), ana.messages) == (1, [])


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

    assert (await dead(newsroom), told(ana), len(ana.messages)) == (0, 0, 1)
