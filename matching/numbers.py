# ruff: noqa: E501 - the tables of units are kept one unit a line
"""Owns the quantities in a text: what number is written, of what, and within what bounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching import currencies, numerals
from matching.bounds import Bound, bounds, is_negative, opposed
from matching.units import UNITS, Unit, per


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. `value` is in one unit of its kind (days, metres, grams; "300k" is 300000), `plain`
    the number itself, `text` as it was written, `stated` that with the words that bound it.

    `money` are the currencies it may be in, `per` for how much it is ("month" of "500 euros a month"), `vague`
    one that tells only its magnitude ("thousands of"), `counts` one that its neighbours tell to be no year.
    """

    value: float
    plain: float
    unit: Unit
    text: str
    start: int
    stated: str
    money: frozenset[str] = frozenset()
    bounds: frozenset[Bound] = frozenset()
    per: str = ""
    vague: bool = False
    counts: bool = False


_HUNDREDTHS = frozenset({"cents", "pence", "centimes", "céntimos", "centavos", "cêntimos"})
_TOKEN = re.compile(
    r"(?<![\w.,])(?P<num>\d{1,3}(?:[ ,.'\u00a0]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2})?|\d{1,15}(?:[.,]\d{1,6})?)(?P<suffix>[a-z%]{0,3}|°c|°f)"
    r"(?![\w])|(?P<word>[^\W\d_]{1,30})|(?P<sign>[$€£¥₹₽₦₩%])",
    re.IGNORECASE,
)
MAX_SCANNED = 2_000


def find_quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """Return the quantities of the first 2,000 characters, years included, in order."""
    tokens = list(_TOKEN.finditer(text[:MAX_SCANNED]))
    beginnings = numerals.beginnings(language)
    numbers = [
        place
        for place, token in enumerate(tokens)
        if token.lastgroup != "word" or token["word"].lower() in beginnings
    ]
    found = []
    after = 0
    for place in numbers:
        read = _read_at(tokens, place, language) if place >= after else None
        if read is not None:
            quantity, after = read
            found.append(quantity)
    return tuple(found)


def _read_at(tokens: list[re.Match[str]], place: int, language: str) -> tuple[Quantity, int] | None:
    first, vague = tokens[place], False
    if first["num"]:
        value, unit, after = _numeral(tokens, place)
    elif first["word"]:
        spelled = _spelled(tokens, place, language)
        if spelled is None:
            return None
        value, unit, after, vague = spelled
    else:
        return None
    plain, money, start = value, frozenset[str](), first.start()
    if unit is None:
        unit, factor, after, money, start = _unit(tokens, place, after)
        value *= factor
    end = tokens[after - 1].end()
    text = first.string[start:end].strip()
    quantity = Quantity(value, plain, unit, text, first.start(), text, money, vague=vague)
    return (quantity if unit is Unit.ORDINAL else _among(first.string, start, end, quantity, language)), after


def _among(text: str, start: int, end: int, quantity: Quantity, language: str) -> Quantity:
    """Return the quantity with what the text around it makes of it."""
    before, after = text[:start], text[end:]
    within, leading, trailing = bounds(before, after, language)
    negative = is_negative(before, after, language, measured=quantity.unit is Unit.HEAT)
    each, each_as_written = per(after)
    amount = f"{'-' if negative else ''}{quantity.text}{each_as_written}{trailing}"
    return replace(
        quantity,
        value=-quantity.value if negative else quantity.value,
        plain=-quantity.plain if negative else quantity.plain,
        bounds=within,
        stated=f"{leading} {amount}".strip(),
        per=each,
        counts=(within in _AMOUNTS and leading.lower().split()[-1:] not in _ABOUT_WHEN)
        or _is_counted(before, quantity.text, after, language),
    )


def _numeral(tokens: list[re.Match[str]], place: int) -> tuple[float, Unit | None, int]:
    found = tokens[place]
    value = _value(found["num"])
    suffix = found["suffix"].lower()
    after = place + 1
    if suffix in {"st", "nd", "rd", "th"}:
        return value, Unit.ORDINAL, after
    if suffix == "%":
        return value, Unit.PERCENT, after
    if suffix in numerals.MAGNITUDES:
        return value * numerals.MAGNITUDES[suffix], None, after
    if suffix in UNITS:
        unit, factor = UNITS[suffix]
        return value * factor, unit, after
    value, after = _magnified(tokens, value, after)
    return value, None, after


def _magnified(tokens: list[re.Match[str]], value: float, after: int) -> tuple[float, int]:
    while after < len(tokens) and _next_to(tokens, after):
        word = (tokens[after]["word"] or "").lower()
        if word not in numerals.MAGNITUDES or (len(word) == 1 and word.isascii() and word != "k"):
            break
        value *= numerals.MAGNITUDES[word]
        after += 1
    return value, after


def _spelled(
    tokens: list[re.Match[str]], place: int, language: str
) -> tuple[float, Unit | None, int, bool] | None:
    words = _run(tokens, place)
    if words[0] in numerals.ORDINALS:
        return numerals.ORDINALS[words[0]], Unit.ORDINAL, place + 1, False
    vague = numerals.vague(words, language)
    if vague is not None:
        return vague[0], None, place + vague[1], True
    exact = numerals.spelled(words, language)
    return None if exact is None else (exact[0], None, place + exact[1], False)


def _run(tokens: list[re.Match[str]], place: int) -> list[str]:
    """Return the words from there on that stand together, in lower case."""
    words = [tokens[place]["word"].lower()]
    for at in range(place + 1, min(len(tokens), place + _MOST_WORDS)):
        if not tokens[at]["word"] or not _next_to(tokens, at):
            break
        words.append(tokens[at]["word"].lower())
    return words


def _next_to(tokens: list[re.Match[str]], place: int) -> bool:
    between = tokens[place].string[tokens[place - 1].end() : tokens[place].start()]
    return between in {"", " ", "-"}


def _unit(
    tokens: list[re.Match[str]], place: int, after: int
) -> tuple[Unit, float, int, frozenset[str], int]:
    """Return the unit of the number between these tokens, its size, the token after it, the currencies it may
    be, and where the amount begins."""
    start = tokens[place].start()
    opened = _opens(tokens, place)
    paid = _paid(tokens, after)
    if opened is not None:
        start = tokens[place - 1].start()
        same = paid and (not opened or not paid[1] or opened & paid[1])
        money = (opened & paid[1] or opened or paid[1]) if paid and same else opened
        return Unit.MONEY, 1.0, paid[0] if paid and same else after, money, start
    if paid:
        name = (tokens[paid[0] - 1]["word"] or "").lower()
        return Unit.MONEY, 0.01 if name in _HUNDREDTHS else 1.0, paid[0], paid[1], start
    if after < len(tokens) and _next_to(tokens, after):
        name = _name_at(tokens, after)
        following = (tokens[after + 1]["word"] or "").lower() if after + 1 < len(tokens) else ""
        if name in _PER and following in _CENT:
            return Unit.PERCENT, 1.0, after + 2, frozenset(), start
        if name in UNITS and name != "m":
            unit, factor = UNITS[name]
            if name in _YEAR_NUMBERED and _is_year_number(tokens[place]["num"] or ""):
                return Unit.COUNT, 1.0, after, frozenset(), start
            if unit is Unit.TIME and following == "old":
                return Unit.AGE, factor, after + 1, frozenset(), start
            return unit, factor, after + 1, frozenset(), start
    return Unit.COUNT, 1.0, after, frozenset(), start


def _opens(tokens: list[re.Match[str]], place: int) -> frozenset[str] | None:
    """Return the currencies that what stands right before a number may mean, None where it is no money."""
    if not place or tokens[place].start() - tokens[place - 1].end() > 1:
        return None
    before = tokens[place - 1]
    name = _name_at(tokens, place - 1)
    if name in _NEVER_BEFORE or not currencies.is_money(name):
        return None
    letters = _LETTERS.search(before.string[: before.start()])
    return currencies.of_sign(name, letters.group() if letters else "")


def _paid(tokens: list[re.Match[str]], after: int) -> tuple[int, frozenset[str]] | None:
    """Return the token after the money that follows a number, and the currencies it may be in."""
    at = after
    if at < len(tokens) and _name_at(tokens, at) in _OF and tokens[at].start() - tokens[at - 1].end() <= 1:
        at += 1
    if at == len(tokens) or not (
        _next_to(tokens, at) or tokens[at].string[tokens[at - 1].end() : tokens[at].start()] in _ELIDED
    ):
        return None
    name = _name_at(tokens, at)
    if currencies.is_country(name) and at + 1 < len(tokens) and _next_to(tokens, at + 1):
        of = _name_at(tokens, at + 1)
        return (at + 2, currencies.of_country(name, of)) if currencies.is_money(of) else None
    return (at + 1, currencies.meant_by(name)) if currencies.is_money(name) and name != "r" else None


def _name_at(tokens: list[re.Match[str]], place: int) -> str:
    return (tokens[place]["word"] or tokens[place]["sign"] or "").lower()


_MOST_WORDS = 9
_PER, _CENT = frozenset({"per", "por", "pour"}), frozenset({"cent", "ciento", "cento"})
_YEAR_DIGITS = 4
_OF = frozenset({"of", "de", "di", "d"})
_ELIDED = frozenset({"'", "’"})
_LETTERS = re.compile(r"[A-Za-z.]{1,3}\Z")
_NEVER_BEFORE = frozenset({"r", "rand", "cents", "pence"})
_ABOUT_WHEN = (["over"], ["above"], ["under"], ["below"], ["über"], ["unter"], ["oltre"], ["sobre"], ["sur"])
"""What may stand before a year: "jailed over 2019 vote fraud"."""
_AMOUNTS = frozenset(frozenset({bound}) for bound in (Bound.LEAST, Bound.MOST, Bound.NEARLY))
_LEADS = """in since by of from until till before after during year early late mid the for and to spring summer autumn
fall winter january february march april may june july august september october november december"""
_BEFORE_YEARS = frozenset(_LEADS.split())
_NOUN = re.compile(r" ([a-z]{3,20})\b")
_SEVERAL = frozenset({"people", "men", "women", "children", "police"})
_YEAR_NUMBERED = frozenset({"года", "году", "год"})


def _is_year_number(numeral: str) -> bool:
    """Say whether a numeral is that of a year, as in "в 2026 году"."""
    return len(numeral) == 4 and numeral.startswith(("19", "20"))


def _is_counted(before: str, numeral: str, after: str, language: str) -> bool:
    """Say whether what may be a year counts things: "2000 votes", but not "in 2000 votes were", "2024 elections"."""
    if language != "en" or len(numeral) != _YEAR_DIGITS or not numeral.isdigit():
        return False
    last = before.split()[-1:]
    if (last and last[0].lower() in _BEFORE_YEARS) or not (numeral.endswith("00") or numeral < "1900"):
        return False
    noun = _NOUN.match(after)
    return noun is not None and (noun.group(1) in _SEVERAL or noun.group(1).endswith("s"))


def _value(numeral: str) -> float:
    bare = numeral.replace(" ", "").replace("'", "").replace("\u00a0", "")
    groups = re.split(r"[.,]", bare)
    if len(groups) > 2 or (len(groups) == 2 and len(groups[1]) == 3 and groups[0] not in {"0", ""}):
        last_is_decimal = len(groups) > 2 and len(groups[-1]) != 3
        whole = "".join(groups[:-1] if last_is_decimal else groups)
        return float(f"{whole}.{groups[-1]}") if last_is_decimal else float(whole)
    return float(".".join(groups))


_NUMERAL = re.compile(r"(\d{1,15}(?:[.,]\d{1,6}){0,5})(k|m|bn|mn|mln|st|nd|rd|th|s)?")
_THREE_DIGITS = 3


def number_of(word: str, language: str = "en") -> float | None:
    """Return the number that a single lower-case word writes, None when it writes none."""
    found = _NUMERAL.fullmatch(word) if word[:1].isdecimal() else None
    if found:
        return _value(found.group(1)) * numerals.MAGNITUDES.get(found.group(2) or "", 1.0)
    return None if word in numerals.LOOSE else numerals.words_of(language).get(word)


def written_at(lowers: Sequence[str], place: int, language: str = "en") -> tuple[float, int] | None:
    """Return the number that several lower-case words write together from there, and how many words they are.

    "1.5 million", "three hundred thousand", "400 000"; None where fewer than two words write one.
    """
    value = number_of(lowers[place], language)
    if value is None:
        return None
    if not lowers[place][0].isdigit():
        spelled = numerals.spelled(lowers[place : place + _MOST_WORDS], language)
        return spelled if spelled and spelled[1] > 1 else None
    after = place + 1
    if lowers[place].isdigit() and len(lowers[place]) <= _THREE_DIGITS:
        while after < len(lowers) and lowers[after].isdigit() and len(lowers[after]) == _THREE_DIGITS:
            value = value * 1_000 + int(lowers[after])
            after += 1
    while after < len(lowers) and numerals.is_magnitude(lowers[after]):
        value *= numerals.MAGNITUDES[lowers[after]]
        after += 1
    return (value, after - place) if after - place > 1 else None


def is_measured(number: str, unit: str) -> bool:
    """Say whether two lower-case words are a number and its unit ("three metres", "5 percent")."""
    return (unit in UNITS or currencies.is_money(unit)) and number_of(number) is not None


def is_year(quantity: Quantity) -> bool:
    """Say whether a plain four-digit number reads as a year."""
    return (
        quantity.unit is Unit.COUNT
        and 1500 <= quantity.value <= 2099
        and quantity.value.is_integer()
        and quantity.text.strip("'’s").isdigit()
        and not (quantity.counts or quantity.vague)
    )


def equal(one: Quantity, other: Quantity, tolerance: float = 0.005) -> bool:
    """Say whether two quantities are the same amount; a bare count may stand for any unit, and thousands for
    any number of four figures."""
    if currencies.differ(one.money, other.money) or (one.per and other.per and one.per != other.per):
        return False
    if one.vague or other.vague:
        return _in_the_same_magnitude(one, other)
    if _rounds(one, other) or _rounds(other, one):
        return True
    if one.unit is other.unit:
        return _close(one.value, other.value, tolerance)
    if _in_metres(one, other) or _in_metres(other, one):
        return True
    return Unit.COUNT in {one.unit, other.unit} and _close(one.plain, other.plain, tolerance)


def opposed_in_bounds(one: Quantity, other: Quantity) -> bool:
    """Say whether what bounds the same amount excludes each other: "over 60" and "under 60"."""
    mine, theirs = one.bounds, other.bounds
    if not {one.unit, other.unit} <= {Unit.PERCENT, Unit.MONEY}:
        mine, theirs = mine - _OF_CHANGES, theirs - _OF_CHANGES
    return opposed(mine, theirs)


def limits(one: Quantity, other: Quantity) -> bool:
    """Say whether one is money "up to" the amount that the other names outright."""
    return one.unit is other.unit is Unit.MONEY and Bound.MOST in one.bounds and not other.bounds


_OF_CHANGES = {Bound.STEP, Bound.GOAL}


_ROUND = re.compile(r"(?:an?|un|um|eine|mille?)\b", re.IGNORECASE)


def _rounds(one: Quantity, exact: Quantity) -> bool:
    """Say whether one is how people put the other in round words: "over a million" for 1.2 million."""
    if not _ROUND.match(one.text) or exact.vague or one.unit is not exact.unit or one.bounds - {Bound.LEAST}:
        return False
    return one.value <= exact.value < (2 if one.bounds else _ROUNDED) * one.value


def _in_the_same_magnitude(one: Quantity, other: Quantity) -> bool:
    """Say whether a vague amount ("hundreds of people") may be the other one; two such are, or are not."""
    if one.vague and other.vague:
        return one.value == other.value
    some, exact = (one, other) if one.vague else (other, one)
    widest = _MUCH_MORE if some.plain >= _THOUSAND else _MORE
    return some.plain * _NEARLY <= exact.plain < some.plain * widest


_ROUNDED = 1.15
_THOUSAND, _NEARLY, _MORE, _MUCH_MORE = 1_000, 0.9, 20, 50
"""Nobody says "hundreds" for two thousand, yet "thousands" for forty thousand."""


_SCORE = re.compile(r"(?<![\d.,:/–-])(\d{1,2})[-–:](\d{1,2})(?![\d%:/–-]|[.,]\d)")


def scores(text: str) -> frozenset[tuple[int, int]]:
    """Return the pairs of figures that a dash or colon joins, in their order."""
    return frozenset((int(home), int(away)) for home, away in _SCORE.findall(text[:MAX_SCANNED]))


def _in_metres(count: Quantity, length: Quantity) -> bool:
    """Say whether what was read as millions ("3m") is that many metres."""
    is_read_so = count.unit is Unit.COUNT and count.text.lower().endswith("m")
    return (
        is_read_so and length.unit is Unit.LENGTH and count.value == length.value * numerals.MAGNITUDES["m"]
    )


def _close(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance * max(abs(one), abs(other))
