"""The night, over midnight and not."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from claims.night import Reminding, parse_night


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


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("22-7", "22-7"),
        (" 022-7", None),
        ("08-20  europe/MADRID", "8-20 Europe/Madrid"),
        ("22-7 Europe/Nowhere", None),
        ("22-7 ../../etc/passwd", None),
        ("24-7", None),
        ("٢-7", None),
        ("", None),
    ],
)
def test_a_night_is_read_or_refused(typed: str, stored: str | None) -> None:
    assert parse_night(typed) == stored


def test_an_own_night_counts_in_its_own_zone_and_what_cannot_be_read_counts_for_nothing() -> None:
    usual = Reminding(zone=UTC)
    noon = datetime(2026, 5, 3, 12, tzinfo=UTC)

    assert usual.with_night("4-6 America/Los_Angeles").is_night(noon)  # 5:00 there
    assert usual.with_night("11-13").is_night(noon)
    assert usual.with_night("11-13 Atlantis/Gone") == Reminding(usual.after, 11, 13, UTC)
    assert usual.with_night("rubbish") == usual
