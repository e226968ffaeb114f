"""Owns the gate: how probably a part of a message states the checked claim, and what speaks against it."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from claims.decision import Conflict, ConflictKind
from matching import language, thresholds
from matching.candidates import Candidate
from matching.crossencoder import CrossEncoder
from matching.embeddings import Vectors
from matching.features import Features, measure
from matching.reading import read
from matching.segment import Part

_WEIGHTS = Path(__file__).parent / "weights" / "gate.json"
_ABOUT_THE_CLAIM = 0.55
_ACROSS_LANGUAGES = frozenset({ConflictKind.NUMBER, ConflictKind.DATE})
_LOGIT_BOUND = 8.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the part of the message that states its claim best.

    `related` (0 to 1) says how much the two share, whatever differs: a near miss has much of it.
    """

    candidate: Candidate
    part: Part
    probability: float
    related: float
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of the message beside one text of a candidate, measured but not yet judged."""

    candidate: Candidate
    part: Part
    text: str
    features: Features
    conflicts: tuple[Conflict, ...]
    same_language: bool

    @property
    def vetoed(self) -> bool:
        """Whether a conflict stands that no likeness outweighs."""
        return bool(self.conflicts)


@dataclass(frozen=True, slots=True)
class Formula:
    """A logistic regression: `bias` plus the weighted measures."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the calibrated probability for measures by name; those without a weight do not count."""
        total = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Gate:
    """Reads two texts and says whether they state the same claim. Knows nothing of ranks."""

    def __init__(self, reader: CrossEncoder | None) -> None:
        """Take the cross-encoder; without one the measures alone decide (for comparing)."""
        self._reader = reader

    def judge(
        self, parts: Sequence[Part], vectors: Vectors, candidates: Sequence[Candidate], spoken: str
    ) -> list[Judged]:
        """Judge each candidate by its likeliest pairs of part and text, most probable first."""
        pairs = [pair for candidate in candidates for pair in compare(parts, vectors, candidate, spoken)]
        at_first = [_without_reader(pair).probability(pair.features.values) for pair in pairs]
        best: dict[int, Judged] = {}
        for pair, probability in zip(pairs, self._read(pairs, at_first), strict=True):
            capped = min(probability, thresholds.CONFLICTING) if pair.vetoed else probability
            known = best.get(pair.candidate.stored.id)
            if known is None or capped > known.probability:
                best[pair.candidate.stored.id] = Judged(
                    pair.candidate, pair.part, capped, _related(pair), pair.conflicts
                )
        return sorted(best.values(), key=lambda judged: -judged.probability)

    def _read(self, pairs: Sequence[Compared], at_first: Sequence[float]) -> list[float]:
        """Let the cross-encoder read the likeliest pairs without a veto; the others keep their value."""
        if self._reader is None:
            return list(at_first)
        open_pairs = [place for place, pair in enumerate(pairs) if pair.same_language and not pair.vetoed]
        chosen = sorted(open_pairs, key=lambda place: -at_first[place])[: thresholds.MAX_READ]
        chosen = [place for place in chosen if at_first[place] >= thresholds.WORTH_READING]
        logits = self._reader.logits([(pairs[place].part.core, pairs[place].text) for place in chosen])
        final = list(at_first)
        for place in open_pairs:
            final[place] = min(final[place], thresholds.UNREAD)
        for place, logit in zip(chosen, logits, strict=True):
            final[place] = formula("with_reader").probability(with_logit(pairs[place].features.values, logit))
        return final


def _related(pair: Compared) -> float:
    values = pair.features.values
    return min(values["covered_claim"], max(values["covered_message"], values["cosine"]))


def _without_reader(pair: Compared) -> Formula:
    return formula("without_reader" if pair.same_language else "across")


def with_logit(values: Mapping[str, float], logit: float) -> dict[str, float]:
    """Return the measures with the cross-encoder's, bounded."""
    return {**values, "reader": max(-_LOGIT_BOUND, min(_LOGIT_BOUND, logit))}


def compare(parts: Sequence[Part], vectors: Vectors, candidate: Candidate, spoken: str) -> list[Compared]:
    """Measure the likeliest pairs of a part of the message and a text of the candidate."""
    if not parts or not candidate.stored.texts:
        return []
    stored = candidate.stored
    cosines = (
        vectors @ candidate.vectors.T
        if candidate.vectors.size
        else np.zeros((len(parts), 1), dtype=np.float32)
    )
    same = language.same(spoken, stored.language)
    found = []
    for place, text in _likeliest(cosines, candidate, thresholds.PAIRS_PER_CANDIDATE):
        part = parts[place]
        asked, checked = read(part.core, spoken), read(stored.texts[text], stored.language)
        features = measure(asked, checked, float(cosines[place, text]), stored.years)
        if text:
            features = _with_those_of_the_claim(features, part, candidate, spoken)
        conflicts = features.conflicts
        if not same:
            conflicts = tuple(conflict for conflict in conflicts if conflict.kind in _ACROSS_LANGUAGES)
        found.append(Compared(candidate, part, stored.texts[text], features, conflicts, same))
    return found


def _with_those_of_the_claim(features: Features, part: Part, candidate: Candidate, spoken: str) -> Features:
    """A headline or a quoted post leaves things out: what conflicts with the claim itself counts too."""
    stored = candidate.stored
    claim = measure(read(part.core, spoken), read(stored.texts[0], stored.language), 0.0, stored.years)
    if claim.values["covered_claim"] < _ABOUT_THE_CLAIM or not claim.conflicts:
        return features
    said = {
        name: max(value, claim.values[name])
        for name, value in features.values.items()
        if name.startswith("says_")
    }
    return Features({**features.values, **said}, claim.conflicts)


def _likeliest(cosines: Vectors, candidate: Candidate, count: int) -> list[tuple[int, int]]:
    texts = min(len(candidate.stored.texts), cosines.shape[1])
    order = np.argsort(-cosines[:, :texts], axis=None)[:count]
    return [(int(flat) // texts, int(flat) % texts) for flat in order]


@cache
def formula(name: str) -> Formula:
    """Return one of the formulas of weights/gate.json, read once."""
    raw = json.loads(_WEIGHTS.read_text("utf-8"))[name]
    return Formula(raw["bias"], raw["weights"])
