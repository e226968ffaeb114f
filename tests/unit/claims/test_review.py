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
    LeftToEditors,
    Moderator,
    ModeratorId,
    ReviewItem,
    dismiss,
    escalate,
    release,
    rule,
    take,
)
from claims.roles import Role
from claims.verdict import VerdictId
from tests.support.builders import NOON, an_item

ANA, MAX = Moderator(ModeratorId(1)), Moderator(ModeratorId(2))
EVA = Moderator(ModeratorId(3), role=Role.EDITOR)


def taken_by(moderator: Moderator) -> ReviewItem:
    """Return an item that someone took at noon."""
    taken = take(an_item(), moderator, NOON)
    assert isinstance(taken, ReviewItem)
    return taken


def test_a_free_item_is_leased_for_fifteen_minutes() -> None:
    taken = taken_by(ANA)

    assert taken.holder(NOON + LEASE_DURATION - timedelta(seconds=1)) == ANA.id
    assert taken.holder(NOON + LEASE_DURATION) is None


def test_an_item_held_by_another_is_refused() -> None:
    taken = taken_by(ANA)

    assert take(taken, MAX, NOON) == HeldByOther(taken, ANA.id)
    assert release(taken, MAX, NOON) == HeldByOther(taken, ANA.id)
    assert rule(taken, MAX, VerdictId(1), NOON) == HeldByOther(taken, ANA.id)
    assert dismiss(taken, MAX, DismissReason.SPAM, NOON) == HeldByOther(taken, ANA.id)


def test_a_lapsed_lease_can_be_taken_over() -> None:
    later = NOON + LEASE_DURATION
    taken = take(taken_by(ANA), MAX, later)

    assert isinstance(taken, ReviewItem)
    assert taken.holder(later) == MAX.id


def test_a_closed_item_stays_closed() -> None:
    ruled = rule(an_item(), ANA, VerdictId(1), NOON)
    assert isinstance(ruled, ReviewItem)

    assert take(ruled, MAX, NOON) == AlreadyClosed(ruled)
    assert dismiss(ruled, MAX, DismissReason.SPAM, NOON) == AlreadyClosed(ruled)


def test_releasing_a_free_item_changes_nothing() -> None:
    item = an_item()

    assert release(item, ANA, NOON) == item


def test_what_was_left_to_the_editors_is_theirs_alone() -> None:
    left = escalate(taken_by(ANA), ANA, NOON)
    assert isinstance(left, ReviewItem)

    assert take(left, MAX, NOON) == LeftToEditors(left)
    assert rule(left, ANA, VerdictId(1), NOON) == LeftToEditors(left)
    assert dismiss(left, MAX, DismissReason.SPAM, NOON) == LeftToEditors(left)
    assert escalate(left, MAX, NOON) == left
    assert isinstance(rule(left, EVA, VerdictId(1), NOON), ReviewItem)


def test_a_reviewer_demoted_while_holding_what_is_left_to_editors_gives_it_back() -> None:
    left = escalate(an_item(), EVA, NOON)
    assert isinstance(left, ReviewItem)
    held = take(left, EVA, NOON)
    assert isinstance(held, ReviewItem)
    released = release(held, Moderator(EVA.id), NOON)

    assert isinstance(released, ReviewItem)
    assert released.lease is None


ACTS = {
    "take": take,
    "release": release,
    "rule": lambda item, moderator, now: rule(item, moderator, VerdictId(1), now),
    "dismiss": lambda item, moderator, now: dismiss(item, moderator, DismissReason.OPINION, now),
}


@given(st.lists(st.tuples(st.sampled_from([*ACTS, "wait"]), st.sampled_from([ANA, MAX])), max_size=25))
def test_nobody_acts_on_an_item_that_somebody_else_holds(steps: list[tuple[str, Moderator]]) -> None:
    item, now = an_item(), NOON
    for act, moderator in steps:
        if act == "wait":
            now += timedelta(minutes=10)
            continue
        holder_before = item.holder(now)
        outcome = ACTS[act](item, moderator, now)
        if isinstance(outcome, ReviewItem):
            assert holder_before in {None, moderator.id}
            assert item.state is ItemState.OPEN
            assert outcome.version in {item.version, item.version + 1}
            item = outcome
