"""Counts taps and typed characters from "card appears" to "askers told", and holds the table in
docs/moderating.md to what was counted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from claims.verdict import Rating
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

TABLE = Path(__file__).resolve().parents[2] / "docs" / "moderating.md"
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
GARDENS = a_ruling(claim="The town fines watering gardens with up to 500 euros.")
OPEN_QUESTION = "My aunt was fined a fortune for watering her roses"
LINK = "https://factdesk.example/lindhaven"
WHY = "It closes for three nights of repairs."
QUESTION = "Where did you get it?"


@dataclass
class Hand:
    """A moderator's hand on a phone. A button is one tap; a message is two (into the field, and send), its
    letters are counted, and a paste is counted as a paste."""

    newsroom: Newsroom
    person: Person
    taps: int = 0
    characters: int = 0
    pastes: int = 0

    async def presses(self, label: str) -> None:
        self.person.presses(label, self.person.last)
        self.taps += 1
        await self.newsroom.settle()

    async def writes(self, text: str = "", *, paste: str = "") -> None:
        self.person.says(" ".join(filter(None, [text, paste])))
        self.taps += 2
        self.characters += len(text) + (1 if text and paste else 0)
        self.pastes += bool(paste)
        await self.newsroom.settle()

    @property
    def counted(self) -> str:
        paste = f", {self.pastes} paste" if self.pastes else ""
        return f"{self.taps} taps{paste}, {self.characters} characters".replace("1 taps", "1 tap")


async def same_as(hand: Hand) -> None:
    await hand.presses("Take")
    await hand.presses("Same as:")


async def false_with_a_link(hand: Hand) -> None:
    await hand.presses("Rule")
    await hand.presses("❌ False")
    await hand.writes(paste=LINK)
    await hand.presses("Publish")


async def false_with_summary_and_link(hand: Hand) -> None:
    await hand.presses("Rule")
    await hand.presses("❌ False")
    await hand.writes(WHY, paste=LINK)
    await hand.presses("Publish")


async def not_a_claim(hand: Hand) -> None:
    await hand.presses("Not a claim")


async def ask_then_rule(hand: Hand) -> None:
    await hand.presses("More…")
    await hand.presses("Ask the askers")
    await hand.writes(QUESTION)
    await hand.presses("Show #1")
    await false_with_a_link(hand)


@pytest.mark.parametrize(
    ("row", "way", "claim", "told"),
    [
        ("same as an existing verdict", same_as, OPEN_QUESTION, "You asked on"),
        ("false, with a link", false_with_a_link, BRIDGE, "❌ False"),
        ("false, with own summary and link", false_with_summary_and_link, BRIDGE, WHY),
        ("not a claim", not_a_claim, BRIDGE, "it makes no statement"),
        ("ask the askers, then rule", ask_then_rule, BRIDGE, "❌ False"),
    ],
)
async def test_the_table_says_what_it_takes(
    newsroom: Newsroom, row: str, way: Callable[[Hand], Awaitable[None]], claim: str, told: str
) -> None:
    await newsroom.publishes(GARDENS, a_ruling(rating=Rating.FALSE, url=LINK, claim="Ferries run at night."))
    moderator = await newsroom.moderator()
    askers = [newsroom.person(name) for name in ("Ana", "Ben")]
    for asker in askers:
        asker.forwards(claim)
        await newsroom.settle()
    hand = Hand(newsroom, moderator)
    await way(hand)

    assert [told in asker.last_message for asker in askers] == [True, True]
    assert f"| {row} | {hand.counted} |" in TABLE.read_text(encoding="utf-8")
