"""Fixtures of the stories."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from matching.embeddings import TwoEncoders
from tests.support.newsroom import Newsroom, open_newsroom


@pytest.fixture(scope="session")
def embedder() -> TwoEncoders:
    """The sentence encoder, loaded once."""
    return TwoEncoders()


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Newsroom]:
    """A running newsroom with nothing published yet."""
    async with open_newsroom(tmp_path, embedder=embedder) as opened:
        yield opened
