"""Says how each cost grows: with days of history, with the queue, with the askers of one item, with verdicts.

    python -m benchmarks.growth --keep --write-docs
    python -m benchmarks.growth --quick --json

One thing grows at a time; the others stay small. The bot runs in this process, stepped by hand on SQLite, so
that what is measured is the processor time of one act (milliseconds, the median of a few), without waiting.
Large indexes are the business of benchmarks/lookup.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from sqlalchemy import Connection, create_engine, insert

from benchmarks import results
from benchmarks.crowd import KNOWN_CLAIMS, published
from benchmarks.made_up import rulings, statements
from benchmarks.section import Section
from bot.gateway import TelegramGateway
from bot.sender import MAX_SIDE_BY_SIDE
from bot.settings import Settings
from claims.usecases.deliver import Deliver
from db.schema import answers, audit, inbox, outbox, people, review_items, submissions
from simulator.person import Person
from tests.support.builders import NOON
from tests.support.newsroom import Newsroom, open_newsroom

PICTURE = results.ROOT / "docs" / "images" / "growth.png"
SECTION = Section(results.ROOT / "docs" / "scaling.md", "growth")
SIZES: dict[str, Sequence[int]] = {
    "history": (1_000, 10_000, 100_000),
    "queue": (10, 1_000, 10_000),
    "askers": (10, 1_000, 10_000),
    "verdicts": (10, 1_000, 10_000),
}
QUICK: dict[str, Sequence[int]] = dict.fromkeys(SIZES, (10,))
MEANS = {
    "history": "messages of the last 30 days, all answered",
    "queue": "open items",
    "askers": "people who wait for one item",
    "verdicts": "verdicts",
}
ACTS = {
    "known_ms": "an update that repeats a published claim",
    "new_ms": "an update that nobody sent before",
    "queue_ms": "/queue",
    "ruling_ms": "a ruling",
    "stats_ms": "/stats",
    "housekeeping_ms": "a round of housekeeping",
    "start_ms": "a start",
}
TIMES = 3
DAYS = 30
BATCH = 5_000
FIRST_STRANGER = 900_000_000
JOINED_SECONDS = 2.0


class Grown:
    """A newsroom's database with much of one thing in it."""

    def __init__(self, thing: str, size: int) -> None:
        self.thing = thing
        self.size = size

    async def open(self, home: Path) -> None:
        """Make the database in `home`."""
        async with open_newsroom(home) as newsroom:
            await newsroom.publishes(*published())
            if self.thing == "verdicts":
                await newsroom.publishes(*rulings(self.size))
            await newsroom.program.catalogue.refresh()  # a start finds the index made
        engine = create_engine(f"sqlite:///{Settings(home=home).database_path}")
        with engine.begin() as connection:
            match self.thing:
                case "history":
                    _remember(connection, self.size)
                case "queue":
                    _queue(connection, self.size)
                case "verdicts":
                    _queue(
                        connection, 1
                    )  # to be ruled on: among many verdicts, new posts may all be near one
                case "askers":
                    _queue(connection, 1)
                    _wait(connection, 1, self.size)
        engine.dispose()


def _remember(connection: Connection, size: int) -> None:
    """Answered messages, a tenth of them after a ruling, spread over the days."""
    for start in range(1, size + 1, BATCH):
        numbers = range(start, min(start + BATCH, size + 1))
        connection.execute(insert(people), [_person(number) for number in numbers])
        connection.execute(insert(inbox), [_update(number) for number in numbers])
        connection.execute(
            insert(review_items), [_item(number, "ruled", _at(number, size)) for number in numbers[::10]]
        )
        connection.execute(
            insert(submissions), [_submission(number, None, _at(number, size)) for number in numbers]
        )
        connection.execute(insert(outbox), [_call(number, _at(number, size)) for number in numbers])
        connection.execute(insert(answers), [_answer(number) for number in numbers])
        connection.execute(insert(audit), [_entry(number, _at(number, size)) for number in numbers[::10]])


def _queue(connection: Connection, size: int) -> None:
    for start in range(1, size + 1, BATCH):
        numbers = range(start, min(start + BATCH, size + 1))
        connection.execute(insert(review_items), [_item(number, "open", NOON) for number in numbers])
        connection.execute(
            insert(submissions), [_submission(10_000_000 + number, number, NOON) for number in numbers]
        )


def _wait(connection: Connection, item: int, size: int) -> None:
    for start in range(1, size + 1, BATCH):
        numbers = range(start, min(start + BATCH, size + 1))
        connection.execute(insert(people), [_person(number) for number in numbers])
        connection.execute(insert(submissions), [_submission(number, item, NOON) for number in numbers])


def _at(number: int, size: int) -> datetime:
    return NOON - timedelta(days=DAYS) * (1 - number / (size + 1))


def _person(number: int) -> dict[str, Any]:
    return {"id": FIRST_STRANGER + number, "language": "en", "blocked": False}


def _update(number: int) -> dict[str, Any]:
    return {
        "update_id": number,
        "chat_id": FIRST_STRANGER + number,
        "late": False,
        "body": "",
        "state": "done",
        "received_at": NOON,
    }


def _item(number: int, state: str, at: datetime) -> dict[str, Any]:
    return {
        "key": f"item-{number}",
        "text": f"The bridge of street {number} closes on Monday",
        "state": state,
        "version": 1,
        "verdict_id": 1 if state == "ruled" else None,
        "near": [],
        "links": [],
        "created_at": at - timedelta(hours=3),
    }


def _submission(number: int, item: int | None, at: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "person_id": FIRST_STRANGER + number,
        "chat_id": FIRST_STRANGER + number,
        "message_id": number,
        "text": f"The bridge of street {number} closes on Monday",
        "key": f"key-{number}",
        "sent_at": at,
        "links": [],
        "language": "en",
        "item_id": item,
        "offered": [],
    }


def _call(number: int, at: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "dedupe": f"checked:{number}",
        "chat_id": FIRST_STRANGER + number,
        "method": "sendMessage",
        "params": {},
        "repeat": "never",
        "urgency": 0,
        "overtakes": False,
        "state": "sent",
        "not_before": at,
        "message_id": number,
        "created_at": at,
    }


def _answer(number: int) -> dict[str, Any]:
    return {"outbox_id": number, "position": 0, "submission_id": number, "verdict_id": 1, "revision": 1}


def _entry(number: int, at: datetime) -> dict[str, Any]:
    return {"at": at, "actor": "moderator:1", "act": "ruled", "subject": f"item:{number // 10 + 1}"}


async def measure(grown: Grown) -> dict[str, float]:
    """Return the cost of each act in that database, and its bytes."""
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        home = Path(name)
        await grown.open(home)
        began = time.process_time()
        async with open_newsroom(home) as newsroom:
            await newsroom.program.catalogue.refresh()
            started = 1_000 * (time.process_time() - began)
            size = Settings(home=home).database_path.stat().st_size
            costs = await _acts(newsroom, grown)
        return {
            "size": grown.size,
            "start_ms": round(started, 1),
            "database_kib": round(size / 1_024),
            **costs,
        }


async def _acts(newsroom: Newsroom, grown: Grown) -> dict[str, float]:
    moderator = await newsroom.moderator()
    fresh = iter(statements(100, 500_000))
    costs = {
        "known_ms": await _median(newsroom, lambda: _stranger(newsroom).forwards(KNOWN_CLAIMS[0])),
        "new_ms": await _median(newsroom, lambda: _stranger(newsroom).forwards(next(fresh))),
        "queue_ms": await _median(newsroom, lambda: moderator.says("/queue")),
        "stats_ms": await _median(newsroom, lambda: moderator.says("/stats")),
        "housekeeping_ms": await _spent(lambda: newsroom.program.housekeeping.keep_once(1)),
    }
    item = await _newest_item(newsroom) if grown.thing == "history" else 1
    ruling = f"/verdict {item} false There is no evidence. https://example.org/ruled"
    return costs | {"ruling_ms": await _ruled(newsroom, lambda: moderator.says(ruling))}


async def _ruled(newsroom: Newsroom, act: Callable[[], object]) -> float:
    """Let a reviewer rule; return what it cost until everybody's message is owed."""
    at_once = await _act(newsroom, act)
    return round(at_once + await _spent(newsroom.program.housekeeping.tell_on), 1)


def _stranger(newsroom: Newsroom) -> Person:
    return newsroom.person("Somebody")


async def _newest_item(newsroom: Newsroom) -> int:
    async with newsroom.program.store.reading() as tx:
        return (await tx.items.open(1))[0].id


async def _median(newsroom: Newsroom, act: Callable[[], object]) -> float:
    await _act(newsroom, act)
    return statistics.median([await _act(newsroom, act) for _ in range(TIMES)])


async def _act(newsroom: Newsroom, act: Callable[[], object]) -> float:
    """Let somebody act; return what taking it in, handling it and a turn of sending cost."""
    program = newsroom.program
    deliver = Deliver(program.store, TelegramGateway(program.application.bot), newsroom.clock)
    act()

    async def work() -> None:
        await newsroom.receive()
        newsroom.clock.advance(seconds=JOINED_SECONDS)
        await program.worker.handle_waiting()
        await deliver(MAX_SIDE_BY_SIDE)

    return await _spent(work)


async def _spent(work: Callable[[], Awaitable[object]]) -> float:
    began = time.process_time()
    await work()
    return round(1_000 * (time.process_time() - began), 1)


async def report(sizes: dict[str, Sequence[int]]) -> dict[str, Any]:
    """Measure every size of every thing."""
    return {
        "machine": dict(results.machine()),
        "grown": {
            thing: [await measure(Grown(thing, size)) for size in several] for thing, several in sizes.items()
        },
    }


def render(found: dict[str, Any]) -> str:
    """Return the section of docs/scaling.md."""
    machine = found["machine"]
    tables = "\n".join(_table(thing, rows) for thing, rows in found["grown"].items())
    return f"""\
### How costs grow
`.venv/bin/python -m benchmarks.growth --keep --write-docs`, commit {machine["commit"]}: processor time
of one act in milliseconds, on SQLite, one thing grown at a time, {machine["cpus"]} cores shared with other
work. An update is taken in, decided about and answered; a ruling is measured once, until everybody's message
is owed, the rest is a median of {TIMES}.

{tables}
![how costs grow](images/growth.png)
"""


def _table(thing: str, rows: Sequence[dict[str, float]]) -> str:
    heads = " | ".join(ACTS.values())
    lines = [f"| {MEANS[thing]} | {heads} | database |", "|--:|" + "--:|" * (len(ACTS) + 1)]
    for row in rows:
        costs = " | ".join(f"{row[act]:.1f}" for act in ACTS)
        lines.append(f"| {row['size']:,} | {costs} | {row['database_kib'] / 1_024:.1f} MiB |")
    return "\n".join(lines) + "\n"


def draw(found: dict[str, Any]) -> None:
    """Draw each cost over each size."""
    figure = Figure(figsize=(13, 4), layout="constrained")
    for axes, (thing, rows) in zip(
        figure.subplots(1, len(found["grown"]), squeeze=False).flat, found["grown"].items(), strict=True
    ):
        for act, meaning in ACTS.items():
            axes.plot([row["size"] for row in rows], [row[act] for row in rows], marker="o", label=meaning)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(MEANS[thing])
        axes.set_ylabel("processor time, ms")
        axes.grid(alpha=0.3)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def main() -> None:
    """Run it and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=list(SIZES), help="let one thing grow alone")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--keep", action="store_true", help="keep the results and the picture")
    parser.add_argument("--write-docs", action="store_true", help="renew docs/scaling.md from what was kept")
    options = parser.parse_args()
    sizes = QUICK if options.quick else SIZES
    found = asyncio.run(report({options.only: sizes[options.only]} if options.only else sizes))
    if options.keep:
        kept = results.read("growth") or {"grown": {}}
        grown = kept["grown"] | found["grown"]
        results.write("growth", found | {"grown": {thing: grown[thing] for thing in SIZES if thing in grown}})
        draw(results.read("growth"))
    if options.write_docs:
        SECTION.write(render(results.read("growth")))
    sys.stdout.write(f"{json.dumps(found) if options.json else render(found)}\n")


if __name__ == "__main__":
    main()
