"""Owns the order of candidates: what the searches and the vectors say of each, added up."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claims.verdict import VerdictId
from matching.search import Found

_LEAST_SCORE = 1e-6


class Scores:
    """Adds up what the searches say of each verdict (see weights/ranker.json)."""

    def __init__(self) -> None:
        self._weights = ranker_weights()
        self._words: dict[VerdictId, float] = {}
        self._letters: dict[VerdictId, float] = {}
        self._meaning: dict[VerdictId, float] = {}

    def add(self, name: str, hits: Sequence[Found]) -> None:
        """Count a search: of several searches for words the best counts, letters come on top."""
        for hit in hits:
            verdict_id = hit.id
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
        likely = {one: self._of_searches(one) + weight * self._meaning.get(one, 0.0) for one in ids}
        return sorted(ids, key=lambda verdict_id: (-likely[verdict_id], verdict_id))

    def shares_words(self, verdict_id: VerdictId) -> bool:
        """Say whether a search for words or letters found this verdict."""
        return verdict_id in self._words or verdict_id in self._letters

    def place(self, verdict_id: VerdictId, near: Sequence[Sequence[float]]) -> "Place":
        """Return what all that was searched says of a verdict.

        `near` has four cosines for each text of the verdict, all of it together last: those of the nearest
        part of the message, by the encoder of many languages and by the English one, and of the whole.
        """
        words = self._words.get(verdict_id, 0.0)
        total = self._of_searches(verdict_id)
        if not near:
            return Place(total, words, 0.0, 0.0)
        weights = self._weights
        part = max(text[0] for text in near)
        english_part = max(text[1] for text in near)
        _, _, whole, english_whole = near[-1]
        total += weights["meaning_of_a_part"] * part
        total += weights["english_of_a_part"] * english_part
        total += weights["meaning_of_the_whole"] * whole
        total += weights["english_of_the_whole"] * english_whole
        return Place(total, words, english_part, english_whole)

    def _of_searches(self, verdict_id: VerdictId) -> float:
        return self._words.get(verdict_id, 0.0) + self._letters.get(verdict_id, 0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """What the ranking says of a candidate: `total` orders; `words` is its share of the best word score (0 to
    1), `part` and `whole` the English cosines of the nearest part and of the whole message."""

    total: float
    words: float
    part: float
    whole: float

    def lead(self, others: Iterable["Place"]) -> float:
        """Return how far a candidate stands out among others; alone, how far above what any text reaches."""
        weights, rest = ranker_weights(), [*others, NOBODY]
        return (
            weights["lead_total"] * (self.total - max(other.total for other in rest))
            + weights["lead_words"] * (self.words - max(other.words for other in rest))
            + weights["lead_part"] * (self.part - max(other.part for other in rest))
            + weights["lead_whole"] * (self.whole - max(other.whole for other in rest))
        )


NOBODY = Place(total=1.0, words=0.3, part=0.3, whole=0.2)
"""What a verdict about something else reaches in any archive: the least there is to stand out from."""


@cache
def ranker_weights() -> dict[str, float]:
    """Return the weights of the ranker, read once."""
    raw = json.loads((Path(__file__).parent / "weights" / "ranker.json").read_text("utf-8"))
    return {name: float(weight) for name, weight in raw.items() if name != "note"}
