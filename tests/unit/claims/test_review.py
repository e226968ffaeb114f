"""Leases: who may work on an item, and until when."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from claims.review import (
    LEASE_DURATION,
    AlreadyClosed,
    DismissReason,
    HeldByOther,
    ItemState,
    ModeratorId,
    ReviewItem,
    dismiss,
    release,
    rule,
    take,
)
from claims.verdict import VerdictId
from tests.support.builders import NOON, an_item

ANA, MAX = ModeratorId(1), ModeratorId(2)


def taken_by(moderator: ModeratorId) -> ReviewItem:
    """Return an item that someone took at noon."""
    taken = take(an_item(), moderator, NOON)
    assert isinstance(taken, ReviewItem)
    return taken


def test_a_free_item_is_leased_for_fifteen_minutes() -> None:
    taken = taken_by(ANA)

    assert taken.holder(NOON + LEASE_DURATION - timedelta(seconds=1)) == ANA
    assert taken.holder(NOON + LEASE_DURATION) is None


def test_an_item_held_by_another_is_refused() -> None:
    taken = taken_by(ANA)

    assert take(taken, MAX, NOON) == HeldByOther(taken, ANA)
    assert release(taken, MAX, NOON) == HeldByOther(taken, ANA)
    assert rule(taken, MAX, VerdictId(1), NOON) == HeldByOther(taken, ANA)
    assert dismiss(taken, MAX, DismissReason.SPAM, NOON) == HeldByOther(taken, ANA)


def test_a_lapsed_lease_can_be_taken_over() -> None:
    later = NOON + LEASE_DURATION
    taken = take(taken_by(ANA), MAX, later)

    assert isinstance(taken, ReviewItem)
    assert taken.holder(later) == MAX


def test_a_closed_item_stays_closed() -> None:
    ruled = rule(an_item(), ANA, VerdictId(1), NOON)
    assert isinstance(ruled, ReviewItem)

    assert take(ruled, MAX, NOON) == AlreadyClosed(ruled)
    assert dismiss(ruled, MAX, DismissReason.SPAM, NOON) == AlreadyClosed(ruled)


def test_releasing_a_free_item_changes_nothing() -> None:
    item = an_item()

    assert release(item, ANA, NOON) == item


ACTS = {
    "take": take,
    "release": release,
    "rule": lambda item, moderator, now: rule(item, moderator, VerdictId(1), now),
    "dismiss": lambda item, moderator, now: dismiss(item, moderator, DismissReason.OPINION, now),
}


@given(st.lists(st.tuples(st.sampled_from([*ACTS, "wait"]), st.sampled_from([ANA, MAX])), max_size=25))
def test_nobody_acts_on_an_item_that_somebody_else_holds(steps: list[tuple[str, ModeratorId]]) -> None:
    item, now = an_item(), NOON
    for act, moderator in steps:
        if act == "wait":
            now += timedelta(minutes=10)
            continue
        holder_before = item.holder(now)
        outcome = ACTS[act](item, moderator, now)
        if isinstance(outcome, ReviewItem):
            assert holder_before in {None, moderator}
            assert item.state is ItemState.OPEN
            assert outcome.version in {item.version, item.version + 1}
            item = outcome
