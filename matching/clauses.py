"""Owns what English word order tells within clauses: whose verb it is, what a small word governs, and whether
two near copies have exchanged such parts."""

from collections.abc import Iterator, Sequence, Set
from itertools import combinations

from claims.decision import Conflict, ConflictKind
from matching.lexicon import lexicon
from matching.pairing import Pairing
from matching.reading import BE, Reading, Token, is_month, is_number


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_JOINING = _words(
    "and but or because that who which whom whose when while after before as so if since until than "
    "though although where what why how whether unless"
)
_RELATIVE = frozenset({"who", "which", "whose"})
_WITHIN = _RELATIVE | {"and", "or"}
_PRONOUNS = _words("he she it they we i you")
_TELLING = 1.8
_SLIGHT = 0.5
_BEHIND = 3
_REACH = 12
_FRONT = 2
_MOST = 0.8
_AUXILIARIES = _words(
    "will would shall should may might must can could has have had do does did is are was were been be "
    "being n't not never"
)
_BEFORE_A_SPEAKER = _words("say says said write writes wrote claim claims claimed")
_TELLS = _words("says said told claims claimed warns warned according")
_MODALS = _words("will would shall should may might must can could do does did to")
MOSTLY_ATTRIBUTES = frozenset({"free", "open", "clean", "dry", "clear", "complete"})
_LIKE_THEIR_PASTS = _words(
    "beat hit cut let put set shut hurt cost cast quit bet burst split shed bid upset read"
)
_GOVERNING = _words(
    "from in on at to for against with of after before during near under over into without about behind "
    "across outside inside between among until per than"
)
_PARTICLES = _words("up out off down away back")
_BESIDES_AN_OBJECT = frozenset({"with", "for"})
_DETERMINERS = _words("the a an his her its their our my this that these those all")


def find_exchanged_parts(paired: Pairing) -> Iterator[Conflict]:
    """Yield, of two English near copies, a verb that is once this one's and once that one's, and what stands
    after "from" here and after "in" there."""
    mine, theirs = paired.asked.breaks, paired.checked.breaks
    yield from _causes(paired)
    if mine is not None and theirs is not None:
        yield from _subjects(paired, mine, theirs)
        yield from _voices(paired, mine, theirs)
    yield from _governed(paired)


def attribution(reading: Reading) -> frozenset[int]:
    """Return the places of the words that tell who says it, and to whom, at one end of an English text."""
    verb = next((at for at, token in enumerate(reading.tokens) if token.lower in _TELLS), None)
    starts = reading.breaks if verb is not None else None
    if verb is None or starts is None:
        return frozenset()
    start = max(place for place in starts if place <= verb)
    end = min((place for place in starts if place > verb), default=len(reading.tokens))
    that = next((at for at in range(verb, end) if reading.tokens[at].lower == "that"), None)
    if that is not None:
        end = that + 1
    elif start == 0 and end == len(reading.tokens):
        end = verb + 1
    return frozenset(range(start, end)) if start == 0 or end == len(reading.tokens) else frozenset()


def _subjects(paired: Pairing, mine: Set[int], theirs: Set[int]) -> Iterator[Conflict]:
    for there, here in _same_verbs(paired):
        if not (_is_active(paired.asked, here, mine) and _is_active(paired.checked, there, theirs)):
            continue
        doer, other = _subject(paired.asked, here, mine), _subject(paired.checked, there, theirs)
        if _said_after(paired, here, other) or _share(paired, doer, other):
            continue
        own, their_own = _once(paired.asked, doer), _once(paired.checked, other)
        if _moved(paired.asked_to, own, other) and _moved(paired.checked_to, their_own, doer):
            yield Conflict(
                ConflictKind.ROLES,
                paired.asked.spelled((*doer, here)),
                paired.checked.spelled((*other, there)),
            )
            return


def _causes(paired: Pairing) -> Iterator[Conflict]:
    """Yield two texts that give as the reason what in the other one comes of it."""
    mine, theirs = _because(paired.asked), _because(paired.checked)
    if mine is None or theirs is None:
        return
    turned = [
        (place < theirs) != (to < mine)
        for place, to in enumerate(paired.checked_to)
        if to >= 0 and paired.checked.tokens[place].weight > _TELLING
    ]
    if turned and sum(turned) >= _MOST * len(turned):
        yield Conflict(
            ConflictKind.ROLES,
            paired.asked.spelled(range(mine, len(paired.asked.tokens))),
            paired.checked.spelled(range(theirs, len(paired.checked.tokens))),
        )


def _because(reading: Reading) -> int | None:
    """Return the place of the one "because" amid a text."""
    places = [place for place, token in enumerate(reading.tokens) if token.lower == "because"]
    return places[0] if len(places) == 1 and places[0] > _FRONT else None


def _voices(paired: Pairing, mine: Set[int], theirs: Set[int]) -> Iterator[Conflict]:
    """Yield whoever did in one text what was done to them in the other: "saved her", "was saved"."""
    for there, here in _same_verbs(paired):
        passives = _is_passive(paired.asked, here), _is_passive(paired.checked, there)
        actives = _is_active(paired.asked, here, mine), _is_active(paired.checked, there, theirs)
        if passives not in {(True, False), (False, True)} or not actives[passives.index(False)]:
            continue
        one, other = _subject(paired.asked, here, mine), _subject(paired.checked, there, theirs)
        if one and other and _same_head(paired, _head(paired.asked, one), _head(paired.checked, other)):
            yield Conflict(
                ConflictKind.ROLES,
                paired.asked.spelled((*one, here)),
                paired.checked.spelled((*other, there)),
            )
            return


def _is_passive(reading: Reading, verb: int) -> bool:
    before = verb - 1
    while before >= 0 and reading.tokens[before].lower.endswith("ly"):
        before -= 1
    return before >= 0 and reading.tokens[before].lower in BE


def _head(reading: Reading, subject: Sequence[int]) -> int:
    """Return the noun that the others of a subject tell of: "mayor" of "the lord mayor of Dublin"."""
    found = subject[0]
    for place in subject:
        if any(token.lower in _GOVERNING for token in reading.tokens[found:place]):
            break
        found = place
    return found


def _same_head(paired: Pairing, mine: int, theirs: int) -> bool:
    same = paired.asked.tokens[mine].stem == paired.checked.tokens[theirs].stem
    return same or paired.asked_to[mine] == theirs or paired.checked_to[theirs] == mine


def _same_verbs(paired: Pairing) -> Iterator[tuple[int, int]]:
    """Yield the places of a verb that both texts have, in the claim and in the message."""
    for there, one in enumerate(paired.checked.tokens):
        if not _is_verb(paired.checked, there):
            continue
        for here, other in enumerate(paired.asked.tokens):
            if one.stem == other.stem and _is_verb(paired.asked, here):
                yield there, here


def _is_verb(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if token.named or place == 0 or token.lower.endswith("ing"):
        return False
    if token.lower in _AUXILIARIES | _GOVERNING | _PARTICLES:
        return False
    before = reading.tokens[place - 1].lower
    if before in _DETERMINERS or before in _GOVERNING or token.lower in MOSTLY_ATTRIBUTES:
        return False
    return (
        before in _MODALS
        or token.verb
        or token.lower in lexicon().speech
        or token.lower in lexicon().irregular["en"]
        or token.lower in _LIKE_THEIR_PASTS
        or token.lower.endswith("ed")
    )


def _is_active(reading: Reading, verb: int, starts: Set[int]) -> bool:
    """Say whether a verb is surely none of something that is done by another: no "was" before it, no "by"
    after it, and, but for "says" and its like, what it is done to."""
    start = max((place for place in starts if place <= verb), default=0)
    before, after = reading.tokens[max(start, verb - _REACH) : verb], reading.tokens[verb + 1 : verb + 5]
    if any(token.lower in BE for token in before) or any(token.lower == "by" for token in after):
        return False
    if reading.tokens[verb].lower in _BEFORE_A_SPEAKER:
        return True
    if not after or verb + 1 in starts or after[0].lower.endswith("ly"):
        return False
    return after[0].lower not in _GOVERNING | _JOINING | _PARTICLES | {"to"}


def _subject(reading: Reading, verb: int, starts: Set[int]) -> tuple[int, ...]:
    """Return the telling words of the clause before its verb, with those of a "who" or "and" before them;
    none where a pronoun stands for them, or another verb's subject is this one's, too."""
    found: list[int] = []
    done_by = False
    for place in range(verb - 1, -1, -1):
        token = reading.tokens[place]
        if not found and (token.lower in _PRONOUNS or token.lower in _WITHIN):
            return ()
        if place + 1 in starts or (token.lower in _JOINING and token.lower not in _WITHIN):
            break
        if token.lower == "by":
            found, done_by = [], True  # "dismissed by Boeing": of whom it tells, stands before
        elif _is_verb(reading, place) and not _is_of_who(reading, place):
            if not done_by and token.lower not in lexicon().speech:
                return ()
            if not done_by:
                break
            done_by = False
        elif _may_act(token):
            found.append(place)
    return tuple(reversed(found))


def _may_act(token: Token) -> bool:
    if token.weight <= _SLIGHT or is_month(token) or is_number(token):
        return False
    return not token.lower.endswith("ly") and token.lower != "thereby"


def _is_of_who(reading: Reading, place: int) -> bool:
    """Say whether a verb stands in what "who" begins: it tells of whom it is."""
    return any(token.lower in _RELATIVE for token in reading.tokens[max(0, place - 4) : place])


def _said_after(paired: Pairing, verb: int, theirs: Sequence[int]) -> bool:
    """Say whether those who say it stand behind the verb: "..., says Carlota Reyes"."""
    if paired.asked.tokens[verb].lower not in _BEFORE_A_SPEAKER:
        return False
    return any(verb < paired.checked_to[place] <= verb + _BEHIND for place in theirs) and (
        verb + 1 == len(paired.asked.tokens) or paired.asked.tokens[verb + 1].weight > _TELLING
    )


def _moved(to: tuple[int, ...], mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Say whether some of these words stand in the other text, and none of them among those."""
    places = [to[place] for place in mine if to[place] >= 0]
    return bool(places) and not set(places) & set(theirs)


def _once(reading: Reading, places: Sequence[int]) -> list[int]:
    """Return those of the words that the text has once, if any: of two ministers, which one is meant?"""
    stems = [token.stem for token in reading.tokens]
    return [place for place in places if stems.count(stems[place]) == 1] or list(places)


def _share(paired: Pairing, mine: Sequence[int], theirs: Sequence[int]) -> bool:
    stems = {paired.asked.tokens[place].stem for place in mine}
    return any(paired.checked.tokens[place].stem in stems for place in theirs)


def _governed(paired: Pairing) -> Iterator[Conflict]:
    """Yield two words of which each stands after the other one's small word: "from Chad in Sudan"."""
    places = [
        (place, to, _preposition(paired.asked, to), _preposition(paired.checked, place))
        for place, to in enumerate(paired.checked_to)
        if to >= 0 and paired.checked.tokens[place].weight > _TELLING and paired.asked_to[to] == place
    ]
    for (one, to_one, here, there), (other, to_other, here_too, there_too) in combinations(places, 2):
        crossed = here and there and here != there and here == there_too and there == here_too
        if crossed and ({here, there} <= _GOVERNING or {here, there} & _BESIDES_AN_OBJECT):
            yield Conflict(
                ConflictKind.ROLES,
                paired.asked.spelled(tuple(sorted((to_one, to_other)))),
                paired.checked.spelled((one, other)),
            )
            return


def _preposition(reading: Reading, place: int) -> str:
    """Return the small word, or the verb, that a word follows, an article at most between them; "of" tells
    nothing."""
    for near in range(place - 1, max(-1, place - 3), -1):
        lower = reading.tokens[near].lower
        if lower in _GOVERNING:
            return "" if lower == "of" else lower
        if _is_verb(reading, near):
            return reading.tokens[near].stem
        if lower not in _DETERMINERS:
            return ""
    return ""
