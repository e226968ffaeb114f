"""Owns what the rest of a message says against answering a part of it: of whom, and of where, it may be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.decision import Conflict, ConflictKind
from matching import phrases
from matching.conflicts import find_conflicts
from matching.dates import Dates
from matching.excerpts import Name, about_whom, is_like_a_sentence_of, named, names_in, stands_in, told_of
from matching.lexicon import lexicon
from matching.normalize import core
from matching.pairing import Pairing
from matching.pairing import pair as match_words
from matching.reading import Reading, full_name, read, read_checked
from matching.records import Stored
from matching.segment import Part, split

_POINTING_BACK = frozenset({"he", "she", "it", "they", "his", "her", "its", "their", "the"})
_BEGINNING = 2  # "Then he", "And the"
_NO_DATES = Dates(frozenset(), {}, frozenset(), {}, {})


def find_in_the_rest(
    part: Part, parts: Sequence[Part], sentences: Sequence[str], spoken: str, stored: Stored, text: str
) -> tuple[Conflict, ...]:
    """Return what is said around a part against its being about what the text of a verdict is about.

    Where a part, or the sentence of it that counts, leaves out who it was or where it was, the rest may name
    somebody else, or another place. And where a claim is a post of several sentences, the part may be one of
    them and the rest another story.
    """
    if not stored.texts:  # of three words: it is met word for word alone
        stored = replace(stored, texts=(text,))
    around = read(_around(part, parts, sentences), spoken)
    checked = read_checked(text, stored.language)
    inner = [read(core(sentence), spoken) for sentence in sentences if sentence in part.text]
    mine = max(inner, key=lambda one: told_of(checked, one)) if len(inner) > 1 else read(part.core, spoken)
    found = [
        *_of_another_post(part, around, sentences, stored, text),
        *(_of_somebody_else(mine, around, stored) if len(inner) > 1 or not part.whole else ()),
    ]
    if found or part.whole:
        return tuple(found[:1])
    elsewhere = not read(part.core, spoken).places and around.places.isdisjoint(checked.places)
    kinds = frozenset({ConflictKind.PERSON, *([ConflictKind.PLACE] if elsewhere else ())})
    return find_conflicts(match_words(around, checked), kinds=kinds)


def _around(part: Part, parts: Sequence[Part], sentences: Sequence[str]) -> str:
    """Return the whole of a short message, of a long one the part with the sentence before it."""
    if parts[0].whole:
        return parts[0].core
    mine = [
        place for place, sentence in enumerate(sentences) if sentence in part.text or part.text in sentence
    ]
    return " ".join(sentences[max(0, mine[0] - 1) : mine[-1] + 1]) if mine else part.text


def _of_another_post(
    part: Part, around: Reading, sentences: Sequence[str], stored: Stored, text: str
) -> Iterator[Conflict]:
    """Yield whom a claim of several sentences is about where the message does not name them, and that another
    sentence was changed."""
    if text != stored.texts[0] or len(split(text, stored.language)) == 1:
        return
    whom = about_whom(stored)
    names = list(names_in(whom))
    if names and not named(whom, match_words(around, whom).checked_fit):
        yield Conflict(ConflictKind.NAME, "", whom.spelled(names[0]))
    for sentence in sentences:
        if sentence in part.text or stands_in(text, sentence):
            continue
        if is_like_a_sentence_of([text], sentence):
            yield Conflict(ConflictKind.STATEMENT, "", "")


def _of_somebody_else(part: Reading, around: Reading, stored: Stored) -> Iterator[Conflict]:
    """Yield whom the rest names beside somebody whom the claim names and the message does not; of a claim
    that names nobody, who may be the "I" in it, or where what happens on a day may happen."""
    claim = about_whom(stored)
    paired = match_words(around, claim)
    known = part.lowers.union(*(read_checked(text, stored.language).lowers for text in stored.texts))
    answered = named(around, paired.asked_fit)
    others = [
        name
        for name in names_in(around)
        if name not in answered and not any(around.tokens[place].lower in known for place in name)
    ]
    missing = list(_missing(paired)) if _points_back(part) else []
    for other in others:
        place = _is_a_place(around, other)
        for name in missing:
            if not _lies_within(_groups(around, other), _groups(claim, name)):
                yield Conflict(ConflictKind.NAME, around.spelled(other), claim.spelled(name))
        if any(names_in(claim)):
            continue
        if place and claim.dates != _NO_DATES:
            yield Conflict(ConflictKind.PLACE, around.spelled(other), "")
        if not place and phrases.FIRST_PERSON.search(claim.text):
            yield Conflict(ConflictKind.NAME, around.spelled(other), "")


def _missing(paired: Pairing) -> Iterator[Name]:
    """Yield the names of the claim, if the message names none of them. A place is left out easily, and the
    first word, which has a capital letter anyway, may be no name."""
    claim = paired.checked
    names = list(names_in(claim))
    whom = [name for name in names if not _is_a_place(claim, name)] or names
    sure = [name for name in whom if name[0] > 0] or whom
    if not any(_is_named(paired, name) for name in sure):
        yield from whom


def _points_back(said: Reading) -> bool:
    """Say whether a sentence begins with whom or what was named before: "He was", "The airline", "Its". In
    other languages than English that is not known, and may be so."""
    return said.language != "en" or any(token.lower in _POINTING_BACK for token in said.tokens[:_BEGINNING])


def _is_named(paired: Pairing, name: Name) -> bool:
    """Say whether the message has a name of the claim: all its words, or one as a name. "The airline" is not
    Turkish Airlines."""
    whole = full_name(paired.checked, name) or name
    answers = [paired.checked_to[place] for place in whole if paired.checked_fit[place]]
    return len(answers) == len(whole) or any(paired.asked.tokens[at].text[:1].isupper() for at in answers)


def _is_a_place(reading: Reading, name: Name) -> bool:
    groups = _groups(reading, name)
    return not groups.isdisjoint(reading.places) or not groups.isdisjoint(lexicon().places)


def _groups(reading: Reading, name: Name) -> frozenset[str]:
    return frozenset(group for place in name for group in reading.tokens[place].groups)


def _lies_within(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    within = lexicon().within
    return any(within.get(place) in theirs for place in mine)
