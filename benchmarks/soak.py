"""Lets people forward posts at a steady rate for a while, and watches memory, backlog and waiting times.

    python -m benchmarks.soak --minutes 10 --rate 25

The bot runs as a child process against the simulator, with a home that survives nothing. Telegram lets a bot
send 30 messages a second in all, so at that rate a backlog never shrinks again; answers keep up below it.
Exit code 0 when every message is accounted for: answered once, or its delivery known to be unclear.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import operating_page, results
from benchmarks.children import Child, started
from benchmarks.crowd import KNOWN_CLAIMS, PLACES, RUMOURS
from benchmarks.ledger import Ledger, at_rest, left_to_do, read_ledger
from benchmarks.memory import cpu_seconds, resident_mib, slope_per_minute
from benchmarks.soak_plot import draw
from benchmarks.trial import OurBot
from benchmarks.watcher import Watcher
from simulator.person import Person
from simulator.server import serve
from simulator.world import World

SEED = 5
# Each person forwards one in half a minute: a sixth of what the bot takes from one person for ever.
SECONDS_BETWEEN_ONES = 30.0
SAMPLE_SECONDS = 3.0
START_SECONDS = 60.0
DRAIN_SECONDS = 600.0
QUIET_SECONDS = 2.0
STOP_SECONDS = 12.0
WARM_UP, LAST_PART = 0.2, 0.8  # of the whole time
SMALL_TALK = (
    "Good morning everybody!",
    "Thank you so much",
    "See you on Sunday?",
    "Happy birthday, dear Ines!",
    "ok",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen at one moment, `seconds` after the forwarding began."""

    seconds: float
    memory_mib: float
    forwarded: int
    waiting: int
    in_inbox: int
    in_outbox: int


class Soak:
    """One bot under load."""

    def __init__(self, world: World, bot: OurBot, options: argparse.Namespace) -> None:
        self._world = world
        self._bot = bot
        self._seconds = options.minutes * 60
        self._rate = options.rate
        self._dice = random.Random(SEED)  # noqa: S311 - dice, not secrets
        self.people = [Person(world, f"Person {n}") for n in range(round(self._rate * SECONDS_BETWEEN_ONES))]
        self.watcher = Watcher(world)
        self.samples: list[Sample] = []
        self.drain_seconds = 0.0
        self.cpu_seconds = 0.0
        self._began_at = 0.0

    async def run(self, child: Child) -> None:
        """Forward, sample, and wait until all is answered.

        Raises:
            ChildEndedError: the bot ended.
            TimeoutError: it did not start.
        """
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self.watcher.run())
            await self._until_started(child)
            self._began_at, cpu = time.monotonic(), cpu_seconds(child.pid)
            sampling = group.create_task(self._sample(child))
            await self._forward(child)
            self.cpu_seconds = cpu_seconds(child.pid) - cpu
            await self._drain(child)
            sampling.cancel()
            watching.cancel()

    async def _until_started(self, child: Child) -> None:
        async with asyncio.timeout(START_SECONDS):
            while not any(call.method == "getUpdates" for call in self._world.calls):
                child.must_run()
                await asyncio.sleep(0.05)

    async def _forward(self, child: Child) -> None:
        """Forward at an even pace; what a late moment missed is made up for at once."""
        turns = self._turns()
        for number in range(round(self._seconds * self._rate)):
            await asyncio.sleep(self._began_at + number / self._rate - time.monotonic())
            child.must_run()
            next(turns).forwards(self._post(), from_channel="City News")

    def _turns(self) -> Iterator[Person]:
        while True:
            self._dice.shuffle(self.people)
            yield from self.people

    def _post(self) -> str:
        match self._dice.randrange(5):
            case 0 | 1:
                return self._dice.choice(KNOWN_CLAIMS)
            case 2 | 3:
                rumour, place = self._dice.choice(RUMOURS), self._dice.choice(PLACES)
                return rumour.format(place=place, number=self._dice.randint(2, 400))
            case _:
                return self._dice.choice(SMALL_TALK)

    async def _drain(self, child: Child) -> None:
        ended_at = time.monotonic()
        with suppress(TimeoutError):  # what is left is counted
            async with asyncio.timeout(DRAIN_SECONDS):
                while self._world.updates.pending or not at_rest(self._bot.database):
                    child.must_run()
                    await asyncio.sleep(0.2)
        self.drain_seconds = time.monotonic() - ended_at
        await asyncio.sleep(QUIET_SECONDS)

    async def _sample(self, child: Child) -> None:
        while True:
            in_inbox, in_outbox = await asyncio.to_thread(left_to_do, self._bot.database)
            self.samples.append(
                Sample(
                    seconds=round(time.monotonic() - self._began_at, 1),
                    memory_mib=round(resident_mib(child.pid), 1),
                    forwarded=len(self.watcher.forwarded_at),
                    waiting=self.watcher.waiting,
                    in_inbox=in_inbox,
                    in_outbox=in_outbox,
                )
            )
            await asyncio.sleep(SAMPLE_SECONDS)


async def soak(options: argparse.Namespace) -> dict[str, Any]:
    """Run it and return what was measured."""
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        bot = OurBot(folder / "home")
        await bot.prepare()
        world = World(bot_username="soak_bot")
        running = Soak(world, bot, options)
        async with serve(world) as simulator, started(bot.command(simulator.url), folder / "log") as child:
            await running.run(child)
            exit_code = await child.stop(STOP_SECONDS)
        report = _report(running, read_ledger(bot.database), options)
        report |= {"exit_code": exit_code, "database_mib": round(bot.database.stat().st_size / 2**20, 1)}
    return report | {
        "machine": dict(results.machine()),
        "other_load": options.other_load or f"load average {load_before:.1f} before the start",
        "note": options.note,
        "samples": [asdict(sample) for sample in running.samples],
    }


def _report(running: Soak, ledger: Ledger, options: argparse.Namespace) -> dict[str, Any]:
    watcher, ends = running.watcher, options.minutes * 60
    during = [sample for sample in running.samples if sample.seconds <= ends]
    warm = [sample for sample in during if sample.seconds >= WARM_UP * ends]
    waits = sorted(watcher.waits) or [0.0]
    return {
        "minutes": options.minutes,
        "rate": options.rate,
        "people": len(running.people),
        "warm_up_minutes": round(WARM_UP * options.minutes, 2),
        "messages": _messages(watcher, ledger) | {"waiting_at_the_end": during[-1].waiting},
        "openings": dict(watcher.openings.most_common()),
        "inbox_left": ledger.left_in_inbox,
        "outbox": dict(ledger.outbox),
        "integrity": ledger.integrity,
        "drain_seconds": round(running.drain_seconds, 1),
        "seconds_to_reply": {
            "p50": round(statistics.median(waits), 2),
            "p95": round(waits[int(0.95 * (len(waits) - 1))], 2),
            "max": round(waits[-1], 2),
        },
        "processor_share": round(running.cpu_seconds / ends, 2),
        "memory_mib": {
            "start": during[0].memory_mib,
            "warm": warm[0].memory_mib,
            "end": during[-1].memory_mib,
            "slope_per_minute": _slope(warm),
            "slope_at_the_end": _slope([sample for sample in during if sample.seconds >= LAST_PART * ends]),
        },
    }


def _slope(samples: Sequence[Sample]) -> float:
    return round(slope_per_minute([s.seconds for s in samples], [s.memory_mib for s in samples]), 2)


def _messages(watcher: Watcher, ledger: Ledger) -> dict[str, int]:
    unanswered = watcher.forwarded_at.keys() - watcher.replied_at.keys()
    return {
        "forwarded": len(watcher.forwarded_at),
        "answered_once": sum(count == 1 for count in watcher.replies.values()),
        "answered_twice": sum(count > 1 for count in watcher.replies.values()),
        "unknown": len(ledger.unclear),
        "lost": len(unanswered - ledger.unclear),
    }


def main() -> None:
    """Run the soak and print what it found."""
    options = _options()
    report = asyncio.run(soak(options))
    if options.keep:
        results.write("soak", report)
        draw(report, results.ROOT / "docs" / "images" / "soak.png")
        operating_page.write()
    shown = {name: value for name, value in report.items() if name != "samples"}
    sys.stdout.write(f"{json.dumps(report) if options.json else _describe(shown)}\n")
    counts = report["messages"]
    raise SystemExit(1 if counts["lost"] or counts["answered_twice"] or report["inbox_left"] else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=25.0, help="messages a second in all")
    parser.add_argument("--other-load", default="", help="what else the machine did meanwhile, in words")
    parser.add_argument("--note", default="", help="a sentence that explains the figures, for the documents")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--keep", action="store_true", help="keep the results, renew plot and documents")
    options = parser.parse_args()
    if options.minutes <= 0 or options.rate <= 0:
        parser.error("both the minutes and the rate must be above zero")
    return options


def _describe(report: Mapping[str, Any]) -> str:
    width = max(len(name) for name in report)
    lines = []
    for name, value in report.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        lines.append(f"{name.replace('_', ' '):<{width}}  {shown}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
