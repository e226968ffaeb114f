"""The newsroom's day: fixed zones, the machine's own, and the nights when clocks are changed."""

import time as machine_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from claims.days import Days

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.fixture
def _machine_in_central_europe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        machine_time.tzset()
        yield
    machine_time.tzset()


def at(*parts: int) -> datetime:
    return datetime(2026, *parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (at(5, 3, 2, 29), at(5, 3, 2, 30)),
        (at(5, 3, 2, 30), at(5, 4, 2, 30)),
        (at(5, 3, 19), at(5, 4, 2, 30)),
    ],
)
def test_the_next_morning_is_after_now(now: datetime, morning: datetime) -> None:
    assert Days(time(8), INDIA).next_morning(now) == morning


def test_a_day_is_that_of_its_zone() -> None:
    days = Days(zone=INDIA)

    assert days.of(at(5, 3, 19)) == date(2026, 5, 4)
    assert days.start(date(2026, 5, 4)) == at(5, 3, 18, 30)


@pytest.mark.usefixtures("_machine_in_central_europe")
def test_the_machines_clock_is_followed_when_it_is_changed() -> None:
    days = Days(time(8))

    assert days.next_morning(at(3, 28, 12)) == at(3, 29, 6)  # summer time began in the night
    assert days.next_morning(at(10, 24, 12)) == at(10, 25, 7)  # and ended
    assert days.start(date(2026, 3, 30)) - days.start(date(2026, 3, 29)) == timedelta(hours=23)


@pytest.mark.usefixtures("_machine_in_central_europe")
def test_a_time_that_the_clock_leaps_over_comes_once() -> None:
    days = Days(time(2, 30))
    leapt_over = days.next_morning(at(3, 28, 12))

    assert leapt_over == at(3, 29, 0, 30)
    assert days.next_morning(leapt_over) == at(3, 30, 0, 30)
