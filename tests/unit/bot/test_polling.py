"""What the poller makes of silence: only while it hears Telegram does that say that nothing was sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from telegram import Bot

from bot.polling import Poller
from db.store import SqlStore, open_store
from handlers.joining import ALWAYS
from simulator.faults import Faults, ServerError
from simulator.person import Person
from simulator.world import DEFAULT_TOKEN, World
from tests.support.builders import NOON
from tests.support.clock import FakeClock
from tests.support.in_process import InProcessRequest


@dataclass
class Intake:
    """A poller that runs from noon on, and the Telegram that it asks, which is out of order at first. `told`:
    until when it had heard, each time that it woke the worker."""

    poller: Poller
    store: SqlStore
    told: list[datetime]
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

    @asynccontextmanager
    async def in_hand(self) -> AsyncIterator[None]:
        """Let it wait for its turn to store what somebody else wrote."""
        async with self.store.writing():
            seen = len(self.world.calls)
            Person(self.world).says("Is that true?")
            await self.until(lambda: len(self.world.calls) > seen)
            yield

    def listened_since(self) -> object:
        """Ask it."""
        return self.poller.listened_since(self.clock.now())

    def heard_until(self) -> object:
        """Ask it."""
        return self.poller.heard_until(self.clock.now())


@pytest.fixture
async def intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Intake]:
    """That poller."""
    monkeypatch.setattr("bot.polling.LONGEST_DELAY_SECONDS", 0.01)
    world, faults, clock = World(), Faults(), FakeClock()
    faults.add(ServerError(), method="getUpdates", times=None)
    request = InProcessRequest(world, faults)
    store = await open_store(tmp_path / "forwardcheck.db")
    bot, told = Bot(DEFAULT_TOKEN, request=request, get_updates_request=request), list[datetime]()
    poller = Poller(bot, store, clock, on_new=lambda: told.append(poller.heard_until(clock.now())))
    poller._delay = 0.01
    running = asyncio.create_task(poller.run())
    opened = Intake(poller, store, told, world, faults, clock)
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


async def test_what_it_has_in_hand_ends_the_silence_until_it_is_stored(intake: Intake) -> None:
    await intake.hears_somebody()
    async with intake.in_hand():
        intake.clock.advance(seconds=2)

        assert intake.heard_until() == NOON


async def test_after_a_long_storing_the_next_poll_tells_what_was_sent_meanwhile(intake: Intake) -> None:
    await intake.hears_somebody()
    async with intake.in_hand():
        intake.clock.advance(seconds=2)
    await intake.until(lambda: len(intake.told) > 2)

    assert intake.told == [NOON, NOON, intake.clock.now()]
    assert len(intake.world.updates.pending) == 0


async def test_a_short_storing_ends_no_silence(intake: Intake) -> None:
    await intake.hears_somebody()
    intake.clock.advance(seconds=1)
    async with intake.in_hand():
        intake.clock.advance(seconds=0.4)
    await intake.until(lambda: len(intake.told) > 1)

    assert intake.told == [NOON, intake.clock.now()]


@pytest.mark.parametrize("away", [{"seconds": 10}, {"hours": 6}, {"hours": -6}])
async def test_nobody_waits_for_long_for_what_it_has_in_hand(intake: Intake, away: dict[str, float]) -> None:
    await intake.hears_somebody()
    async with intake.in_hand():
        intake.clock.advance(**away)

        assert intake.heard_until() == intake.clock.now()
