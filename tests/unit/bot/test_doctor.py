"""What `forwardcheck doctor` says of the store."""

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import typer

from bot.cli import doctor
from bot.doctor import Findings, examine
from bot.knowledge import open_knowledge
from bot.settings import Settings
from claims.usecases.import_verdicts import ImportVerdicts
from claims.verdict import Ruling
from db.store import open_store
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock


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

    assert found.lines[1] == f"home: {tmp_path / 'file' / 'home'}"
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


async def _imports(settings: Settings, *rulings: Ruling) -> None:
    store = await open_store(settings.database)
    try:
        await ImportVerdicts(store, FakeClock(), fingerprint)(rulings)
    finally:
        await store.close()


def _index_lines(found: Findings) -> list[str]:
    return [line for line in found.lines if line.startswith("index: ")]


async def test_an_index_to_be_made_anew_is_left_to_the_next_start(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    await _imports(settings, a_ruling())
    anew = "index: empty, or of another version or database; the next start makes it anew, beside the answers"

    assert [_index_lines(await examine(settings)) for _ in range(2)] == [[anew], [anew]]


async def test_an_index_that_is_behind_is_said_to_be(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    empty = _index_lines(await examine(settings))
    await _imports(settings, a_ruling())
    async with open_knowledge(settings) as knowledge:
        await knowledge.catalogue.refresh()
    level = _index_lines(await examine(settings))
    await _imports(settings, a_ruling(claim="Cold showers cure the flu.", url="https://example.org/cold"))
    behind = _index_lines(await examine(settings))

    assert empty == ["index: at revision 0"]
    assert level == ["index: at revision 1"]
    assert behind == ["index: at revision 1; changes still to come: 1, which the bot takes in while it runs"]


async def test_an_index_of_another_database_is_said_to_be_made_anew(tmp_path: Path) -> None:
    here, elsewhere = Settings(home=tmp_path / "here"), Settings(home=tmp_path / "elsewhere")
    for settings, claim in ((here, "Cold showers cure the flu."), (elsewhere, "Lemons cure the flu.")):
        await _imports(settings, a_ruling(claim=claim))
        async with open_knowledge(settings) as knowledge:
            await knowledge.catalogue.refresh()
    shutil.rmtree(here.index_path)
    shutil.copytree(elsewhere.index_path, here.index_path)

    [line] = _index_lines(await examine(here))
    assert "the next start makes it anew" in line
