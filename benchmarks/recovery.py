"""Kills the bot again and again while people forward posts, and counts what became of every message.

    python -m benchmarks.recovery --kills 20 --messages 500 --seed 1
    python -m benchmarks.recovery --mode webhook --replicas 3 --database postgres --kills 20 --messages 500

Lost is a message without a reply of which the outbox does not say `unknown` either. The same is done to the
stock polling loop of python-telegram-bot: the negative control, which must lose messages, else this proves
nothing. With a webhook, recovery includes the wait until the server, which backs off while the bot is away,
posts again. Exit code 0 when our bot lost none and answered none twice, and the control lost some.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from benchmarks import operating_page, postgres, replicas, results
from benchmarks.children import Child, free_port
from benchmarks.crowd import Crowd
from benchmarks.ledger import Ledger, read_ledger
from benchmarks.trial import SEND_METHODS, OurBot, StockBot, Subject, Trial, trial

MESSAGES_PER_PERSON = 5
BUSY_SECONDS = 1.5
EARLY_KILLS = 0.25
IN_SOCKETS_SECONDS = 0.1
STOP_SECONDS = 10.0


class Mode(StrEnum):
    """How the bot hears of messages."""

    POLLING = "polling"
    WEBHOOK = "webhook"

    def settings(self) -> dict[str, str]:
        """Return what our bot must be told to hear of messages in this way."""
        match self:
            case Mode.POLLING:
                return {}
            case Mode.WEBHOOK:
                port = free_port()
                address = f"http://127.0.0.1:{port}/telegram"
                return {"WEBHOOK_URL": address, "FORWARDCHECK_HTTP_PORT": str(port)}
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Kill:
    """When to kill: an `early` one falls into the start, another after the first reply, while people forward.
    `fraction` is how far into that time."""

    early: bool
    fraction: float


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long people waited from a kill to the first reply after it."""

    median: float
    max: float


@dataclass(slots=True)
class Course:
    """What was seen while the bot was killed and started again."""

    recoveries: list[float] = field(default_factory=list)
    killed_at: float = 0.0
    start_seconds: float = 1.0
    exit_code: int = -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the messages. `unknown_arrived` of the `unknown` replies did arrive;
    `interrupted_sends` were under way when the bot was killed."""

    lost: int
    answered_twice: int
    replied: int
    replied_with_a_verdict: int
    unknown: int
    unknown_arrived: int
    interrupted_sends: int
    recovery_seconds: Seconds
    exit_code: int


def plan(kills: int, seeded: random.Random) -> Sequence[Kill]:
    """Draw the moments of the kills; the first is not early, for nobody knows yet how long a start takes."""
    return [Kill(seeded.random() < EARLY_KILLS and n > 0, seeded.random()) for n in range(kills)]


async def run_trial(
    subject: Subject, *, kills: int, messages: int, seed: int, log: Path
) -> tuple[Trial, Course]:
    """Let people forward `messages` posts while the bot is killed, until the last start comes to rest.

    Raises:
        ChildEndedError: the bot ended by itself.
        TimeoutError: the bot did not answer, or did not come to rest.
    """
    seeded = random.Random(seed)  # noqa: S311 - dice, not secrets
    people = max(4, messages // MESSAGES_PER_PERSON)
    async with trial(subject, people, seeded, log) as tried:
        course = Course()
        portions = _portions(messages, kills + 1)
        for kill, portion in zip(plan(kills, seeded), portions, strict=False):
            await _until_killed(tried, course, kill, portion)
        _forward(tried.crowd, portions[-1] // 2)
        async with tried.bot() as child:
            await _first_reply(tried, child, course)
            await _forward_slowly(tried.crowd, portions[-1] - portions[-1] // 2)
            await tried.until_rest(child)
            course.exit_code = await child.stop(STOP_SECONDS)
        return tried, course


def _portions(messages: int, parts: int) -> Sequence[int]:
    return [messages // parts + (number < messages % parts) for number in range(parts)]


async def _until_killed(tried: Trial, course: Course, kill: Kill, portion: int) -> None:
    """Start the bot with half of the portion waiting for it, and kill it at the drawn moment."""
    before = len(tried.crowd.forwarded)
    _forward(tried.crowd, portion // 2)
    async with tried.bot() as child:
        if kill.early:
            await asyncio.sleep(kill.fraction * course.start_seconds)
        else:
            await _first_reply(tried, child, course)
            await _forward_slowly(tried.crowd, portion - portion // 2, until=kill.fraction)
        child.must_run()
        course.killed_at = time.monotonic()
        await child.kill()
    _forward(tried.crowd, portion - (len(tried.crowd.forwarded) - before))
    await asyncio.sleep(IN_SOCKETS_SECONDS)  # what had left the bot before it was killed still arrives


async def _first_reply(tried: Trial, child: Child, course: Course) -> None:
    started_at = time.monotonic()
    await tried.until_replies(child, tried.crowd.reply_count + 1)
    course.start_seconds = time.monotonic() - started_at
    if course.killed_at:
        course.recoveries.append(time.monotonic() - course.killed_at)


def _forward(crowd: Crowd, count: int) -> None:
    for _ in range(count):
        crowd.forwards_one()


async def _forward_slowly(crowd: Crowd, count: int, until: float = 1.0) -> None:
    """Spread `count` posts over the busy time, of which only the fraction `until` passes."""
    in_time = int(count * until)
    for _ in range(in_time):
        await asyncio.sleep(BUSY_SECONDS / count)
        crowd.forwards_one()
    await asyncio.sleep(BUSY_SECONDS * (until - in_time / count))


def judge(tried: Trial, course: Course, ledger: Ledger | None) -> Outcome:
    """Count what became of every message; `ledger` is None for a bot that keeps none."""
    crowd = tried.crowd
    replies = crowd.replies
    unclear = ledger.unclear if ledger is not None else frozenset()
    known = ledger.inbox if ledger is not None else {}
    lost = [
        sent
        for sent in crowd.forwarded
        if sent.message.id not in replies and not (sent.message.id in unclear and sent.update_id in known)
    ]
    return Outcome(
        lost=len(lost),
        answered_twice=sum(
            replies[sent.message.id] > 1 for sent in crowd.forwarded if sent.message.id in replies
        ),
        replied=len(replies),
        replied_with_a_verdict=crowd.answered_with_a_verdict,
        unknown=ledger.outbox.get("unknown", 0) if ledger is not None else 0,
        unknown_arrived=len(unclear & replies.keys()),
        interrupted_sends=sum(call.method in SEND_METHODS and not call.status for call in tried.world.calls),
        recovery_seconds=_seconds(course.recoveries),
        exit_code=course.exit_code,
    )


def _seconds(recoveries: Sequence[float]) -> Seconds:
    if not recoveries:
        return Seconds(0.0, 0.0)
    return Seconds(round(statistics.median(recoveries), 2), round(max(recoveries), 2))


async def measure_ours(
    folder: Path, *, kills: int, messages: int, seed: int, mode: Mode = Mode.POLLING
) -> tuple[Outcome, Ledger]:
    """Try our bot with its home in `folder`."""
    bot = OurBot(folder / "home", mode.settings())
    tried, course = await run_trial(bot, kills=kills, messages=messages, seed=seed, log=folder / "bot.log")
    ledger = read_ledger(bot.database)
    return judge(tried, course, ledger), ledger


async def measure_stock(folder: Path, *, kills: int, messages: int, seed: int) -> Outcome:
    """Try the stock polling loop in the same way."""
    tried, course = await run_trial(
        StockBot(), kills=kills, messages=messages, seed=seed, log=folder / "stock.log"
    )
    return judge(tried, course, None)


def main() -> None:
    """Run the experiment and print what it found."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="recovery-") as name:
        try:
            report = asyncio.run(_measure(Path(name), options))
        except (postgres.NoPostgresError, replicas.NoNginxError) as error:
            raise SystemExit(f"Not run: {error}.") from error
    if options.keep:
        (replicas.keep if options.replicas > 1 else keep)(report)
    sys.stdout.write(f"{json.dumps(report) if options.json else _describe(report)}\n")
    raise SystemExit(0 if _holds(report) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recovery", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.POLLING)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--keep", action="store_true", help="keep the outcome, renew docs/operating.md")
    parser.add_argument("--replicas", type=int, default=1, help="processes behind nginx; needs postgres")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args()
    if (options.replicas > 1) != (options.database == "postgres"):
        parser.error("several replicas share a PostgreSQL database: --replicas 3 --database postgres")
    if options.replicas > 1 and options.mode is not Mode.WEBHOOK:
        parser.error("only one process can poll: replicas need --mode webhook")
    if options.kills < 1 or options.messages < 4 * (options.kills + 1):
        parser.error("at least one kill, and four messages for each start (one more than kills)")
    return options


async def _measure(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    asked = {"kills": options.kills, "messages": options.messages, "seed": options.seed}
    if options.replicas > 1:
        outcome_of_all = await replicas.measure(folder, replicas=options.replicas, **asked)
        control = await measure_stock(folder, **asked)
        shape = {"mode": options.mode.value, "database": options.database, "replicas": options.replicas}
        return {**shape, **asked, **outcome_of_all, "negative_control": asdict(control)}
    outcome, ledger = await measure_ours(folder, **asked, mode=options.mode)
    control = await measure_stock(folder, **asked)
    return {
        "mode": options.mode.value,
        **asked,
        **asdict(outcome),
        "integrity": ledger.integrity,
        "left_in_inbox": ledger.left_in_inbox,
        "outbox": dict(ledger.outbox),
        "negative_control": asdict(control),
    }


def keep(report: Mapping[str, object]) -> None:
    """Put an outcome among the results, instead of the last one of the same mode and seed."""
    run = {"run": f"{report['mode']} {report['seed']}", "commit": results.commit(), **report}
    results.merge("recovery", "run", [run])
    operating_page.write()


def _holds(report: dict[str, object]) -> bool:
    control = report["negative_control"]
    assert isinstance(control, dict)  # noqa: S101 - narrows the type
    kept = not (report["lost"] or report["answered_twice"] or report["left_in_inbox"])
    return kept and report["integrity"] == "ok" and bool(control["lost"])


def _describe(report: dict[str, object]) -> str:
    width = max(len(name) for name in report)
    lines = []
    for name, value in report.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        lines.append(f"{name.replace('_', ' '):<{width}}  {shown}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
