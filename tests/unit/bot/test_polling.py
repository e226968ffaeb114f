"""What the poller makes of silence: only while it hears Telegram does that say that nothing was sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from telegram import Bot

from bot.polling import Poller
from db.store import open_store
from handlers.joining import ALWAYS
from simulator.faults import Faults, ServerError
from simulator.person import Person
from simulator.world import DEFAULT_TOKEN, World
from tests.support.builders import NOON
from tests.support.clock import FakeClock
from tests.support.in_process import InProcessRequest


@dataclass
class Intake:
    """A poller that runs from noon on, and the Telegram that it asks, which is out of order at first."""

    poller: Poller
    world: World
    faults: Faults
    clock: FakeClock

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until that is so."""
        async with asyncio.timeout(5):
            while not met():  # noqa: ASYNC110 - looked at from outside
                await asyncio.sleep(0.01)

    async def hears_somebody(self) -> None:
        """Let Telegram work, and somebody write."""
        self.faults.clear()
        Person(self.world).says("Is this true?")
        await self.until(lambda: not self.world.updates.pending)

    def listened_since(self) -> object:
        """Ask it."""
        return self.poller.listened_since(self.clock.now())


@pytest.fixture
async def intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Intake]:
    """That poller."""
    monkeypatch.setattr("bot.polling.LONGEST_DELAY_SECONDS", 0.01)
    world, faults, clock = World(), Faults(), FakeClock()
    faults.add(ServerError(), method="getUpdates", times=None)
    request = InProcessRequest(world, faults)
    store = await open_store(tmp_path / "forwardcheck.db")
    poller = Poller(Bot(DEFAULT_TOKEN, request=request, get_updates_request=request), store, clock, list)
    poller._delay = 0.01
    running = asyncio.create_task(poller.run())
    opened = Intake(poller, world, faults, clock)
    await opened.until(lambda: bool(world.calls))
    yield opened
    running.cancel()
    await asyncio.wait([running])
    await store.close()


async def test_before_it_has_heard_telegram_no_silence_counts(intake: Intake) -> None:
    intake.clock.advance(seconds=5)

    assert intake.listened_since() == intake.clock.now()


async def test_it_listens_from_when_it_first_heard_telegram(intake: Intake) -> None:
    intake.clock.advance(seconds=5)
    heard_at = intake.clock.now()
    await intake.hears_somebody()
    intake.clock.advance(seconds=5)

    assert intake.listened_since() == heard_at


async def test_it_does_not_listen_while_telegram_is_out_of_order(intake: Intake) -> None:
    await intake.hears_somebody()
    intake.faults.add(ServerError(), method="getUpdates", times=None)
    Person(intake.world).says("Is that true?")  # ends the poll that waits
    seen = len(intake.world.calls)
    await intake.until(lambda: len(intake.world.calls) > seen + 2)
    intake.clock.advance(seconds=5)

    assert intake.listened_since() == intake.clock.now()


@pytest.mark.parametrize("away", [{"seconds": 10}, {"hours": 6}, {"hours": -6}])
async def test_nobody_waits_for_long_because_it_cannot_listen(intake: Intake, away: dict[str, float]) -> None:
    assert intake.listened_since() == NOON
    intake.clock.advance(**away)

    assert intake.listened_since() == ALWAYS
