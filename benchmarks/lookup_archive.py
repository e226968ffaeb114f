"""Owns the archive that benchmarks.lookup measures on: what is in it, its index, and the messages asked.

Its first verdicts are the real ones of a collection of tweets, where that is at hand, and made-up ones. These
are really encoded, and recall is measured on messages about them alone. All others are made-up texts whose
vectors are mixtures of two encoded ones, with noise: encoding a million verdicts takes hours, and a search
takes as long with such vectors.
"""

import gzip
import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.stories import Storyteller
from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching.candidates import CandidateIndex, Prepared
from matching.embeddings import ENGLISH_SHARE, TwoEncoders, UniversalSentenceEncoder, Vectors
from matching.normalize import digest
from matching.phrases import TAIL
from matching.records import Record, record

ENCODED_STORIES = 2_000
RETOLD = 150
UNKNOWN = 150
LONG = 25
_ELSEWHERE = 10_000_000  # stories from here on are in no archive
_BATCH = 10_000
_MIXED = (0.8, 0.5)
_NOISE = 0.4
_MAX_SUMMARY = 1_500


@dataclass(frozen=True, slots=True)
class Asked:
    """A message; `right` are the verdicts that are right for it, empty where there is none."""

    text: str
    kind: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Real:
    """What is really encoded, in the order in which an archive takes it, and the messages about it."""

    verdicts: Sequence[Verdict]
    messages: Sequence[Asked]


def real(shared: Path) -> Real:
    """Return the verdicts that are encoded: those that messages ask for first."""
    rows, gold, tweets = _collection(shared / "data" / "checkthat2022")
    asked = {name for names in gold.values() for name in names}
    first = [row for row in rows if row["id"] in asked]
    rest = [row for row in rows if row["id"] not in asked]
    teller = Storyteller()
    made_up = list(range(1, ENCODED_STORIES + 1))
    ordered: list[dict[str, Any] | int] = [*first, *made_up[:RETOLD], *rest, *made_up[RETOLD:]]
    numbers: dict[str, int] = {}
    verdicts = []
    for number, one in enumerate(ordered, start=1):
        if isinstance(one, int):
            numbers[f"story {one}"] = number
            verdicts.append(teller.verdict(one, VerdictId(number)))
        else:
            numbers[one["id"]] = number
            verdicts.append(_verdict(one, VerdictId(number)))
    messages = [
        Asked(TAIL.sub("", row["text"]), "tweet", frozenset(numbers[name] for name in gold[row["id"]]))
        for row in tweets
    ]
    retold = [
        Asked(teller.story(one).retold, "retold", frozenset({numbers[f"story {one}"]}))
        for one in made_up[:RETOLD]
    ]
    return Real(verdicts, [*messages, *retold, *_without_verdict(teller)])


def _without_verdict(teller: Storyteller) -> list[Asked]:
    """Return messages that no verdict answers: half near misses, half about something else, and long ones."""
    untold = [teller.story(one).untold for one in range(1, UNKNOWN // 2 + 1)]
    others = [teller.story(_ELSEWHERE + one).retold for one in range(UNKNOWN // 2)]
    long = [teller.long_forward(_ELSEWHERE + 1_000 * one) for one in range(1, LONG + 1)]
    return [
        *(Asked(text, "unknown", frozenset()) for text in (*untold, *others) if text),
        *(Asked(text, "long", frozenset()) for text in long),
    ]


def _collection(folder: Path) -> tuple[list[dict[str, Any]], dict[str, set[str]], list[dict[str, Any]]]:
    """Return claims, for each message its right claims, and messages; nothing if there is no such folder."""
    if not folder.exists():
        return [], {}, []
    with gzip.open(folder / "claims.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    known = {row["id"] for row in rows}
    gold: dict[str, set[str]] = {}
    for line in (folder / "qrels.dev.tsv").read_text("utf-8").splitlines():
        message, claim = line.split("\t")[:2]
        if claim in known:
            gold.setdefault(message, set()).add(claim)
    tweets = [json.loads(line) for line in (folder / "queries.dev.jsonl").read_text("utf-8").splitlines()]
    return rows, gold, [row for row in tweets if row["id"] in gold]


def _verdict(row: dict[str, Any], verdict_id: VerdictId) -> Verdict:
    texts = [str(row.get(name) or "") for name in ("summary", "body")]
    ruling = Ruling(
        claim=row["claim"],
        rating=Rating.UNRATED,
        publisher=str(row.get("publisher") or ""),
        url=str(row.get("url") or ""),
        title=str(row.get("title") or ""),
        summary="\n".join(dict.fromkeys(text for text in texts if text))[:_MAX_SUMMARY],
        language=str(row.get("lang") or ""),
    )
    return Verdict(id=verdict_id, revision=1, ruling=ruling)


class Archive:
    """An archive in a folder, which grows from one size to the next."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.index = folder / "index"
        self.texts = folder / "texts.jsonl"
        self.vectors = folder / "vectors.f32"
        """One vector of each verdict, of all its texts together."""
        self._folder = folder
        self._shared = shared

    def grow(self, size: int) -> dict[str, float]:
        """Bring it to this size; return how many verdicts were prepared (read, encoded) and taken in, and the
        seconds of each, with those of laying out the search lists after the last."""
        self._folder.mkdir(parents=True, exist_ok=True)
        encoders = _Remembering(self._folder / "encodings.npz")
        index = CandidateIndex(self.index, encoders)
        batches = _batches(real(self._shared).verdicts, index, encoders, size)
        preparing = taking_in = 0.0
        before, began = index.count, time.perf_counter()
        with self.texts.open("a", encoding="utf-8") as texts, self.vectors.open("ab") as vectors:
            for batch in batches:
                ready = time.perf_counter()
                index.take_in(batch, index.count + len(batch.records), more_follow=True)
                texts.writelines(f"{json.dumps(item.searched)}\n" for item in batch.records)
                vectors.write(np.stack([rows[-1] for _, rows in batch.finding]).tobytes())
                preparing, taking_in = preparing + ready - began, taking_in + time.perf_counter() - ready
                began = time.perf_counter()
        index.close()
        encoders.save()
        return {
            "verdicts": index.count - before,
            "encoded_texts": encoders.encoded,
            "prepare_seconds": round(preparing, 1),
            "take_in_seconds": round(taking_in, 1),
            "put_in_order_seconds": round(time.perf_counter() - began, 1),
        }


def _batches(
    encoded: Sequence[Verdict], index: CandidateIndex, encoders: "_Remembering", size: int
) -> Iterator[Prepared]:
    """Yield what is missing until the archive has this size."""
    teller = Storyteller()
    have = index.count
    while have < min(size, len(encoded)):
        stop = min(size, len(encoded), have + _BATCH // 5)
        yield index.prepare(encoded[have:stop])
        have = stop
    known = [encoders.encode(record(verdict).embedded) for verdict in encoded] if have < size else []
    while have < size:
        stop = min(size, have + _BATCH)
        records = [_filling(teller, number) for number in range(have + 1, stop + 1)]
        dice = np.random.default_rng(have)
        vectors = [(item.id, _mixture(known, len(item.embedded), dice)) for item in records]
        yield Prepared(records, [], vectors, vectors)
        have = stop


def _filling(teller: Storyteller, number: int) -> Record:
    """Return a made-up verdict as `record` would, without the cleaning that made-up texts do not need."""
    story = teller.story(number)
    texts = tuple(dict.fromkeys((story.claim, story.title)))
    return Record(
        id=VerdictId(number),
        language="en",
        texts=texts,
        years=(),
        together=f"{story.title}. {story.claim}. {story.summary}",
        searched=f"{story.claim}\n{story.title}\n{story.summary}",
        keys=tuple(digest(text) for text in texts),
        links=(),
    )


def _mixture(known: Sequence[Vectors], rows: int, dice: np.random.Generator) -> Vectors:
    """Return vectors between those of two encoded verdicts, row by row, with noise."""
    one, two = (known[int(place)] for place in dice.integers(0, len(known), 2))
    places = np.arange(rows)
    mixed = _MIXED[0] * one[places % len(one)] + _MIXED[1] * two[places % len(two)]
    mixed += dice.standard_normal(mixed.shape, dtype=np.float32) * (_NOISE / mixed.shape[1] ** 0.5)
    width = UniversalSentenceEncoder.dimensions
    for share, weight in ((mixed[:, :width], 1 - ENGLISH_SHARE), (mixed[:, width:], ENGLISH_SHARE)):
        share *= weight**0.5 / np.linalg.norm(share, axis=1, keepdims=True)
    return mixed


class _Remembering(TwoEncoders):
    """The built-in encoders, with what they have encoded kept in a file: for a second run."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.encoded = 0
        self._path = path
        self._known: dict[str, Vectors] = {}
        if path.exists():
            with np.load(path) as kept:
                self._known = dict(zip(kept["texts"].tolist(), kept["rows"], strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in texts if _key(text) not in self._known]
        for text, row in zip(missing, super().encode(missing), strict=True):
            self._known[_key(text)] = row
        self.encoded += len(missing)
        return np.stack([self._known[_key(text)] for text in texts])

    def save(self) -> None:
        """Keep what is known, if it is more than before."""
        if self.encoded:
            np.savez(self._path, texts=np.array(list(self._known)), rows=np.stack(list(self._known.values())))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
