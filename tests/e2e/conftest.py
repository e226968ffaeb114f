"""Fixtures that many tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.newsroom import Newsroom, open_newsroom


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A running newsroom with nothing published yet."""
    async with open_newsroom(tmp_path) as opened:
        yield opened
