"""Which database the tests run on: SQLite, or with `--store postgres` the same tests on PostgreSQL."""

import asyncio
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from benchmarks import postgres
from db import engine
from db.store import open_store

TEMPLATE = "empty"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=("sqlite", "postgres"), default="sqlite")


def pytest_configure() -> None:
    """Let the processes that tests start keep what Python compiled, whatever this one was told: each would
    compile all of ours again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database."""
    chosen = config.getoption("--store")
    other = "postgres" if chosen == "sqlite" else "sqlite"
    for item in items:
        if item.get_closest_marker(other) is not None:
            item.add_marker(pytest.mark.skip(reason=f"about {other}, and this run is on {chosen}"))


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[postgres.Server | None]:
    """A server for this run, with an empty database of ours in it; None when the tests run on SQLite."""
    if request.config.getoption("--store") == "sqlite":
        yield None
        return
    try:
        with postgres.running(safe=False) as server:
            server.create(TEMPLATE)
            _in_a_thread_of_its_own(lambda: asyncio.run(_make(server.url(TEMPLATE))))
            yield server
    except postgres.NoPostgresError as error:
        pytest.skip(str(error))


async def _make(where: str | Path) -> None:
    await (await open_store(where)).close()


def _in_a_thread_of_its_own(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an empty database of ours in it, made once."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    _in_a_thread_of_its_own(lambda: asyncio.run(_make(path)))
    return path


@pytest.fixture
def database_at(postgres_server: postgres.Server | None) -> Callable[[Path], str | Path]:
    """How a file's database is named on the server: one for each path, made when it is first asked for."""
    made: dict[str, str] = {}

    def named(path: Path) -> str | Path:
        if postgres_server is None:
            return path
        name = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:20]
        if name not in made:
            made[name] = postgres_server.create(name, TEMPLATE)
        return made[name]

    return named


@pytest.fixture(autouse=True)
def _on_the_chosen_store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every database that a test opens by a file's name be one on the server, if that was chosen.

    A file is as quick: a copy of an empty one, and nothing waits for the disk, for no test cuts the power.
    """
    if request.config.getoption("--store") == "sqlite":
        if request.node.get_closest_marker("as_in_use") is None:
            _quicken_files(monkeypatch, request.getfixturevalue("empty_database").read_bytes())
        return
    database_at = request.getfixturevalue("database_at")

    def url_of(where: str | Path) -> URL:
        return engine.server_url(str(where) if "://" in str(where) else str(database_at(Path(where))))

    monkeypatch.setattr(engine, "_url", url_of)


def _quicken_files(monkeypatch: pytest.MonkeyPatch, empty: bytes) -> None:
    create = engine._create_file

    def copied(path: Path) -> None:
        create(path)
        if not path.stat().st_size:
            path.write_bytes(empty)

    monkeypatch.setattr(engine, "_create_file", copied)
    monkeypatch.setattr(engine, "_WRITER_PRAGMAS", (*engine._WRITER_PRAGMAS, "synchronous=OFF"))
