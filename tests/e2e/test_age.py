"""Stories of rulings that grow old: their dates are shown, and what is out of date is never the answer."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from claims.verdict import Rating, Ruling
from matching.embeddings import TwoEncoders
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
OUT_OF_DATE = "We found fact-checks that may be out of date. Is one of these what you asked about?"


@pytest.fixture
async def strict_newsroom(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Newsroom]:
    """A newsroom that takes fact-checks of the last year for answers."""
    async with open_newsroom(tmp_path, embedder=embedder, answer_days=365) as opened:
        yield opened


async def _asks(newsroom: Newsroom, *rulings: Ruling, text: str = LEMON) -> Person:
    await newsroom.publishes(*rulings)
    person = newsroom.person()
    person.forwards(text)
    await newsroom.settle()
    return person


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


async def test_an_answer_says_when_the_claim_was_made_and_when_it_was_checked(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(claimed_at=date(2026, 1, 20), valid_until=date(2027, 1, 31)))

    assert _plain(ana.last_message).splitlines()[-3:] == [
        "Example Health Desk · checked 3 Feb 2026",
        "The claim was made on 20 Jan 2026.",
        "Valid until 31 Jan 2027.",
    ]


async def test_what_was_valid_until_yesterday_is_offered_and_not_answered(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(valid_until=date(2026, 5, 2)))

    assert _plain(ana.last_message).splitlines() == [
        OUT_OF_DATE,
        f"1. ❌ False · {LEMON} (Example Health Desk, 3 Feb 2026)",
        "   This fact-check was valid until 2 May 2026; things may have changed.",
    ]
    assert [button.text for button in ana.last.buttons] == ["1", "None of these"]


async def test_what_is_valid_until_today_is_answered(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(valid_until=date(2026, 5, 3)))

    assert ana.last_message.startswith("❌ False")


async def test_whoever_picks_an_outdated_fact_check_reads_that_it_is_one(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(valid_until=date(2026, 5, 2)))
    ana.presses("1")
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")
    assert "This fact-check was valid until 2 May 2026; things may have changed." in ana.last_message


async def test_whoever_does_not_want_an_outdated_fact_check_waits_for_a_reviewer(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom, a_ruling(valid_until=date(2026, 5, 2)))
    ana.presses("None of these")
    await newsroom.settle()

    assert LEMON in moderator.last_message


async def test_older_than_the_limit_is_offered_and_newer_is_answered(strict_newsroom: Newsroom) -> None:
    old = a_ruling(published_at=date(2025, 5, 2))
    new = a_ruling(
        claim="The mayor of Lindhaven sold the town park to a parking company",
        published_at=date(2025, 5, 4),
        url="https://example.org/park",
    )
    ana = await _asks(strict_newsroom, old, new)
    ben = await _asks(strict_newsroom, text=new.claim)

    assert ana.last_message.startswith(OUT_OF_DATE)
    assert ben.last_message.startswith("❌ False")


async def test_what_its_publisher_still_stands_by_is_answered_however_old(strict_newsroom: Newsroom) -> None:
    ana = await _asks(strict_newsroom, a_ruling(published_at=date(2019, 2, 3), valid_until=date(2027, 1, 1)))

    assert ana.last_message.startswith("❌ False")


async def test_a_newer_fact_check_is_the_answer_without_the_outdated_one(newsroom: Newsroom) -> None:
    lapsed = a_ruling(valid_until=date(2026, 5, 2))
    newer = a_ruling(publisher="Lake Facts", url="https://lake.example/lemon")
    ana = await _asks(newsroom, lapsed, newer)

    assert "Lake Facts" in ana.last_message
    assert "Example Health Desk" not in ana.last_message


async def test_an_editor_gives_a_ruling_a_last_day_and_takes_it_away(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    moderator.says("/verdict 1 false The repairs take three nights. https://example.org/bridge")
    await newsroom.settle()
    moderator.says("/edit 1 until 2026-06-30")
    await newsroom.settle()
    edited = ana.last_message
    assert moderator.last_message == (
        "Verdict 1 is corrected. Answers already given are updated, without a message."
    )
    newsroom.clock.advance(days=90)
    ben = await _asks(newsroom, text=BRIDGE)
    offered = ben.last_message
    moderator.says("/edit 1 until always")
    await newsroom.settle()
    cleo = await _asks(newsroom, text=BRIDGE)

    assert "Valid until 30 Jun 2026." in edited
    assert "We corrected this answer." not in [message.text for message in ana.messages]
    assert offered.startswith(OUT_OF_DATE)
    assert cleo.last_message.startswith("❌ False")


@pytest.mark.parametrize("day", ["2026-02-30", "30.6.2026", "soon", ""])
async def test_what_is_no_day_is_refused(newsroom: Newsroom, day: str) -> None:
    moderator = await newsroom.moderator()
    moderator.says(f"/edit 1 until {day}")
    await newsroom.settle()

    assert moderator.last_message.startswith("What shall change?")


# --- what is told instead ----------------------------------------------------------------------------------

RULE = "/verdict 1 false Not so. https://example.org/b"
NOT_CHECKED = "We have not checked this yet."


async def _does(newsroom: Newsroom, person: Person, *commands: str) -> None:
    for command in commands:
        person.says(command)
        await newsroom.settle()


@pytest.mark.parametrize(
    ("answer_days", "limits"), [(100, []), (0, ["/edit 1 until 2026-06-01"])], ids=["a limit", "a last day"]
)
async def test_a_ruling_out_of_date_is_not_told_in_place_of_one_that_was_withdrawn(
    tmp_path: Path, embedder: TwoEncoders, answer_days: int, limits: list[str]
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder, answer_days=answer_days) as newsroom:
        moderator = await newsroom.moderator()
        await _asks(newsroom)
        await _does(newsroom, moderator, RULE, *limits)
        newsroom.clock.advance(hours=150 * 24)
        ben = await _asks(newsroom, a_ruling(rating=Rating.TRUE, published_at=date(2026, 9, 20)))
        answered = ben.last_message
        await _does(newsroom, moderator, "/retract 2")
        moderator.presses("Withdraw")
        await newsroom.keep_house()
        withdrawn = [message.text for message in ben.messages]
        await _does(newsroom, moderator, "/verdict 2 misleading It eases the symptoms. https://example.org/c")

    assert answered.startswith("✅ True")
    assert [text for text in withdrawn if "❌ False" in text] == []
    assert "⚠️ Misleading" in ben.last_message


async def test_whoever_comes_back_is_not_told_a_ruling_that_is_out_of_date_by_then(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder, answer_days=100) as newsroom:
        moderator = await newsroom.moderator()
        ana = await _asks(newsroom, text=BRIDGE)
        ana.blocks_bot()
        await newsroom.settle()
        await _does(newsroom, moderator, RULE)
        newsroom.clock.advance(hours=150 * 24)
        ana.unblocks_bot()
        await newsroom.settle()
        stood = ana.last_message
        await _does(newsroom, moderator, "/verdict 2 true It closes. https://example.org/c")

    assert stood.startswith(NOT_CHECKED)
    assert "✅ True" in ana.last_message
