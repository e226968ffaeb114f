"""A store on a file of its own for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.store import SqlStore, open_store


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once: its copies open faster."""
    path = tmp_path_factory.mktemp("database") / "empty.db"

    async def make() -> None:
        await (await open_store(path)).close()

    asyncio.run(make())
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "forwardcheck.db"


@pytest.fixture
async def store(path: Path, empty_database: Path) -> AsyncIterator[SqlStore]:
    path.parent.mkdir()
    shutil.copy(empty_database, path)
    store = await open_store(path)
    yield store
    await store.close()
