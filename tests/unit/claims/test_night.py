"""The night, over midnight and not."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from claims.night import Reminding


@pytest.mark.parametrize(
    ("night", "hours"),
    [((22, 7), [*range(7), 22, 23]), ((1, 5), [1, 2, 3, 4]), ((0, 0), [])],
)
def test_these_hours_are_night(night: tuple[int, int], hours: list[int]) -> None:
    reminding = Reminding(night_from=night[0], night_until=night[1], zone=UTC)

    assert [hour for hour in range(24) if reminding.is_night(datetime(2026, 5, 3, hour, tzinfo=UTC))] == hours


def test_the_zone_counts() -> None:
    reminding = Reminding(zone=timezone(timedelta(hours=9)))

    assert reminding.is_night(datetime(2026, 5, 3, 14, tzinfo=UTC))
    assert not reminding.is_night(datetime(2026, 5, 3, 23, tzinfo=UTC))
