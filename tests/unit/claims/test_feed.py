"""The health of a feed and its next turn."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.feed import DEAD_AFTER, LONGEST_WAIT, Feed, FeedFailed, FeedHealth, FeedId, FeedRead, settle_try
from tests.support.builders import NOON

HOUR = timedelta(hours=1)


def a_feed(**changes: object) -> Feed:
    values = {"source": "https://facts.example/rss", "every": HOUR, "publisher": "", "columns": {}}
    return Feed(**({"id": FeedId(1), "due_at": NOON} | values | changes))  # type: ignore[arg-type] # builder


def failed(times: int, every: timedelta = HOUR) -> Feed:
    feed = a_feed(every=every)
    for _ in range(times):
        feed = settle_try(feed, FeedFailed("gone"), NOON, 0.5)
    return feed


@pytest.mark.parametrize(
    ("times", "health"),
    [(0, FeedHealth.NEW), (1, FeedHealth.AILING), (DEAD_AFTER - 1, FeedHealth.AILING), (9, FeedHealth.DEAD)],
)
def test_a_feed_that_fails_ails_and_then_dies(times: int, health: FeedHealth) -> None:
    assert failed(times).health is health


def test_the_wait_doubles_up_to_a_day() -> None:
    waits = [failed(times).due_at - NOON for times in (1, 2, 3, 4, 5, 6, 50)]

    assert waits == [2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]


def test_a_weekly_feed_is_not_asked_more_often_because_it_fails() -> None:
    week = timedelta(days=7)

    assert failed(3, every=week).due_at - NOON == week


def test_what_the_server_asks_for_is_kept() -> None:
    busy = settle_try(a_feed(), FeedFailed("busy", timedelta(hours=9)), NOON, 0.5)

    assert busy.due_at - NOON == timedelta(hours=9)


def test_a_feed_that_is_read_again_is_well() -> None:
    read = settle_try(failed(7), FeedRead(3, 1, ("abc", "")), NOON, 0.5)

    assert (read.health, read.problem, read.due_at - NOON, read.etag) == (FeedHealth.WELL, "", HOUR, "abc")


def test_what_has_not_changed_keeps_its_version() -> None:
    assert settle_try(a_feed(etag="abc"), FeedRead(), NOON, 0.5).etag == "abc"


@given(st.floats(0, 1), st.integers(0, 60))
def test_a_turn_comes_a_tenth_early_or_late_at_most(chance: float, failures: int) -> None:
    feed = a_feed(failures=failures)
    planned = settle_try(feed, FeedFailed("gone"), NOON, 0.5).due_at - NOON
    due: datetime = settle_try(feed, FeedFailed("gone"), NOON, chance).due_at

    assert abs(due - NOON - planned) <= planned / 10 + timedelta(seconds=1)
