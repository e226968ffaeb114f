"""Owns what benchmarks.match_quality reads: which files, which rows of them, where their indexes lie."""

import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.verdict import VerdictId
from matching.phrases import TAIL

Row = dict[str, Any]
_SECONDS_BETWEEN = 10


@dataclass(frozen=True, slots=True)
class Collection:
    """Claims and the messages about them, as files that `evaluate` reads; `index` is a folder to build in."""

    claims: Path
    queries: Path
    qrels: Path
    index: Path

    def texts(self) -> dict[VerdictId, str]:
        """Return all that is written about each claim, by the numbers that `evaluate` gives them."""
        parts = ("title", "claim", "summary", "body")
        return {
            VerdictId(number): "\n".join(dict.fromkeys(row[name] for name in parts if row.get(name)))
            for number, row in enumerate(read(self.claims), start=1)
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A message, without the name and date under it, and the verdicts that are right for it."""

    text: str
    language: str
    right: frozenset[VerdictId]


class Inputs:
    """The data sets under `shared`; with a `sample`, that many claims beside the right ones, and messages."""

    def __init__(self, shared: Path, place: Path, sample: int | None) -> None:
        self._data = shared / "data"
        self._place = place
        self._sample = sample

    def checkthat(self) -> Collection:
        """Return CheckThat! 2022 with the messages of its dev split."""
        return self._collection("checkthat2022", lambda _: True)

    def factchecktweet(self) -> Collection:
        """Return what FactCheckTweet has in English: claims (titles) with summary and body, and messages."""
        return self._collection("factchecktweet", lambda row: row.get("lang") == "en")

    def negatives(self) -> list[Path]:
        """Return chat messages, news and tweets that no claim answers."""
        files = sorted((self._data / "negatives").glob("*.jsonl"))
        return [self._written(path.name, self._spread(read(path))) for path in files]

    def training_messages(self) -> list[Message]:
        """Return the messages of CheckThat's train split: thresholds are set on them, nothing is measured."""
        folder = self._data / "checkthat2022"
        claims = enumerate(read(self.checkthat().claims), start=1)
        numbers = {row["id"]: VerdictId(number) for number, row in claims}
        gold: dict[str, set[VerdictId]] = {}
        for message, claim in _pairs(folder / "qrels.train.tsv"):
            gold.setdefault(message, set()).update([numbers[claim]] if claim in numbers else [])
        return [
            Message(TAIL.sub("", row["text"]), row.get("lang", ""), frozenset(gold.get(row["id"], ())))
            for row in self._spread(read(folder / "queries.train.jsonl"))
        ]

    def many_verdicts(self) -> Path:
        """Return 100,607 real verdicts, of both collections, without bodies."""
        rows = (
            {**row, "id": f"{name} {row['id']}", "body": ""}
            for name in ("checkthat2022", "factchecktweet")
            for row in self._few(read(self._data / name / "claims.jsonl.gz"), ())
        )
        return self._written("many.jsonl", rows)

    def many_messages(self) -> list[Path]:
        """Return messages of all kinds, with a verdict among those or without."""
        rows = self._spread(read(self._data / "checkthat2022" / "queries.train.jsonl"))
        return [*self.negatives(), self._written("asked.jsonl", rows)]

    def index(self, name: str) -> Path:
        """Return a folder for an index of that name."""
        return self._place / f"index-{name}-{self._sample or 'all'}"

    def _collection(self, name: str, wanted: Callable[[Row], bool]) -> Collection:
        folder = self._data / name
        gold = [claim for _, claim in _pairs(folder / "qrels.dev.tsv")]
        claims = (row for row in read(folder / "claims.jsonl.gz") if wanted(row))
        queries = (row for row in read(folder / "queries.dev.jsonl") if wanted(row))
        return Collection(
            self._written(f"{name}.claims.jsonl", self._few(claims, gold)),
            self._written(f"{name}.queries.jsonl", self._spread(queries)),
            folder / "qrels.dev.tsv",
            self.index(name),
        )

    def _few(self, rows: Iterable[Row], needed: Iterable[str]) -> list[Row]:
        every = list(rows)
        if self._sample is None:
            return every
        dice = random.Random(1)  # noqa: S311 - a sample of rows, no secret
        kept = set(needed) | {row["id"] for row in dice.sample(every, min(self._sample, len(every)))}
        return [row for row in every if row["id"] in kept]

    def _spread(self, rows: Iterable[Row]) -> list[Row]:
        every = list(rows)
        count = min(self._sample or len(every), len(every))
        return [every[place * len(every) // count] for place in range(count)]

    def _written(self, name: str, rows: Iterable[Row]) -> Path:
        path = self._place / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        return path


class ProgressLine:
    """Tells on the standard error every ten seconds how far something is, and how long it still takes."""

    def __init__(self) -> None:
        self._what = ""
        self._started = self._told = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self._what:
            self._what, self._started, self._told = what, now, now
        if now - self._told < _SECONDS_BETWEEN or not done:
            return
        self._told = now
        left = (now - self._started) / done * (total - done)
        print(f"  {what}: {done:,} of {total:,}, {left:,.0f} s left", file=sys.stderr, flush=True)  # noqa: T201


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of JSON lines, plain or packed."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open("r", -1, "utf-8") as rows
    ):
        for row in rows:
            yield json.loads(row)


def _pairs(qrels: Path) -> Sequence[tuple[str, str]]:
    rows = [line.split("\t") for line in qrels.read_text("utf-8").splitlines()]
    return [(fields[0], fields[1]) for fields in rows]
