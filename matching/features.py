"""Owns what is measured about one pair, a part of a message and a checked claim, without ranks."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from claims.decision import Conflict, ConflictKind
from matching.conflicts import EVERY_KIND, find_conflicts
from matching.lexicon import lexicon
from matching.pairing import TELLING, Pairing, pair
from matching.reading import Reading, Token, read

NAMES = (
    "covered_claim",
    "covered_message",
    "shared",
    "names_missing",
    "names_extra",
    "acts_missing",
    "cosine",
    "english",
    "together",
    "told",
    "token_set",
    "ratio",
    "order",
    "length",
    "numbers_missing",
    "question",
    "conditional_differs",
    "says_negation",
    "says_roles",
    "says_name",
    "says_hedge",
    "says_statement",
)


_SAID = {
    "says_negation": ConflictKind.NEGATION,
    "says_roles": ConflictKind.ROLES,
    "says_name": ConflictKind.NAME,
    "says_hedge": ConflictKind.HEDGE,
    "says_statement": ConflictKind.STATEMENT,
}

ABOUT_THE_CLAIM = 0.55
_LIKE_THE_CLAIM, _RATHER_LIKE_IT = 0.78, 0.55
_OF_WHOEVER = frozenset({ConflictKind.PERSON})
_IN_OTHER_WORDS = frozenset({ConflictKind.NUMBER, ConflictKind.DATE, ConflictKind.PLACE, ConflictKind.PERSON})
"""What is certain enough to be told of texts that share a meaning and few words."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """The cosine of two texts: by the English encoder where both are English, else by that of many languages.

    `together` is that of title, claim and summary together and the best part of the message, if English.
    """

    meaning: float
    english: float
    together: float

    @property
    def nearest(self) -> float:
        """The greatest of the three."""
        return max(self.meaning, self.english, self.together)


@dataclass(frozen=True, slots=True)
class Features:
    """The measures of a pair by name, all 0 to 1, and the conflicts that speak against the pair.

    `repaired` is the part of the message without slips of the finger in the claim's words, `copied` says that
    it has the claim's words in the claim's order, but for articles and the like, `differing` are the telling
    words of the message and of the claim that the other does not have.
    """

    values: dict[str, float]
    conflicts: tuple[Conflict, ...]
    repaired: str
    copied: bool
    differing: tuple[frozenset[str], frozenset[str]]

    @property
    def told(self) -> "Features":
        """The same with those conflicts alone that are certain enough."""
        nearest = max(self.values[name] for name in ("cosine", "english", "together"))
        return self.only(told(self.values["covered_claim"], nearest))

    def is_all_that_differs(self, conflict: Conflict) -> bool:
        """Say whether a conflict names all telling words by which two texts differ, however short they are:
        "smokers gain ten years" beside "smokers lose ten years"."""
        asked, checked = (frozenset(side.lower().split()) for side in (conflict.asked, conflict.checked))
        mine, theirs = self.differing
        return bool(asked and checked and mine and theirs) and mine <= asked and theirs <= checked

    def only(self, kinds: Collection[ConflictKind]) -> "Features":
        """Return the same with conflicts of these kinds alone."""
        if not self.conflicts:
            return self
        said = {name: 0.0 for name, kind in _SAID.items() if kind not in kinds}
        kept = tuple(conflict for conflict in self.conflicts if conflict.kind in kinds)
        return replace(self, values={**self.values, **said}, conflicts=kept)


def told(covered_claim: float, nearest: float) -> frozenset[ConflictKind]:
    """Return the kinds of conflict that are certain enough: all where the message has most of the claim.

    Else there are the more, the nearer in meaning the two lie: where texts share little, the rules guess.
    """
    if covered_claim >= ABOUT_THE_CLAIM:
        return EVERY_KIND
    if nearest >= _LIKE_THE_CLAIM:
        return _IN_OTHER_WORDS
    return _OF_WHOEVER if nearest >= _RATHER_LIKE_IT else frozenset()


def measure(
    asked: Reading,
    checked: Reading,
    near: Nearness,
    known_years: Collection[int] = (),
    besides: frozenset[ConflictKind] = frozenset(),
) -> Features:
    """Measure how far the part of a message states the checked claim.

    Only those conflicts are looked for that are certain enough, and those of the kinds `besides`.
    """
    paired = pair(asked, checked)
    repaired = paired.repaired
    if paired.is_slipshod:
        paired = pair(read(repaired, asked.language), checked)
    in_message, in_claim = (
        _covered(checked, paired.checked_fit),
        _covered(asked, paired.asked_fit),
    )
    conflicts = find_conflicts(paired, known_years, told(in_message, near.nearest) | besides)
    kinds = {conflict.kind for conflict in conflicts}
    values = {
        "covered_claim": in_message,
        "covered_message": in_claim,
        "shared": in_message * in_claim,
        "names_missing": _unanswered_names(checked, paired.checked_fit),
        "names_extra": _unanswered_names(asked, paired.asked_fit),
        "acts_missing": _acts_missing(paired),
        "cosine": max(0.0, near.meaning),
        "english": max(0.0, near.english),
        "together": max(0.0, near.together),
        "told": max(0.0, near.meaning) * in_message,
        "token_set": fuzz.token_set_ratio(asked.lower, checked.lower) / 100,
        "ratio": fuzz.ratio(asked.lower, checked.lower) / 100,
        "order": _in_order(paired),
        "length": _length(asked, checked),
        "numbers_missing": _numbers_missing(asked, checked),
        "question": float(asked.question),
        "conditional_differs": float(asked.conditional != checked.conditional),
        **{name: float(kind in kinds) for name, kind in _SAID.items()},
    }
    return Features(values, conflicts, repaired, copied=_copied(paired), differing=_differing(paired))


def _differing(paired: Pairing) -> tuple[frozenset[str], frozenset[str]]:
    sides = ((paired.asked, paired.asked_fit), (paired.checked, paired.checked_fit))
    mine, theirs = (
        frozenset(
            token.lower
            for token, fit in zip(reading.tokens, fits, strict=True)
            if not fit and token.weight > TELLING
        )
        for reading, fits in sides
    )
    return mine, theirs


def _copied(paired: Pairing) -> bool:
    """Say whether both texts have the same words in the same order; articles and the like may differ."""
    mine, theirs = _counting(paired.asked), _counting(paired.checked)
    return len(mine) == len(theirs) and all(
        paired.asked_to[one] == other
        or paired.checked_to[other] == one
        or _written_alike(paired.asked.tokens[one], paired.checked.tokens[other])
        for one, other in zip(mine, theirs, strict=True)
    )


def _counting(reading: Reading) -> list[int]:
    """Return the places of the words that count: all but articles and what else changes nothing."""
    idle = lexicon().idle.get(reading.language, frozenset())
    return [place for place, token in enumerate(reading.tokens) if token.lower not in idle]


def _written_alike(one: Token, other: Token) -> bool:
    figures = [letter for letter in one.lower if letter.isdigit()]
    return one.stem == other.stem or (
        bool(figures) and figures == [letter for letter in other.lower if letter.isdigit()]
    )


def _covered(reading: Reading, fits: tuple[float, ...]) -> float:
    if reading.weight == 0:
        return 0.0
    shared = [token.weight * fit for token, fit in zip(reading.tokens, fits, strict=True) if fit]
    return sum(shared) / reading.weight


def _unanswered_names(reading: Reading, fits: tuple[float, ...]) -> float:
    if not reading.names:
        return 0.0
    return sum(
        fits[name[-1]] == 0 and max(fits[place] for place in name) == 0 for name in reading.names
    ) / len(reading.names)


def _acts_missing(paired: Pairing) -> float:
    """Return the share of the claim's verbs that nothing in the message answers."""
    acts = [act for act in paired.checked.acts if act.groups - {"threaten", "plan", "want", "make", "show"}]
    if not acts:
        return 0.0
    return sum(paired.checked_fit[act.at] == 0 for act in acts) / len(acts)


def _in_order(paired: Pairing) -> float:
    """Return the share of neighbouring matches that stand in the same order on both sides."""
    places = [
        to
        for to, token in zip(paired.checked_to, paired.checked.tokens, strict=True)
        if to >= 0 and token.weight > 0
    ]
    if len(places) < 2:
        return 1.0
    return sum(first <= second for first, second in pairwise(places)) / (len(places) - 1)


def _length(asked: Reading, checked: Reading) -> float:
    shorter, longer = sorted((len(asked.tokens), len(checked.tokens)))
    return shorter / longer if longer else 0.0


def _numbers_missing(asked: Reading, checked: Reading) -> float:
    if not checked.quantities:
        return 0.0
    return float(not asked.quantities)
