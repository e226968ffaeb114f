"""Stories of a newsroom whose day is not that of UTC: people read its dates, verdicts end with its day."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matching.embeddings import TwoEncoders
from simulator.person import Person
from tests.e2e.test_asking import BRIDGE, LEMON
from tests.e2e.test_learning import GARDENS, MORE
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

MONDAY_MORNING = datetime(2026, 5, 3, 20, 30, tzinfo=UTC)  # in Auckland it is 4 May, 8:30
RULE = "/verdict 1 false It stays open. https://example.org/bridge"


@pytest.fixture
async def auckland(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Newsroom]:
    """A newsroom in New Zealand, twelve hours before UTC."""
    clock = FakeClock(MONDAY_MORNING)
    async with open_newsroom(
        tmp_path, clock=clock, embedder=embedder, time_zone="Pacific/Auckland"
    ) as opened:
        opened.world.clock = lambda: clock.now().timestamp()
        yield opened


async def asks(newsroom: Newsroom, text: str) -> Person:
    person = newsroom.person()
    person.forwards(text)
    await newsroom.settle()
    return person


async def says(newsroom: Newsroom, person: Person, text: str) -> str:
    person.says(text)
    await newsroom.settle()
    return person.last_message


async def test_asked_and_checked_on_the_newsrooms_day(auckland: Newsroom) -> None:
    moderator, ana = await auckland.moderator(), await asks(auckland, BRIDGE)
    await says(auckland, moderator, RULE)

    assert ana.last_message.startswith("You asked on 4 May 2026:")
    assert "checked 4 May 2026" in ana.last_message
    async with auckland.program.store.reading() as tx:
        [verdict] = await tx.verdicts.newest(1)
        stored = await tx.submissions.get(1)  # type: ignore[arg-type]  # a plain number here
    assert verdict.ruling.published_at == date(2026, 5, 4)
    assert stored is not None
    assert stored.submission.sent_at == MONDAY_MORNING  # times stay in UTC


async def test_corrected_and_withdrawn_on_the_newsrooms_day(auckland: Newsroom) -> None:
    moderator, ana = await auckland.moderator(), await asks(auckland, BRIDGE)
    await says(auckland, moderator, RULE)
    told = ana.last
    await says(auckland, moderator, "/edit 1 true")
    assert told.text.startswith("Updated 4 May 2026: was False, now True")

    await says(auckland, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await auckland.settle()
    assert told.text.startswith("This fact-check was withdrawn on 4 May 2026.")


@pytest.mark.parametrize(
    ("now", "answered"),
    [
        (datetime(2026, 5, 4, 11, 59, tzinfo=UTC), True),  # there it is 4 May, 23:59
        (datetime(2026, 5, 4, 12, 1, tzinfo=UTC), False),  # 5 May, 0:01
    ],
)
async def test_the_last_day_of_a_verdict_ends_with_the_newsrooms_day(
    auckland: Newsroom, now: datetime, *, answered: bool
) -> None:
    await auckland.publishes(a_ruling(valid_until=date(2026, 5, 4)))
    auckland.clock.advance(seconds=(now - auckland.clock.now()).total_seconds())
    ana = await asks(auckland, LEMON)

    assert ana.last_message.startswith("❌ False") is answered
    assert ("may be out of date" in ana.last_message) is not answered


@pytest.mark.parametrize("button", ["1", "None of these"])
@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (datetime(2026, 5, 4, 11, 59, tzinfo=UTC), True),
        (datetime(2026, 5, 4, 12, 1, tzinfo=UTC), False),
    ],
)
async def test_under_an_old_list_a_ruling_holds_to_the_end_of_the_newsrooms_day(
    auckland: Newsroom, button: str, now: datetime, *, holds: bool
) -> None:
    await auckland.publishes(GARDENS)
    moderator, ana, ben = await auckland.moderator(), await asks(auckland, MORE), await asks(auckland, MORE)
    ben.presses("None of these")
    await auckland.settle()
    await says(auckland, moderator, "/verdict 1 true The council decided it. https://example.org/council")
    await says(auckland, moderator, "/edit 2 until 2026-05-04")
    auckland.clock.advance(seconds=(now - auckland.clock.now()).total_seconds())

    ana.presses(button)
    await auckland.settle()

    assert any(message.text.startswith("✅ True") for message in ana.messages) is holds


async def test_moderators_read_times_and_the_day_beside_them_in_utc(auckland: Newsroom) -> None:
    moderator = await auckland.moderator()
    await asks(auckland, BRIDGE)
    await says(auckland, moderator, RULE)

    assert "3 May 2026, 20:30 UTC" in await says(auckland, moderator, "/history 1")
