"""Owns the matcher as it is, over an index that was built before, and without one part or another."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from claims.verdict import Verdict
from matching import features, gate, ranker
from matching.candidates import CandidateIndex
from matching.crossencoder import CrossEncoder
from matching.embeddings import TwoEncoders, Vectors, cosines
from matching.gate import Gate
from matching.matcher import HybridMatcher


class Reopened(HybridMatcher):
    """The matcher, which is not told again what its index holds: indexes are built once for all variants."""

    def apply(self, changed: Sequence[Verdict], revision: int) -> None:
        if revision > self.revision:
            super().apply(changed, revision)


class Thrifty(TwoEncoders):
    """The encoders, which read a text once that comes twice: where a claim has no title, each does."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        each = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        return super().encode(list(each))[[each[text] for text in texts]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The matcher with some parts changed: (owner, name, what takes its place)."""

    title: str
    changes: tuple[tuple[Any, str, Any], ...] = ()
    reader: bool = True

    @contextmanager
    def opener(self) -> Iterator[Callable[[Path], HybridMatcher]]:
        """Yield what opens it on an index; it lasts as long as the context."""
        with ExitStack() as stack:
            for owner, name, substitute in self.changes:
                stack.enter_context(mock.patch.object(owner, name, substitute))
            yield self._open

    def _open(self, directory: Path) -> HybridMatcher:
        embedder = Thrifty()
        gate = Gate(CrossEncoder() if self.reader else None, embedder)
        return Reopened(CandidateIndex(directory, embedder), gate)


_encode_asked = TwoEncoders.encode_asked


def _as_if_foreign(self: TwoEncoders, texts: Sequence[str], *, english: bool) -> Vectors:  # noqa: ARG001 - as the original
    return _encode_asked(self, texts, english=False)


def _wordless(self: TwoEncoders, texts: Sequence[str], *, english: bool) -> Vectors:  # noqa: ARG001 - as the original
    return np.zeros((len(texts), self.dimensions), dtype=np.float32)


def _only_many_languages(asked: Vectors, checked: Vectors) -> tuple[Vectors, Vectors]:
    meaning, _ = cosines(asked, checked)
    return meaning, meaning


def _no_conflicts(*_: object) -> tuple[()]:
    return ()


_FOREIGN = (TwoEncoders, "encode_asked", _as_if_foreign)
FULL = Variant("everything")
VARIANTS = (
    FULL,
    Variant("without the reader", reader=False),
    Variant("without vetoes: conflicts only lower the sum", ((gate, "_VETOES", frozenset()),)),
    Variant("without looking for conflicts", ((features, "find_conflicts", _no_conflicts),)),
    Variant("without the English encoder, its cosines 0", (_FOREIGN,)),
    Variant(
        "without the English encoder, the other one in its place",
        (_FOREIGN, (gate, "cosines", _only_many_languages), (ranker, "cosines", _only_many_languages)),
    ),
    Variant("words only", ((TwoEncoders, "encode_asked", _wordless),), reader=False),
)
