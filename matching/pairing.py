"""Owns the alignment of two readings: which word of one answers to which word of the other."""

import re
from collections.abc import Iterator, Sequence
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
_DENYING_BY_A_LETTER = frozenset({"az", "tr"})
"""In these languages a letter or two within a verb say "not": they are no slip of the finger."""
_LEAST_INITIALS, _MOST_INITIALS = 3, 6
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
    in_message: bool
    """Whether most telling words of the claim are in the message, whatever else is in it."""
    near_copy: bool
    """Whether most telling words of each text are in the other: what differs then is the difference."""

    @property
    def repaired(self) -> str:
        """The message with the claim's spelling where a word differs from one of the claim's by a slip."""
        text = self.asked.text
        for token, fit, place in zip(self.asked.tokens, self.asked_fit, self.asked_to, strict=True):
            if fit == _TYPO:
                text = text.replace(token.text, self.checked.tokens[place].text)
        return text


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A word that another one may be a slip of."""

    place: int
    lower: str
    sound: str
    unknown: bool
    names_a_place: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, ready to look up those of another: where each stem and group stands first."""

    stems: dict[str, int]
    groups: dict[str | int, int]
    spellings: tuple[_Spelling, ...]


def pair(asked: Reading, checked: Reading) -> Pairing:
    """Align the words of a message with those of a checked claim."""
    slips = asked.language not in _DENYING_BY_A_LETTER
    asked_fit, asked_to = _answered(asked.tokens, _words_of(checked), slips=slips)
    checked_fit, checked_to = _answered(checked.tokens, _words_of(asked), slips=slips)
    for place, run in _initials(asked.tokens, asked_fit, checked.tokens):
        asked_fit[place], asked_to[place] = _SAME_GROUP, run[0]
        for one in run:
            checked_fit[one], checked_to[one] = max(checked_fit[one], _SAME_GROUP), place
    for place, run in _initials(checked.tokens, checked_fit, asked.tokens):
        checked_fit[place], checked_to[place] = _SAME_GROUP, run[0]
        for one in run:
            asked_fit[one], asked_to[one] = max(asked_fit[one], _SAME_GROUP), place
    in_message = _share(checked.tokens, checked_fit) >= _COPIED
    near_copy = in_message and _share(asked.tokens, asked_fit) >= _COPIED_OF_MESSAGE
    return Pairing(
        asked,
        checked,
        tuple(asked_fit),
        tuple(checked_fit),
        tuple(asked_to),
        tuple(checked_to),
        in_message,
        near_copy,
    )


def _initials(
    tokens: Sequence[Token], fits: Sequence[float], others: Sequence[Token]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each word of capitals that nothing answers with the words of the other text whose initials it
    is: CBK and the Central Bank of Kenya."""
    for place, token in enumerate(tokens):
        short = token.text
        if fits[place] or not (_LEAST_INITIALS <= len(short) <= _MOST_INITIALS and short.isupper()):
            continue
        named = [at for at, other in enumerate(others) if other.text[0].isupper()]
        for start in range(len(named) - len(short) + 1):
            run = named[start : start + len(short)]
            between = set(range(run[0], run[-1])) - set(run)
            if all(others[at].lower in lexicon().function for at in between) and short == "".join(
                others[at].text[0] for at in run
            ):
                yield place, run
                break


def _share(tokens: tuple[Token, ...], fits: Sequence[float]) -> float:
    telling = [fit for token, fit in zip(tokens, fits, strict=True) if token.weight > TELLING]
    return sum(fit > 0 for fit in telling) / len(telling) if telling else 0.0


@lru_cache(maxsize=64)  # those of one message and its candidates
def _words_of(reading: Reading) -> _Words:
    stems: dict[str, int] = {}
    groups: dict[str | int, int] = {}
    for place, token in enumerate(reading.tokens):
        stems.setdefault(token.stem, place)
        for group in _shared(token):
            groups.setdefault(group, place)
    places = lexicon().places
    spellings = tuple(
        _Spelling(place, token.lower, sound(token.lower), token.weight >= _UNKNOWN, token.lower in places)
        for place, token in enumerate(reading.tokens)
        if token.weight > 0 and len(token.lower) >= _TYPO_LENGTH - 1
    )
    return _Words(stems, groups, spellings)


def _shared(token: Token) -> Iterator[str | int]:
    """Yield what another word may share with this one, though it is spelled otherwise."""
    yield from sorted(token.groups)  # of several that fit the same one wins in every process
    yield from sorted(token.meanings)


def _answered(tokens: tuple[Token, ...], others: _Words, *, slips: bool) -> tuple[list[float], list[int]]:
    found = [_best(token, others, slips=slips) for token in tokens]
    return [fit for fit, _ in found], [place for _, place in found]


def _best(token: Token, others: _Words, *, slips: bool) -> tuple[float, int]:
    if token.stem in others.stems:
        return _SAME, others.stems[token.stem]
    for group in _shared(token):
        if group in others.groups:
            return _SAME_GROUP, others.groups[group]
    if slips and token.weight > 0 and len(token.lower) >= _TYPO_LENGTH - 1 and token.lower.isalpha():
        return _misspelt(token, others.spellings)
    return 0.0, -1


def _misspelt(token: Token, others: tuple[_Spelling, ...]) -> tuple[float, int]:
    """Find a word that differs by a slip of the finger; a word in use is not taken for another one."""
    lower, unknown, heard = token.lower, token.weight >= _UNKNOWN, sound(token.lower)
    names_a_place = lower in lexicon().places
    for other in others:
        if other.lower[0] != lower[0] and other.sound[0] != heard[0]:
            continue  # the first letter is hardly ever a slip, and most words are spared the rest by it
        if names_a_place and other.names_a_place:
            continue
        slips = _slips(unknown + other.unknown, min(len(lower), len(other.lower)))
        if slips and (_differ_by(lower, other.lower, slips) or _differ_by(heard, other.sound, min(slips, 1))):
            return _TYPO, other.place
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


def _slips(unknown: int, shorter: int) -> int:
    """Return how many letters may be wrong, by how many of two words no list knows and the length of the
    shorter: none between two words in use, one between two unknown ones."""
    if unknown == 0:
        return 0
    if unknown == 2:
        return 1 if shorter >= _TYPO_LENGTH else 0
    return 2 if shorter > _TYPO_LENGTH else 1
