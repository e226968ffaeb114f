"""Stories of people who stop the bot in Telegram, and take it back."""

from pathlib import Path

import pytest

from claims.verdict import Rating
from matching.embeddings import TwoEncoders
from simulator.person import Person
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom
from tests.support.talking import forwards, says, shown

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
RULE = "/verdict 1 false It stays open. https://example.org/bridge"


async def blocks(newsroom: Newsroom, person: Person) -> None:
    person.blocks_bot()
    await newsroom.settle()


async def comes_back(newsroom: Newsroom, person: Person) -> None:
    person.unblocks_bot()
    await newsroom.settle()


async def rerates(newsroom: Newsroom, rating: Rating) -> None:
    await newsroom.publishes(a_ruling(rating=rating))
    await newsroom.settle()


async def asks(newsroom: Newsroom, text: str = BRIDGE) -> Person:
    """Let somebody ask and stop the bot after its first reply."""
    ana = newsroom.person()
    await forwards(newsroom, ana, text)
    await blocks(newsroom, ana)
    return ana


def rulings(person: Person) -> list[str]:
    return [text.split("\n")[2] for text in shown(person) if text.startswith("You asked on")]


@pytest.mark.parametrize("days", [0, 30])
async def test_an_answer_that_was_corrected_meanwhile_is_put_right(newsroom: Newsroom, days: int) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, LEMON)
    await rerates(newsroom, Rating.TRUE)
    newsroom.clock.advance(hours=24 * days)
    await newsroom.keep_house()
    await comes_back(newsroom, ana)

    answer, note = shown(ana)
    assert "was False, now True" in answer
    assert note == "We corrected this answer."


async def test_an_answer_that_was_withdrawn_meanwhile_is_withdrawn(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, LEMON)
    await says(newsroom, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await newsroom.settle()
    await comes_back(newsroom, ana)

    answer, note = shown(ana)
    assert "We are checking again." in answer
    assert note == "We withdrew this answer."


async def test_a_ruling_that_came_meanwhile_is_told_once(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    for _twice in range(2):
        await comes_back(newsroom, ana)
        await blocks(newsroom, ana)

    assert rulings(ana) == ["❌ False"]


async def test_a_missed_ruling_is_told_as_it_was_corrected(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/edit 1 true It does close.")
    await comes_back(newsroom, ana)
    await says(newsroom, moderator, "/edit 1 satire It was a joke.")

    [answer] = [text for text in shown(ana) if "Claim:" in text]
    assert "was True, now Satire" in answer


async def test_a_missed_ruling_that_was_withdrawn_is_not_told(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await newsroom.settle()
    await comes_back(newsroom, ana)

    assert rulings(ana) == []


async def test_who_missed_a_ruling_that_was_undone_hears_the_next_one(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/undo 1")
    await comes_back(newsroom, ana)
    assert rulings(ana) == []

    await says(newsroom, moderator, RULE.replace("false", "satire"))
    assert [text.endswith("Satire") for text in rulings(ana)] == [True]


async def test_that_a_question_was_set_aside_meanwhile_is_told(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, "/dismiss 1 opinion")
    await comes_back(newsroom, ana)

    assert "it is an opinion, and opinions are not rated" in ana.last_message


async def test_nothing_old_overwrites_what_was_sent_after_a_return_that_we_did_not_hear_of(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, LEMON)
    await rerates(newsroom, Rating.TRUE)
    ana.unblocks_bot()
    newsroom.world.updates.clear()
    await rerates(newsroom, Rating.SATIRE)
    await blocks(newsroom, ana)
    await comes_back(newsroom, ana)

    assert "was True, now Satire" in shown(ana)[0]


async def test_who_is_forgotten_is_told_nothing_old(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    ana.unblocks_bot()
    newsroom.world.updates.clear()
    await says(newsroom, ana, "/forgetme")
    ana.presses("Delete it")
    await newsroom.settle()
    await blocks(newsroom, ana)
    await comes_back(newsroom, ana)

    assert rulings(ana) == []


async def test_it_is_told_once_though_the_update_comes_again_after_a_restart(
    tmp_path: Path, embedder: TwoEncoders, world: World, clock: FakeClock
) -> None:
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        moderator, ana = await newsroom.moderator(), await asks(newsroom)
        await says(newsroom, moderator, RULE)
        ana.unblocks_bot()
        [update] = world.updates.pending
        await newsroom.receive()
        await newsroom.program.worker.handle_waiting()
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        world.updates.push_raw(update)
        await newsroom.settle()

    assert rulings(ana) == ["❌ False"]
