"""Owns a bot as a child process: started, killed, asked to stop, its log kept."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUR_SETTINGS = ("BOT_", "DATABASE_", "FORWARDCHECK_", "WEBHOOK_")
FORWARDCHECK = (sys.executable, "-c", "from bot.cli import main; main()")
STOCK_BOT = (sys.executable, "-m", "benchmarks.stock_bot")
LAST_LINES = 15


class ChildEndedError(Exception):
    """The bot ended by itself; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, and the settings to run it with; settings of the caller's own environment do not count."""

    arguments: tuple[str, ...]
    settings: Mapping[str, str]


class Child:
    """A running bot; `log` holds all that it and its predecessors with the same log wrote."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self.log = log

    @property
    def log_text(self) -> str:
        """What was written to the log until now."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    @property
    def exit_code(self) -> int | None:
        """How it ended; minus the signal's number when a signal ended it, None while it runs."""
        return self._process.returncode

    def must_run(self) -> None:
        """Make sure that it still runs.

        Raises:
            ChildEndedError: it does not.
        """
        if self._process.returncode is not None:
            end = "\n".join(self.log_text.splitlines()[-LAST_LINES:])
            raise ChildEndedError(f"the bot ended with exit code {self._process.returncode}:\n{end}")

    async def kill(self) -> None:
        """End it at once, as a power cut would (SIGKILL)."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def stop(self, within_seconds: float) -> int:
        """Ask it to end (SIGTERM) and return its exit code.

        Raises:
            TimeoutError: it took longer; it still runs.
        """
        self._process.send_signal(signal.SIGTERM)
        return await self.ended(within_seconds)

    async def ended(self, within_seconds: float) -> int:
        """Wait until it ends by itself and return its exit code.

        Raises:
            TimeoutError: it took longer; it still runs.
        """
        async with asyncio.timeout(within_seconds):
            return await self._process.wait()


@asynccontextmanager
async def started(command: Command, log: Path) -> AsyncIterator[Child]:
    """Start a child that is gone when the block is left, whatever happens in it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OUR_SETTINGS)}
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command.arguments,
            cwd=ROOT,
            env=inherited | dict(command.settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    child = Child(process, log)
    try:
        yield child
    finally:
        await child.kill()


def free_port() -> int:
    """Return a port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
