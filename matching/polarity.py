"""Owns what turns, weakens or widens a statement: negation, denial, opposite words, hedges, "all"."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, islice

from claims.decision import Conflict, ConflictKind
from matching.lexicon import lexicon
from matching.pairing import Pairing
from matching.reading import Reading, Token, is_month, stem

_SCOPE = 5
_TELLING = 1.0
_EVERYDAY = 0.5  # "got", "back"
_SAME_WORD = 1.0
_NOBODY = frozenset({"nobody", "none", "nothing", "never", "neither", "nowhere"})
_IMPLYING_NOT = frozenset({"ban", "prevent", "end", "reject", "surrender"})
_MAY_NOT = frozenset({"can't", "cant", "cannot", "couldn't", "nobody", "no", "unable"})
_OF_ENDING = frozenset({"longer", "more", "anymore"})  # "no longer", "not any more"
_ENDINGS = frozenset(
    word
    for words in (
        "end abolition repeal lifting suspension scrapping ende abschaffung aufhebung aussetzung",
        "abolición derogación levantamiento supresión suspensión eliminación",
        "abolição revogação extinção suspensão suppression levée abrogation отмену отмене отмены отмена",
    )
    for word in words.split()
)
"""Nouns that tell that something ends; what ends follows."""
_ENDED_REACH = 4
_AT_THE_END = frozenset(
    {"at", "by", "before", "until", "till", "towards", "since", "am", "zum", "gegen", "bis", "vor"}
)
_SWITCHED = frozenset({"on", "off"})
_TIMES = frozenset(
    {
        "day",
        "morning",
        "evening",
        "night",
        "week",
        "month",
        "year",
        "hour",
        "time",
        "days",
        "mañanas",
        "noches",
    }
)


def find_polarity(paired: Pairing) -> Iterator[Conflict]:
    """Yield where one text denies, turns round, weakens or widens what the other says."""
    yield from islice(chain(_negation(paired), _opposed(paired)), 1)
    yield from islice(chain(_quantified(paired), _hedged(paired)), 1)


def _negation(paired: Pairing) -> Iterator[Conflict]:
    mine, theirs = _negated(paired.asked), _negated(paired.checked)
    if _of_the_same_nobody(mine.values(), theirs.values()):
        return
    loose_mine = [word for target, word in mine.items() if _alone(target, paired.asked_to, theirs)]
    loose_theirs = [word for target, word in theirs.items() if _alone(target, paired.checked_to, mine)]
    my_denials = _denials(paired.asked, paired.asked_fit)
    their_denials = _denials(paired.checked, paired.checked_fit)
    i_imply, they_imply = (
        _implies_not(paired.asked, paired.asked_fit, loose_theirs),
        _implies_not(paired.checked, paired.checked_fit, loose_mine),
    )
    i_deny = bool(my_denials) or i_imply or _of_its_own(mine, paired.asked_to)
    they_deny = bool(their_denials) or they_imply or _of_its_own(theirs, paired.checked_to)
    if loose_mine or loose_theirs:
        if not (loose_mine and they_deny) and not (loose_theirs and i_deny):
            yield Conflict(ConflictKind.NEGATION, " ".join(loose_mine), " ".join(loose_theirs))
    elif (my_denials and not they_deny) or (their_denials and not i_deny):
        yield Conflict(ConflictKind.NEGATION, " ".join(my_denials), " ".join(their_denials))


def _negated(reading: Reading) -> dict[int, str]:
    """Return the telling words that a negation governs (the next one or two), with that negation."""
    found: dict[int, str] = {}
    lists = lexicon()
    if lists.negations.isdisjoint(reading.lowers) and "n't" not in reading.lower:
        return found
    for place, token in enumerate(reading.tokens):
        if token.lower in lists.negations or token.lower.endswith("n't"):
            for target in _governed(reading, place):
                found[target] = token.lower
    return found


def _governed(reading: Reading, place: int) -> list[int]:
    near = [
        at
        for at in range(place + 1, min(len(reading.tokens), place + 1 + _SCOPE))
        if reading.tokens[at].lower not in _OF_ENDING
    ]
    telling = [at for at in near if reading.tokens[at].weight > _TELLING]
    return telling[:1] or [at for at in near if reading.tokens[at].weight > 0][:1]


def _alone(target: int, to: tuple[int, ...], negated: Collection[int]) -> bool:
    """Say whether the other text has that word without a negation."""
    return to[target] >= 0 and to[target] not in negated


def _of_the_same_nobody(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Say whether both speak of nobody or never: which word is the next then tells nothing."""
    return set(mine) == set(theirs) != set() and set(mine) <= _NOBODY


def _implies_not(reading: Reading, fits: tuple[float, ...], said: Collection[str]) -> bool:
    """Say whether a verb tells that something is not, which the other text says with a negation or another
    verb: what is banned nobody may. A verb that both have counts beside "can't" and its like alone."""
    if reading.groups.isdisjoint(_IMPLYING_NOT):
        return False
    may_not = bool(said) and _MAY_NOT.issuperset(said)
    return any(
        (fit == 0 or may_not) and not token.groups.isdisjoint(_IMPLYING_NOT)
        for token, fit in zip(reading.tokens, fits, strict=True)
    )


def _of_its_own(negated: Mapping[int, str], to: tuple[int, ...]) -> bool:
    """Say whether a text denies something that the other has in other words, if at all."""
    return any(to[target] < 0 for target in negated)


def _denials(reading: Reading, fits: tuple[float, ...]) -> list[str]:
    denials = lexicon().denials & reading.lowers
    return [
        token.lower
        for token, fit in zip(reading.tokens, fits, strict=True)
        if token.lower in denials and fit == 0
    ]


def _opposed(paired: Pairing) -> Iterator[Conflict]:
    for mine, theirs_at in _opposites(paired):
        if not _turned_back(paired, mine, theirs_at):
            yield Conflict(
                ConflictKind.NEGATION, paired.asked.tokens[mine].text, paired.checked.tokens[theirs_at].text
            )
    yield from _ended(paired)
    for place, (token, fit) in enumerate(zip(paired.asked.tokens, paired.asked_fit, strict=True)):
        tells = token.verb and fit == 0 and (token.weight > _EVERYDAY or _is_phrasal(paired.asked, place))
        other_verb = _antonym(token, paired) if tells else None
        if other_verb:
            yield Conflict(ConflictKind.NEGATION, token.text, other_verb.text)


def _ended(paired: Pairing) -> Iterator[Conflict]:
    """Yield the end of what the other text speaks of as such: "announced the end of the vaccine mandate"."""
    if not paired.near_copy or _ENDINGS.isdisjoint(paired.asked.lowers ^ paired.checked.lowers):
        return
    mine = _ending(paired.asked, paired.asked_fit)
    theirs = _ending(paired.checked, paired.checked_fit)
    other = paired.checked if mine else paired.asked
    if (mine == "") != (theirs == "") and other.groups.isdisjoint(_IMPLYING_NOT):
        yield Conflict(ConflictKind.NEGATION, mine, theirs)


def _ending(reading: Reading, fits: tuple[float, ...]) -> str:
    """Return the word that tells the end of what follows, if the other text has what follows alone."""
    for place, token in enumerate(reading.tokens):
        before = {near.lower for near in reading.tokens[max(0, place - 2) : place]}
        if token.lower not in _ENDINGS or fits[place] > 0 or before & _AT_THE_END:
            continue
        after = range(place + 1, min(len(fits), place + 1 + _ENDED_REACH))
        ended = next((near for near in after if reading.tokens[near].weight > _TELLING), None)
        if ended is not None and fits[ended] > 0:
            return token.text
    return ""


def _is_phrasal(reading: Reading, place: int) -> bool:
    """Say whether a particle follows that makes another verb of an everyday one: "put on"."""
    return reading.tokens[place + 1].lower in _SWITCHED if place + 1 < len(reading.tokens) else False


def _opposites(paired: Pairing) -> Iterator[tuple[int, int]]:
    """Yield the places of a word of the message and of its opposite in an otherwise like claim."""
    if not _alike(paired):
        return
    spoken = paired.asked.lowers
    stems = {token.stem for token in paired.asked.tokens}
    in_english = paired.asked.language == paired.checked.language == "en"
    for place, (token, fit) in enumerate(zip(paired.asked.tokens, paired.asked_fit, strict=True)):
        if fit == _SAME_WORD:
            continue
        listed = lexicon().opposites.get(token.lower, frozenset())
        known = _against(token.stem) if in_english else frozenset()
        if not listed and not known:
            continue
        for other_place, other in enumerate(paired.checked.tokens):
            if other.lower in _SWITCHED and not _are_of_verbs(paired, place, other_place):
                continue
            if (other.lower in listed and other.lower not in spoken) or (
                other.stem in known and other.stem not in stems and paired.checked_fit[other_place] == 0
            ):
                yield place, other_place


def _are_of_verbs(paired: Pairing, mine: int, theirs: int) -> bool:
    """Say whether both words belong to the same verb ("switched on"), and do not stand before a place."""
    return mine > 0 < theirs and paired.asked_to[mine - 1] == theirs - 1


@cache
def _opposite_stems() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for word, others in lexicon().against.items():
        key = stem(word, "en")
        found[key] = found.get(key, frozenset()) | {stem(other, "en") for other in others}
    return found


def _against(word: str) -> frozenset[str]:
    return _opposite_stems().get(word, frozenset())


def _turned_back(paired: Pairing, mine: int, theirs: int) -> bool:
    """Say whether one of two opposites is denied, so that both texts say the same ("not safe", "unsafe")."""
    return (mine in _negated(paired.asked)) != (theirs in _negated(paired.checked))


def same_by_denial(paired: Pairing, mine: Collection[int], theirs: Collection[int]) -> bool:
    """Say whether a stretch of each text says the same, the one by denying the opposite of the other."""
    return any(
        one in mine and other in theirs and _turned_back(paired, one, other)
        for one, other in _opposites(paired)
    )


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
        against = (frozenset({one, two}) for one in token.groups for two in other.groups)
        if other.verb and fit == 0 and any(pair in pairs for pair in against):
            return other
    return None


def _quantified(paired: Pairing) -> Iterator[Conflict]:
    """Yield "all" on one side of what is not "all" on the other, and "some" or "part" likewise."""
    if not paired.in_message:
        return
    mine, theirs = (
        _quantifiers(paired.asked, paired.asked_fit),
        _quantifiers(paired.checked, paired.checked_fit),
    )
    for group in ("all", "some"):
        if (group in mine) != (group in theirs):
            yield Conflict(ConflictKind.HEDGE, mine.get(group, ""), theirs.get(group, ""))
            return


def _quantifiers(reading: Reading, fits: tuple[float, ...]) -> dict[str, str]:
    lists = lexicon()
    found: dict[str, str] = {}
    if lists.quantifiers.keys().isdisjoint(reading.lowers):
        return found
    for place, token in enumerate(reading.tokens):
        group = (
            lists.quantifiers.get(token.lower)
            if fits[place] == 0 and not _how_often(reading, place)
            else None
        )
        if group and any(fits[target] > 0 for target in _governed(reading, place)):
            found[group] = token.lower
    return found


def _how_often(reading: Reading, place: int) -> bool:
    """Say whether the next word is one of time: "every morning" is no "all"."""
    return place + 1 < len(reading.tokens) and reading.tokens[place + 1].lower in _TIMES


def _hedged(paired: Pairing) -> Iterator[Conflict]:
    if not paired.in_message:
        return
    mine, theirs = _hedges(paired.asked), _hedges(paired.checked)
    if mine and not theirs and not _future(paired.checked):
        yield Conflict(ConflictKind.HEDGE, mine[0], "")
    elif theirs and not mine and not _future(paired.asked):
        yield Conflict(ConflictKind.HEDGE, "", theirs[0])


def _hedges(reading: Reading) -> list[str]:
    hedges = lexicon().hedges & reading.lowers
    return [
        token.lower
        for token in reading.tokens
        if token.lower in hedges and not token.named and not is_month(token)
    ]


def _future(reading: Reading) -> bool:
    """Say whether the text speaks of what is planned: "plans to" and "will" tell the same."""
    return not lexicon().futures.isdisjoint(reading.lowers)
