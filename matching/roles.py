"""Owns who does what to whom: the same words with the parts exchanged state another claim."""

from collections.abc import Iterator, Sequence, Set
from itertools import combinations, pairwise, takewhile

from claims.decision import Conflict, ConflictKind
from matching.clauses import MOSTLY_ATTRIBUTES, attribution, find_exchanged_parts
from matching.lexicon import lexicon
from matching.numbers import is_measured
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
    is_number,
    is_participle,
)

_MARKS_OF = {
    "en": frozenset({"by"}),
    "es": frozenset({"por"}),
    "pt": frozenset({"por", "pelo", "pela", "pelos", "pelas"}),
    "fr": frozenset({"par"}),
    "de": frozenset({"von", "vom", "durch"}),
    "it": frozenset({"da", "dal", "dalla", "dai"}),
    "nl": frozenset({"door"}),
    "pl": frozenset({"przez"}),
}
_AGENT_MARKS = frozenset(mark for marks in _MARKS_OF.values() for mark in marks)
"""Words before who does something to another; of a language that is not here, all of them may be one."""
_COMPARING = {
    "en": frozenset({"than", "as"}),
    "es": frozenset({"que"}),
    "pt": frozenset({"que", "do"}),
    "fr": frozenset({"que"}),
    "de": frozenset({"als"}),
    "ru": frozenset({"чем"}),
    "it": frozenset({"che", "di"}),
}
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
_EVERYDAY = 0.5
_REACH = 12
_LEAST_PLACES = 3
_LEAST_IN_ORDER = 4
_TWO = 2
_MOST_OF_ALL = 0.8
_YEAR_DIGITS = 4
_COUNTED_REACH = 4
_BESIDE = 3
_AGENT_REACH = 6
_IN_ONE_NAME = 2
_OF = frozenset({"of", "de", "del", "do", "da", "dos", "das", "du", "des", "di", "von", "der"})
_GERMAN_ARTICLES = frozenset(["der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "einer"])
_OF_ONE_CASE = frozenset({"den", "einen", "der", "ein"})
_TURNED = frozenset(
    frozenset(pair.split())
    for pair in ("der den", "der dem", "ein einen", "ein einem", "die der", "eine einer", "das dem")
)
"""Articles of one noun, once of who does something and once of whom it is done to."""
_PARTICIPLES_OF = {
    "es": ("do", "da", "dos", "das", "to", "ta", "tos", "tas", "so", "sa", "sos", "sas"),
    "pt": (
        "do",
        "da",
        "dos",
        "das",
        "to",
        "ta",
        "tos",
        "tas",
        "so",
        "sa",
        "sos",
        "sas",
        "go",
        "ga",
        "gos",
        "gas",
    ),
    "it": ("to", "ta", "ti", "te", "so", "sa", "si", "se"),
    "fr": ("é", "ée", "és", "ées", "i", "ie", "is", "ies", "u", "ue", "us", "ues", "t", "te", "ts", "tes"),
}
_MEANS = frozenset(
    word
    for words in (
        "night day mail post phone mobile sea land air car train bus boat ship plane ferry rail road",
        "drone choice mistake accident hand text message law order force email letter radio video cable",
    )
    for word in words.split()
)
"""What comes after "by" and did nothing."""
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
_OF_VERBS = ("ed", "en")


def find_swaps(paired: Pairing) -> Iterator[Conflict]:
    """Yield an act whose doer and target stand the other way round."""
    acted = next(find_swapped_acts(paired), None)
    if acted is not None:
        yield acted
        return
    yield from _counted(paired)
    if paired.near_copy:
        yield from _marked(paired)
        yield from _flipped(paired)
        yield from _transposed(paired)
        yield from _turned_passive(paired)
        yield from _declined(paired)
        yield from _compared(paired)
        if paired.asked.language == paired.checked.language == "en":
            yield from find_exchanged_parts(paired)


def find_swapped_acts(paired: Pairing, but: Set[str] = frozenset()) -> Iterator[Conflict]:
    """Yield acts whose doer and target stand the other way round by the verbs that are known, `but` some."""
    told_here, told_there = _who_tells(paired)
    # Without capitals there are no names to stand before or after a verb.
    for mine in paired.asked.acts if paired.asked.names else ():
        for theirs in paired.checked.acts:
            if _is_of_who_tells(mine, told_here) or _is_of_who_tells(theirs, told_there):
                continue
            if (mine.groups & theirs.groups) - but and _swapped(paired, mine, theirs):
                yield Conflict(ConflictKind.ROLES, _told(paired.asked, mine), _told(paired.checked, theirs))


def _is_of_who_tells(act: Act, told: Set[int]) -> bool:
    """Say whether whoever tells it was taken for a party to it."""
    return act.at not in told and (act.subject in told or act.object in told)


def _counted(paired: Pairing) -> Iterator[Conflict]:
    """Yield a number that counts one thing here and another there, both things being in both texts."""
    for mine, theirs in _same_numbers(paired):
        here, there = _counted_by(paired.asked, mine), _counted_by(paired.checked, theirs)
        if here and there and _exchanged(paired, here[0], there[0]) and not _any_same(paired, here, there):
            yield Conflict(
                ConflictKind.ROLES,
                paired.asked.spelled((mine, here[0])),
                paired.checked.spelled((theirs, there[0])),
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
    beside = takewhile(lambda at: reading.tokens[at].lower not in _PREPOSITIONS, near)
    return [at for at in beside if reading.tokens[at].weight > _TELLING and not is_number(reading.tokens[at])]


def _marked(paired: Pairing) -> Iterator[Conflict]:
    """Yield words that changed places after the one "by" or "from" of each text, or that stand after "to" in
    one and after "from" in the other."""
    mine, theirs = _after_marks(paired.asked), _after_marks(paired.checked)
    for mark in (_BY, _FROM):
        here, there = mine.get(mark), theirs.get(mark)
        if (
            here
            and there
            and _exchanged(paired, here[1], there[1])
            and (_across(paired, here, there) or _apart(paired, here[1], there[1]))
        ):
            yield Conflict(ConflictKind.ROLES, paired.asked.spelled(here), paired.checked.spelled(there))
            return
    for one, other in ((_TO, _FROM), (_FROM, _TO)):
        here, there = mine.get(one), theirs.get(other)
        if not (here and there and paired.asked_to[here[1]] == there[1]):
            continue
        words = paired.asked.tokens[here[1]].lower, paired.checked.tokens[there[1]].lower
        if not any(word.endswith("ing") for word in words):  # "forbidden to fly", "kept from flying"
            yield Conflict(ConflictKind.ROLES, paired.asked.spelled(here), paired.checked.spelled(there))
            return


def _across(paired: Pairing, mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Say whether what follows the mark in each text stands before it in the other: "soldiers by guards"."""
    return paired.checked_to[theirs[1]] < mine[0] and paired.asked_to[mine[1]] < theirs[0]


def _apart(paired: Pairing, mine: int, theirs: int) -> bool:
    """Say whether the two words stand apart in both texts: neighbours are of one phrase in any order."""
    here, there = abs(paired.checked_to[theirs] - mine), abs(paired.asked_to[mine] - theirs)
    return min(here, there) > _BESIDE


def _after_marks(reading: Reading) -> dict[str, tuple[int, int]]:
    """Return "by", "from" and "to" that stand once, with their place and that of the word after them."""
    found: dict[str, tuple[int, int]] = {}
    twice = set()
    marks = _agent_marks(reading)
    if _MARKED.isdisjoint(reading.lowers):
        return found
    for place, token in enumerate(reading.tokens):
        mark = _BY if token.lower in marks else _PREPOSITIONS.get(token.lower)
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
    marks = _agent_marks(passive)
    for mark, token in enumerate(passive.tokens):
        verb = _last(to, range(max(0, mark - 2), mark)) if token.lower in marks else None
        if verb is None or is_measured(*_two_after(passive, mark)):
            continue  # "grew by three metres"
        if _MEANS & {*_two_after(passive, mark)} or passive.tokens[mark - 1].lower in {"than", "not"}:
            continue  # "sold by post", "hit by trains more than by cars"
        if not passive.tokens[verb].lower.endswith(_PARTICIPLES_OF.get(passive.language, "")):
            continue  # "transferências por Pix"
        doer = _first(to, range(mark + 1, min(len(to), mark + 1 + _REACH)), passive)
        target = _first(to, range(verb - 1, max(-1, verb - _REACH), -1), passive)
        if doer is not None and target is not None and to[target] < to[verb] < to[doer]:
            there, here = passive.spelled((target, verb, mark, doer)), (to[target], to[verb], to[doer])
            other = (paired.checked if asked_is_passive else paired.asked).spelled(here)
            yield Conflict(ConflictKind.ROLES, *((there, other) if asked_is_passive else (other, there)))
            return


def _two_after(reading: Reading, place: int) -> tuple[str, str]:
    one, other, *_ = [*(token.lower for token in reading.tokens[place + 1 : place + 3]), "", ""]
    return one, other


def _declined(paired: Pairing) -> Iterator[Conflict]:
    """Yield two German nouns in another order whose articles say that the doer is now the target."""
    if not paired.asked.language == paired.checked.language == "de":
        return
    if _has_agent(paired.asked) or _has_agent(paired.checked):
        return
    nouns = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0
        and paired.checked.tokens[place].text[0].isupper()
        and paired.checked.tokens[place].weight > _TELLING
        and not _is_time_or_number(paired.checked.tokens[place])
    ]
    for (first, to_first), (second, to_second) in combinations(nouns, 2):
        if to_first <= to_second:
            continue
        turned = {
            _turned(_article(paired.asked, to), _article(paired.checked, place))
            for place, to in ((first, to_first), (second, to_second))
        }
        if True in turned and False not in turned:
            yield Conflict(
                ConflictKind.ROLES,
                paired.asked.spelled((to_second, to_first)),
                paired.checked.spelled((first, second)),
            )
            return


def _article(reading: Reading, noun: int) -> str:
    """Return the article of a noun, with at most one word between them."""
    near = reading.tokens[max(0, noun - 2) : noun]
    return next((token.lower for token in reversed(near) if token.lower in _GERMAN_ARTICLES), "")


def _turned(mine: str, theirs: str) -> bool | None:
    """Say whether of two articles of one noun one is of the doer and one of the target; None: who knows."""
    if not mine or not theirs:
        return None
    if frozenset({mine, theirs}) in _TURNED:
        return True
    return False if mine == theirs else None


def _last(to: tuple[int, ...], places: range) -> int | None:
    return next((place for place in reversed(places) if to[place] >= 0), None)


def _first(to: tuple[int, ...], places: range, reading: Reading) -> int | None:
    return next(
        (place for place in places if to[place] >= 0 and reading.tokens[place].weight > _TELLING), None
    )


def _compared(paired: Pairing) -> Iterator[Conflict]:
    """Yield two things on either side of "than" in one text, and the other way round in the other."""
    mine, theirs = _comparison(paired.asked), _comparison(paired.checked)
    if mine is None or theirs is None or _of_more(paired.asked) != _of_more(paired.checked):
        return  # more than A is less than B
    told_here, told_there = _who_tells(paired)
    telling = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0
        and paired.checked.tokens[place].weight > _TELLING
        and place not in told_there
        and to not in told_here
    ]
    before = [pair for pair in telling if pair[0] < theirs and pair[1] > mine]
    after = [pair for pair in telling if pair[0] > theirs and pair[1] < mine]
    if before and after:
        first, last = before[-1], after[0]
        yield Conflict(
            ConflictKind.ROLES,
            paired.asked.spelled((last[1], mine, first[1])),
            paired.checked.spelled((first[0], theirs, last[0])),
        )


def _of_more(reading: Reading) -> bool:
    return not reading.lowers.isdisjoint({"less", "fewer", "lower", "smaller", "shorter", "cheaper"})


def _comparison(reading: Reading) -> int | None:
    marks = _COMPARING.get(reading.language, frozenset())
    places = [place for place, token in enumerate(reading.tokens) if token.lower in marks]
    return places[-1] if places else None


def _swapped(paired: Pairing, mine: Act, theirs: Act) -> bool:
    """Say whether the one who acts in the message is acted upon in the claim, or the other way round."""
    subject = same_word(paired, mine.subject, theirs.subject)
    target = same_word(paired, mine.object, theirs.object)
    if subject and not target:
        return _parted_and_exchanged(paired, mine.object, theirs.object)
    if target and not subject:
        return _parted_and_exchanged(paired, mine.subject, theirs.subject)
    if subject:
        return False
    return same_word(paired, mine.subject, theirs.object) or same_word(paired, mine.object, theirs.subject)


def _exchanged(paired: Pairing, mine: int | None, theirs: int | None) -> bool:
    """Say whether each of two names stands in the other text too, only elsewhere: they changed places."""
    if mine is None or theirs is None:
        return False
    return 0 <= paired.asked_to[mine] != theirs and 0 <= paired.checked_to[theirs] != mine


def _parted_and_exchanged(paired: Pairing, mine: int | None, theirs: int | None) -> bool:
    """Say whether two names changed places which are not words of one phrase that both texts have: who closes
    "the strait of Hormuz" closes "Hormuz" as well as "the Strait"."""
    if mine is None or theirs is None or not _exchanged(paired, mine, theirs):
        return False
    here, there = paired.checked_to[theirs], paired.asked_to[mine]
    forwards = (mine > here) == (there > theirs)
    return not (forwards and _joined(paired.asked, here, mine) and _joined(paired.checked, theirs, there))


def _joined(reading: Reading, one: int, other: int) -> bool:
    """Say whether two words stand side by side, or with an "of" between them."""
    between = reading.tokens[min(one, other) + 1 : max(one, other)]
    return len(between) < _IN_ONE_NAME and all(token.lower in _OF for token in between)


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
    told_here, told_there = _who_tells(paired)
    turned = _has_agent(paired.asked) != _has_agent(paired.checked)
    if turned and not paired.asked.language == paired.checked.language == "en":
        return
    places = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0
        and paired.asked_to[to] == place
        and paired.checked.tokens[place].weight > _TELLING
        and not _is_time_or_number(paired.checked.tokens[place])
        and place not in told_there
        and to not in told_here
    ]
    in_order = all(first <= second for (_, first), (_, second) in pairwise(places))
    if in_order or len(places) < _LEAST_PLACES or _clause_moved(paired):
        return
    moved = [(place, to) for place, to in places if not _same_part(paired, to, place)]
    for middle, pivot in places:
        before = [(place, to) for place, to in moved if middle - _REACH <= place < middle and to > pivot]
        after = [(place, to) for place, to in moved if middle < place <= middle + _REACH and to < pivot]
        if before and after and _is_deed(paired, middle, pivot):
            if turned and _done_by(paired.asked, pivot) != _done_by(paired.checked, middle):
                return
            names_moved = _any_named(paired, before) and _any_named(paired, after)
            if _one_is_passive(paired, middle, pivot) and not names_moved:
                return  # the deed is told from its other end
            first, last = before[-1], after[0]
            if _cases_kept(paired, first, last):
                return
            yield Conflict(
                ConflictKind.ROLES,
                paired.asked.spelled((last[1], pivot, first[1])),
                paired.checked.spelled((first[0], middle, last[0])),
            )
            return


def _who_tells(paired: Pairing) -> tuple[Set[int], Set[int]]:
    """Return the words of each text that tell who says it: they stand first or last, and it is the same."""
    if not paired.asked.language == paired.checked.language == "en":
        return frozenset(), frozenset()
    mine, theirs = attribution(paired.asked), attribution(paired.checked)
    same = any(paired.asked_to[at] in theirs for at in mine if paired.asked.tokens[at].weight > _TELLING)
    return (mine, theirs) if same else (frozenset(), frozenset())


def _done_by(reading: Reading, verb: int) -> bool:
    """Say whether "by" and who did it follow a verb shortly, as in no other one's place."""
    following = reading.tokens[verb + 1 : verb + 1 + _AGENT_REACH]
    mark = next((at for at, token in enumerate(following) if token.lower in _agent_marks(reading)), None)
    return mark is not None and not any(is_participle(token.lower) for token in following[:mark])


def _cases_kept(paired: Pairing, *nouns: tuple[int, int]) -> bool:
    """Say whether the articles of German nouns say that each has the part that it has in the other text."""
    if not paired.asked.language == paired.checked.language == "de":
        return False
    articles = {(_article(paired.asked, to), _article(paired.checked, place)) for place, to in nouns}
    return {one for pair in articles for one in pair} <= _OF_ONE_CASE and all(
        mine == theirs for mine, theirs in articles
    )


def _transposed(paired: Pairing) -> Iterator[Conflict]:
    """Yield two words that changed places in what is otherwise word for word in the same order."""
    if _has_agent(paired.asked) != _has_agent(paired.checked) or paired.checked.language != "en":
        return
    places = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0 and paired.asked_to[to] == place and paired.checked.tokens[place].weight > _EVERYDAY
    ]
    order = sorted(to for _, to in places)
    moved = [at for at, ((_, to), there) in enumerate(zip(places, order, strict=True)) if to != there]
    if len(moved) != _TWO or len(places) < _LEAST_IN_ORDER:
        return
    if moved[1] - moved[0] == 1 and not (
        _apart(paired, places[moved[0]][1], places[moved[1]][0])
        or _parted(paired.checked, places[moved[0]][0], places[moved[1]][0])
    ):
        return  # "Tom Rusk", "Rusk, Tom"
    if len(places) < _MOST_OF_ALL * max(_telling(paired.asked), _telling(paired.checked)):
        return
    (first, to_first), (last, to_last) = places[moved[0]], places[moved[1]]
    if _is_time_or_number(paired.checked.tokens[first]) or _is_time_or_number(paired.checked.tokens[last]):
        return
    alike = _preposition(paired.checked, first) == _preposition(paired.checked, last)
    if alike or not (_same_part(paired, to_first, first) or _same_part(paired, to_last, last)):
        yield Conflict(
            ConflictKind.ROLES,
            paired.asked.spelled((to_last, to_first)),
            paired.checked.spelled((first, last)),
        )


def _parted(reading: Reading, first: int, last: int) -> bool:
    """Say whether just a "that" stands between two words: "told parents that teachers"."""
    return [token.lower for token in reading.tokens[first + 1 : last]] == ["that"]


def _telling(reading: Reading) -> int:
    return sum(token.weight > _EVERYDAY for token in reading.tokens)


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
    return not _agent_marks(reading).isdisjoint(reading.lowers)


def _agent_marks(reading: Reading) -> frozenset[str]:
    return _MARKS_OF.get(reading.language, _AGENT_MARKS)


def _is_time_or_number(token: Token) -> bool:
    return is_number(token) or is_month(token)


def _is_deed(paired: Pairing, middle: int, pivot: int) -> bool:
    """Say whether a word of the claim and what answers it may be the verb between the two."""
    both = (paired.checked.tokens[middle], paired.asked.tokens[pivot])
    if any(token.named or token.lower in lexicon().places or not token.lower.isalpha() for token in both):
        return False
    if any(
        place and is_number(reading.tokens[place - 1]) and not _is_of_a_date(reading, place - 1)
        for reading, place in ((paired.checked, middle), (paired.asked, pivot))
    ):
        return False  # "600 pesos"
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
    if token.lower in MOSTLY_ATTRIBUTES:
        return False
    if token.verb or token.lower in lexicon().irregular["en"]:
        return True
    if token.lower.endswith("ing"):
        return before is not None and (before.named or before.lower in BE)
    if token.lower.endswith("s"):
        return before is not None and before.named  # else it is far oftener the plural of a thing
    return token.lower.endswith(_OF_VERBS)


def _one_is_passive(paired: Pairing, middle: int, pivot: int) -> bool:
    """Say whether the verb is passive in one text alone, which turns the order and not the parts."""
    return _is_passive(paired.checked, middle) != _is_passive(paired.asked, pivot)


def _is_passive(reading: Reading, verb: int) -> bool:
    after_be = any(token.lower in BE for token in reading.tokens[max(0, verb - 3) : verb])
    return after_be and is_participle(reading.tokens[verb].lower)


def _any_named(paired: Pairing, places: Sequence[tuple[int, int]]) -> bool:
    return any(is_actor(paired.checked.tokens[place]) for place, _ in places)
