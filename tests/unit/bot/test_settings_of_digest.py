"""The setting that says when the digest comes."""

from datetime import time

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize(
    ("written", "read"),
    [("8:00", time(8)), ("07:45", time(7, 45)), (" 23:59 ", time(23, 59)), ("0:00", time()), ("", time(8))],
)
def test_hours_and_minutes_are_read(monkeypatch: pytest.MonkeyPatch, written: str, read: time) -> None:
    monkeypatch.setenv("FORWARDCHECK_DIGEST_AT", written)

    assert Settings().digest_at == read


@pytest.mark.parametrize("written", ["8", "24:00", "8:60", "8 am", "08:00Z", "08:00:00", "-1:00", "٨:00"])
def test_what_is_no_time_of_the_day_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("FORWARDCHECK_DIGEST_AT", written)

    with pytest.raises(ValidationError, match="must be a time of the day"):
        Settings()
