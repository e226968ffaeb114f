"""What `forwardcheck doctor` says of the store."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import typer

from bot.cli import doctor
from bot.doctor import examine
from bot.settings import Settings
from db.store import open_store


@pytest.mark.parametrize(
    ("chosen", "told"), [("Pacific/Auckland", "Pacific/Auckland"), ("", "that of this machine (")]
)
async def test_the_time_zone_is_named(tmp_path: Path, chosen: str, told: str) -> None:
    found = await examine(Settings(home=tmp_path, time_zone=chosen))

    assert [line for line in found.lines if line.startswith(f"time zone: {told}")]


async def test_the_store_in_use_and_its_health_are_named(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kind = {"sqlite": "SQLite, one process", "postgres": "PostgreSQL, shared by replicas"}
    chosen = kind[request.config.getoption("--store")]

    found = await examine(Settings(home=tmp_path))

    assert f"database: {chosen}; answers and can be written" in found.lines
    assert found.can_work


async def test_a_store_that_cannot_be_opened_is_named_beside_the_settings(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--store") != "sqlite":
        pytest.skip("a file in the way is a matter of SQLite")
    (tmp_path / "file").touch()
    found = await examine(Settings(home=tmp_path / "file" / "home"))

    assert found.lines[0] == f"home: {tmp_path / 'file' / 'home'}"
    assert found.lines[-1].endswith("a part of its path is a file, not a folder; name another home.")
    assert not found.can_work


async def test_a_store_that_cannot_be_written_is_no_store_to_work_with(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if request.config.getoption("--store") != "sqlite":
        pytest.skip("another program that writes is a matter of SQLite")
    monkeypatch.setattr("bot.knowledge.open_store", partial(open_store, busy_timeout_ms=1))
    settings = Settings(home=tmp_path)
    await examine(settings)
    with closing(sqlite3.connect(settings.database_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = await examine(settings)

    assert not found.can_work
    assert any("NOT writable: " in line and "stop that program" in line for line in found.lines)


def test_the_command_ends_with_2_where_the_bot_could_not_work(
    tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    if request.config.getoption("--store") != "sqlite":
        pytest.skip("a file in the way is a matter of SQLite")
    (tmp_path / "file").touch()
    with pytest.raises(typer.Exit) as ended:
        doctor(tmp_path / "file" / "home")

    assert (ended.value.exit_code, "cannot be used" in capsys.readouterr().out) == (2, True)


async def test_a_misspelt_setting_and_a_team_of_nobody_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDCHECK_FOUR_EYE", "true")
    monkeypatch.setenv("FORWARDCHECK_XYZ", "1")
    found = await examine(Settings(home=tmp_path))

    assert (
        "unknown setting: FORWARDCHECK_FOUR_EYE does nothing; is FORWARDCHECK_FOUR_EYES meant?" in found.lines
    )
    assert "unknown setting: FORWARDCHECK_XYZ does nothing" in found.lines
    assert [line for line in found.lines if line.startswith("moderators: 0; nobody can review yet: ")]
