"""Owns the order of candidates: what the searches and the vectors say of each, added up."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from claims.verdict import VerdictId
from matching.embeddings import Vectors, cosines
from matching.records import Stored
from matching.search import Found

_LEAST_SCORE = 1e-6


class Scores:
    """Adds up what the searches say of each verdict (see weights/ranker.json)."""

    def __init__(self) -> None:
        self.stored: dict[VerdictId, Stored] = {}
        self._weights = ranker_weights()
        self._words: dict[VerdictId, float] = {}
        self._letters: dict[VerdictId, float] = {}
        self._meaning: dict[VerdictId, float] = {}

    def add(self, name: str, hits: Sequence[Found]) -> None:
        """Count a search: of several searches for words the best counts, letters come on top."""
        for hit in hits:
            verdict_id = hit.stored.id
            self.stored[verdict_id] = hit.stored
            share = self._weights[name] * hit.score / max(hits[0].score, _LEAST_SCORE)
            if name == "letters":
                self._letters[verdict_id] = share
            else:
                self._words[verdict_id] = max(self._words.get(verdict_id, 0.0), share)

    def add_meaning(self, cosines: Mapping[VerdictId, float]) -> None:
        """Count the cosine of each verdict's nearest text: for being found, not for its place in the end."""
        self._meaning.update(cosines)

    def found(self) -> list[VerdictId]:
        """Return all verdicts, those first that are worth a closer look."""
        ids = self._words.keys() | self._letters.keys() | self._meaning.keys()
        weight = self._weights["meaning"]
        likely = {one: self.total(one) + weight * self._meaning.get(one, 0.0) for one in ids}
        return sorted(ids, key=lambda verdict_id: (-likely[verdict_id], verdict_id))

    def total(self, verdict_id: VerdictId) -> float:
        """Return what the searches for words and letters say of a verdict."""
        return self._words.get(verdict_id, 0.0) + self._letters.get(verdict_id, 0.0)


def nearness(asked: Vectors, checked: Vectors) -> float:
    """Return what the vectors say of a candidate: of any part of the message and of the whole.

    `asked` has a row for each part, the whole message first; `checked` one for each text, title and claim
    together last.
    """
    if not len(asked) or not len(checked):
        return 0.0
    weights = ranker_weights()
    meaning, english = cosines(asked, checked)
    return (
        weights["meaning_of_a_part"] * float(meaning.max())
        + weights["english_of_a_part"] * float(english.max())
        + weights["meaning_of_the_whole"] * float(meaning[0, -1])
        + weights["english_of_the_whole"] * float(english[0, -1])
    )


@cache
def ranker_weights() -> dict[str, float]:
    """Return the weights of the ranker, read once."""
    raw = json.loads((Path(__file__).parent / "weights" / "ranker.json").read_text("utf-8"))
    return {name: float(weight) for name, weight in raw.items() if name != "note"}
