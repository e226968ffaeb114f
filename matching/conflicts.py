"""Owns the vetoes: differences, each sayable in one sentence, that make two texts state different claims."""

from collections.abc import Collection, Iterator

from claims.decision import Conflict, ConflictKind
from matching.lexicon import lexicon
from matching.numbers import Quantity, Unit, equal, is_year
from matching.pairing import Pairing
from matching.reading import Act, Reading, Token

_SCOPE = 4
_TELLING = 1.0
_BESIDE = 3
_TITLES = frozenset({"president", "secretary general", "prime minister", "leader"})


def find_conflicts(paired: Pairing) -> tuple[Conflict, ...]:
    """Return what the message says otherwise than the claim, each kind at most once."""
    found: dict[ConflictKind, Conflict] = {}
    for conflict in _all(paired):
        found.setdefault(conflict.kind, conflict)
    return tuple(found.values())


def _all(paired: Pairing) -> Iterator[Conflict]:
    yield from _number(paired.asked, paired.checked)
    yield from _date(paired.asked, paired.checked)
    yield from _place(paired.asked, paired.checked)
    yield from _negation(paired)
    yield from _roles(paired)
    yield from _name(paired)
    yield from _statement(paired)


def _number(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    mine = [quantity for quantity in asked.quantities if not is_year(quantity)]
    theirs = [quantity for quantity in checked.quantities if not is_year(quantity)]
    loose_mine = [quantity for quantity in mine if not any(equal(quantity, other) for other in theirs)]
    loose_theirs = [quantity for quantity in theirs if not any(equal(quantity, other) for other in mine)]
    for quantity in loose_theirs:
        rival = next((other for other in loose_mine if _comparable(other, quantity)), None)
        if rival is not None:
            yield Conflict(ConflictKind.NUMBER, rival.text, quantity.text)
            return


def _comparable(one: Quantity, other: Quantity) -> bool:
    if Unit.ORDINAL in {one.unit, other.unit}:
        return one.unit is other.unit
    return one.unit is other.unit or Unit.COUNT in {one.unit, other.unit}


def _date(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    mine, theirs = asked.dates, checked.dates
    for ours, checkeds in (
        (mine.years, theirs.years),
        (mine.months, theirs.months),
        ({day for _, day in mine.days}, {day for _, day in theirs.days}),
        (mine.weekdays, theirs.weekdays),
    ):
        if ours and checkeds and not (set(ours) & set(checkeds)):
            yield Conflict(ConflictKind.DATE, _listed(ours), _listed(checkeds))


def _listed(values: Collection[int | str]) -> str:
    return ", ".join(str(value) for value in sorted(values, key=str))


def _place(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    missing = checked.places - asked.places
    extra = asked.places - checked.places
    spoken = {token.lower for token in asked.tokens} | {
        group for token in asked.tokens for group in token.groups
    }
    missing -= spoken
    if missing and extra:
        yield Conflict(
            ConflictKind.PLACE, ", ".join(sorted(extra)).title(), ", ".join(sorted(missing)).title()
        )


def _negation(paired: Pairing) -> Iterator[Conflict]:
    mine = _turning(paired.asked, paired.asked_fit)
    theirs = _turning(paired.checked, paired.checked_fit)
    if len(mine) % 2 != len(theirs) % 2:
        yield Conflict(ConflictKind.NEGATION, " ".join(mine), " ".join(theirs))
        return
    opposed = _opposed(paired)
    if opposed:
        yield Conflict(ConflictKind.NEGATION, *opposed)


def _turning(reading: Reading, fits: tuple[float, ...]) -> list[str]:
    """Return the words that turn round what both texts speak of; a word that both share turns nothing."""
    lists = lexicon()
    found = []
    for place, (token, fit) in enumerate(zip(reading.tokens, fits, strict=True)):
        negates = token.lower in lists.negations or token.lower.endswith("n't")
        denies = token.lower in lists.denials and fit < 1.0
        if denies or (negates and _governs(reading, fits, place)):
            found.append(token.lower)
    return found


def _governs(reading: Reading, fits: tuple[float, ...], place: int) -> bool:
    """Say whether the telling word that follows a negation soon is one that the other text has too."""
    for near in range(place + 1, min(len(fits), place + 1 + _SCOPE)):
        if reading.tokens[near].weight > _TELLING:
            return fits[near] > 0
    return place + 1 < len(fits) and fits[place + 1] > 0


def _opposed(paired: Pairing) -> tuple[str, str] | None:
    lists = lexicon()
    theirs = {token.lower: token for token in paired.checked.tokens}
    spoken = {token.lower for token in paired.asked.tokens}
    for token, fit in zip(paired.asked.tokens, paired.asked_fit, strict=True):
        for other in lists.opposites.get(token.lower, frozenset()):
            if fit < 1.0 and other in theirs and other not in spoken and _alike(paired):
                return token.text, theirs[other].text
        if token.verb and fit == 0:
            other_token = _antonym(token, paired)
            if other_token:
                return token.text, other_token.text
    return None


def _alike(paired: Pairing) -> bool:
    """Say whether most of the claim is in the message, so that one opposite word is what differs."""
    telling = [
        fit > 0
        for token, fit in zip(paired.checked.tokens, paired.checked_fit, strict=True)
        if token.weight > 0
    ]
    return sum(telling) >= 0.5 * len(telling)


def _antonym(token: Token, paired: Pairing) -> Token | None:
    pairs = lexicon().antonyms
    for other, fit in zip(paired.checked.tokens, paired.checked_fit, strict=True):
        if (
            other.verb
            and fit == 0
            and any(frozenset({one, two}) in pairs for one in token.groups for two in other.groups)
        ):
            return other
    return None


def _roles(paired: Pairing) -> Iterator[Conflict]:
    for mine in paired.asked.acts:
        for theirs in paired.checked.acts:
            if mine.groups & theirs.groups and _swapped(paired, mine, theirs):
                yield Conflict(ConflictKind.ROLES, _told(paired.asked, mine), _told(paired.checked, theirs))
                return


def _swapped(paired: Pairing, mine: Act, theirs: Act) -> bool:
    """Say whether the one who acts in the message is acted upon in the claim, or the other way round."""
    subject = _same(paired, mine.subject, theirs.subject)
    target = _same(paired, mine.object, theirs.object)
    if subject and not target:
        return _exchanged(paired, mine.object, theirs.object)
    if target and not subject:
        return _exchanged(paired, mine.subject, theirs.subject)
    if subject:
        return False
    return _same(paired, mine.subject, theirs.object) or _same(paired, mine.object, theirs.subject)


def _exchanged(paired: Pairing, mine: int | None, theirs: int | None) -> bool:
    """Say whether each of two names stands in the other text too, only elsewhere: they changed places."""
    if mine is None or theirs is None:
        return False
    return 0 <= paired.asked_to[mine] != theirs and 0 <= paired.checked_to[theirs] != mine


def _same(paired: Pairing, mine: int | None, theirs: int | None) -> bool:
    if mine is None or theirs is None:
        return False
    one, other = paired.asked.tokens[mine], paired.checked.tokens[theirs]
    return one.stem == other.stem or bool(one.groups & other.groups) or paired.asked_to[mine] == theirs


def _told(reading: Reading, act: Act) -> str:
    around = [place for place in (act.subject, act.at, act.object) if place is not None]
    return " ".join(reading.tokens[place].text for place in sorted(around))


def _name(paired: Pairing) -> Iterator[Conflict]:
    speaker = _other_speaker(paired)
    if speaker:
        yield Conflict(ConflictKind.NAME, *speaker)
        return
    missing = [name for name in paired.checked.names if _unanswered(name, paired.checked_fit, paired.checked)]
    extra = [name for name in paired.asked.names if _unanswered(name, paired.asked_fit, paired.asked)]
    if missing and extra:
        yield Conflict(
            ConflictKind.NAME, _spelled(paired.asked, extra[0]), _spelled(paired.checked, missing[0])
        )


def _unanswered(name: tuple[int, ...], fits: tuple[float, ...], reading: Reading) -> bool:
    last = name[-1]
    if reading.tokens[last].groups & _TITLES:
        return False
    return fits[last] == 0


def _spelled(reading: Reading, name: tuple[int, ...]) -> str:
    return " ".join(reading.tokens[place].text for place in name)


def _other_speaker(paired: Pairing) -> tuple[str, str] | None:
    mine, theirs = paired.asked.speaker, paired.checked.speaker
    if not mine or not theirs:
        return None
    if any(_same(paired, one, other) for one in mine for other in theirs):
        return None
    if any(paired.asked.tokens[place].groups & _TITLES for place in mine) and all(
        paired.asked_fit[place] > 0 or paired.asked.tokens[place].groups & _TITLES for place in mine
    ):
        return None  # a title alone may well be that of the person whom the claim names
    return _spelled(paired.asked, tuple(sorted(mine))), _spelled(paired.checked, tuple(sorted(theirs)))


def _statement(paired: Pairing) -> Iterator[Conflict]:
    """Yield the claim's main verb when the message has verbs of its own and none that answers it."""
    missing = [act for act in paired.checked.acts if paired.checked_fit[act.at] == 0 and _telling(act)]
    present = [act for act in paired.checked.acts if paired.checked_fit[act.at] > 0 and _telling(act)]
    own = [act for act in paired.asked.acts if paired.asked_fit[act.at] == 0]
    if missing and not present and own:
        yield Conflict(
            ConflictKind.STATEMENT,
            paired.asked.tokens[own[0].at].text,
            paired.checked.tokens[missing[0].at].text,
        )


def _telling(act: Act) -> bool:
    return bool(act.groups - {"threaten", "plan", "want", "make", "show", "start", "personally"})
