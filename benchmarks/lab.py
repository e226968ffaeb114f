"""Owns a lab: people forward posts to a bot while something breaks, and what is seen is written down."""

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.children import Child
from benchmarks.ledger import Ledger, read_ledger
from benchmarks.recovery import Course, Mode, judge
from benchmarks.trial import (
    LOOK_EVERY_SECONDS,
    SEND_DELAY_SECONDS,
    SEND_METHODS,
    OurBot,
    Running,
    Trial,
    trial,
)
from simulator.faults import Delay, Fault, Faults

PEOPLE = 6
SEED = 11
STOP_SECONDS = 12.0
SETTLE_SECONDS = 45.0
BREAK_SECONDS = 90.0
MOST_LINES = 3
_EVENT = re.compile(r"^\d{4}-\d\d-\d\d \S+ (?P<level>[A-Z]+) \S+ (?P<event>.*)$")
_PATH = re.compile(r"(?<=The database )\S+/")


class NotRunHereError(Exception):
    """This machine cannot break in that way; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What became of the messages, and of the bot. `exit_code` is None when it went on running while the
    cause lasted; `recovery_seconds` go from the end of the cause until everything sent so far was answered
    (or its delivery known to be unclear), None when that did not happen; `not_run` says why it was not
    run."""

    fault: str
    messages: int = 0
    answered: int = 0
    lost: int = 0
    answered_twice: int = 0
    unknown: int = 0
    unknown_arrived: int = 0
    log: tuple[str, ...] = ()
    exit_code: int | None = None
    recovery_seconds: float | None = None
    integrity: str = ""
    not_run: str = ""

    @property
    def recovered(self) -> bool:
        """Whether the bot came back by itself, or when it was started again."""
        return self.recovery_seconds is not None

    @property
    def kept_the_promise(self) -> bool:
        """Whether nothing was lost, nobody answered twice, and the bot came back."""
        return self.recovered and not (self.lost or self.answered_twice) and self.integrity == "ok"


class Lab:
    """A bot that has not been started yet, in front of people and a simulator that can be broken."""

    def __init__(self, tried: Trial, subject: OurBot, faults: Faults) -> None:
        self.tried = tried
        self.subject = subject
        self.exit_code: int | None = None
        self.other_databases: list[Path] = []
        self.worth_noting = re.compile(r"(?!)")
        self._faults = faults
        self._log_start = 0
        self._healed_at = time.monotonic()
        self._recovery_seconds: float | None = None

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Child]:
        """Run the bot until the block is left; it is asked to stop if it still runs then."""
        async with self.tried.bot() as child:
            yield child
            if child.runs:
                await child.stop(STOP_SECONDS)

    def forward(self, count: int = 4) -> None:
        """Let people forward posts."""
        for _ in range(count):
            self.tried.crowd.forwards_one()

    def breaks(self) -> None:
        """Note that the cause begins."""
        self._log_start = len(self.log)

    def breaks_calls(self, fault: Fault, method: str, times: int | None) -> None:
        """Note that the cause begins: the next calls of that method go wrong."""
        self.breaks()
        self._faults.add(fault, method=method, times=times)

    def slows_down(self, seconds: float, *methods: str) -> None:
        """Note that the cause begins: responses of these methods are that late."""
        self.breaks()
        self._faults.clear()
        for method in methods:
            self._faults.add(Delay(seconds), method=method, times=None)

    def heals(self) -> None:
        """Note that the cause is gone."""
        self._faults.clear()
        for method in SEND_METHODS:
            self._faults.add(Delay(SEND_DELAY_SECONDS), method=method, times=None)
        self._healed_at = time.monotonic()

    async def until(self, running: Running, met: Callable[[], bool], seconds: float = BREAK_SECONDS) -> None:
        """Wait for something to happen while the bot runs.

        Raises:
            ChildEndedError: the bot ended.
            TimeoutError: it did not happen.
        """
        async with asyncio.timeout(seconds):
            while not met():
                running.must_run()
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def settled(self, running: Running) -> None:
        """Wait until nothing is left to do.

        Raises:
            ChildEndedError: the bot ended.
            TimeoutError: something is left.
        """
        async with asyncio.timeout(SETTLE_SECONDS):
            await self.tried.until_rest(running)

    async def recovers(self, running: Running) -> None:
        """Wait until all is well again, and see that it stays well: four more posts are forwarded."""
        await self.until(running, self._is_accounted_for, SETTLE_SECONDS)
        seconds = time.monotonic() - self._healed_at
        self.forward()
        await self.settled(running)
        self._recovery_seconds = round(seconds, 1)

    @property
    def log(self) -> str:
        """Everything that the bot has written."""
        path = self.tried.log
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def says(self, *words: str) -> Callable[[], bool]:
        """Return a check whether the log has had one of these words since the cause began."""
        return lambda: any(word in self.log[self._log_start :] for word in words)

    def ended_calls(self, method: str, status: int) -> int:
        """Return how many calls of that method ended so; 0 when the connection was cut."""
        return sum((call.method, call.status) == (method, status) for call in self.tried.world.calls)

    def observed(self, fault: str) -> Observed:
        """Count what became of every message."""
        ledger = self._ledger()
        outcome = judge(self.tried, Course(), ledger)
        return Observed(
            fault=fault,
            messages=len(self.tried.crowd.forwarded),
            answered=outcome.replied,
            lost=outcome.lost,
            answered_twice=outcome.answered_twice,
            unknown=outcome.unknown,
            unknown_arrived=outcome.unknown_arrived,
            log=_worth_telling(self.log[self._log_start :], self.worth_noting),
            exit_code=self.exit_code,
            recovery_seconds=self._recovery_seconds,
            integrity=ledger.integrity,
        )

    def _is_accounted_for(self) -> bool:
        return not self.tried.world.updates.pending and self.subject.at_rest()

    def _ledger(self) -> Ledger:
        merged = read_ledger(self.subject.database)
        for database in self.other_databases:
            other = read_ledger(database)
            merged = replace(
                merged,
                inbox={**merged.inbox, **other.inbox},
                unclear=merged.unclear | other.unclear,
                outbox={
                    state: merged.outbox.get(state, 0) + other.outbox.get(state, 0)
                    for state in {*merged.outbox, *other.outbox}
                },
            )
        return merged


@asynccontextmanager
async def open_lab(home: Path, log: Path, mode: Mode = Mode.POLLING) -> AsyncIterator[Lab]:
    """Open a lab for a bot with that home."""
    subject = OurBot(home, mode.settings())
    seeded = random.Random(SEED)  # noqa: S311 - dice, not secrets
    async with trial(subject, PEOPLE, seeded, log) as tried:
        yield Lab(tried, subject, tried.faults)


def _worth_telling(log: str, worth_noting: re.Pattern[str]) -> tuple[str, ...]:
    """Return the last of each kind of warning, error and noteworthy event, and the final sentence if there is
    one, without the folders of this machine."""
    lines = log.splitlines()
    told: dict[str, str] = {}
    for line in lines:
        found = _EVENT.match(line)
        if found and (found["level"] not in {"DEBUG", "INFO"} or worth_noting.search(found["event"])):
            event = found["event"]
            told[event.split(maxsplit=1)[0]] = event
    sentences = [
        line for line in lines if line.endswith(".") and line[:1].isupper() and not _EVENT.match(line)
    ]
    sentences += [line for line in lines if line.startswith("Telegram refused the bot token;")]
    return tuple(_PATH.sub("", line) for line in [*dict.fromkeys(sentences), *told.values()][:MOST_LINES])
