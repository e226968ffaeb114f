"""A store on a file of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.store import SqlStore, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "forwardcheck.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqlStore]:
    store = await open_store(path)
    yield store
    await store.close()
