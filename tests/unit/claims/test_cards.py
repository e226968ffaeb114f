"""When a live card is worth an edit."""

from dataclasses import replace
from datetime import timedelta

from claims.cards import Card, CardFacts
from claims.review import UNDO_DURATION, ItemId, ItemState
from claims.submission import ChatId
from tests.support.builders import NOON

CARD = Card(item_id=ItemId(1), chat_id=ChatId(-5), debt="card", shown="", edits=0, changed_at=NOON)
FACTS = CardFacts(
    state=ItemState.OPEN, version=1, askers=1, lease_until=None, waiting_since=NOON, notes=0, replies=0
)


def changes(facts: CardFacts, **later: float) -> bool:
    """Return whether the card that showed FACTS at noon must change that much later."""
    return facts.mark(CARD, NOON + timedelta(**later)) != FACTS.mark(CARD, NOON)


def test_minutes_do_not_change_a_card_and_hours_do() -> None:
    assert [changes(FACTS, minutes=59), changes(FACTS, minutes=60)] == [False, True]


def test_after_two_days_only_days_change_it() -> None:
    marks = {FACTS.mark(CARD, NOON + timedelta(hours=hours)) for hours in range(48, 96)}

    assert len(marks) == 2


def test_people_notes_replies_and_acts_change_it() -> None:
    changed = [
        replace(FACTS, askers=2),
        replace(FACTS, notes=1),
        replace(FACTS, replies=1),
        replace(FACTS, version=2),
    ]

    assert [changes(facts) for facts in changed] == [True] * 4


def test_a_hold_that_ends_changes_it() -> None:
    held = replace(FACTS, lease_until=NOON + timedelta(minutes=15))
    marks = [held.mark(CARD, NOON + timedelta(minutes=minutes)) for minutes in (0, 14, 15)]

    assert [marks[0] == marks[1], marks[1] == marks[2]] == [True, False]


def test_a_closed_card_changes_once_more_when_undo_is_over() -> None:
    ruled = replace(FACTS, state=ItemState.RULED)

    assert [ruled.is_over(CARD, NOON), ruled.is_over(CARD, NOON + UNDO_DURATION)] == [False, True]
    assert ruled.mark(CARD, NOON) != ruled.mark(CARD, NOON + UNDO_DURATION)
