"""Owns the search for candidate verdicts: by words, by letters and by meaning, merged by score."""

import json
import shutil
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from claims.decision import How
from claims.verdict import Verdict, VerdictId
from matching import language
from matching.embeddings import Embedder, TwoEncoders, Vectors, cosines
from matching.ranker import NOBODY, Place, Scores
from matching.records import Record, Stored, record
from matching.search import WordIndex
from matching.segment import Message, Part, parts
from matching.vectors import VectorFile

FORMAT = 13
_DEPTH = 50
_SENTENCE_DEPTH = 8
_MAX_SENTENCE_SEARCHES = 10
_RANKED = 40
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verdict that may be about the same claim; `vectors`, by the embedder that judges, are those of its
    texts, in their order, and of its title, claim and summary together."""

    stored: Stored
    vectors: Vectors
    how: How
    place: Place = NOBODY


@dataclass(frozen=True, slots=True)
class Asked:
    """A message and its parts. Of each part, `vectors` by the embedder that judges and `finding` by the one
    that searches, mostly the same."""

    message: Message
    parts: tuple[Part, ...]
    vectors: Vectors
    finding: Vectors


@dataclass(frozen=True, slots=True)
class Prepared:
    """Verdicts ready for the index: the slow part of taking them in is done."""

    records: Sequence[Record]
    removed: Sequence[VerdictId]
    finding: Sequence[tuple[VerdictId, Vectors]]
    judging: Sequence[tuple[VerdictId, Vectors]]


class CandidateIndex:
    """All verdicts, findable; kept in a directory together with the counter of changes that it stands at."""

    def __init__(self, directory: Path, embedder: TwoEncoders, finder: Embedder | None = None) -> None:
        """Open the index; one that is missing, damaged or made by another format or embedder starts empty.

        `finder` finds candidates by meaning in place of `embedder`, whose cosines the gate's formula was
        fitted on and which therefore judges them always.
        """
        self._directory = directory
        self._embedder = embedder
        self._finder = finder or embedder
        self._one_changes = threading.Lock()
        self._closed = False
        self.revision = 0
        manifest = self._manifest()
        if manifest is None or not self._opened(manifest):
            self._start_empty()

    def prepare(self, changed: Sequence[Verdict]) -> Prepared:
        """Read and encode verdicts, which takes long and changes nothing: another thread may do it."""
        latest = {verdict.id: verdict for verdict in changed}
        records = [record(verdict) for verdict in latest.values() if verdict.retracted_at is None]
        removed = [verdict.id for verdict in latest.values() if verdict.retracted_at is not None]
        finding = _encoded(records, self._finder)
        judging = finding if self._finder is self._embedder else _encoded(records, self._embedder)
        return Prepared(records, removed, finding, judging)

    def take_in(self, prepared: Prepared, revision: int, *, more_follow: bool = False) -> None:
        """Add, replace or remove what was prepared, then stand at `revision`."""
        with self._one_changes:
            if self._closed:
                return  # the process ends; the next one starts from the revision that was reached
            if prepared.records or prepared.removed:
                self._vectors.append(prepared.finding, prepared.removed)
                if self._judging is not self._vectors:
                    self._judging.append(prepared.judging, prepared.removed)
                self._words.apply(prepared.records, prepared.removed, more_follow=more_follow)
            self.revision = revision
            self._write_manifest()

    def put_in_order(self) -> None:
        """Do what `take_in` left undone when more was to follow; may be done beside searches."""
        self._words.put_in_order()

    @property
    def count(self) -> int:
        """How many verdicts are held."""
        return self._words.count

    def clear(self) -> None:
        """Forget everything and stand at revision 0."""
        self.put_in_order()
        self._close_vectors()
        self._start_empty()

    def close(self) -> None:
        """Write down where the index stands, and let go of its files."""
        with self._one_changes:
            self._closed = True
            self.put_in_order()
            self._write_manifest()
            self._close_vectors()

    def settle(self) -> None:
        """Wait until nothing is laid out or saved any more: for measuring."""
        self._vectors.settle()

    def exact(self, keys: Sequence[str], limit: int) -> list[Stored]:
        """Return verdicts one of whose texts has one of these keys."""
        return self._words.exact(keys, limit)

    def linked(self, links: Sequence[str], limit: int) -> list[Stored]:
        """Return verdicts that one of these canonical links leads to."""
        return self._words.linked(links, limit)

    def asked(self, message: Message, limit: int) -> Asked:
        """Return a message cut into at most `limit` parts, with their vectors."""
        pieces = parts(message, limit)
        texts = [part.core for part in pieces]
        vectors = self._embedder.encode_asked(texts, english=language.same(message.language, "en"))
        finding = vectors if self._finder is self._embedder else self._finder.encode(texts)
        return Asked(message, pieces, vectors, finding)

    def search(self, asked: Asked, excluding: Collection[VerdictId], limit: int) -> list[Candidate]:
        """Return candidates for the message, best first."""
        message, spoken = asked.message, asked.message.language
        scores = Scores()
        scores.add("words", self._words.by_words(message.searched, spoken, _DEPTH))
        scores.add("letters", self._words.by_letters(message.body, spoken, _DEPTH))
        sentences = [part for part in asked.parts if not part.whole][:_MAX_SENTENCE_SEARCHES]
        for part in sentences:
            scores.add("words_of_a_sentence", self._words.by_words(part.core, spoken, _SENTENCE_DEPTH))
        scores.add_meaning(self._vectors.nearest(asked.finding, _DEPTH))
        found = [verdict_id for verdict_id in scores.found() if verdict_id not in excluding]
        placed = ranked(asked.vectors, self._vectors_of(found[: max(limit, _RANKED)]), scores)[:limit]
        known = {stored.id: stored for stored in self._words.get([verdict_id for verdict_id, _, _ in placed])}
        return [
            Candidate(known[verdict_id], vectors, _how(verdict_id, scores), place)
            for verdict_id, vectors, place in placed
            if verdict_id in known
        ]

    def candidate(self, stored: Stored, how: How) -> Candidate:
        """Return a verdict found by other means as a candidate."""
        return Candidate(stored, self._judging.of(stored.id), how)

    def _vectors_of(self, ids: Sequence[VerdictId]) -> list[tuple[VerdictId, Vectors]]:
        return list(zip(ids, self._judging.of_each(ids), strict=True))

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
        self._vectors = VectorFile(self._directory, _blocks(self._finder), rows)
        self._judging = self._vectors
        if self._finder is not self._embedder:
            folder = self._directory / "judging"
            folder.mkdir(exist_ok=True)
            self._judging = VectorFile(folder, _blocks(self._embedder), rows, searched=False)

    def _close_vectors(self) -> None:
        for vectors in {self._vectors, self._judging}:
            vectors.close()

    def _start_empty(self) -> None:
        self.revision = 0
        self._directory.mkdir(parents=True, exist_ok=True)
        for folder in ("words", "judging"):
            shutil.rmtree(self._directory / folder, ignore_errors=True)
        for path in (self._manifest_path, *self._directory.glob("vectors.*")):
            path.unlink(missing_ok=True)
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


def _blocks(embedder: Embedder) -> tuple[int, ...]:
    """Return the widths of the encoders' shares of a vector."""
    return embedder.blocks if isinstance(embedder, TwoEncoders) else (embedder.dimensions,)


def _encoded(records: Sequence[Record], embedder: Embedder) -> list[tuple[VerdictId, Vectors]]:
    texts = list(dict.fromkeys(text for item in records for text in item.embedded))
    rows = [embedder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    vectors = dict(zip(texts, (row for block in rows for row in block), strict=True))
    return [(item.id, np.stack([vectors[text] for text in item.embedded])) for item in records]


def _how(verdict_id: VerdictId, scores: Scores) -> How:
    return How.WORDS if scores.shares_words(verdict_id) else How.MEANING


def ranked(
    asked: Vectors, candidates: Sequence[tuple[VerdictId, Vectors]], scores: Scores
) -> list[tuple[VerdictId, Vectors, Place]]:
    """Return the candidates in the order of what the searches and the vectors say together."""
    if not candidates:
        return []
    meaning, english = cosines(asked, np.concatenate([vectors for _, vectors in candidates]))
    near: list[list[float]] = []
    if len(asked):
        near = np.stack([meaning.max(axis=0), english.max(axis=0), meaning[0], english[0]], axis=1).tolist()
    placed = []
    start = 0
    for verdict_id, vectors in candidates:
        stop = start + len(vectors)
        placed.append((verdict_id, vectors, scores.place(verdict_id, near[start:stop])))
        start = stop
    return sorted(placed, key=lambda candidate: -candidate[2].total)
