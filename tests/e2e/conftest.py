"""Fixtures of the stories."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from matching.embeddings import TwoEncoders
from simulator.world import World
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom


@pytest.fixture(scope="session")
def embedder() -> TwoEncoders:
    """The sentence encoder, loaded once."""
    return TwoEncoders()


@pytest.fixture
def clock() -> FakeClock:
    """The clock of a story that lets days pass."""
    return FakeClock()


@pytest.fixture
def world(clock: FakeClock) -> World:
    """A Telegram whose messages bear the time of that clock."""
    return World(clock=lambda: clock.now().timestamp())


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Newsroom]:
    """A running newsroom with nothing published yet."""
    async with open_newsroom(tmp_path, embedder=embedder) as opened:
        yield opened
