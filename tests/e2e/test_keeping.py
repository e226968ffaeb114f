"""Stories of questions that were settled long ago: that they came is counted, who asked them is forgotten."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from claims.usecases.keep_house import EMPTIED_AT_ONCE, MOST_TURNS
from claims.verdict import Rating
from matching.embeddings import TwoEncoders
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom
from tests.support.talking import forwards, says, shown
from tests.support.traces import traces_of

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
RULE = "/verdict 1 false It stays open. https://example.org/bridge"
KEEP_DAYS = 30


@pytest.fixture
async def newsroom(
    tmp_path: Path, world: World, clock: FakeClock, embedder: TwoEncoders
) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path, world, clock, embedder, keep_days=KEEP_DAYS) as opened:
        yield opened


async def days_later(newsroom: Newsroom, days: float) -> None:
    newsroom.clock.advance(days=days)
    await newsroom.program.housekeeping.keep_once(0)
    await newsroom.settle()


async def test_who_asked_long_ago_leaves_no_trace(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await newsroom.publishes(a_ruling())
    await forwards(newsroom, ana, LEMON)
    ana.presses("Not this claim")
    await forwards(newsroom, ana, BRIDGE)
    await says(newsroom, moderator, "/ask 2 Where did you get it?")
    ana.says("From my aunt in Lindhaven", reply_to=ana.last)
    await newsroom.settle()
    await says(newsroom, moderator, "/dismiss 1 opinion")
    await says(newsroom, moderator, RULE.replace("1", "2", 1))
    await days_later(newsroom, KEEP_DAYS - 1)
    assert "submissions.person_id" in await traces_of(newsroom.program.store, ana.id)
    await days_later(newsroom, 2)

    assert await traces_of(newsroom.program.store, ana.id) == []
    assert await traces_of(newsroom.program.store, "aunt") == []


async def test_the_figures_of_past_days_stay_as_they_were(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await newsroom.publishes(a_ruling())
    await forwards(newsroom, ana, LEMON)
    await forwards(newsroom, ben, BRIDGE)
    await says(newsroom, moderator, RULE)
    await days_later(newsroom, KEEP_DAYS - 0.5)
    before = await says(newsroom, moderator, "/stats 90")
    await days_later(newsroom, 1)

    assert await traces_of(newsroom.program.store, ben.id) == []
    assert await says(newsroom, moderator, "/stats 90") == before
    assert "Asked: 2" in before
    assert "Answered at once: 1" in before


async def test_a_correction_reaches_whoever_is_known_and_nobody_else(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await newsroom.publishes(a_ruling())
    await forwards(newsroom, ana, LEMON)
    await days_later(newsroom, KEEP_DAYS - 1)
    await forwards(newsroom, ben, LEMON)
    await days_later(newsroom, 2)
    before = shown(ana)
    await newsroom.publishes(a_ruling(rating=Rating.TRUE))
    await newsroom.settle()

    assert shown(ana) == before
    assert any("was False, now True" in text for text in shown(ben))
    assert "1 person" in await says(newsroom, moderator, "/retract 1")


async def test_who_still_waits_is_told_however_long_that_takes(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    await days_later(newsroom, 3 * KEEP_DAYS)
    await says(newsroom, moderator, RULE)

    assert "You asked on" in ana.last_message
    await days_later(newsroom, KEEP_DAYS - 1)
    assert "submissions.person_id" in await traces_of(newsroom.program.store, ana.id)


async def test_buttons_of_old_answers_do_nothing_any_more(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    await forwards(newsroom, ana, LEMON)
    await days_later(newsroom, KEEP_DAYS + 1)
    press = ana.presses("Not this claim")
    await newsroom.settle()

    assert press.answer == "This button no longer works."


async def test_what_was_set_aside_long_ago_can_be_reopened_without_its_askers(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await forwards(newsroom, ana, BRIDGE)
    await says(newsroom, moderator, "/dismiss 1 opinion")
    await days_later(newsroom, KEEP_DAYS + 1)
    before = shown(ana)
    await forwards(newsroom, ben, BRIDGE)
    await says(newsroom, moderator, "/take 1")
    moderator.presses("Reopen")
    await newsroom.settle()
    await says(newsroom, moderator, RULE)

    assert shown(ana) == before
    assert "You asked on" in ben.last_message


async def test_much_that_has_served_its_time_goes_in_several_turns(newsroom: Newsroom) -> None:
    person = newsroom.person()
    await forwards(newsroom, person, FOREST)
    async with newsroom.program.store.writing() as tx:
        (one,) = (await tx.submissions.get_many([1])).values()  # type: ignore[list-item]  # a plain number
        for _ in range(EMPTIED_AT_ONCE * MOST_TURNS + 1):
            await tx.submissions.add(one.submission, "some key", None)
    newsroom.clock.advance(days=KEEP_DAYS + 1)
    keep_house = newsroom.program.housekeeping._keep_house

    assert await keep_house.empty_questions() == EMPTIED_AT_ONCE * MOST_TURNS
    assert await keep_house.empty_questions() == 1
    assert await keep_house.empty_questions() == 0


async def test_with_zero_days_all_is_kept(
    tmp_path: Path, world: World, clock: FakeClock, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path / "for ever", world, clock, embedder, keep_days=0) as newsroom:
        ana = newsroom.person()
        await newsroom.publishes(a_ruling())
        await forwards(newsroom, ana, LEMON)
        await days_later(newsroom, 10_000)

        assert "submissions.person_id" in await traces_of(newsroom.program.store, ana.id)
        assert (await says(newsroom, ana, "/privacy")).endswith(
            "What I keep about you stays until you have it deleted: /forgetme"
        )


async def test_it_is_said_how_long_it_stays(newsroom: Newsroom) -> None:
    said = await says(newsroom, newsroom.person(), "/privacy")

    assert (
        "30 days after you have the answer to a question, or want none any more, I delete what you sent"
        in said
    )
    assert said.endswith("To have it all deleted now: /forgetme")
