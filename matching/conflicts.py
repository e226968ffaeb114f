"""Owns the vetoes: differences, each sayable in one sentence, that make two texts state different claims."""

import re
from collections.abc import Collection, Iterator, Set
from itertools import chain, islice

from rapidfuzz.distance import OSA

from claims.decision import Conflict, ConflictKind
from matching.copies import find_changed_words, tells
from matching.lexicon import lexicon
from matching.numbers import Quantity, equal, is_year, limits, opposed_in_bounds, scores
from matching.pairing import TELLING, Pairing
from matching.polarity import find_polarity, same_by_denial
from matching.reading import TITLES, Act, Reading, Token, full_name, longer_name
from matching.roles import find_swaps, same_word
from matching.units import Unit

_BESIDE = 3
_GIVE = frozenset({"give", "gives", "gave", "given"})  # a bonus, a fright, cancer: it is a deed of any kind
EVERY_KIND = frozenset(ConflictKind)
_ADDRESSES = frozenset(
    {"mrs", "sir", "lord", "lady", "dame", "prof", "gen", "sen", "gov", "rep", "mayor", "judge"}
)
_SHORT_FORMS = (
    {"bill", "william", "will"}, {"bob", "robert", "bobby"}, {"dick", "richard"}, {"jack", "john"},
    {"ted", "edward", "theodore", "ned"}, {"tony", "anthony"}, {"liz", "beth", "betty", "elizabeth"},
    {"peggy", "margaret"}, {"harry", "henry", "hank"}, {"sasha", "alexander"}, {"chuck", "charles"},
)  # fmt: skip
"""First names of one person that begin with other letters; Joe and Joseph begin alike."""
_SPELLED_ALIKE = 2  # Wladimir and Vladimir
_OF_SOMEBODY = re.compile(
    r"(?P<of>\w+)['’]s (?:(?:own|ex|former|late|old|elder|younger|party|private)[ -])?(?P<who>\w+)",
    re.IGNORECASE,
)


def find_conflicts(
    paired: Pairing, known_years: Collection[int] = (), kinds: Set[ConflictKind] = EVERY_KIND
) -> tuple[Conflict, ...]:
    """Return what the message says otherwise than the claim, each of these kinds at most once.

    A message may name `known_years`, in which the claim was made or checked, though the claim does not.
    """
    found: dict[ConflictKind, Conflict] = {}
    for conflict in _all(paired, known_years, kinds):
        if conflict.kind in kinds:
            found.setdefault(conflict.kind, conflict)
    return tuple(found.values())


def find_other_figures(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    """Yield amounts in one unit, and years, that both texts name and none of which is the same: what is sure
    to differ however few words they share."""
    for unit in (Unit.PERCENT, Unit.MONEY, Unit.AGE):
        mine, theirs = ([one for one in text.quantities if one.unit is unit] for text in (asked, checked))
        if mine and theirs and not any(equal(one, other) for one in mine for other in theirs):
            yield Conflict(ConflictKind.NUMBER, mine[0].text, theirs[0].text)
    my_years, their_years = asked.dates.years, checked.dates.years
    if my_years and their_years and my_years.isdisjoint(their_years):
        yield Conflict(ConflictKind.DATE, _listed(my_years), _listed(their_years))


def _all(paired: Pairing, known_years: Collection[int], kinds: Set[ConflictKind]) -> Iterator[Conflict]:
    """Yield the conflicts of these kinds, and perhaps others: rules that find none of them are not asked."""
    if ConflictKind.NUMBER in kinds:
        yield from _number(paired.asked, paired.checked)
    if ConflictKind.DATE in kinds:
        yield from _date(paired.asked, paired.checked, known_years)
    if ConflictKind.PLACE in kinds:
        yield from _place(paired.asked, paired.checked)
    if ConflictKind.NEGATION in kinds or ConflictKind.HEDGE in kinds:
        yield from find_polarity(paired)
    if ConflictKind.ROLES in kinds:
        yield from islice(find_swaps(paired), 1)
    if ConflictKind.PERSON in kinds:
        yield from _person(paired)
    if ConflictKind.NAME in kinds:
        yield from _name(paired)
    if ConflictKind.STATEMENT in kinds:
        yield from islice(chain(_replaced(paired), _statement(paired)), 1)


def _number(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    mine = [quantity for quantity in asked.quantities if not is_year(quantity)]
    theirs = [quantity for quantity in checked.quantities if not is_year(quantity)]
    loose_mine = [quantity for quantity in mine if not any(equal(quantity, other) for other in theirs)]
    loose_theirs = [quantity for quantity in theirs if not any(equal(quantity, other) for other in mine)]
    for quantity in loose_theirs:
        rival = next((other for other in loose_mine if _comparable(other, quantity)), None)
        if rival is not None:
            told = (rival.text, quantity.text)
            yield Conflict(
                ConflictKind.NUMBER, *(told if len(set(told)) > 1 else (rival.stated, quantity.stated))
            )
            return
    yield from islice(chain(_bounded_otherwise(asked, checked), _scored_otherwise(asked, checked)), 1)


def _bounded_otherwise(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    """Yield one amount that is the least in one text and the most in the other, and nothing else there; or
    that the message alone calls the most that is paid.

    What is banned up to an age is allowed from there on: where one text alone tells of a ban, both may be so.
    """
    if ("ban" in asked.groups) != ("ban" in checked.groups):
        return
    for quantity in checked.quantities:
        same = [other for other in asked.quantities if equal(other, quantity)]
        if same and all(opposed_in_bounds(other, quantity) or limits(other, quantity) for other in same):
            yield Conflict(ConflictKind.NUMBER, same[0].stated, quantity.stated)


def _scored_otherwise(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    """Yield the score of a match that the other text turns round."""
    mine, theirs = scores(asked.written), scores(checked.written)
    for home, away in theirs:
        if home != away and (home, away) not in mine and (away, home) in mine and (away, home) not in theirs:
            yield Conflict(ConflictKind.NUMBER, f"{away}-{home}", f"{home}-{away}")


def _comparable(one: Quantity, other: Quantity) -> bool:
    if one.vague or other.vague:
        return one.unit is other.unit
    if Unit.ORDINAL in {one.unit, other.unit}:
        return one.unit is other.unit
    return one.unit is other.unit or Unit.COUNT in {one.unit, other.unit}


def _date(asked: Reading, checked: Reading, known_years: Collection[int]) -> Iterator[Conflict]:
    mine, theirs = asked.dates, checked.dates
    if mine.years and theirs.years and mine.years.isdisjoint(theirs.years):
        yield Conflict(ConflictKind.DATE, _listed(mine.years), _listed(theirs.years))
    for ours, checkeds in (
        (mine.months, theirs.months),
        ({day: str(day) for _, day in mine.days}, {day: str(day) for _, day in theirs.days}),
        (mine.weekdays, theirs.weekdays),
    ):
        if ours and checkeds and ours.keys().isdisjoint(checkeds):
            yield Conflict(ConflictKind.DATE, _listed(ours.values()), _listed(checkeds.values()))
    for span in mine.spans.keys() & theirs.spans.keys():
        if mine.spans[span].isdisjoint(theirs.spans[span]):
            told = (f"{_listed(dates.spans[span])} {span}" for dates in (mine, theirs))
            yield Conflict(ConflictKind.DATE, *told)
    near = {year + step for year in known_years for step in (-1, 0, 1)}
    if mine.years and not theirs.years and not mine.years & near:
        yield Conflict(ConflictKind.DATE, _listed(mine.years), "")


def _listed(values: Collection[int | str]) -> str:
    return ", ".join(str(value) for value in sorted(values, key=str))


def _place(asked: Reading, checked: Reading) -> Iterator[Conflict]:
    missing, extra = checked.places - asked.places, asked.places - checked.places
    if not missing or not extra:
        return
    parts = {part for place in asked.places for part in longer_name(place)}
    missing -= (asked.lowers - parts) | asked.groups
    if missing and not _lies_within(extra, missing):
        yield Conflict(ConflictKind.PLACE, _as_written(asked, extra), _as_written(checked, missing))


def _lies_within(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Say whether the message names a part of what the claim names: "Texas" for "US" tells where exactly, and
    "US" for "Texas" widens the claim."""
    within = lexicon().within
    return any(within.get(place) in theirs for place in mine)


def _as_written(reading: Reading, places: Collection[str]) -> str:
    """Return the places in the text's own words, neighbouring words together."""
    runs: list[list[int]] = []
    for at, token in enumerate(reading.tokens):
        if token.lower in places or not token.groups.isdisjoint(places):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    spelled = (reading.spelled(tuple(run)) for run in runs)
    return ", ".join(dict.fromkeys(word if word[:1].isupper() else word.title() for word in spelled))


def _person(paired: Pairing) -> Iterator[Conflict]:
    """Yield two full names, or those of who speaks, of which no word is in the other text: the same told of
    another person."""
    theirs = next(_strangers(paired.checked, paired.checked_fit), None)
    mine = next(_strangers(paired.asked, paired.asked_fit), None) if theirs else None
    if not (mine and theirs):
        mine = _strange_speaker(paired.asked, paired.asked_fit)
        theirs = _strange_speaker(paired.checked, paired.checked_fit)
    if mine and theirs:
        yield Conflict(ConflictKind.PERSON, paired.asked.spelled(mine), paired.checked.spelled(theirs))
    else:
        yield from islice(chain(_namesakes(paired), _of_theirs(paired)), 1)


def _namesakes(paired: Pairing) -> Iterator[Conflict]:
    """Yield two people of one surname whose first names differ, and not as Joe and Joseph do."""
    if not paired.asked.language == paired.checked.language == "en":
        return
    for name in paired.checked.names:
        theirs = full_name(paired.checked, name)
        if len(theirs) < 2 or (at := paired.checked_to[theirs[-1]]) < 1:
            continue
        first, last = (paired.checked.tokens[place] for place in theirs[-2:])
        other, surname = paired.asked.tokens[at - 1 : at + 1]
        if surname.text.isupper() or any(first.lower in word for word in paired.asked.lowers):
            continue  # all is in capitals, or the message names that person elsewhere ("@AnnaPoe")
        known_otherwise = any(
            token.lower in _ADDRESSES or not token.groups <= last.groups for token in (first, other)
        )
        answered = paired.checked_to[theirs[-2]] not in {-1, at} or paired.asked_to[at - 1] not in {
            -1,
            theirs[-1],
        }
        if not answered and not known_otherwise and _may_be_first_names(first, other):
            yield Conflict(
                ConflictKind.PERSON, paired.asked.spelled((at - 1, at)), paired.checked.spelled(theirs[-2:])
            )


def _may_be_first_names(one: Token, other: Token) -> bool:
    """Say whether two words before a surname are first names, and not of one person."""
    for token in (one, other):
        word = token.text
        if (
            not (word.isalpha() and word.istitle() and len(word) > 2 and token.weight > TELLING)
            or token.meanings
        ):
            return False
    alike = one.lower[0] == other.lower[0] or OSA.distance(one.lower, other.lower) <= _SPELLED_ALIKE
    return not alike and not any({one.lower, other.lower} <= forms for forms in _SHORT_FORMS)


def _of_theirs(paired: Pairing) -> Iterator[Conflict]:
    """Yield somebody of those whom the claim is about, who is nobody in the claim: "the mayor's husband"."""
    relations = lexicon().relations
    if not paired.asked.language == paired.checked.language == "en":
        return
    if relations.isdisjoint(paired.asked.lowers) or not relations.isdisjoint(paired.checked.lowers):
        return
    for found in _OF_SOMEBODY.finditer(paired.asked.written):
        of, who = found["of"].lower(), found["who"].lower()
        place = next((at for at, token in enumerate(paired.asked.tokens) if token.lower == of), -1)
        if who in relations and place >= 0 and paired.asked_fit[place] > 0:
            checked = paired.checked.tokens[paired.asked_to[place]].text
            yield Conflict(ConflictKind.PERSON, found.group(), checked)


def _strangers(reading: Reading, fits: tuple[float, ...]) -> Iterator[tuple[int, ...]]:
    for name in reading.names:
        whole = full_name(reading, name)
        own = [place for place in whole if _is_of_a_person(reading, place)]
        if any(reading.tokens[place].lower in lexicon().institutions for place in own):
            continue
        if sum(len(reading.tokens[place].text) > 1 for place in own) > 1 and all(
            fits[place] == 0 for place in own
        ):
            yield whole


def _strange_speaker(reading: Reading, fits: tuple[float, ...]) -> tuple[int, ...]:
    """Return the name of who speaks, if none of its words is in the other text."""
    named = tuple(
        place
        for place in sorted(reading.speaker)
        if reading.tokens[place].named and _is_of_a_person(reading, place)
    )
    return named if all(fits[place] == 0 for place in named) else ()


def _is_of_a_person(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    return token.lower.isalpha() and not token.groups and token.weight > TELLING


def _name(paired: Pairing) -> Iterator[Conflict]:
    speaker = _other_speaker(paired)
    if speaker:
        yield Conflict(ConflictKind.NAME, *speaker)
        return
    missing = [name for name in paired.checked.names if _unanswered(name, paired.checked_fit, paired.checked)]
    extra = [name for name in paired.asked.names if _unanswered(name, paired.asked_fit, paired.asked)]
    for mine in extra:
        for theirs in missing:
            here, there = _groups_of(paired.asked, mine), _groups_of(paired.checked, theirs)
            if _in_the_place_of(paired, mine, theirs) and not _lies_within(here, there):
                yield Conflict(ConflictKind.NAME, paired.asked.spelled(mine), paired.checked.spelled(theirs))
                return


def _in_the_place_of(paired: Pairing, mine: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    """Say whether two stretches have a neighbour in common: the one stands where the other stood."""
    around = set(range(theirs[0] - _BESIDE, theirs[-1] + _BESIDE + 1)) - set(theirs)
    return any(
        paired.asked_to[near] in around and paired.asked.tokens[near].weight > 0
        for near in range(max(0, mine[0] - _BESIDE), min(len(paired.asked_to), mine[-1] + _BESIDE + 1))
        if near not in mine
    )


def _unanswered(name: tuple[int, ...], fits: tuple[float, ...], reading: Reading) -> bool:
    last = name[-1]
    if reading.tokens[last].groups & TITLES:
        return False
    return fits[last] == 0


def _groups_of(reading: Reading, places: tuple[int, ...]) -> frozenset[str]:
    return frozenset(group for place in places for group in reading.tokens[place].groups)


def _other_speaker(paired: Pairing) -> tuple[str, str] | None:
    mine, theirs = paired.asked.speaker, paired.checked.speaker
    if not mine or not theirs:
        return None
    if any(same_word(paired, one, other) for one in mine for other in theirs):
        return None
    if any(paired.asked.tokens[place].groups & TITLES for place in mine) and all(
        paired.asked_fit[place] > 0 or paired.asked.tokens[place].groups & TITLES for place in mine
    ):
        return None  # a title alone may well be that of the person whom the claim names
    return paired.asked.spelled(tuple(sorted(mine))), paired.checked.spelled(tuple(sorted(theirs)))


def _replaced(paired: Pairing) -> Iterator[Conflict]:
    """Yield a stretch of words in which an otherwise copied claim was changed ("a wolf" for "a lion")."""
    if not paired.near_copy:
        return
    yield from islice(find_changed_words(paired), 1)
    missing = list(_gaps(paired.checked.tokens, paired.checked_fit))
    for mine in _gaps(paired.asked.tokens, paired.asked_fit):
        for theirs in missing:
            if _between_the_same(paired, mine, theirs) and not same_by_denial(paired, mine, theirs):
                yield Conflict(
                    ConflictKind.STATEMENT, paired.asked.spelled(mine), paired.checked.spelled(theirs)
                )
                return


def _gaps(tokens: tuple[Token, ...], fits: tuple[float, ...]) -> Iterator[tuple[int, ...]]:
    """Yield runs of words that the other text does not have, where they tell something."""
    run: list[int] = []
    for place, (token, fit) in enumerate(zip(tokens, fits, strict=True)):
        if fit == 0 and token.weight > 0:
            run.append(place)
        elif run and (fit > 0 or token.weight > 0):
            if tells(tokens, run):
                yield tuple(run)
            run = []
    if tells(tokens, run):
        yield tuple(run)


def _between_the_same(paired: Pairing, mine: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    """Say whether both stretches stand between the same two words, or ends of the text, and differ."""
    asked, checked = paired.asked.tokens, paired.checked.tokens
    between = all(
        _meet(
            paired,
            _neighbour(asked, paired.asked_fit, here, step),
            _neighbour(checked, paired.checked_fit, there, step),
        )
        for here, there, step in ((mine[0] - 1, theirs[0] - 1, -1), (mine[-1] + 1, theirs[-1] + 1, 1))
    )
    return between and _written_together(paired.asked, mine) != _written_together(paired.checked, theirs)


def _written_together(reading: Reading, places: tuple[int, ...]) -> str:
    return "".join(reading.tokens[place].lower for place in places)


def _neighbour(tokens: tuple[Token, ...], fits: tuple[float, ...], start: int, step: int) -> int:
    """Return the nearest telling word from `start` on that the other text has too, -1 when there is none."""
    place = start
    while 0 <= place < len(tokens):
        if tokens[place].weight > TELLING and fits[place] > 0:
            return place
        place += step
    return -1


def _meet(paired: Pairing, mine: int, theirs: int) -> bool:
    if mine < 0 or theirs < 0:
        return mine < 0 and theirs < 0
    return paired.asked_to[mine] == theirs or paired.checked_to[theirs] == mine


def _statement(paired: Pairing) -> Iterator[Conflict]:
    """Yield the claim's main verb when the message has verbs of its own and none that answers it."""
    missing = [act for act in paired.checked.acts if paired.checked_fit[act.at] == 0 and _telling(act)]
    present = [act for act in paired.checked.acts if paired.checked_fit[act.at] > 0 and _telling(act)]
    own = [
        act
        for act in paired.asked.acts
        if paired.asked_fit[act.at] == 0 and paired.asked.tokens[act.at].lower not in _GIVE
    ]
    if missing and not present and own:
        asked, checked = paired.asked.tokens[own[0].at].text, paired.checked.tokens[missing[0].at].text
        yield Conflict(ConflictKind.STATEMENT, asked, checked)


def _telling(act: Act) -> bool:
    return bool(act.groups - {"threaten", "plan", "want", "make", "show", "start", "personally"})
