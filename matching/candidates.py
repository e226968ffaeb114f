"""Owns the search for candidate verdicts: by words, by letters and by meaning, merged by score."""

import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from claims.decision import How
from claims.verdict import Verdict, VerdictId
from matching.embeddings import Embedder, Vectors
from matching.records import Record, Stored, record
from matching.search import Found, WordIndex
from matching.segment import Message, Part
from matching.vectors import VectorFile

FORMAT = 4
_LEAST_SCORE = 1e-6
_DEPTH = 50
_SENTENCE_DEPTH = 8
_MAX_SENTENCE_SEARCHES = 10
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verdict that may be about the same claim; `vectors` are those of its texts, in their order, by the
    embedder that judges."""

    stored: Stored
    vectors: Vectors
    how: How


class CandidateIndex:
    """All verdicts, findable; kept in a directory together with the counter of changes that it stands at."""

    def __init__(self, directory: Path, embedder: Embedder, finder: Embedder | None = None) -> None:
        """Open the index; one that is missing, damaged or made by another format or embedder starts empty.

        `finder` finds candidates by meaning in place of `embedder`, whose cosines the gate's formula was
        fitted on and which therefore judges them always.
        """
        self._directory = directory
        self._embedder = embedder
        self._finder = finder or embedder
        self.revision = 0
        manifest = self._manifest()
        if manifest is None or not self._opened(manifest):
            self._start_empty()

    def apply(self, changed: Sequence[Verdict], revision: int) -> None:
        """Add, replace or (when retracted) remove verdicts, then stand at `revision`."""
        latest = {verdict.id: verdict for verdict in changed}
        records = [record(verdict) for verdict in latest.values() if verdict.retracted_at is None]
        removed = [verdict.id for verdict in latest.values() if verdict.retracted_at is not None]
        if latest:
            self._vectors.append(_encoded(records, self._finder), removed)
            if self._judging is not self._vectors:
                self._judging.append(_encoded(records, self._embedder), removed)
            self._words.apply(records, removed)
        self.revision = revision
        self._write_manifest()

    def clear(self) -> None:
        """Forget everything and stand at revision 0."""
        self._start_empty()

    def close(self) -> None:
        """Write down where the index stands."""
        self._write_manifest()

    def exact(self, keys: Sequence[str], limit: int) -> list[Stored]:
        """Return verdicts one of whose texts has one of these keys."""
        return self._words.exact(keys, limit)

    def linked(self, links: Sequence[str], limit: int) -> list[Stored]:
        """Return verdicts that one of these canonical links leads to."""
        return self._words.linked(links, limit)

    def encode(self, parts: Sequence[Part]) -> Vectors:
        """Return one vector per part, to search with."""
        return self._finder.encode([part.core for part in parts])

    def encode_for_judging(self, parts: Sequence[Part], vectors: Vectors) -> Vectors:
        """Return one vector per part, to compare with a candidate's; `vectors` are those of `encode`."""
        if self._finder is self._embedder:
            return vectors
        return self._embedder.encode([part.core for part in parts])

    def search(
        self,
        message: Message,
        parts: Sequence[Part],
        vectors: Vectors,
        excluding: Collection[VerdictId],
        limit: int,
    ) -> list[Candidate]:
        """Return candidates for the message, best first."""
        spoken = message.language
        found = {"words": self._words.by_words(message.searched, spoken, _DEPTH)}
        found["letters"] = self._words.by_letters(message.body, spoken, _DEPTH)
        sentences = [part for part in parts if not part.whole][:_MAX_SENTENCE_SEARCHES]
        scores = Scores(ranker_weights())
        for name, hits in found.items():
            scores.add(name, hits)
        for part in sentences:
            scores.add("words_of_a_sentence", self._words.by_words(part.core, spoken, _SENTENCE_DEPTH))
        scores.add_meaning(self._vectors.nearest(vectors, _DEPTH))
        ranked = [verdict_id for verdict_id in scores.ranked() if verdict_id not in excluding]
        return self._fetched(ranked[:limit], scores.stored)

    def candidate(self, stored: Stored, how: How) -> Candidate:
        """Return a verdict found by other means as a candidate."""
        return Candidate(stored, self._judging.of(stored.id), how)

    def _fetched(self, ids: Sequence[VerdictId], by_words: dict[VerdictId, Stored]) -> list[Candidate]:
        missing = [verdict_id for verdict_id in ids if verdict_id not in by_words]
        known = by_words | {stored.id: stored for stored in self._words.get(missing)}
        return [
            self.candidate(known[verdict_id], How.WORDS if verdict_id in by_words else How.MEANING)
            for verdict_id in ids
            if verdict_id in known
        ]

    @property
    def _embedder_ids(self) -> str:
        return " and ".join(dict.fromkeys((self._finder.id, self._embedder.id)))

    @property
    def _manifest_path(self) -> Path:
        return self._directory / "manifest.json"

    def _manifest(self) -> dict[str, object] | None:
        try:
            raw = json.loads(self._manifest_path.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        if (
            not isinstance(raw, dict)
            or raw.get("format") != FORMAT
            or raw.get("embedder") != self._embedder_ids
        ):
            return None
        return raw

    def _opened(self, manifest: dict[str, object]) -> bool:
        revision, rows = manifest.get("revision"), manifest.get("rows")
        if not isinstance(revision, int) or not isinstance(rows, int):
            return False
        try:
            self._words = WordIndex(self._directory / "words")
            self._open_vectors(rows)
        except (OSError, ValueError, RuntimeError):  # tantivy and faiss report damage as one of these
            return False
        self.revision = revision
        # A crash between the two files leaves the older revision here, and the caller applies the rest again.
        return self._words.count > 0 or not rows

    def _open_vectors(self, rows: int) -> None:
        self._vectors = VectorFile(self._directory, self._finder.dimensions, rows)
        self._judging = self._vectors
        if self._finder is not self._embedder:
            folder = self._directory / "judging"
            folder.mkdir(exist_ok=True)
            self._judging = VectorFile(folder, self._embedder.dimensions, rows, searched=False)

    def _start_empty(self) -> None:
        self.revision = 0
        self._directory.mkdir(parents=True, exist_ok=True)
        for folder in ("words", "judging"):
            shutil.rmtree(self._directory / folder, ignore_errors=True)
        for name in ("manifest.json", "vectors.bin", "vectors.ivf"):
            (self._directory / name).unlink(missing_ok=True)
        self._words = WordIndex(self._directory / "words")
        self._open_vectors(0)
        self._write_manifest()

    def _write_manifest(self) -> None:
        manifest = {
            "format": FORMAT,
            "embedder": self._embedder_ids,
            "revision": self.revision,
            "rows": self._vectors.rows,
        }
        fresh = self._manifest_path.with_suffix(".new")
        fresh.write_text(json.dumps(manifest), "utf-8")
        fresh.replace(self._manifest_path)


def _encoded(records: Sequence[Record], embedder: Embedder) -> list[tuple[VerdictId, Vectors]]:
    texts = [text for item in records for text in item.texts]
    rows = [embedder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    encoded = []
    flat = [row for block in rows for row in block]
    place = 0
    for item in records:
        count = len(item.texts)
        block = flat[place : place + count]
        encoded.append((item.id, _stacked(block, embedder.dimensions)))
        place += count
    return encoded


def _stacked(rows: Sequence[Vectors], dimensions: int) -> Vectors:
    return np.stack(rows) if rows else np.zeros((0, dimensions), dtype=np.float32)


class Scores:
    """Adds up what the searches say of each verdict (see weights/ranker.json)."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.stored: dict[VerdictId, Stored] = {}
        self._weights = weights
        self._words: dict[VerdictId, float] = {}
        self._more: dict[VerdictId, float] = {}

    def add(self, name: str, hits: Sequence[Found]) -> None:
        """Count a search: of several searches for words the best counts, letters come on top."""
        for hit in hits:
            verdict_id = hit.stored.id
            self.stored[verdict_id] = hit.stored
            share = self._weights[name] * hit.score / max(hits[0].score, _LEAST_SCORE)
            if name == "letters":
                self._more[verdict_id] = self._more.get(verdict_id, 0.0) + share
            else:
                self._words[verdict_id] = max(self._words.get(verdict_id, 0.0), share)

    def add_meaning(self, cosines: Mapping[VerdictId, float]) -> None:
        """Count the cosine of each verdict's nearest text."""
        for verdict_id, cosine in cosines.items():
            self._more[verdict_id] = self._more.get(verdict_id, 0.0) + self._weights["meaning"] * cosine

    def ranked(self) -> list[VerdictId]:
        """Return all verdicts, best first."""
        both = self._words.keys() | self._more.keys()
        total = {
            verdict_id: self._words.get(verdict_id, 0.0) + self._more.get(verdict_id, 0.0)
            for verdict_id in both
        }
        return sorted(total, key=lambda verdict_id: (-total[verdict_id], verdict_id))


@cache
def ranker_weights() -> dict[str, float]:
    """Return the weights of the ranker, read once."""
    raw = json.loads((Path(__file__).parent / "weights" / "ranker.json").read_text("utf-8"))
    return {name: float(weight) for name, weight in raw.items() if name != "note"}
