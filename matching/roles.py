"""Owns who does what to whom: the same words with the parts exchanged state another claim."""

from collections.abc import Iterator

from claims.decision import Conflict, ConflictKind
from matching.lexicon import lexicon
from matching.pairing import Pairing
from matching.reading import Act, Reading

_AGENT_MARKS = frozenset({"by", "por", "par", "von", "durch", "da", "dal", "pelo", "pela", "door", "przez"})
_TELLING = 2.0
_REACH = 12


def find_swaps(paired: Pairing) -> Iterator[Conflict]:
    """Yield an act whose doer and target stand the other way round."""
    # Without capitals there are no names to stand before or after a verb.
    for mine in paired.asked.acts if paired.asked.names else ():
        for theirs in paired.checked.acts:
            if mine.groups & theirs.groups and _swapped(paired, mine, theirs):
                yield Conflict(ConflictKind.ROLES, _told(paired.asked, mine), _told(paired.checked, theirs))
                return
    yield from _flipped(paired)


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
    """Say whether a word of the message and one of the claim stand for the same."""
    if mine is None or theirs is None:
        return False
    one, other = paired.asked.tokens[mine], paired.checked.tokens[theirs]
    return one.stem == other.stem or bool(one.groups & other.groups) or paired.asked_to[mine] == theirs


def _told(reading: Reading, act: Act) -> str:
    around = [place for place in (act.subject, act.at, act.object) if place is not None]
    return " ".join(reading.tokens[place].text for place in sorted(around))


def _flipped(paired: Pairing) -> Iterator[Conflict]:
    """Yield two words that stand on either side of a third, and in the other text the other way round.

    A passive turns the order of one and the same statement, so texts of which one is passive are left out.
    """
    places = [
        (place, to)
        for place, to in enumerate(paired.checked_to)
        if to >= 0 and paired.asked_to[to] == place and paired.checked.tokens[place].weight > _TELLING
    ]
    mine, theirs = _has_agent(paired.asked), _has_agent(paired.checked)
    if mine != theirs or len(places) < 3:
        return
    for middle, pivot in places:
        before = [(place, to) for place, to in places if middle - _REACH <= place < middle and to > pivot]
        after = [(place, to) for place, to in places if middle < place <= middle + _REACH and to < pivot]
        if before and after and _is_verbish(paired, middle):
            first, last = before[-1], after[0]
            yield Conflict(
                ConflictKind.ROLES,
                _line(paired.asked, (last[1], pivot, first[1])),
                _line(paired.checked, (first[0], middle, last[0])),
            )
            return


def _has_agent(reading: Reading) -> bool:
    return any(token.lower in _AGENT_MARKS for token in reading.tokens)


def _is_verbish(paired: Pairing, place: int) -> bool:
    """Say whether a word may be the verb between the two: no name, no number."""
    token = paired.checked.tokens[place]
    return not token.named and token.lower not in lexicon().places and token.lower.isalpha()


def _line(reading: Reading, places: tuple[int, ...]) -> str:
    return " ".join(reading.tokens[place].text for place in places)
