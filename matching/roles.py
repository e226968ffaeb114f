"""Owns who does what to whom: the same words with the parts exchanged state another claim."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from claims.decision import Conflict, ConflictKind
from matching.lexicon import lexicon
from matching.pairing import Pairing
from matching.reading import (
    BE,
    CONDITIONALS,
    Act,
    Reading,
    Token,
    is_actor,
    is_attribute,
    is_month,
    is_participle,
)

_AGENT_MARKS = frozenset({"by", "por", "par", "von", "durch", "da", "dal", "pelo", "pela", "door", "przez"})
_COMPARING = frozenset({"than", "as", "que", "als", "чем", "che", "do"})
_PREPOSITIONS = {
    word: words.split()[0]
    for words in (
        "in en em im dans na nas nel nella w в во", "at", "on sur auf am на",
        "with con com avec mit с со",
        "during durante pendant während", "under bajo sob sous unter", "near cerca bei около",
        "from desde aus из", "to al à ao aos nach zu к", "for para für pour для",
        "after nach après depois после",
        "before antes avant vor до", "since", "over", "about",
    )
    for word in words.split()
}  # fmt: skip
"""Words before a place, a time or a companion, and the one of them that stands for all."""
_TELLING = 2.0
_REACH = 12
_LEAST_PLACES = 3
_YEAR_DIGITS = 4
_COUNTED_REACH = 4
_BESIDE = 3
_TO, _FROM, _BY = "to", "from", "by"
_MARKED = _AGENT_MARKS | {word for word, stands in _PREPOSITIONS.items() if stands in {_FROM, _TO}}
_DETERMINERS = frozenset(
    word
    for words in (
        "the a an their his her its our my this that these those",
        "el la los las un una o os um uma",
        "le les une des der die das den dem ein eine einen einem i gli",
    )
    for word in words.split()
)
_FRONT = 4
_OF_VERBS = ("ed", "en", "s")


def find_swaps(paired: Pairing) -> Iterator[Conflict]:
    """Yield an act whose doer and target stand the other way round."""
    # Without capitals there are no names to stand before or after a verb.
    for mine in paired.asked.acts if paired.asked.names else ():
        for theirs in paired.checked.acts:
            if mine.groups & theirs.groups and _swapped(paired, mine, theirs):
                yield Conflict(ConflictKind.ROLES, _told(paired.asked, mine), _told(paired.checked, theirs))
                return
    yield from _counted(paired)
    if paired.near_copy:
        yield from _marked(paired)
        yield from _flipped(paired)
        yield from _turned_passive(paired)
        yield from _compared(paired)


def _counted(paired: Pairing) -> Iterator[Conflict]:
    """Yield a number that counts one thing here and another there, both things being in both texts."""
    for mine, theirs in _same_numbers(paired):
        here, there = _counted_by(paired.asked, mine), _counted_by(paired.checked, theirs)
        if here and there and _exchanged(paired, here[0], there[0]) and not _any_same(paired, here, there):
            yield Conflict(
                ConflictKind.ROLES,
                _line(paired.asked, (mine, here[0])),
                _line(paired.checked, (theirs, there[0])),
            )
            return


def _any_same(paired: Pairing, here: Sequence[int], there: Sequence[int]) -> bool:
    return any(_same(paired, one, other) for one in here for other in there)


def _same_numbers(paired: Pairing) -> Iterator[tuple[int, int]]:
    if not any(group.startswith("#") for group in paired.asked.groups & paired.checked.groups):
        return
    for place, (token, to) in enumerate(zip(paired.asked.tokens, paired.asked_to, strict=True)):
        shared = token.groups & paired.checked.tokens[to].groups if to >= 0 else ()
        if not any(group.startswith("#") for group in shared):
            continue
        if not token.lower.endswith("s") and not _is_of_a_date(paired.asked, place):
            yield place, to  # "the over-50s" counts nothing


def _is_of_a_date(reading: Reading, place: int) -> bool:
    near = reading.tokens[max(0, place - 2) : place + 3]
    word = reading.tokens[place].lower
    is_year = len(word) == _YEAR_DIGITS and word.startswith(("19", "20"))
    return is_year or any(is_month(token) for token in near)


def _counted_by(reading: Reading, place: int) -> list[int]:
    """Return the telling words of the few after a number: what it counts is among them."""
    near = range(place + 1, min(len(reading.tokens), place + 1 + _COUNTED_REACH))
    return [at for at in near if reading.tokens[at].weight > _TELLING and not _is_number(reading, at)]


def _is_number(reading: Reading, place: int) -> bool:
    return any(group.startswith("#") for group in reading.tokens[place].groups)


def _marked(paired: Pairing) -> Iterator[Conflict]:
    """Yield words that changed places after the one "by" or "from" of each text, or that stand after "to" in
    one and after "from" in the other."""
    mine, theirs = _after_marks(paired.asked), _after_marks(paired.checked)
    for mark in (_BY, _FROM):
        here, there = mine.get(mark), theirs.get(mark)
        if here and there and _exchanged(paired, here[1], there[1]) and _apart(paired, here[1], there[1]):
            yield Conflict(ConflictKind.ROLES, _line(paired.asked, here), _line(paired.checked, there))
            return
    for one, other in ((_TO, _FROM), (_FROM, _TO)):
        if one in mine and other in theirs and paired.asked_to[mine[one][1]] == theirs[other][1]:
            yield Conflict(
                ConflictKind.ROLES, _line(paired.asked, mine[one]), _line(paired.checked, theirs[other])
            )
            return


def _apart(paired: Pairing, mine: int, theirs: int) -> bool:
    """Say whether the two words stand apart in both texts: neighbours are of one phrase in any order."""
    here, there = abs(paired.checked_to[theirs] - mine), abs(paired.asked_to[mine] - theirs)
    return min(here, there) > _BESIDE


def _after_marks(reading: Reading) -> dict[str, tuple[int, int]]:
    """Return "by", "from" and "to" that stand once, with their place and that of the word after them."""
    found: dict[str, tuple[int, int]] = {}
    twice = set()
    if _MARKED.isdisjoint(reading.lowers):
        return found
    for place, token in enumerate(reading.tokens):
        mark = _BY if token.lower in _AGENT_MARKS else _PREPOSITIONS.get(token.lower)
        if mark not in {_BY, _FROM, _TO}:
            continue
        if mark in found:
            twice.add(mark)
        after = place + 1
        while after < len(reading.tokens) and reading.tokens[after].lower in _DETERMINERS:
            after += 1
        if after < len(reading.tokens) and reading.tokens[after].weight > _TELLING:
            found[mark] = (place, after)
    return {mark: places for mark, places in found.items() if mark not in twice}


def _turned_passive(paired: Pairing) -> Iterator[Conflict]:
    """Yield what is passive in one text and active in the other, though the two parties keep their places."""
    if _has_agent(paired.asked) == _has_agent(paired.checked):
        return
    asked_is_passive = _has_agent(paired.asked)
    passive, to = (paired.asked, paired.asked_to) if asked_is_passive else (paired.checked, paired.checked_to)
    for mark, token in enumerate(passive.tokens):
        verb = _last(to, range(max(0, mark - 2), mark)) if token.lower in _AGENT_MARKS else None
        if verb is None:
            continue
        doer = _first(to, range(mark + 1, min(len(to), mark + 1 + _REACH)), passive)
        target = _first(to, range(verb - 1, max(-1, verb - _REACH), -1), passive)
        if doer is not None and target is not None and to[target] < to[verb] < to[doer]:
            there, here = _line(passive, (target, verb, mark, doer)), (to[target], to[verb], to[doer])
            other = _line(paired.checked if asked_is_passive else paired.asked, here)
            yield Conflict(ConflictKind.ROLES, *((there, other) if asked_is_passive else (other, there)))
            return


def _last(to: tuple[int, ...], places: range) -> int | None:
    return next((place for place in reversed(places) if to[place] >= 0), None)


def _first(to: tuple[int, ...], places: range, reading: Reading) -> int | None:
    return next(
        (place for place in places if to[place] >= 0 and reading.tokens[place].weight > _TELLING), None
    )


def _compared(paired: Pairing) -> Iterator[Conflict]:
    """Yield two things on either side of "than" in one text, and the other way round in the other."""
    mine, theirs = _comparison(paired.asked), _comparison(paired.checked)
    if mine is None or theirs is None:
        return
    telling = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0 and paired.checked.tokens[place].weight > _TELLING
    ]
    before = [pair for pair in telling if pair[0] < theirs and pair[1] > mine]
    after = [pair for pair in telling if pair[0] > theirs and pair[1] < mine]
    if before and after:
        first, last = before[-1], after[0]
        yield Conflict(
            ConflictKind.ROLES,
            _line(paired.asked, (last[1], mine, first[1])),
            _line(paired.checked, (first[0], theirs, last[0])),
        )


def _comparison(reading: Reading) -> int | None:
    if _COMPARING.isdisjoint(reading.lowers):
        return None
    places = [place for place, token in enumerate(reading.tokens) if token.lower in _COMPARING]
    return places[-1] if places else None


def _swapped(paired: Pairing, mine: Act, theirs: Act) -> bool:
    """Say whether the one who acts in the message is acted upon in the claim, or the other way round."""
    subject = same_word(paired, mine.subject, theirs.subject)
    target = same_word(paired, mine.object, theirs.object)
    if subject and not target:
        return _exchanged(paired, mine.object, theirs.object)
    if target and not subject:
        return _exchanged(paired, mine.subject, theirs.subject)
    if subject:
        return False
    return same_word(paired, mine.subject, theirs.object) or same_word(paired, mine.object, theirs.subject)


def _exchanged(paired: Pairing, mine: int | None, theirs: int | None) -> bool:
    """Say whether each of two names stands in the other text too, only elsewhere: they changed places."""
    if mine is None or theirs is None:
        return False
    return 0 <= paired.asked_to[mine] != theirs and 0 <= paired.checked_to[theirs] != mine


def same_word(paired: Pairing, mine: int | None, theirs: int | None) -> bool:
    """Say whether a word of the message and one of the claim stand for the same: so do names of several words
    where one has all that the other has ("Ukraine" and "Western Ukraine", not "North" and "South Korea")."""
    if mine is None or theirs is None:
        return False
    if _same(paired, mine, theirs):
        return True
    here, there = _whole_name(paired.asked, mine), _whole_name(paired.checked, theirs)
    return all(any(_same(paired, one, other) for other in there) for one in here) or all(
        any(_same(paired, one, other) for one in here) for other in there
    )


def _same(paired: Pairing, mine: int, theirs: int) -> bool:
    one, other = paired.asked.tokens[mine], paired.checked.tokens[theirs]
    return one.stem == other.stem or bool(one.groups & other.groups) or paired.asked_to[mine] == theirs


def _whole_name(reading: Reading, place: int) -> tuple[int, ...]:
    return next((name for name in reading.names if place in name), (place,))


def _told(reading: Reading, act: Act) -> str:
    around = [place for place in (act.subject, act.at, act.object) if place is not None]
    return " ".join(reading.tokens[place].text for place in sorted(around))


def _flipped(paired: Pairing) -> Iterator[Conflict]:
    """Yield two words that stand on either side of a third, and in the other text the other way round.

    A passive turns the order of one and the same statement, so texts of which one is passive are left out.
    """
    if _has_agent(paired.asked) != _has_agent(paired.checked):
        return
    places = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0
        and paired.asked_to[to] == place
        and paired.checked.tokens[place].weight > _TELLING
        and not _is_time_or_number(paired.checked.tokens[place])
    ]
    in_order = all(first <= second for (_, first), (_, second) in pairwise(places))
    if in_order or len(places) < _LEAST_PLACES or _clause_moved(paired):
        return
    moved = [(place, to) for place, to in places if not _same_part(paired, to, place)]
    for middle, pivot in places:
        before = [(place, to) for place, to in moved if middle - _REACH <= place < middle and to > pivot]
        after = [(place, to) for place, to in moved if middle < place <= middle + _REACH and to < pivot]
        if before and after and _is_deed(paired, middle, pivot):
            names_moved = _any_named(paired, before) and _any_named(paired, after)
            if _one_is_passive(paired, middle, pivot) and not names_moved:
                return  # the deed is told from its other end
            first, last = before[-1], after[0]
            yield Conflict(
                ConflictKind.ROLES,
                _line(paired.asked, (last[1], pivot, first[1])),
                _line(paired.checked, (first[0], middle, last[0])),
            )
            return


def _same_part(paired: Pairing, mine: int, theirs: int) -> bool:
    """Say whether both texts put the same preposition before a word: its part is the same, wherever it is."""
    mark = _preposition(paired.asked, mine)
    return mark != "" and mark == _preposition(paired.checked, theirs)


def _preposition(reading: Reading, place: int) -> str:
    """Return the preposition that governs a word, at most an article and a noun away, else nothing."""
    between = 0
    for token in reversed(reading.tokens[max(0, place - 3) : place]):
        if token.lower in _PREPOSITIONS:
            return _PREPOSITIONS[token.lower]
        between += token.weight > _TELLING
        if token.verb or between > 1:
            return ""
    return ""


def _clause_moved(paired: Pairing) -> bool:
    """Say whether one text begins with its condition and the other ends with it: the order of all words
    changes, and nobody's part does."""
    mine, theirs = _condition(paired.asked), _condition(paired.checked)
    return mine is not None and theirs is not None and (mine <= _FRONT) != (theirs <= _FRONT)


def _condition(reading: Reading) -> int | None:
    if not reading.conditional:
        return None
    return next((place for place, token in enumerate(reading.tokens) if token.lower in CONDITIONALS), None)


def _has_agent(reading: Reading) -> bool:
    return not _AGENT_MARKS.isdisjoint(reading.lowers)


def _is_time_or_number(token: Token) -> bool:
    return any(group.startswith(("#", "month ")) for group in token.groups)


def _is_deed(paired: Pairing, middle: int, pivot: int) -> bool:
    """Say whether a word of the claim and what answers it may be the verb between the two."""
    both = (paired.checked.tokens[middle], paired.asked.tokens[pivot])
    if any(token.named or token.lower in lexicon().places or not token.lower.isalpha() for token in both):
        return False
    if not paired.asked.language == paired.checked.language == "en":
        return True  # only of English is it known what verbs look like
    return all(
        _is_verb_like(reading, place) for reading, place in ((paired.checked, middle), (paired.asked, pivot))
    )


def _is_verb_like(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    before = reading.tokens[place - 1] if place else None
    if before is not None and (before.lower in _DETERMINERS or _is_time_or_number(before)):
        return False  # "six days", "the killings"
    if is_participle(token.lower) and is_attribute(reading.tokens, place):
        return False
    if token.verb or token.lower in lexicon().irregular:
        return True
    if token.lower.endswith("ing"):
        return before is not None and (before.named or before.lower in BE)
    return token.lower.endswith(_OF_VERBS) and not token.lower.endswith("ss")


def _one_is_passive(paired: Pairing, middle: int, pivot: int) -> bool:
    """Say whether the verb is passive in one text alone, which turns the order and not the parts."""
    return _is_passive(paired.checked, middle) != _is_passive(paired.asked, pivot)


def _is_passive(reading: Reading, verb: int) -> bool:
    after_be = any(token.lower in BE for token in reading.tokens[max(0, verb - 3) : verb])
    return after_be and is_participle(reading.tokens[verb].lower)


def _any_named(paired: Pairing, places: Sequence[tuple[int, int]]) -> bool:
    return any(is_actor(paired.checked.tokens[place]) for place, _ in places)


def _line(reading: Reading, places: tuple[int, ...]) -> str:
    return " ".join(reading.tokens[place].text for place in places)
