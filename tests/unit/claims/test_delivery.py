"""What the outcomes of sending do to what is owed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.delivery import (
    LONGEST_RETRY_DELAY,
    MAX_UNCLEAR_ATTEMPTS,
    Delivered,
    Gone,
    NotReached,
    Outcome,
    Outgoing,
    OutgoingId,
    OutgoingState,
    Owed,
    PlaceLost,
    Rejected,
    Repeat,
    Throttled,
    Unclear,
    never_made,
    recover,
    settle,
    start,
)
from claims.submission import ChatId
from tests.support.builders import NOON

OUTCOMES: st.SearchStrategy[Outcome] = st.sampled_from(
    [Delivered(5), Throttled(timedelta(seconds=3)), NotReached("no way"), Unclear("cut"), Rejected("no")]
)


def an_owed(repeat: Repeat = Repeat.NEVER) -> Owed:
    """Return a call that was never tried."""
    outgoing = Outgoing(dedupe="d", chat_id=ChatId(7), method="sendMessage", params={}, repeat=repeat)
    return Owed(id=OutgoingId(1), outgoing=outgoing, state=OutgoingState.PENDING, attempts=0, not_before=NOON)


@pytest.mark.parametrize(
    ("repeat", "outcome", "state"),
    [
        (Repeat.NEVER, Delivered(5), OutgoingState.SENT),
        (Repeat.NEVER, Throttled(timedelta(seconds=3)), OutgoingState.PENDING),
        (Repeat.NEVER, NotReached("refused"), OutgoingState.PENDING),
        (Repeat.NEVER, Unclear("cut"), OutgoingState.UNKNOWN),
        (Repeat.FREELY, Unclear("cut"), OutgoingState.PENDING),
        (Repeat.FREELY, Gone(), OutgoingState.SENT),
        (Repeat.NEVER, Rejected("blocked"), OutgoingState.FAILED),
    ],
)
def test_each_outcome_leads_to_its_state(repeat: Repeat, outcome: Outcome, state: OutgoingState) -> None:
    assert settle(start(an_owed(repeat)), outcome, NOON).state == state


@pytest.mark.parametrize(
    ("debt", "refusal", "state"),
    [
        ("ruled:1:2:7", Rejected("no"), OutgoingState.UNKNOWN),
        ("ruled:1:2:7", Rejected("no", blocked=True), OutgoingState.FAILED),
        ("ruled:1:2:7", Rejected("chat not found", lost=PlaceLost.REMOVED), OutgoingState.FAILED),
        ("unknown:1:7", Rejected("no"), OutgoingState.FAILED),
    ],
)
def test_a_reply_that_was_refused_for_what_it_says_can_be_told_otherwise(
    debt: str, refusal: Rejected, state: OutgoingState
) -> None:
    owed = an_owed()
    reply = replace(owed, outgoing=replace(owed.outgoing, dedupe=debt))

    assert settle(start(reply), refusal, NOON).state == state


def test_waiting_that_telegram_asks_for_costs_no_attempt() -> None:
    settled = settle(start(an_owed()), Throttled(timedelta(seconds=3)), NOON)

    assert (settled.attempts, settled.not_before) == (0, NOON + timedelta(seconds=3))


def test_a_call_that_was_marked_and_never_made_waits_as_before() -> None:
    assert never_made(start(an_owed())) == an_owed()


def _waits(repeat: Repeat, outcome: Outcome, most: int) -> list[float]:
    """Let a call end the same way until it is given up; return for how many seconds it waited each time."""
    owed, waits = an_owed(repeat), list[float]()
    while owed.state is OutgoingState.PENDING and len(waits) < most:
        owed = settle(start(owed), outcome, NOON)
        waits.append((owed.not_before - NOON).total_seconds())
    return waits


def test_retries_wait_longer_each_time_but_never_for_long() -> None:
    waits = _waits(Repeat.NEVER, NotReached("refused"), 100)

    assert [round(wait / waits[0]) for wait in waits[:3]] == [1, 2, 4]
    assert 2 <= waits[0] <= 3
    assert max(waits) <= 1.5 * LONGEST_RETRY_DELAY.total_seconds()


def test_what_did_not_reach_telegram_is_never_given_up() -> None:
    assert len(_waits(Repeat.NEVER, NotReached("refused"), 5_000)) == 5_000


def test_what_telegram_never_confirms_is_given_up_after_hours() -> None:
    waits = _waits(Repeat.FREELY, Unclear("500"), 5_000)

    assert len(waits) == MAX_UNCLEAR_ATTEMPTS
    assert sum(waits) > 6 * 3600


@given(st.lists(st.one_of(OUTCOMES, st.none()), max_size=30), st.sampled_from(Repeat))
def test_a_reply_that_may_have_arrived_is_never_sent_again(
    events: list[Outcome | None], repeat: Repeat
) -> None:
    """Any order of outcomes and crashes (None): after a delivery nothing is sent, and after an unclear
    outcome nothing that must not be repeated."""
    owed, arrived = an_owed(repeat), False
    for event in events:
        if owed.state is not OutgoingState.PENDING:
            break
        assert not arrived
        owed = start(owed)
        may_have_arrived = event is None or isinstance(event, Delivered | Unclear)
        arrived = may_have_arrived and (repeat is Repeat.NEVER or isinstance(event, Delivered))
        owed = recover(owed, NOON) if event is None else settle(owed, event, NOON)

    assert owed.state is not OutgoingState.SENDING


def test_calls_that_failed_together_are_not_made_again_at_the_same_moment() -> None:
    owed = [replace(an_owed(), id=OutgoingId(number)) for number in range(1, 20)]
    again = {settle(start(one), NotReached("refused"), NOON).not_before for one in owed}

    assert len(again) == len(owed)
