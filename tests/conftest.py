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


async def _make(url: str) -> None:
    await (await open_store(url)).close()


def _in_a_thread_of_its_own(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


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
    """Let every database that a test opens by a file's name be one on the server, if that was chosen."""
    if request.config.getoption("--store") == "sqlite":
        return
    database_at = request.getfixturevalue("database_at")

    def url_of(where: str | Path) -> URL:
        return engine.server_url(str(where) if "://" in str(where) else str(database_at(Path(where))))

    monkeypatch.setattr(engine, "_url", url_of)
