"""Owns the alignment of two readings: which word of one answers to which word of the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from matching.lexicon import RAREST, lexicon
from matching.reading import Reading, Token
from matching.unicode import without_accents

_HEARD = (
    ("ph", "f"), ("ch", "x"), ("sh", "x"), ("ck", "k"), ("qu", "k"), ("h", ""), ("v", "b"), ("w", "u"),
    ("z", "s"), ("y", "i"), ("q", "k"),
)  # fmt: skip
_SOFT = re.compile(r"s?c(?=[ei])")
_DOUBLED = re.compile(r"(.)\1")

TELLING = 1.8
_COPIED = 0.6
_COPIED_OF_MESSAGE = 0.5
_SAME = 1.0
_SAME_GROUP = 0.92
_TYPO = 0.85
_TYPO_LENGTH = 5
_UNKNOWN = RAREST - 2.5  # how much a word weighs that no list knows


@dataclass(frozen=True, slots=True)
class Pairing:
    """For each token: how well it is answered (0 to 1) and by which token of the other side (-1: none)."""

    asked: Reading
    checked: Reading
    asked_fit: tuple[float, ...]
    checked_fit: tuple[float, ...]
    asked_to: tuple[int, ...]
    checked_to: tuple[int, ...]

    @property
    def near_copy(self) -> bool:
        """Whether most telling words of each text are in the other: what differs then is the difference."""
        return self.in_message and _share(self.asked.tokens, self.asked_fit) >= _COPIED_OF_MESSAGE

    @property
    def repaired(self) -> str:
        """The message with the claim's spelling where a word differs from one of the claim's by a slip."""
        text = self.asked.text
        for token, fit, place in zip(self.asked.tokens, self.asked_fit, self.asked_to, strict=True):
            if fit == _TYPO:
                text = text.replace(token.text, self.checked.tokens[place].text)
        return text

    @property
    def in_message(self) -> bool:
        """Whether most telling words of the claim are in the message, whatever else is in it."""
        return _share(self.checked.tokens, self.checked_fit) >= _COPIED


def pair(asked: Reading, checked: Reading) -> Pairing:
    """Align the words of a message with those of a checked claim."""
    asked_fit, asked_to = _answered(asked.tokens, checked.tokens)
    checked_fit, checked_to = _answered(checked.tokens, asked.tokens)
    return Pairing(asked, checked, asked_fit, checked_fit, asked_to, checked_to)


def _share(tokens: tuple[Token, ...], fits: tuple[float, ...]) -> float:
    telling = [fit for token, fit in zip(tokens, fits, strict=True) if token.weight > TELLING]
    return sum(fit > 0 for fit in telling) / len(telling) if telling else 0.0


def _answered(
    tokens: tuple[Token, ...], others: tuple[Token, ...]
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    by_stem: dict[str, int] = {}
    by_group: dict[str | int, int] = {}
    for place, other in enumerate(others):
        by_stem.setdefault(other.stem, place)
        for group in _shared(other):
            by_group.setdefault(group, place)
    fits = []
    to = []
    for token in tokens:
        fit, place = _best(token, by_stem, by_group, others)
        fits.append(fit)
        to.append(place)
    return tuple(fits), tuple(to)


def _shared(token: Token) -> Iterator[str | int]:
    """Yield what another word may share with this one, though it is spelled otherwise."""
    yield from token.groups
    yield from token.meanings


def _best(
    token: Token, by_stem: dict[str, int], by_group: dict[str | int, int], others: tuple[Token, ...]
) -> tuple[float, int]:
    if token.stem in by_stem:
        return _SAME, by_stem[token.stem]
    for group in _shared(token):
        if group in by_group:
            return _SAME_GROUP, by_group[group]
    if token.weight > 0 and len(token.lower) >= _TYPO_LENGTH - 1 and token.lower.isalpha():
        return _misspelt(token, others)
    return 0.0, -1


def _misspelt(token: Token, others: tuple[Token, ...]) -> tuple[float, int]:
    """Find a word that differs by a slip of the finger; a word in use is not taken for another one."""
    known_places = lexicon().places
    for place, other in enumerate(others):
        if other.weight <= 0 or len(other.lower) < _TYPO_LENGTH - 1:
            continue
        if token.lower in known_places and other.lower in known_places:
            continue
        slips = _slips(token, other)
        if slips and (
            _differ_by(token.lower, other.lower, slips)
            or _differ_by(sound(token.lower), sound(other.lower), min(slips, 1))
        ):
            return _TYPO, place
    return 0.0, -1


def _differ_by(one: str, other: str, slips: int) -> bool:
    """Say whether two words differ by so many letters at most, the first one being the same."""
    return one[:1] == other[:1] and OSA.distance(one, other, score_cutoff=slips) <= slips


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return a rough key of how a lower-case word sounds: people write "vasurero" for "basurero"."""
    plain = without_accents(word.replace("ç", "s"))
    for written, heard in _HEARD:
        plain = plain.replace(written, heard)
    plain = _SOFT.sub("s", plain).replace("c", "k")
    return _DOUBLED.sub(r"\1", plain) or word


def _slips(token: Token, other: Token) -> int:
    """Return how many letters may be wrong: none between two words in use, one between two unknown ones."""
    unknown = (token.weight >= _UNKNOWN) + (other.weight >= _UNKNOWN)
    shorter = min(len(token.lower), len(other.lower))
    if unknown == 0:
        return 0
    if unknown == 2:
        return 1 if shorter >= _TYPO_LENGTH else 0
    return 2 if shorter > _TYPO_LENGTH else 1
