"""Fixtures of the stories."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from matching.embeddings import Embedder, UniversalSentenceEncoder
from tests.support.newsroom import Newsroom, open_newsroom


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The sentence encoder, loaded once."""
    return UniversalSentenceEncoder()


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: Embedder) -> AsyncIterator[Newsroom]:
    """A running newsroom with nothing published yet."""
    async with open_newsroom(tmp_path, embedder=embedder) as opened:
        yield opened
