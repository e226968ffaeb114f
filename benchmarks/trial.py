"""Owns a trial: a crowd, a simulator with slow sending, and a bot started, broken, and started anew."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks import ledger
from benchmarks.children import FORWARDCHECK, STOCK_BOT, Child, Command, started
from benchmarks.crowd import Crowd, published
from bot.clock import SystemClock
from bot.settings import Settings
from claims.usecases.import_verdicts import ImportVerdicts
from db.store import open_store
from matching.segment import fingerprint
from simulator.faults import Delay, Faults
from simulator.server import serve
from simulator.world import DEFAULT_TOKEN, World

SEND_METHODS = ("sendMessage", "sendPhoto", "editMessageText")
SEND_DELAY_SECONDS = 0.08
WEBHOOK_RETRY_SECONDS = 0.1
LOOK_EVERY_SECONDS = 0.02
FIRST_REPLY_SECONDS = 60.0  # with a webhook, the server may wait long before it posts again
REST_SECONDS = 120.0


class Running(Protocol):
    """A bot that can be asked whether it still runs."""

    def must_run(self) -> None:
        """Make sure that it does; raise ChildEndedError if not."""
        ...


class Subject(Protocol):
    """A bot to be tried. It is at rest once `at_rest` held for `quiet_seconds` without any call."""

    quiet_seconds: float

    async def prepare(self) -> None:
        """Make ready what must be there before the first start."""
        ...

    def command(self, api_url: str) -> Command:
        """Return how it is started."""
        ...

    def at_rest(self) -> bool:
        """Tell whether it has nothing left to do, as far as that can be seen from outside."""
        ...


class OurBot:
    """`forwardcheck run` with a home of its own; `settings` come on top of those it cannot do without."""

    quiet_seconds = 0.3

    def __init__(self, home: Path, settings: dict[str, str] | None = None) -> None:
        self._settings = {"BOT_TOKEN": DEFAULT_TOKEN, "FORWARDCHECK_HOME": str(home), **(settings or {})}
        self.database = Settings(home=home).database_path

    async def prepare(self) -> None:
        """Publish verdicts on the claims that the crowd knows."""
        self.database.parent.mkdir(parents=True, exist_ok=True)
        await self.publish(self.database)

    async def publish(self, database: str | Path) -> None:
        """Publish them in that database."""
        store = await open_store(database)
        try:
            await ImportVerdicts(store, SystemClock(), fingerprint)(published())
        finally:
            await store.close()

    def command(self, api_url: str) -> Command:
        """Return how it is started."""
        return Command((*FORWARDCHECK, "run"), self._settings | {"BOT_API_URL": api_url})

    def at_rest(self) -> bool:
        """Tell whether inbox and outbox are empty."""
        return ledger.at_rest(self.database)


class StockBot:
    """The library's own polling loop; nothing shows what it still has in memory, so silence must do."""

    quiet_seconds = 1.5

    async def prepare(self) -> None:
        """Nothing to make ready."""

    def command(self, api_url: str) -> Command:
        """Return how it is started."""
        return Command((*STOCK_BOT, api_url, DEFAULT_TOKEN), {})

    def at_rest(self) -> bool:
        """Leave it to the silence."""
        return True


@dataclass(frozen=True)
class Trial:
    """One bot in front of one crowd."""

    subject: Subject
    world: World
    faults: Faults
    crowd: Crowd
    api_url: str
    log: Path

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Child]:
        """Run the bot until the block is left."""
        async with started(self.subject.command(self.api_url), self.log) as child:
            yield child

    async def until_replies(self, child: Running, count: int) -> None:
        """Wait until people have got that many replies.

        Raises:
            ChildEndedError: the bot ended.
            TimeoutError: that took longer than a minute.
        """
        async with asyncio.timeout(FIRST_REPLY_SECONDS):
            await self._until(child, lambda: self.crowd.reply_count >= count)

    async def until_rest(self, child: Running) -> None:
        """Wait until the bot has nothing left to do.

        Raises:
            ChildEndedError: the bot ended.
            TimeoutError: that took longer than two minutes.
        """
        async with asyncio.timeout(REST_SECONDS):
            while True:
                await self._until(child, lambda: not self.world.updates.pending and self.subject.at_rest())
                calls = len(self.world.calls)
                await asyncio.sleep(self.subject.quiet_seconds)
                if len(self.world.calls) == calls and self.subject.at_rest():
                    return

    async def _until(self, child: Running, met: Callable[[], bool]) -> None:
        while not met():
            child.must_run()
            await asyncio.sleep(LOOK_EVERY_SECONDS)


@asynccontextmanager
async def trial(subject: Subject, people: int, seeded: random.Random, log: Path) -> AsyncIterator[Trial]:
    """Prepare the subject and serve a simulator in which the response to every send is late."""
    await subject.prepare()
    world, faults = World(bot_username="recovery_bot"), Faults()
    for method in SEND_METHODS:
        faults.add(Delay(SEND_DELAY_SECONDS), method=method, times=None)
    async with serve(world, faults=faults, first_retry_seconds=WEBHOOK_RETRY_SECONDS) as simulator:
        yield Trial(subject, world, faults, Crowd(world, people, seeded), simulator.url, log)
