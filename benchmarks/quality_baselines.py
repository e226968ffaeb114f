"""Owns the simpler methods that the matcher is measured beside: each ranks, and answers above a threshold."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.quality_data import Message
from claims.decision import Answer, Decision, How, Match, NotAClaim, Queued
from claims.verdict import Verdict, VerdictId
from matching.embeddings import UniversalSentenceEncoder
from matching.reading import words
from matching.search import WordIndex

Found = list[tuple[VerdictId, float]]
ALLOWED = 0.01
"""The share of messages without their verdict that a method may answer; its threshold is set by that."""
_DEPTH = 12
_FUSED_DEPTH = 50
_FUSION = 60  # the constant of reciprocal rank fusion (Cormack et al. 2009)


class Method(Protocol):
    """Finds the verdicts that fit a text, best first, each with how certain it is (0 to 1)."""

    def find(self, text: str) -> Found: ...


class Fuzzy:
    """rapidfuzz token_set_ratio with every claim."""

    def __init__(self, texts: Mapping[VerdictId, str]) -> None:
        self._texts = {number: text.lower() for number, text in texts.items()}

    def find(self, text: str) -> Found:
        hits = process.extract(text.lower(), self._texts, scorer=fuzz.token_set_ratio, limit=_DEPTH)
        return [(number, score / 100) for _, score, number in hits]


class FullText:
    """SQLite's FTS5 with stemming: bm25 of any of the words."""

    def __init__(self, texts: Mapping[VerdictId, str]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE claim USING fts5(text, tokenize='porter unicode61')")
        self._database.executemany("INSERT INTO claim (rowid, text) VALUES (?, ?)", texts.items())

    def find(self, text: str) -> Found:
        terms = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(text)[:64]))
        if not terms:
            return []
        sql = "SELECT rowid, -bm25(claim) FROM claim WHERE claim MATCH ? ORDER BY 2 DESC LIMIT ?"
        hits = self._database.execute(sql, (terms, _DEPTH))
        return [(VerdictId(number), _bounded(score)) for number, score in hits]


class PlainHybrid:
    """The word index and the sentence vectors of many languages, by reciprocal rank fusion."""

    def __init__(self, texts: Mapping[VerdictId, str], index: WordIndex) -> None:
        self._index = index
        self._encoder = UniversalSentenceEncoder()
        self._numbers = list(texts)
        self._rows = self._encoder.encode(list(texts.values()))
        self._known: dict[str, list[tuple[VerdictId, Mapping[str, float]]]] = {}

    def find(self, text: str) -> list[tuple[VerdictId, Mapping[str, float]]]:
        """Return the verdicts best first, each with its scores: of the fusion, the words and the meaning."""
        if text not in self._known:
            self._known[text] = self._found(text)
        return self._known[text]

    def _found(self, text: str) -> list[tuple[VerdictId, Mapping[str, float]]]:
        hits = self._index.by_words(text, "en", _FUSED_DEPTH)
        by_words = {hit.id: hit.score for hit in hits}
        cosines = self._rows @ self._encoder.encode([text])[0]
        nearest = [int(place) for place in np.argsort(-cosines)[:_FUSED_DEPTH]]
        by_meaning = {self._numbers[place]: float(cosines[place]) for place in nearest}
        fused: dict[VerdictId, float] = {}
        for ranks in (by_words, by_meaning):
            for rank, number in enumerate(ranks, start=1):
                fused[number] = fused.get(number, 0.0) + 1 / (_FUSION + rank)
        first = sorted(fused, key=lambda number: (-fused[number], number))[:_DEPTH]
        return [
            (
                number,
                {
                    "fusion": fused[number] * (_FUSION + 1) / 2,
                    "words": _bounded(by_words.get(number, 0.0)),
                    "meaning": max(0.0, by_meaning.get(number, 0.0)),
                },
            )
            for number in first
        ]


@dataclass(frozen=True, slots=True)
class Certain:
    """A hybrid that is as certain as one of its scores says."""

    hybrid: PlainHybrid
    score: str

    def find(self, text: str) -> Found:
        return [(number, scores[self.score]) for number, scores in self.hybrid.find(text)]


class Thresholded:
    """A method in the matcher's place: the best one is the answer if it is more certain than `bar`."""

    def __init__(self, method: Method, bar: float = 1.0) -> None:
        self.bar = bar
        self._method = method
        self._known: dict[str, Found] = {}

    def apply(self, changed: Sequence[Verdict], revision: int) -> None:
        """Do nothing: the method holds the claims already."""

    def close(self) -> None:
        """Do nothing."""

    def rank(self, text: str, *, language: str = "", limit: int = 10) -> tuple[VerdictId, ...]:  # noqa: ARG002 - as the matcher's
        return tuple(number for number, _ in self._found(text)[:limit])

    def decide(self, text: str, *, language: str = "", excluding: Collection[VerdictId] = ()) -> Decision:  # noqa: ARG002 - as the matcher's
        left = [hit for hit in self._found(text) if hit[0] not in excluding]
        if not left:
            return NotAClaim()
        number, certainty = left[0]
        match = (Match(verdict_id=number, probability=certainty, how=How.WORDS),)
        return Answer(match) if certainty > self.bar else Queued(match)

    def set_bar(self, messages: Sequence[Message]) -> float:
        """Set the least bar above which at most 1 % are answered without their verdict; return the share that
        is answered rightly with it."""
        best = []
        for message in messages:
            left = [
                certainty for number, certainty in self._found(message.text) if number not in message.right
            ]
            best.append(left[0] if left else 0.0)
        self.bar = sorted(best, reverse=True)[int(ALLOWED * len(best))]
        right = 0
        for message in messages:
            found = self._found(message.text)[:1]
            right += bool(found and found[0][0] in message.right and found[0][1] > self.bar)
        return right / len(messages)

    def _found(self, text: str) -> Found:
        if text not in self._known:
            self._known[text] = self._method.find(text)
        return self._known[text]


def _bounded(score: float) -> float:
    """Return a score without an upper end between 0 and 1, in the same order."""
    return score / (score + 20) if score > 0 else 0.0
