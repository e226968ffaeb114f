"""Says how many messages a set-up carries: measured where this machine can, simulated beyond.

    python -m benchmarks.capacity --keep --write-docs

Measured on a PostgreSQL server of its own that waits for the disk: a question's write transaction, alone and
while other replicas write; and how long after the call to commit it every replica has heard of a verdict.
Simulated: an hour of Poisson arrivals through replicas that decide side by side, one write turn for all, and
Telegram's 30 messages a second. The processor time of a message is that of benchmarks/throughput's mix
(results/throughput.json), as if a replica used one core only: it can use a little more, so the model errs on
the side of waiting. `--simulate-only` keeps what was measured and simulates anew.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from benchmarks import postgres, results
from claims.delivery import Outgoing, Repeat
from claims.review import Person
from claims.submission import ChatId, PersonId, Submission
from claims.verdict import Rating, Ruling
from db.store import SqlStore, open_store

PAGE = results.ROOT / "docs" / "scaling.md"
BEGIN = "<!-- written by python -m benchmarks.capacity --write-docs: begin -->"
END = "<!-- written by python -m benchmarks.capacity --write-docs: end -->"
ROUNDS = 60
REPLICAS = 3
SENDS_PER_SECOND = 30.0
SIMULATED = [(1, 5.0), (1, 20.0), (1, 30.0), (2, 25.0), (2, 29.0), (3, 29.0), (3, 60.0), (8, 60.0)]
HOUR_SECONDS = 3_600.0
NUMBERS = count(1)
MEASURED = (
    "machine",
    "question_write_ms",
    "questions_written_a_second_by_3_replicas",
    "verdict_heard_after_ms",
)


async def ask(store: SqlStore) -> float:
    """Write what a question writes; return the milliseconds."""
    number, now = next(NUMBERS), datetime.now(UTC)
    submission = Submission(
        person_id=PersonId(number), chat_id=ChatId(number), message_id=1, text=f"Claim {number}", sent_at=now
    )
    began = time.perf_counter()
    async with store.writing() as tx:
        await tx.people.save(Person(PersonId(number), "en"))
        await tx.schedules.set(f"ask:{number}", now)
        await tx.items.find_by_key(str(number))
        item_id = await tx.items.add(str(number), submission.text, "en", (), (), now)
        await tx.submissions.add(submission, str(number), item_id)
        await tx.items.get(item_id)
        reply = {"text": "We have not checked this yet."}
        call = Outgoing(
            dedupe=str(number),
            chat_id=ChatId(number),
            method="sendMessage",
            params=reply,
            repeat=Repeat.NEVER,
        )
        await tx.outbox.add(call, now)
    return (time.perf_counter() - began) * 1_000


async def hear(store: SqlStore, others: Sequence[SqlStore]) -> float:
    """Publish a verdict; return the milliseconds from the call to commit until all the others have heard."""
    hearing = [asyncio.create_task(_heard_at(other)) for other in others]
    await asyncio.sleep(0.05)
    number = next(NUMBERS)
    ruling = Ruling(
        claim=f"Claim {number}", rating=Rating.FALSE, publisher="Desk", url=f"https://desk.example/{number}"
    )
    async with store.writing() as tx:
        await tx.verdicts.add(ruling, str(number), datetime.now(UTC))
        committing = time.perf_counter()
    return (max(await asyncio.gather(*hearing)) - committing) * 1_000


async def _heard_at(store: SqlStore) -> float:
    await store.until_changed(60)
    return time.perf_counter()


async def measure() -> dict[str, Any]:
    """Measure what replicas share.

    Raises:
        NoPostgresError: there is no server to run.
    """
    with postgres.running(safe=True) as server:
        url = server.create("capacity")
        stores = [await open_store(url) for _ in range(REPLICAS)]
        try:
            for store in stores:
                await store.until_changed(0.01)
            alone = [await ask(stores[0]) for _ in range(ROUNDS)]
            began = time.perf_counter()
            await asyncio.gather(*[ask(store) for store in stores for _ in range(ROUNDS)])
            together = REPLICAS * ROUNDS / (time.perf_counter() - began)
            heard = [await hear(stores[0], stores[1:]) for _ in range(ROUNDS)]
        finally:
            for store in stores:
                await store.close()
    return {
        "machine": dict(results.machine()),
        "question_write_ms": _spread(alone),
        "questions_written_a_second_by_3_replicas": round(together, 1),
        "verdict_heard_after_ms": _spread(heard),
    }


def _kept() -> dict[str, Any]:
    """Return what was measured last."""
    kept = results.read("capacity")
    return {name: kept[name] for name in MEASURED}


def _spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "max": round(ordered[-1], 1),
    }


def simulate(replicas: int, rate: float, processor_seconds: float, write_seconds: float) -> dict[str, Any]:
    """Return how long people wait in an hour at that rate, the 1.2 seconds for joining not counted."""
    dice = random.Random(1)  # noqa: S311 - dice, not secrets
    free, write_free, send_free, now = [0.0] * replicas, 0.0, 0.0, 0.0
    waits, left = [], 0
    while (now := now + dice.expovariate(rate)) < HOUR_SECONDS:
        place = min(range(replicas), key=free.__getitem__)
        free[place] = max(now, free[place]) + processor_seconds
        write_free = max(free[place], write_free) + write_seconds
        send_free = max(write_free, send_free) + 1 / SENDS_PER_SECOND
        waits.append(send_free - now)
        left += send_free > HOUR_SECONDS
    return {"replicas": replicas, "rate": rate, "wait_seconds": _spread(waits), "left_after_the_hour": left}


def report(measured: dict[str, Any]) -> dict[str, Any]:
    """Simulate with what was measured."""
    soak = results.read("soak")
    processor_seconds = results.read("throughput")["kinds"]["mixed"]["bot"]["cpu_ms"] / 1_000
    write_seconds = measured["question_write_ms"]["p50"] / 1_000
    return {
        "processor_ms_a_message": round(processor_seconds * 1_000, 1),
        "database_kib_a_message": round(soak["database_mib"] * 1_024 / soak["messages"]["forwarded"], 2),
        **measured,
        "simulated": [simulate(*one, processor_seconds, write_seconds) for one in SIMULATED],
    }


def render(kept: dict[str, Any]) -> str:
    """Return the section of docs/scaling.md."""
    write, heard = kept["question_write_ms"], kept["verdict_heard_after_ms"]
    rows = [
        f"| {one['replicas']} | {one['rate']:g} | {one['wait_seconds']['p50']:.1f} s |"
        f" {one['wait_seconds']['p95']:.1f} s | {one['left_after_the_hour']} |"
        for one in kept["simulated"]
    ]
    machine = kept["machine"]
    return f"""\
### What replicas share, and what follows from it
`.venv/bin/python -m benchmarks.capacity --keep --write-docs`, on {machine["cpus"]} cores shared with
other work, PostgreSQL with fsync:

| measured | p50 | p95 | longest |
|---|--:|--:|--:|
| a question's write transaction | {write["p50"]} ms | {write["p95"]} ms | {write["max"]} ms |
| from a verdict's commit (its wait for the disk included) until {REPLICAS - 1} others have heard |\
 {heard["p50"]} ms | {heard["p95"]} ms | {heard["max"]} ms |

{REPLICAS} replicas, all writing as fast as they can, wrote
{kept["questions_written_a_second_by_3_replicas"]} questions a second. A message took
{kept["processor_ms_a_message"]} ms of processor time in the mix of the throughput benchmark and
{kept["database_kib_a_message"]} KiB of database in the soak.

Simulated from these: an hour at a steady rate, each replica with a core of its own; the 1.2 seconds for
joining messages come on top.

| replicas | messages a second | wait, median | 95 of 100 wait less | without a reply at the end of the hour |
|--:|--:|--:|--:|--:|
{chr(10).join(rows)}
"""


def write_docs() -> None:
    """Put the section, made anew, into the page."""
    text = PAGE.read_text(encoding="utf-8")
    section = f"{BEGIN}\n{render(results.read('capacity'))}{END}"
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(before + section + rest.partition(END)[2], encoding="utf-8")


def main() -> None:
    """Run it and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity")
    parser.add_argument("--simulate-only", action="store_true", help="measure nothing, simulate anew")
    parser.add_argument("--keep", action="store_true", help="keep the results")
    parser.add_argument("--write-docs", action="store_true", help="renew docs/scaling.md from what was kept")
    options = parser.parse_args()
    try:
        found = report(_kept() if options.simulate_only else asyncio.run(measure()))
    except postgres.NoPostgresError as error:
        raise SystemExit(f"Not run: {error}.") from error
    if options.keep:
        results.write("capacity", found)
    if options.write_docs:
        write_docs()
    sys.stdout.write(f"{json.dumps(found, indent=1)}\n")


if __name__ == "__main__":
    main()
