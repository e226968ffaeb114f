"""Owns the gate: how probably a part of a message states the checked claim, and what speaks against it."""

import math
from dataclasses import dataclass, replace

import numpy as np

from claims.decision import Conflict, ConflictKind
from matching import language, thresholds
from matching.candidates import Candidate
from matching.embeddings import Vectors
from matching.features import Features, measure
from matching.reading import read
from matching.segment import Part

_WEIGHTS = {
    "covered_claim": 6.0,
    "covered_message": 4.0,
    "cosine": 5.0,
    "names_missing": -1.5,
    "names_extra": -2.0,
    "acts_missing": -2.0,
    "conditional_differs": -0.3,
    "hedge_differs": -0.5,
}
_BIAS = -9.0
_ABOUT_THE_CLAIM = 0.55
_ACROSS = {"cosine": 14.0, "numbers_missing": -3.0}
_ACROSS_BIAS = -10.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the part of the message that states its claim best."""

    candidate: Candidate
    part: Part
    probability: float
    conflicts: tuple[Conflict, ...]


class Gate:
    """Reads two texts and says whether they state the same claim. Knows nothing of ranks."""

    def judge(
        self, parts: tuple[Part, ...], vectors: Vectors, candidate: Candidate, spoken: str
    ) -> Judged | None:
        """Judge the likeliest pairs of part and text; the best of them counts. None when nothing compares."""
        if not parts or not candidate.stored.texts:
            return None
        cosines = (
            vectors @ candidate.vectors.T
            if candidate.vectors.size
            else np.zeros((len(parts), 1), dtype=np.float32)
        )
        best: Judged | None = None
        for place, text in _likeliest(cosines, candidate, thresholds.PAIRS_PER_CANDIDATE):
            judged = self._pair(parts[place], candidate, text, float(cosines[place, text]), spoken)
            if best is None or judged.probability > best.probability:
                best = judged
        return best if best is None else self._checked_with_claim(best, cosines, parts, candidate, spoken)

    def _checked_with_claim(
        self, best: Judged, cosines: Vectors, parts: tuple[Part, ...], candidate: Candidate, spoken: str
    ) -> Judged:
        """A headline or a quoted post leaves things out: what conflicts with the claim itself still counts."""
        if best.conflicts:
            return best
        features = measure(
            read(best.part.core, spoken), read(candidate.stored.texts[0], candidate.stored.language), 0.0
        )
        if features.values["covered_claim"] < _ABOUT_THE_CLAIM or not features.conflicts:
            return best
        return replace(
            best, probability=min(best.probability, thresholds.CONFLICTING), conflicts=features.conflicts
        )

    def _pair(self, part: Part, candidate: Candidate, text: int, cosine: float, spoken: str) -> Judged:
        stored = candidate.stored
        features = measure(
            read(part.core, spoken), read(stored.texts[text], stored.language), cosine, stored.years
        )
        if language.same(spoken, stored.language):
            probability = _within(features)
            conflicts = features.conflicts
        else:
            conflicts = tuple(found for found in features.conflicts if found.kind in _ACROSS_LANGUAGES)
            probability = _across(features)
        if conflicts:
            probability = min(probability, thresholds.CONFLICTING)
        return Judged(candidate, part, probability, conflicts)


_ACROSS_LANGUAGES = frozenset({ConflictKind.NUMBER, ConflictKind.DATE})


def _likeliest(cosines: Vectors, candidate: Candidate, count: int) -> list[tuple[int, int]]:
    texts = min(len(candidate.stored.texts), cosines.shape[1])
    order = np.argsort(-cosines[:, :texts], axis=None)[:count]
    return [(int(flat) // texts, int(flat) % texts) for flat in order]


def _within(features: Features) -> float:
    return _logistic(_BIAS + sum(weight * features.values[name] for name, weight in _WEIGHTS.items()))


def _across(features: Features) -> float:
    return _logistic(_ACROSS_BIAS + sum(weight * features.values[name] for name, weight in _ACROSS.items()))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
