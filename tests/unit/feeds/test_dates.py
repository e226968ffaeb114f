"""Dates as publishers write them."""

from datetime import date

import pytest

from feeds.dates import date_in_address, find_date, is_unclear_end, parse_date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-03", date(2024, 5, 3)),
        ("2024-05-03T10:00:00+02:00", date(2024, 5, 3)),
        ("2022-08-04 06:49", date(2022, 8, 4)),
        ("20240503", date(2024, 5, 3)),
        ("November 10, 2024", date(2024, 11, 10)),
        ("3 de mayo de 2024", date(2024, 5, 3)),
        ("3. März 2024", date(2024, 3, 3)),
        ("31/12/2023", date(2023, 12, 31)),
        ("03/04/2024", None),
        ("03.04.2024", date(2024, 4, 3)),  # points stand between figures where the day comes first
        ("04.13.2024", date(2024, 4, 13)),
        ("2024-02-30", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1700000000, None),
    ],
)
def test_a_date_is_read_or_left_out(written: object, day: date | None) -> None:
    assert parse_date(written) == day


def test_dates_in_text_and_addresses() -> None:
    assert find_date("Seen by May 2024, checked on May 3, 2024 and later") == date(2024, 5, 3)
    assert date_in_address("https://facts.example/2024/05/03/lake") == date(2024, 5, 3)
    assert date_in_address("https://facts.example/2024/99/03/lake") is None


@pytest.mark.parametrize(
    "written",
    [
        *("no expiration", "No expiration date", "Not applicable", "No aplica", "sin caducidad"),
        *("undefined", "nil", "NaT", "n/a", "0000-00-00", "2199-12-31", "2200-12-31", "2999-12-31"),
        *("3000-01-01", "9999-12-31", "2027-03-04"),
    ],
)
def test_a_last_day_that_is_told_or_is_none(written: str) -> None:
    assert not is_unclear_end(written)


@pytest.mark.parametrize(
    "written", ["False", "expired", "next Friday", "03/04/2027", "4 มีนาคม 2570", "2570-03-04", "1 Nisan 5787"]
)
def test_a_last_day_that_cannot_be_told(written: str) -> None:
    assert is_unclear_end(written)
