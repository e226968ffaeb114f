"""Owns a bot inside this process whose clock can be set: a child's clock is that of the whole machine."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from benchmarks.children import ChildEndedError
from bot import lifecycle
from bot.logs import RedactingFormatter
from bot.settings import Settings
from bot.wiring import Program, open_program
from simulator.world import DEFAULT_TOKEN


class JumpingClock:
    """This machine's clock, as far ahead (or behind) as it was told to jump."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the moment that the bot takes for the present."""
        return datetime.now(UTC) + self._ahead

    def jump(self, ahead: timedelta) -> None:
        """Go that far ahead, or back when negative."""
        self._ahead += ahead


class Inside:
    """The whole program as a task of this process."""

    def __init__(self, task: "asyncio.Task[None]", program: Program, clock: JumpingClock) -> None:
        self._task = task
        self.program = program
        self.clock = clock

    def must_run(self) -> None:
        """Make sure that it still runs.

        Raises:
            ChildEndedError: it does not.
        """
        if self._task.done():
            raise ChildEndedError("the bot ended") from self._task.exception()


@asynccontextmanager
async def bot_inside(home: Path, api_url: str, log: Path) -> AsyncIterator[Inside]:
    """Run the program, its log in `log`, until the block is left."""
    settings = Settings(home=home, bot_token=SecretStr(DEFAULT_TOKEN), api_url=api_url, http_port=0)
    clock, stop = JumpingClock(), asyncio.Event()
    with_log = logging.FileHandler(log, encoding="utf-8")
    with_log.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    ours = logging.getLogger("bot")
    level = ours.level
    ours.addHandler(with_log)
    ours.setLevel(logging.INFO)
    try:
        async with open_program(settings, DEFAULT_TOKEN, clock=clock) as program:
            task = asyncio.create_task(lifecycle.run(program, stop))
            try:
                yield Inside(task, program, clock)
            finally:
                stop.set()
                await task
    finally:
        ours.removeHandler(with_log)
        ours.setLevel(level)
        with_log.close()
