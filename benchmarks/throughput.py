"""Says what one update costs the bot with everything on, beside the smallest bot that the library allows.

    python -m benchmarks.throughput --keep --write-docs
    python -m benchmarks.throughput --quick --json

Both run as child processes against the simulator over HTTP, in turns in one run, and get the same updates:
posts that people forward, each of them one. The simulator has no limits; the bot's own pace (Telegram's 30
messages a second) is lifted here, so that the processor is what limits it. A further run of each looks into
the process and says which stage of the work takes how much.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import results, throughput_page
from benchmarks.children import Child, Command, started
from benchmarks.crowd import KNOWN_CLAIMS
from benchmarks.made_up import rulings, statements
from benchmarks.memory import cpu_seconds
from benchmarks.soak import SMALL_TALK
from benchmarks.trial import OurBot
from benchmarks.watcher import Watcher
from bot.clock import SystemClock
from bot.knowledge import open_knowledge
from bot.settings import Settings
from claims.usecases.import_verdicts import ImportVerdicts
from matching.segment import fingerprint
from simulator.person import Person
from simulator.server import serve
from simulator.world import DEFAULT_TOKEN, World

SEED = 3
WARM_UP = 40
START_SECONDS = 90.0
REPLY_SECONDS = 300.0
SETTLE_SECONDS = 0.5  # what is stored after the last reply belongs to the cost
STOP_SECONDS = 12.0
NEW_POSTS_FROM = 200_000  # statements that no verdict is about
VIRAL_SHARE = 0.5
KINDS = ("mixed", "known", "new", "small talk")
RUN = (sys.executable, "-m", "benchmarks.measured_bot")


@dataclass(frozen=True, slots=True)
class Cost:
    """What `updates` took one bot."""

    updates: int
    wall_seconds: float
    cpu_seconds: float

    @property
    def cpu_ms(self) -> float:
        """The processor time of one update, in milliseconds."""
        return 1_000 * self.cpu_seconds / self.updates

    @property
    def updates_a_second(self) -> float:
        """How many updates were answered a second."""
        return self.updates / self.wall_seconds


class Posts:
    """What people forward: the same posts for each bot."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._dice = random.Random(SEED)  # noqa: S311 - dice, not secrets
        self._new = iter(statements(100_000, NEW_POSTS_FROM))
        self._viral = statements(20, NEW_POSTS_FROM - 20)

    def next(self) -> str:
        """Return the next post."""
        match self._kind:
            case "known":
                return self._dice.choice(KNOWN_CLAIMS)
            case "new":
                return next(self._new)
            case "small talk":
                return self._dice.choice(SMALL_TALK)
            case _:
                return self._mixed()

    def _mixed(self) -> str:
        """Two in five ask about a published claim, two in five about a new one (half of those repeat one of
        twenty), the rest is small talk: the soak's mix."""
        match self._dice.randrange(5):
            case 0 | 1:
                return self._dice.choice(KNOWN_CLAIMS)
            case 2 | 3:
                viral = self._dice.random() < VIRAL_SHARE
                return self._dice.choice(self._viral) if viral else next(self._new)
            case _:
                return self._dice.choice(SMALL_TALK)


class Subject:
    """A bot to be measured, with a home of its own."""

    name = "echo"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def prepare(self) -> None:
        """Make ready what must be there before the start."""

    def command(self, api_url: str, stages: Path | None) -> Command:
        """Return how it is started."""
        return self._measured(("echo", api_url, DEFAULT_TOKEN), {}, stages)

    def _measured(
        self, arguments: Sequence[str], settings: Mapping[str, str], stages: Path | None
    ) -> Command:
        looked = () if stages is None else ("--stages", str(stages))
        return Command((*RUN, "--unpaced", *looked, "--", *arguments), settings)


class Whole(Subject):
    """Our bot with everything on: SQLite with synchronous=FULL, matching over `verdicts` verdicts."""

    name = "bot"

    def __init__(self, folder: Path, verdicts: int) -> None:
        super().__init__(folder)
        self._home = folder / "home"
        self._bot = OurBot(self._home)
        self._verdicts = verdicts

    async def prepare(self) -> None:
        """Publish the verdicts, and make the index of them: a start that has to is not what is measured."""
        await self._bot.prepare()
        async with open_knowledge(Settings(home=self._home)) as knowledge:
            await ImportVerdicts(knowledge.store, SystemClock(), fingerprint)(rulings(self._verdicts))
            await knowledge.catalogue.refresh()

    def command(self, api_url: str, stages: Path | None) -> Command:
        """Return how it is started."""
        return self._measured(("run",), self._bot.command(api_url).settings, stages)


@asynccontextmanager
async def running(subject: Subject, stages: Path | None) -> AsyncIterator["Bench"]:
    """Run the subject in front of a world of its own, warmed up."""
    await subject.prepare()
    world = World(bot_username="throughput_bot")
    async with (
        serve(world) as simulator,
        started(subject.command(simulator.url, stages), subject.folder / f"{subject.name}.log") as child,
        asyncio.TaskGroup() as group,
    ):
        bench = Bench(world, child)
        watching = group.create_task(bench.watcher.run())
        await bench.until(lambda: any(call.method == "getUpdates" for call in world.calls), START_SECONDS)
        await bench.answered(Posts("mixed"), WARM_UP)
        yield bench
        watching.cancel()


class Bench:
    """One bot under test, its people and its stopwatch."""

    def __init__(self, world: World, child: Child) -> None:
        self.child = child
        self.watcher = Watcher(world)
        self._world = world

    async def answered(self, posts: Posts, number: int) -> Cost:
        """Let that many people forward a post each, all at once, and wait until each has a reply."""
        people = [Person(self._world, f"Person {position}") for position in range(number)]
        cpu, began_at = cpu_seconds(self.child.pid), time.monotonic()
        for person in people:
            person.forwards(posts.next(), from_channel="City News")
        self.watcher.look()
        await self.until(lambda: not self.watcher.waiting, REPLY_SECONDS)
        wall = max(self.watcher.replied_at.values()) - began_at
        await asyncio.sleep(SETTLE_SECONDS)
        return Cost(number, wall, cpu_seconds(self.child.pid) - cpu)

    async def until(self, met: Callable[[], bool], seconds: float) -> None:
        """Wait until that is so.

        Raises:
            ChildEndedError: the bot ended.
            TimeoutError: it did not become so.
        """
        async with asyncio.timeout(seconds):
            while not met():
                self.child.must_run()
                await asyncio.sleep(0.05)


async def measure(subject: Subject, kinds: Sequence[str], messages: int) -> dict[str, Cost]:
    """Return what the subject takes for each kind of posts."""
    async with running(subject, None) as bench:
        return {kind: await bench.answered(Posts(kind), messages) for kind in kinds}


async def look_into(subject: Subject, messages: int) -> dict[str, Any]:
    """Return where a bot's processor time goes for mixed posts: seconds by stage, and by stack."""
    stages = subject.folder / f"{subject.name}.stages.json"
    async with running(subject, stages) as bench:
        os.kill(bench.child.pid, signal.SIGUSR1)
        await bench.answered(Posts("mixed"), messages)
        await bench.child.stop(STOP_SECONDS)
    seen: dict[str, Any] = json.loads(stages.read_text(encoding="utf-8"))
    return seen | {"updates": messages}


async def report(options: argparse.Namespace) -> dict[str, Any]:
    """Measure both bots in turns, look into both, and return it all."""
    costs: dict[str, list[dict[str, Cost]]] = {"echo": [], "bot": []}
    looks = {}
    with tempfile.TemporaryDirectory(prefix="throughput-") as name:
        for turn in range(options.rounds):
            for subject in _subjects(Path(name) / f"{turn}", options.verdicts):
                costs[subject.name].append(await measure(subject, options.kinds, options.messages))
        for subject in _subjects(Path(name) / "look", options.verdicts):
            looks[subject.name] = await look_into(subject, options.messages)
    return {
        "machine": dict(results.machine()),
        "messages": options.messages,
        "rounds": options.rounds,
        "verdicts": options.verdicts + len(KNOWN_CLAIMS),
        "kinds": {kind: _kind(costs, kind) for kind in options.kinds},
        "stages_ms": {name: _stages(look) for name, look in looks.items()},
        "stacks": {name: look["by_stack"] for name, look in looks.items()},
    }


def _subjects(folder: Path, verdicts: int) -> list[Subject]:
    folder.mkdir(parents=True)
    return [Subject(folder), Whole(folder, verdicts)]


def _kind(costs: Mapping[str, Sequence[Mapping[str, Cost]]], kind: str) -> dict[str, Any]:
    found = {name: [turn[kind] for turn in turns] for name, turns in costs.items()}
    pairs = zip(found["bot"], found["echo"], strict=True)
    shown: dict[str, Any] = {name: _figures(turns) for name, turns in found.items()}
    return shown | {"ratio": round(statistics.median(bot.cpu_ms / echo.cpu_ms for bot, echo in pairs), 2)}


def _figures(turns: Sequence[Cost]) -> dict[str, float]:
    return {
        "cpu_ms": round(statistics.median(cost.cpu_ms for cost in turns), 2),
        "wall_ms": round(statistics.median(1_000 / cost.updates_a_second for cost in turns), 2),
        "updates_a_second": round(statistics.median(cost.updates_a_second for cost in turns), 1),
    }


def _stages(look: Mapping[str, Any]) -> dict[str, float]:
    ordered = sorted(look["by_stage"].items(), key=lambda one: -one[1])
    return {stage: round(1_000 * seconds / look["updates"], 2) for stage, seconds in ordered}


def main() -> None:
    """Run it and print what was found."""
    options = _options()
    found = asyncio.run(report(options))
    stacks = found.pop("stacks")
    if options.keep:
        results.write("throughput", found)
        throughput_page.draw(found)
    if options.stacks:
        options.stacks.write_text("".join(f"{s} {int(t * 1e6)}\n" for s, t in stacks["bot"].items()))
    if options.write_docs:
        throughput_page.write()
    sys.stdout.write(f"{json.dumps(found) if options.json else throughput_page.describe(found)}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.throughput", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--messages", type=int, default=400, help="of each kind, in each round")
    parser.add_argument(
        "--verdicts", type=int, default=1_000, help="made-up ones beside the three known claims"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--quick", action="store_true", help="one short round, to see that it runs")
    parser.add_argument(
        "--stacks", type=Path, help="write the bot's stacks there, as flame graph tools take them"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--keep", action="store_true", help="keep the results and the picture")
    parser.add_argument("--write-docs", action="store_true", help="renew docs/scaling.md from what was kept")
    options = parser.parse_args()
    if options.quick:
        options.messages, options.verdicts, options.rounds, options.kinds = 30, 20, 1, ["mixed"]
    return options


if __name__ == "__main__":
    main()
