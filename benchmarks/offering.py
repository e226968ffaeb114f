"""Does looking for whom an import answers hurt those who ask meanwhile? Measures how long a decision takes
while open items are compared: all at once, as many as a round takes, and not at all.

Run it with: python -m benchmarks.offering
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from benchmarks import results
from bot.clock import SystemClock
from bot.knowledge import Knowledge, open_knowledge
from bot.settings import Settings
from claims.usecases import offering
from claims.usecases.offering import OfferNews, Sweep
from claims.verdict import Rating, Ruling
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice

VERDICTS = 2_000
OPEN_ITEMS = 200
ASKED = 100
EVERY_SECONDS = 0.05
PLACES = (
    "Lindhaven",
    "Ostrava Road",
    "Kestrel Bay",
    "Marlow Hill",
    "Fenbridge",
    "Saltby",
    "Corran",
    "Wexdale",
)
THINGS = ("swimming hall", "stone bridge", "market hall", "town forest", "bus line", "water tower")


def claim(number: int) -> str:
    """Return one of many claims."""
    thing, place = THINGS[number % len(THINGS)], PLACES[number % len(PLACES)]
    return f"The {thing} of {place} was sold to a bank for {number + 3} million euros last winter"


async def _filled(knowledge: Knowledge) -> None:
    now = SystemClock().now()
    rulings = [
        (
            Ruling(claim=claim(n), rating=Rating.FALSE, publisher="Desk", url=f"https://example.org/{n}"),
            str(n),
        )
        for n in range(VERDICTS)
    ]
    async with knowledge.store.writing() as tx:
        await tx.verdicts.add_many(rulings, now)
        for number in range(OPEN_ITEMS):
            text = (
                f"My aunt says that number {number} of the {THINGS[number % 6]} club keeps bees in its cellar"
            )
            await tx.items.add(f"open:{number}", text, "en", (), (), now)
    await knowledge.catalogue.refresh()


async def _asked(knowledge: Knowledge) -> list[float]:
    """Return how many milliseconds each decision took, asked at an even pace."""
    taken = []
    for number in range(ASKED):
        began = time.perf_counter()
        await knowledge.catalogue.decide(f"Is it true that {claim(number * 7)}?")
        taken.append((time.perf_counter() - began) * 1_000)
        await asyncio.sleep(EVERY_SECONDS)
    return taken


async def _while(knowledge: Knowledge, sweeping: Callable[[], Coroutine[Any, Any, None]]) -> Sequence[float]:
    task = asyncio.create_task(sweeping())
    taken = await _asked(knowledge)
    task.cancel()
    return taken


async def measure(home: Path) -> list[dict[str, Any]]:
    """Return the medians and 95th percentiles, in milliseconds, and how long one sweep took, in seconds."""
    async with open_knowledge(Settings(home=home)) as knowledge:
        await _filled(knowledge)
        clock = SystemClock()
        voice = TelegramVoice(Catalogues.load(), clock, "Desk")
        look = OfferNews(knowledge.store, knowledge.catalogue, voice, clock)
        a_round = offering.LOOKED_AT_IN_A_ROUND

        async def idle() -> None:
            await asyncio.sleep(3_600)

        async def one_round() -> None:
            await look.look(Sweep())
            await idle()

        async def without_end() -> None:
            while True:
                await look.look(Sweep())

        rows = []
        for name, limit, sweeping in (
            ("nothing else", a_round, idle),
            ("one round", a_round, one_round),
            ("all 200 without end", OPEN_ITEMS, without_end),
        ):
            offering.LOOKED_AT_IN_A_ROUND = limit
            taken = sorted(await _while(knowledge, sweeping))
            began = time.perf_counter()
            await look.look(Sweep())
            rows.append(
                {
                    "meanwhile": name,
                    "median_ms": round(statistics.median(taken), 1),
                    "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
                    "items_looked_at": limit,
                    "look_seconds": round(time.perf_counter() - began, 2),
                }
            )
        offering.LOOKED_AT_IN_A_ROUND = a_round
        return rows


def main() -> None:
    """Measure, and keep what was measured."""
    with tempfile.TemporaryDirectory(prefix="forwardcheck-offering-") as home:
        rows = asyncio.run(measure(Path(home)))
    results.write("offering", {"rows": rows, "verdicts": VERDICTS, "machine": dict(results.machine())})
    for row in rows:
        sys.stdout.write(f"{row}\n")


if __name__ == "__main__":
    main()
