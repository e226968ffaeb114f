"""Owns the alignment of two readings: which word of one answers to which word of the other."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from rapidfuzz.distance import OSA

from matching.dates import month_of
from matching.lexicon import RAREST, lexicon
from matching.numbers import find_quantities, number_of
from matching.reading import Reading, Token, stem
from matching.transformer import is_a_word
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
_MANY_SLIPS = 2
_LONG = 8
_HEARD_ALIKE = ({"to", "too"}, {"then", "than"}, {"their", "there"}, {"of", "off"})
_UNANSWERED = (0.0, -1)
_WITHOUT_CASES = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})
_OF_A_WOMAN_OR_MAN = frozenset({"a", "e", "o"})
"""Where names have no cases, one that ends otherwise is another person's: Daniel and Daniela."""
_UNKNOWN = RAREST - 2.25  # how much a word weighs that no list knows


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
        if _TYPO not in self.asked_fit:
            return text
        mended = {_TYPO, _SAME} if self.is_slipshod else {_TYPO}
        for place, fit in enumerate(self.asked_fit):
            if fit in mended and (fit == _TYPO or self._is_misspelt(place)):
                mine, meant = self.asked.tokens[place].text, self.checked.tokens[self.asked_to[place]].text
                text = meant.join(re.split(rf"(?<!\w){re.escape(mine)}(?!\w)", text))
        return text

    def _is_misspelt(self, place: int) -> bool:
        """Say whether a word that has the stem of its answer is spelled as no list knows it."""
        mine = _words_of(self.asked).spelled[place]
        meant = self.checked.tokens[self.asked_to[place]]
        return mine is not None and mine.unknown and _differ_by(mine.lower, meant.lower, 1)

    @property
    def is_slipshod(self) -> bool:
        """Whether the message has so many slips of the finger that it is to be read again without them."""
        return self.asked_fit.count(_TYPO) >= _MANY_SLIPS


@dataclass(slots=True)  # not frozen, as it is with tokens
class _Spelling:
    """A word that another one may be a slip of, `plain` without its accents; `unknown`: no list has it.

    `in_use` says that a list, or the models' vocabulary, has it or its stem, `named` that it may be a name
    and is no case of another one.
    """

    place: int
    lower: str
    plain: str
    sound: str
    unknown: bool
    in_use: bool
    named: bool


_NONE: Sequence[_Spelling] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, ready to look up those of another: where each stem and group stands first.

    `spelled` has each word's spelling (None of one too short or too common to tell a slip), `spellings` has
    them by their first letter, as written and as heard, `unknown` those among them that no list knows.
    `initials` are the places of words that may be some.
    """

    stems: dict[str, int]
    groups: dict[str | int, int]
    spelled: list[_Spelling | None]
    spellings: dict[str, list[_Spelling]]
    unknown: dict[str, list[_Spelling]]
    initials: list[int]


_WORDS: WeakKeyDictionary[Reading, _Words] = WeakKeyDictionary()  # they go with what they are the words of


def pair(asked: Reading, checked: Reading) -> Pairing:
    """Align the words of a message with those of a checked claim."""
    slips, same = asked.language not in _DENYING_BY_A_LETTER, asked.language == checked.language
    my_words, their_words = _words_of(asked), _words_of(checked)
    asked_fit, asked_to = _answered(asked, my_words, their_words, slips=slips, mine=True, same=same)
    checked_fit, checked_to = _answered(checked, their_words, my_words, slips=slips, mine=False, same=same)
    if asked_fit.count(_TYPO) >= _MANY_SLIPS:
        for place, other in _slips_in_passing(asked, asked_fit, asked_to, checked, checked_fit):
            asked_fit[place], asked_to[place] = _TYPO, other
            checked_fit[other], checked_to[other] = _TYPO, place
    for place, run in _initials(my_words.initials, asked.tokens, asked_fit, checked.tokens):
        asked_fit[place], asked_to[place] = _SAME_GROUP, run[0]
        for one in run:
            checked_fit[one], checked_to[one] = max(checked_fit[one], _SAME_GROUP), place
    for place, run in _initials(their_words.initials, checked.tokens, checked_fit, asked.tokens):
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
    places: Sequence[int], tokens: Sequence[Token], fits: Sequence[float], others: Sequence[Token]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each of some words of capitals that nothing answers with the words of the other text whose
    initials it is: CBK and the Central Bank of Kenya."""
    for place in places:
        if fits[place]:
            continue
        short = tokens[place].text
        named = [at for at, other in enumerate(others) if other.text[0].isupper()]
        for start in range(len(named) - len(short) + 1):
            run = named[start : start + len(short)]
            between = set(range(run[0], run[-1])) - set(run)
            if all(others[at].lower in lexicon().function for at in between) and short == "".join(
                others[at].text[0] for at in run
            ):
                yield place, run
                break


def _slips_in_passing(
    asked: Reading,
    asked_fit: Sequence[float],
    asked_to: Sequence[int],
    checked: Reading,
    checked_fit: Sequence[float],
) -> Iterator[tuple[int, int]]:
    """Yield words that nothing answers, with what stands in the claim between the same neighbours and is
    spelled nearly so: where somebody slips all the time, "fil", "to" and "ware" are slips, too."""
    mine, theirs = asked.tokens, checked.tokens

    def meet(place: int, other: int) -> bool:
        if not 0 <= place < len(mine) or not 0 <= other < len(theirs):
            return place in (-1, len(mine)) and other in (-1, len(theirs))
        return asked_to[place] == other or mine[place].stem == theirs[other].stem

    for place, fit in enumerate(asked_fit):
        if fit or not mine[place].lower.isalpha():
            continue
        for other, answered in enumerate(checked_fit):
            if answered or not (meet(place - 1, other - 1) and meet(place + 1, other + 1)):
                continue
            if _may_be_slip_of(mine[place].lower, theirs[other].lower):
                yield place, other


def _may_be_slip_of(one: str, other: str) -> bool:
    lists, both = lexicon(), {one, other}
    plain, meant = without_accents(one), without_accents(other)
    if both in _HEARD_ALIKE:
        return True
    if not meant.isalpha() or _are_two_places(one, other) or both & lists.negations or both <= lists.function:
        return False
    if other in lists.opposites.get(one, ()) or one in lists.opposites.get(other, ()):
        return False
    if find_quantities(one) and find_quantities(other):
        return False
    slips = 1 if min(len(plain), len(meant)) < _LONG else 2
    near = OSA.distance(plain, meant, score_cutoff=slips) <= slips
    return near or (len(plain) > 2 and sorted(plain) == sorted(meant))


def _share(tokens: tuple[Token, ...], fits: Sequence[float]) -> float:
    telling = [fit for token, fit in zip(tokens, fits, strict=True) if token.weight > TELLING]
    return sum(fit > 0 for fit in telling) / len(telling) if telling else 0.0


def _words_of(reading: Reading) -> _Words:
    known = _WORDS.get(reading)
    if known is None:
        known = _WORDS[reading] = _looked_through(reading)
    return known


def _looked_through(reading: Reading) -> _Words:
    stems: dict[str, int] = {}
    groups: dict[str | int, int] = {}
    spellings: dict[str, list[_Spelling]] = {}
    unknown: dict[str, list[_Spelling]] = {}
    has_cases = reading.language not in _WITHOUT_CASES
    spelled = [_spelling(place, token, has_cases=has_cases) for place, token in enumerate(reading.tokens)]
    initials = []
    for place, token in enumerate(reading.tokens):
        stems.setdefault(token.stem, place)
        shared: tuple[str | int, ...] = (*token.groups, *token.meanings)
        for group in shared:
            groups.setdefault(group, place)
        if token.text.isupper() and _LEAST_INITIALS <= len(token.text) <= _MOST_INITIALS:
            initials.append(place)
    for spelling in filter(None, spelled):
        for first in {spelling.plain[0], spelling.sound[0]}:
            spellings.setdefault(first, []).append(spelling)
            if spelling.unknown:
                unknown.setdefault(first, []).append(spelling)
    return _Words(stems, groups, spelled, spellings, unknown, initials)


def _spelling(place: int, token: Token, *, has_cases: bool) -> _Spelling | None:
    if token.weight <= 0 or len(token.lower) < _TYPO_LENGTH - 1:
        return None
    lower, known = token.lower, is_known(token)
    in_use = known or is_a_word(lower) or is_a_word(stem(lower, "en"))
    named = token.text[0].isupper() and not has_cases
    return _Spelling(place, lower, without_accents(lower), sound(lower), not known, in_use, named)


def is_known(token: Token) -> bool:
    """Say whether any list has a word."""
    return token.weight < _UNKNOWN or bool(token.groups or token.meanings)


def _answered(
    reading: Reading, words: _Words, others: _Words, *, slips: bool, mine: bool, same: bool
) -> tuple[list[float], list[int]]:
    fits: list[float] = []
    places: list[int] = []
    stems, known = others.stems, others.groups.keys()
    for token, spelling in zip(reading.tokens, words.spelled, strict=True):
        fit, place = _UNANSWERED
        if token.stem in stems:
            fit, place = _SAME, stems[token.stem]
        elif not (known.isdisjoint(token.groups) and known.isdisjoint(token.meanings)):
            fit, place = _SAME_GROUP, others.groups[_first_shared(token, others)]
        elif slips and spelling:
            fit, place = _misspelt(spelling, others, reading.lowers, mine=mine, same=same)
        fits.append(fit)
        places.append(place)
    return fits, places


def _first_shared(token: Token, others: _Words) -> str | int:
    """Return what a word shares with another one that is spelled otherwise: of several the same one in every
    process."""
    shared = (*sorted(token.groups), *sorted(token.meanings))
    return next(group for group in shared if group in others.groups)


def _misspelt(
    one: _Spelling, others: _Words, written: Set[str], *, mine: bool, same: bool
) -> tuple[float, int]:
    """Find a word that differs by a slip of the finger; a listed word is not taken for another one, nor one
    of the message (`one`, if it is `mine`) that is in use for one that it does not sound like.

    The first letter, or what it sounds like, is hardly ever a slip: words with another one are passed over,
    and so are those that the same text has `written` as they are: "moose" beside a "more" is no slip of it.
    """
    spellings = others.spellings if one.unknown else others.unknown
    alike = spellings.get(one.plain[0], _NONE)
    if one.sound[0] != one.plain[0] and one.sound[0] in spellings:
        alike = sorted([*alike, *spellings[one.sound[0]]], key=lambda other: other.place)
    for other in alike if one.lower.isalpha() else ():
        if other.lower in written:
            continue
        if same and (one if mine else other).in_use and not _is_one_word(one, other):
            continue
        if _is_slip_of(one, other) and not _are_two_of_a_kind(one, other):
            return _TYPO, other.place
    return _UNANSWERED


def _is_one_word(one: _Spelling, other: _Spelling) -> bool:
    """Say whether two words in use are spellings of one: they sound alike, or one is British."""
    return one.sound == other.sound or _american(one.plain) == _american(other.plain)


def _american(plain: str) -> str:
    """Return how "litre", "leukaemia", "judgement" and "cheque" are spelled in America, nearly."""
    for ending, other in (("re", "er"), ("que", "ck")):
        plain = plain[: -len(ending)] + other if plain.endswith(ending) else plain
    return plain.replace("ae", "e").replace("oe", "e").replace("ement", "ment")


def _are_two_of_a_kind(one: _Spelling, other: _Spelling) -> bool:
    """Say whether both name two different things, however alike they are spelled: places, months, numbers, a
    woman and a man."""
    if _are_two_places(one.lower, other.lower):
        return True
    months = {month_of(one.lower), month_of(other.lower)}
    numbers = {number_of(one.lower), number_of(other.lower)}
    if (len(months) > 1 and 0 not in months) or (len(numbers) > 1 and None not in numbers):
        return True
    return one.named and other.named and _end_as_a_woman_and_man(one.plain, other.plain)


def _end_as_a_woman_and_man(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < len(longer):
        return longer == shorter + "a"
    return one[:-1] == other[:-1] and {one[-1], other[-1]} <= _OF_A_WOMAN_OR_MAN and one != other


def _are_two_places(one: str, other: str) -> bool:
    """Say whether both are names of places, in whatever language, and not of the same one: a German "Irak" is
    no slip of "Iran"."""
    names = lexicon().place_names
    return one in names and other in names and names[one].isdisjoint(names[other])


def _is_slip_of(one: _Spelling, other: _Spelling) -> bool:
    slips = _slips(one.unknown + other.unknown, min(len(one.plain), len(other.plain)))
    if not slips:
        return False
    return _differ_by(one.plain, other.plain, slips) or _differ_by(one.sound, other.sound, 1)


def _differ_by(one: str, other: str, slips: int) -> bool:
    """Say whether two words differ by so many letters at most, the first one being the same."""
    if one[0] != other[0] or abs(len(one) - len(other)) > slips:
        return False
    return OSA.distance(one, other, score_cutoff=slips) <= slips


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return a rough key of how a lower-case word sounds: people write "vasurero" for "basurero"."""
    plain = without_accents(word.replace("ç", "s"))
    for written, heard in _HEARD:
        plain = plain.replace(written, heard)
    plain = _SOFT.sub("s", plain).replace("c", "k")
    return _DOUBLED.sub(r"\1", plain) or word


def _slips(unknown: int, shorter: int) -> int:
    """Return how many letters may be wrong, by how many of two words no list knows, one or both, and by the
    length of the shorter: one at most between two unknown ones."""
    if unknown == 2:
        return 1 if shorter >= _TYPO_LENGTH else 0
    return 2 if shorter > _TYPO_LENGTH else 1
