"""Imports made-up ClaimReviews, twice, and a plain `json.load` with an INSERT of the same file beside it.

    python -m benchmarks.importing --reviews 200000 --indexed 2000

Each part runs as a process of its own, whose peak memory is read from the system (Linux). Indexing happens
when the bot first needs the index, so it is measured apart, on a database with `--indexed` verdicts. Exit
code 0 when everything went in, the second import changed no byte of the database, and memory stayed under
500 MB.
"""

import argparse
import asyncio
import hashlib
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import results
from bot.importing import ImportOptions, import_sources
from bot.knowledge import open_knowledge
from bot.settings import Settings

MEMORY_LIMIT_MB = 500
_KIB = 1024
_WHO = (
    "A mayor",
    "A minister",
    "A video",
    "A post",
    "A photo",
    "A doctor",
    "A pilot",
    "A farmer",
    "A channel",
)
_SAYS = (
    "shows that",
    "claims that",
    "proves that",
    "says that",
    "warns that",
    "denies that",
    "confirms that",
)
_WHAT = ("the bridge", "the vaccine", "the lake", "the new tax", "the harvest", "the election", "the school")
_DOES = ("was sold to", "was closed because of", "harms", "was invented by", "is paid for by", "hides")
_WHOM = ("a foreign bank", "the harbour town", "five hospitals", "an actor", "the neighbours", "old people")
_RATINGS = ("False", "Mostly False", "Falso", "Misleading", "True", "Half True", "Engañoso", "Bulo", "Faux")


def reviews(count: int, seed: int) -> Iterator[Mapping[str, Any]]:
    """Yield made-up ClaimReviews, each on a claim and a page of its own."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    for number in range(count):
        claim = " ".join(chance.choice(part) for part in (_WHO, _SAYS, _WHAT, _DOES, _WHOM))
        yield {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "claimReviewed": f"{claim} in district {number}",
            "url": f"https://facts{number % 300}.example/{number}",
            "datePublished": f"20{10 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}",
            "author": {"@type": "Organization", "name": f"Facts {number % 300}"},
            "reviewRating": {"@type": "Rating", "alternateName": chance.choice(_RATINGS)},
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Person", "name": f"Speaker {number % 5000}"},
                "appearance": [{"@type": "CreativeWork", "url": f"https://social.example/p/{number}"}],
            },
            "description": f"We looked into it. {claim}: this is not what the records show. " * 2,
            "inLanguage": "en",
        }


def write_feed(path: Path, count: int, seed: int) -> None:
    """Write a schema.org DataFeed."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [\n')
        for number, review in enumerate(reviews(count, seed)):
            item = {"@type": "DataFeedItem", "item": [review]}
            file.write(("" if number == 0 else ",\n") + json.dumps(item))
        file.write("\n]}\n")


def run_import(home: Path, feed: Path) -> dict[str, Any]:
    """Import as the command does."""
    tally = asyncio.run(import_sources(Settings(home=home), [str(feed)], ImportOptions()))
    return {"added": tally.added, "unchanged": tally.unchanged, "refused": len(tally.refused)}


def run_plain(home: Path, feed: Path) -> dict[str, Any]:
    """Load the whole file and insert the same fields into one table, in one transaction."""
    home.mkdir(exist_ok=True)
    elements = json.loads(feed.read_text(encoding="utf-8"))["dataFeedElement"]
    rows = [_row(element["item"][0]) for element in elements]
    with sqlite3.connect(home / "plain.db") as database:
        database.execute(
            "CREATE TABLE verdicts (claim, rating, url, published, publisher, summary, claimant)"
        )
        database.execute("CREATE UNIQUE INDEX one ON verdicts (url, claim)")
        database.executemany("INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return {"added": len(rows)}


def _row(review: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        review["claimReviewed"],
        review["reviewRating"]["alternateName"],
        review["url"],
        review["datePublished"],
        review["author"]["name"],
        review["description"],
        review["itemReviewed"]["author"]["name"],
    )


def run_index(home: Path, _feed: Path) -> dict[str, Any]:
    """Bring the index level with the database, as the bot does when it starts."""

    async def refresh() -> int:
        async with open_knowledge(Settings(home=home)) as knowledge:
            return await knowledge.catalogue.refresh()

    return {"added": asyncio.run(refresh())}


PARTS: Mapping[str, Callable[[Path, Path], dict[str, Any]]] = {
    "import": run_import,
    "plain": run_plain,
    "index": run_index,
}


def measured(part: str, home: Path, feed: Path) -> dict[str, Any]:
    """Run a part as a process of its own; return what it did, its seconds and its peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.importing", "--part", part, "--home", str(home)]
    done = subprocess.run(  # noqa: S603 - our own module
        [*command, "--feed", str(feed)], cwd=results.ROOT, capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_part(part: str, home: Path, feed: Path) -> None:
    """Be that process."""
    began = time.perf_counter()
    found = PARTS[part](home, feed)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB
    print(json.dumps(found | {"seconds": round(seconds, 1), "peak_mb": round(peak)}))  # noqa: T201 - output


def measure(count: int, indexed: int, seed: int) -> dict[str, Any]:
    """Return all figures."""
    with tempfile.TemporaryDirectory() as folder:
        home, feed = Path(folder, "home"), Path(folder, "feed.json")
        write_feed(feed, count, seed)
        first = measured("import", home, feed)
        before = digest(home)
        second = measured("import", home, feed) | {"bytes changed": digest(home) != before}
        plain = measured("plain", Path(folder, "plain"), feed)
        small = Path(folder, "small.json")
        write_feed(small, indexed, seed)
        measured("import", Path(folder, "small"), small)
        index = measured("index", Path(folder, "small"), small) | {"added": indexed}
        megabytes = feed.stat().st_size // 1024**2
    timed = {"import": first, "second import": second, "json.load and INSERT": plain, "index": index}
    for found in timed.values():
        found["a_second"] = round((found["added"] or count) / found["seconds"])
    return {"machine": results.machine(), "reviews": count, "feed_mb": megabytes} | timed


def digest(home: Path) -> str:
    """Return a hash of the database with its log."""
    content = hashlib.sha256()
    for path in sorted(home.glob("forwardcheck.db*")):
        if not path.name.endswith("-shm"):  # which locks are held, no data
            content.update(path.read_bytes())
    return content.hexdigest()


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=200_000)
    parser.add_argument("--indexed", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the result in benchmarks/results")
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--feed", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        run_part(options.part, options.home, options.feed)
        return 0
    found = measure(options.reviews, options.indexed, options.seed)
    print(json.dumps(found, indent=1))  # noqa: T201 - it is the output
    if options.keep:
        results.write("importing", found)
    first, second = found["import"], found["second import"]
    complete = first["added"] == options.reviews == second["unchanged"] and not second["bytes changed"]
    return 0 if complete and max(first["peak_mb"], second["peak_mb"]) < MEMORY_LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
