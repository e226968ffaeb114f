"""The setting that says in which time zone the newsroom is."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings

EVENING = datetime(2026, 5, 3, 20, 30, tzinfo=UTC)


def test_days_and_nights_are_those_of_the_newsroom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDCHECK_TIME_ZONE", "Pacific/Auckland")

    assert Settings().days.of(EVENING) == date(2026, 5, 4)
    assert Settings().days.next_morning(EVENING) == datetime(2026, 5, 4, 20, tzinfo=UTC)  # it is 8:30 there
    assert not Settings().reminding.is_night(EVENING)


@pytest.mark.parametrize("command", ["run", "doctor"])
@pytest.mark.parametrize("written", ["Nowhere/Else", "UTC+12", "../etc/passwd"])
def test_what_is_no_time_zone_is_refused_with_a_clear_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, written: str
) -> None:
    monkeypatch.setenv("FORWARDCHECK_TIME_ZONE", written)
    ended = CliRunner().invoke(app, [command, "--home", str(tmp_path)])

    assert ended.exit_code == 2
    assert "FORWARDCHECK_TIME_ZONE" in ended.stderr
    assert "must be the name of a time zone such as Europe/Lisbon" in ended.stderr
