"""Owns the search for candidate verdicts: by words, by letters and by meaning, merged by rank."""

import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from claims.decision import How
from claims.verdict import Verdict, VerdictId
from matching.embeddings import Embedder, Vectors
from matching.records import Record, Stored, record
from matching.search import WordIndex
from matching.segment import Message, Part
from matching.vectors import VectorFile

FORMAT = 2
_RANK_OFFSET = 20  # reciprocal rank fusion; 60 in Cormack et al. 2009, smaller trusts the first places more
_DEPTH = 30
_SENTENCE_DEPTH = 8
_MAX_SENTENCE_SEARCHES = 10
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verdict that may be about the same claim; `vectors` are those of its texts, in their order."""

    stored: Stored
    vectors: Vectors
    how: How


class CandidateIndex:
    """All verdicts, findable; kept in a directory together with the counter of changes that it stands at."""

    def __init__(self, directory: Path, embedder: Embedder) -> None:
        """Open the index; one that is missing, damaged or made by another format or embedder starts empty."""
        self._directory = directory
        self._embedder = embedder
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
            self._vectors.append(self._encoded(records), removed)
            self._words.apply(records, removed)
        self.revision = revision
        self._write_manifest()

    def _encoded(self, records: Sequence[Record]) -> list[tuple[VerdictId, Vectors]]:
        texts = [text for item in records for text in item.texts]
        rows = [
            self._embedder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)
        ]
        encoded = []
        flat = [row for block in rows for row in block]
        place = 0
        for item in records:
            count = len(item.texts)
            block = flat[place : place + count]
            encoded.append((item.id, _stacked(block, self._embedder.dimensions)))
            place += count
        return encoded

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
        """Return one vector per part."""
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
        lists = [
            self._words.by_words(message.body, spoken, _DEPTH),
            self._words.by_letters(message.body, spoken, _DEPTH),
        ]
        if len(parts) > 1:
            searches = [part for part in parts if not part.whole][:_MAX_SENTENCE_SEARCHES]
            lists += [self._words.by_words(part.core, spoken, _SENTENCE_DEPTH) for part in searches]
        near = self._vectors.nearest(vectors, _DEPTH)
        by_meaning = sorted(near, key=lambda verdict_id: -near[verdict_id])[:_DEPTH]
        ranked = _merged([[stored.id for stored in found] for found in lists], by_meaning)
        chosen = [verdict_id for verdict_id in ranked if verdict_id not in excluding][:limit]
        by_words = {stored.id: stored for found in lists for stored in found}
        return self._fetched(chosen, by_words)

    def candidate(self, stored: Stored, how: How) -> Candidate:
        """Return a verdict found by other means as a candidate."""
        return Candidate(stored, self._vectors.of(stored.id), how)

    def _fetched(self, ids: Sequence[VerdictId], by_words: dict[VerdictId, Stored]) -> list[Candidate]:
        missing = [verdict_id for verdict_id in ids if verdict_id not in by_words]
        known = by_words | {stored.id: stored for stored in self._words.get(missing)}
        return [
            self.candidate(known[verdict_id], How.WORDS if verdict_id in by_words else How.MEANING)
            for verdict_id in ids
            if verdict_id in known
        ]

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
            or raw.get("embedder") != self._embedder.id
        ):
            return None
        return raw

    def _opened(self, manifest: dict[str, object]) -> bool:
        revision, rows = manifest.get("revision"), manifest.get("rows")
        if not isinstance(revision, int) or not isinstance(rows, int):
            return False
        try:
            self._words = WordIndex(self._directory / "words")
            self._vectors = VectorFile(self._directory, self._embedder.dimensions, rows)
        except (OSError, ValueError, RuntimeError):  # tantivy and faiss report damage as one of these
            return False
        self.revision = revision
        # A crash between the two files leaves the older revision here, and the caller applies the rest again.
        return self._words.count > 0 or not rows

    def _start_empty(self) -> None:
        self.revision = 0
        self._directory.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._directory / "words", ignore_errors=True)
        for name in ("manifest.json", "vectors.bin", "vectors.ivf"):
            (self._directory / name).unlink(missing_ok=True)
        self._words = WordIndex(self._directory / "words")
        self._vectors = VectorFile(self._directory, self._embedder.dimensions, 0)
        self._write_manifest()

    def _write_manifest(self) -> None:
        manifest = {
            "format": FORMAT,
            "embedder": self._embedder.id,
            "revision": self.revision,
            "rows": self._vectors.rows,
        }
        fresh = self._manifest_path.with_suffix(".new")
        fresh.write_text(json.dumps(manifest), "utf-8")
        fresh.replace(self._manifest_path)


def _stacked(rows: Sequence[Vectors], dimensions: int) -> Vectors:
    return np.stack(rows) if rows else np.zeros((0, dimensions), dtype=np.float32)


def _merged(lists: Sequence[Sequence[VerdictId]], by_meaning: Sequence[VerdictId]) -> list[VerdictId]:
    scores: dict[VerdictId, float] = {}
    for found in (*lists, by_meaning):
        for rank, verdict_id in enumerate(found):
            scores[verdict_id] = scores.get(verdict_id, 0.0) + 1 / (_RANK_OFFSET + rank)
    return sorted(scores, key=lambda verdict_id: -scores[verdict_id])
