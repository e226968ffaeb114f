"""Reads real ClaimReviews and saved pages of fact-checkers; counts what goes in and why the rest does not.

    python -m benchmarks.feed_shapes

The material is not ours to publish: it is read from ../shared/data/claimreview, and only counts are kept. The
right rating of each object was written down by reading it (`EXPECTED`). Exit code 0 when nothing crashed, at
least 62 of the 65 objects went in with the right rating, and every refusal gives a reason.
"""

import io
import json
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import results
from claims.verdict import Rating
from feeds.files import is_xml_feed, read_file
from feeds.records import Parsed, UnreadableSource
from feeds.xmlfeed import read_entries

DATA = results.ROOT.parent / "shared" / "data" / "claimreview"
NEEDED = 62
_WORDS = {
    "f": Rating.FALSE,
    "m": Rating.MISLEADING,
    "h": Rating.HALF_TRUE,
    "p": Rating.MOSTLY_FALSE,
    "u": Rating.UNPROVEN,
    "-": Rating.UNRATED,  # the publisher wrote a sentence and no rating
}
# The 65 objects in their order, f for false and so on; the 19th has a link without a host.
EXPECTED = "ffffmfffmfffmfff-ff-fmhpfffmmmfmfmfmmmmfmmffffffffffffffffuffffff"


@dataclass
class Count:
    """What became of some material."""

    read: int = 0
    crashed: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    links: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the counts."""
        return {
            "read": self.read,
            "crashed": self.crashed,
            "accepted": self.accepted,
            "refused": sum(self.refused.values()),
            "links listed": self.links,
            "reasons": dict(self.refused.most_common()),
        }


def objects() -> dict[str, Any]:
    """Return how the single ClaimReviews fare."""
    records = list(read_file(DATA / "objects.jsonl"))
    ratings = [record.ruling.rating if isinstance(record, Parsed) else None for record in records]
    wrong = [number for number, rating in enumerate(ratings, 1) if _is_wrong(rating, number)]
    rated = sum(rating not in {None, Rating.UNRATED} for rating in ratings)
    return {
        "read": len(records),
        "accepted": sum(rating is not None for rating in ratings),
        "with the right rating": rated - len(wrong),
        "unrated": sum(rating is Rating.UNRATED for rating in ratings),
        "wrong": wrong,
    }


def _is_wrong(rating: Rating | None, number: int) -> bool:
    return rating is not None and rating is not _WORDS[EXPECTED[number - 1]]


def pages() -> dict[str, Any]:
    """Return how the saved files fare, and the pages that some of them hold."""
    count = Count()
    with tempfile.TemporaryDirectory() as folder:
        for name, content, url in _saved():
            path = Path(folder, Path(name).name)
            path.write_bytes(content)
            _read(path, url, count)
    return count.as_json()


def _saved() -> Iterator[tuple[str, bytes, str]]:
    """Yield each file, and after it the page inside where it was saved in an envelope with its address."""
    with tarfile.open(DATA / "pages.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            content = file.read()
            yield member.name, content, ""
            envelope = _json(content)
            for key in ("page", "raw_response"):
                if isinstance(envelope, dict) and isinstance(page := envelope.get(key), str):
                    url = envelope.get("url")
                    yield f"{key}.html", page.encode("utf-8", "replace"), url if isinstance(url, str) else ""


def _json(content: bytes) -> Any:
    try:
        return json.load(io.BytesIO(content))
    except (ValueError, RecursionError):
        return None


def _read(path: Path, url: str, count: Count) -> None:
    count.read += 1
    try:
        if is_xml_feed(path):
            count.links += sum(1 for _ in read_entries(path, path.name, url))
            return
        for record in read_file(path, address=url):
            if isinstance(record, Parsed):
                count.accepted += 1
            else:
                count.refused[record.why] += 1
    except UnreadableSource as error:
        count.refused[str(error).replace(path.name, "it")] += 1
    except Exception as error:  # noqa: BLE001 - counting these is what the benchmark is for
        count.crashed += 1
        sys.stderr.write(f"{path.name}: {type(error).__name__}\n")


def main() -> int:
    """Measure, print and keep."""
    if not DATA.is_dir():
        sys.stderr.write("../shared/data/claimreview is not beside this checkout\n")
        return 2
    found = {"machine": results.machine(), "objects": objects(), "pages": pages()}
    results.write("feed_shapes", found)
    print(json.dumps(found, ensure_ascii=False, indent=1))  # noqa: T201 - it is the output
    good = found["objects"]["with the right rating"] >= NEEDED and not found["objects"]["wrong"]
    return 0 if good and not found["pages"]["crashed"] else 1


if __name__ == "__main__":
    sys.exit(main())
