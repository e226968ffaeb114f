# ruff: noqa: E501 - the tables of units are kept one unit a line
"""Owns the quantities in a text: numerals, magnitudes and number words, with what they count."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a quantity measures, as far as its neighbours tell."""

    COUNT = ""
    PERCENT = "percent"
    MONEY = "money"
    TIME = "time"
    AGE = "age"
    LENGTH = "length"
    WEIGHT = "weight"
    VOLUME = "volume"
    HEAT = "temperature"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. `value` is in one unit of its kind (days, metres, grams; "300k" is 300000), `plain`
    the number itself, `text` as it was written."""

    value: float
    plain: float
    unit: Unit
    text: str
    start: int


_MAGNITUDES = {
    **dict.fromkeys(("k", "thousand", "thousands", "mil", "mille", "tausend", "тысяч", "тыс", "тысячи", "mila", "ribu"), 1e3),
    **dict.fromkeys(
        ("m", "mn", "mio", "million", "millions", "millón", "millones", "milhão", "milhões", "milhoes", "millionen",
         "milione", "milioni", "миллион", "миллиона", "миллионов", "млн", "juta"), 1e6
    ),
    **dict.fromkeys(
        ("b", "bn", "billion", "billions", "bilhão", "bilhões", "bilhoes", "milliarde", "milliarden", "milliard",
         "milliards", "миллиард", "миллиарда", "миллиардов", "млрд"), 1e9
    ),
    **dict.fromkeys(("trillion", "trillions", "tn", "trilhão", "trilhões"), 1e12),
    **dict.fromkeys(("hundred", "hundreds"), 1e2),
    **dict.fromkeys(("dozen", "dozens"), 12.0),
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "万": 1e4, "億": 1e8, "亿": 1e8, "만": 1e4, "억": 1e8,
}  # fmt: skip
_MONEY = {"$", "€", "£", "¥", "₹", "₽", "usd", "eur", "gbp", "dollar", "dollars", "euro", "euros", "pounds", "quid", "bucks",
          "rupees", "rs", "reais", "pesos", "rubles", "roubles", "yen", "yuan", "рублей", "долларов", "евро", "dólares",
          "dolares", "r", "cents", "francs", "hryvnias", "zloty", "lira", "rm", "ringgit", "rp", "rupiah", "ksh", "shillings",
          "naira", "cedis", "rand", "baht", "peso", "taka", "dirhams", "dinars", "kronor", "kroner", "złoty", "zł",
          "libras", "livres", "pfund", "franken", "рубль", "рубля", "доллара", "гривен", "тенге"}  # fmt: skip
_CODES = ["usd", "eur", "gbp", "jpy", "cny", "inr", "pkr", "bdt", "lkr", "idr", "myr", "php", "thb", "vnd", "krw", "aud", "cad", "nzd", "chf", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "brl", "mxn", "ars", "clp", "cop", "kes", "ngn", "ghs", "zar", "egp", "aed", "sar", "rub", "uah", "kzt", "rm", "rp", "rs", "ksh", "tk"]  # fmt: skip
_GLUED = re.compile(rf"(?<![^\W_])({'|'.join(_CODES)})(?=\d)", re.IGNORECASE)
_MIL = re.compile(r"(\d) ?mil\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r"\b([^\W_]{1,9}) and a half\b", re.IGNORECASE)
_A_HUNDRED = re.compile(r"\b(?:a|one) hundred(?= ?(?:per ?cent|%))", re.IGNORECASE)
_OUT_OF = re.compile(
    r"\b([^\W_]{1,9})(?: out of| in)(?: every)? ([^\W_]{1,9})\b(?! (?:days?|hours?|minutes?|weeks?|months?|years?))",
    re.IGNORECASE,
)
_LEAST_OUT_OF = 3
_MOST_OUT_OF = 1_000
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_SHARE = re.compile(
    rf"\b(?:(?:a|one)[ -]({'|'.join(_PARTS)})(?= of\b)|([^\W_]{{1,9}})[ -]({'|'.join(_PARTS)})s)\b",
    re.IGNORECASE,
)
_MAYBE_GLUED = re.compile(r"\d(?<=[^\W\d_]\d)")
_UNITS: dict[str, tuple[Unit, float]] = {
    **dict.fromkeys(("%", "percent", "pct", "percentage", "prozent", "процентов", "процента"), (Unit.PERCENT, 1.0)),
    **dict.fromkeys((*_MONEY, *_CODES), (Unit.MONEY, 1.0)),
    **dict.fromkeys(("cents", "pence", "centimes", "céntimos", "centavos", "cêntimos"), (Unit.MONEY, 0.01)),
    **{word: (Unit.TIME, days) for words, days in (
        ("second seconds sec", 1 / 86400), ("minute minutes min mins", 1 / 1440), ("hour hours hrs horas stunden heures часов", 1 / 24),
        ("day days días dias tage jours дней дня", 1.0), ("week weeks semanas wochen semaines недель", 7.0),
        ("month months meses monate mois месяцев", 30.0), ("year years yrs años anos jahre ans лет года", 365.0),
        ("decade decades", 3650.0), ("century centuries", 36500.0)) for word in words.split()},
    **{word: (Unit.LENGTH, metres) for words, metres in (
        ("mm", 0.001), ("cm centimeters centimetres", 0.01), ("meter meters metre metres metros mètres метров", 1.0),
        ("km kms kilometers kilometres kilometer kilometre kilómetros kilometros quilômetros quilómetros kilomètres километров км", 1000.0), ("mile miles", 1609.0), ("foot feet ft", 0.3048),
        ("inch inches", 0.0254), ("yards yard", 0.9144)) for word in words.split()},
    **{word: (Unit.WEIGHT, grams) for words, grams in (
        ("mg milligrams", 0.001), ("g gram grams", 1.0), ("kg kilos kilo kilograms kilogram", 1000.0),
        ("lb lbs", 453.6), ("ounce ounces oz", 28.35), ("ton tons tonnes tonne tonnen toneladas", 1e6)) for word in words.split()},
    **{word: (Unit.VOLUME, litres) for words, litres in (
        ("ml", 0.001), ("liter liters litre litres litros", 1.0), ("gallon gallons", 3.785)) for word in words.split()},
    **dict.fromkeys(("degrees", "degree", "°c", "°f", "celsius", "fahrenheit"), (Unit.HEAT, 1.0)),
}  # fmt: skip
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_ONES.split())},
    **{word: 20.0 + 10 * place for place, word in enumerate(_TENS.split())},
    **{word: float(value) for words, value in (
        ("dos dois duas deux zwei due два две", 2), ("tres três trois drei tre три", 3), ("cuatro quatro quatre vier quattro четыре", 4),
        ("cinco cinq fünf cinque пять", 5), ("seis sechs sei шесть", 6), ("siete sete sept sieben sette семь", 7),
        ("ocho oito huit acht otto восемь", 8), ("nueve nove neuf neun девять", 9), ("diez dez dix zehn dieci десять", 10),
        ("veinte vinte vingt zwanzig venti двадцать", 20), ("cincuenta cinquenta cinquante fünfzig пятьдесят", 50),
        ("cien cem cent hundert cento сто", 100)) for word in words.split()},
    **dict.fromkeys(("полтора", "полторы", "anderthalb", "eineinhalb"), 1.5), "zweieinhalb": 2.5,
    "half": 0.5, "twice": 2.0, "thrice": 3.0, "couple": 2.0, "double": 2.0, "triple": 3.0,
}  # fmt: skip
_ORDINALS = {word: float(value) for value, word in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], start=1)}  # fmt: skip
_SPELLED = _WORDS.keys() | _ORDINALS.keys()
# Words that are too often no number at all ("one of them", "a second dose").
_LOOSE = frozenset(
    {
        "one",
        "zero",
        "half",
        "couple",
        "double",
        "triple",
        "sei",
        "mil",
        "due",
        "sept",
        "cent",
        "dix",
        "tre",
        "seis",
    }
)
_SURE = {"fr": {"dix", "sept"}, "es": {"seis"}, "pt": {"seis"}, "it": {"tre", "sei", "due"}}
"""Those of them that are numbers for certain in a text of their language."""
_TOKEN = re.compile(
    r"(?<![\w.,])(?P<num>\d{1,3}(?:[ ,.'\u00a0]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2})?|\d{1,15}(?:[.,]\d{1,6})?)(?P<suffix>[a-z%]{0,3}|°c|°f)"
    r"(?![\w])|(?P<word>[^\W\d_]{1,20})|(?P<sign>[$€£¥₹₽%])",
    re.IGNORECASE,
)
MAX_SCANNED = 2_000


def spaced(text: str, language: str) -> str:
    """Return the text with a space between a currency's code and the number it stands before ("RM300").

    In English "2 mil" is spelled out (elsewhere the word is a thousand), "one and a half" is 1.5, and shares
    ("two fifths", "four in ten", "a hundred percent") are percents.
    """
    apart = _GLUED.sub(r"\1 ", text) if _MAYBE_GLUED.search(text) else text
    if language != "en":
        return apart
    apart = _MIL.sub(r"\1 million", apart)
    apart = _AND_A_HALF.sub(_halved, apart) if "half" in apart.lower() else apart
    apart = _A_HUNDRED.sub("100", apart)
    return _SHARE.sub(_part, _OUT_OF.sub(_out_of, apart))


def _halved(found: re.Match[str]) -> str:
    value = _whole(found.group(1))
    return found.group() if value is None else f"{value + 0.5:g}"


def _out_of(found: re.Match[str]) -> str:
    share, of = _whole(found.group(1)), _whole(found.group(2))
    if share is None or of is None or not _LEAST_OUT_OF <= of <= _MOST_OUT_OF or not 0 < share < of:
        return found.group()
    return f"{100 * share / of:.3g} percent"


def _part(found: re.Match[str]) -> str:
    one, many, of = found.groups()
    if one:
        return f"{100 / _PARTS[one.lower()]:.3g} percent"
    share, parts = _whole(many), _PARTS[of.lower()]
    return f"{100 * share / parts:.3g} percent" if share and share < parts else found.group()


def _whole(word: str) -> float | None:
    """Return the number that a word or a few figures write."""
    return float(word) if word.isascii() and word.isdigit() else _WORDS.get(word.lower())


def find_quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """Return the quantities of the first 2,000 characters, years included, in order."""
    loose = _LOOSE - _SURE.get(language, set())
    tokens = list(_TOKEN.finditer(text[:MAX_SCANNED]))
    numbers = [
        place
        for place, token in enumerate(tokens)
        if token.lastgroup != "word" or token["word"].lower() in _SPELLED
    ]
    found = []
    after = 0
    for place in numbers:
        read = _read_at(tokens, place, loose) if place >= after else None
        if read is not None:
            quantity, after = read
            found.append(quantity)
    return tuple(found)


def _read_at(tokens: list[re.Match[str]], place: int, loose: Set[str]) -> tuple[Quantity, int] | None:
    first = tokens[place]
    start = first.start()
    if first["num"]:
        value, unit, after = _numeral(tokens, place)
    elif first["word"]:
        spelled = _spelled(tokens, place, loose)
        if spelled is None:
            return None
        value, unit, after = spelled
    else:
        return None
    plain = value
    if unit is None:
        unit, factor, after = _unit(tokens, place, after)
        value *= factor
    end = tokens[after - 1].end()
    return Quantity(value, plain, unit, tokens[place].string[start:end].strip(), start), after


def _numeral(tokens: list[re.Match[str]], place: int) -> tuple[float, Unit | None, int]:
    found = tokens[place]
    value = _value(found["num"])
    suffix = found["suffix"].lower()
    after = place + 1
    if suffix in {"st", "nd", "rd", "th"}:
        return value, Unit.ORDINAL, after
    if suffix == "%":
        return value, Unit.PERCENT, after
    if suffix in _MAGNITUDES:
        return value * _MAGNITUDES[suffix], None, after
    if suffix in _UNITS:
        unit, factor = _UNITS[suffix]
        return value * factor, unit, after
    value, after = _magnified(tokens, value, after)
    return value, None, after


def _magnified(tokens: list[re.Match[str]], value: float, after: int) -> tuple[float, int]:
    while after < len(tokens) and _next_to(tokens, after):
        word = (tokens[after]["word"] or "").lower()
        if word not in _MAGNITUDES or (len(word) == 1 and word.isascii() and word != "k"):
            break
        value *= _MAGNITUDES[word]
        after += 1
    return value, after


def _spelled(
    tokens: list[re.Match[str]], place: int, loose: Set[str]
) -> tuple[float, Unit | None, int] | None:
    word = tokens[place]["word"].lower()
    if word in _ORDINALS:
        return _ORDINALS[word], Unit.ORDINAL, place + 1
    if word in _MAGNITUDES and len(word) > 3 and word.endswith("s"):
        return None  # "thousands of people" is no number
    if word not in _WORDS:
        return None
    total, current, after = 0.0, _WORDS[word], place + 1
    while after < len(tokens) and _next_to(tokens, after):
        next_word = (tokens[after]["word"] or "").lower()
        if (
            next_word == "and"
            and after + 1 < len(tokens)
            and (tokens[after + 1]["word"] or "").lower() in _WORDS
        ):
            after += 1
            continue
        if next_word == "hundred":
            current *= 100
        elif next_word in _MAGNITUDES and len(next_word) > 2:
            total, current = total + current * _MAGNITUDES[next_word], 0.0
        elif next_word in _WORDS and next_word not in loose - {"one"}:
            current += _WORDS[next_word]
        else:
            break
        after += 1
    if after == place + 1 and word in loose:
        return None
    return total + current, None, after


def _next_to(tokens: list[re.Match[str]], place: int) -> bool:
    between = tokens[place].string[tokens[place - 1].end() : tokens[place].start()]
    return between in {"", " ", "-"}


def _unit(tokens: list[re.Match[str]], place: int, after: int) -> tuple[Unit, float, int]:
    if place and _is_money(tokens[place - 1]) and tokens[place].start() - tokens[place - 1].end() <= 1:
        return Unit.MONEY, 1.0, after
    if after < len(tokens) and _next_to(tokens, after):
        name = (tokens[after]["word"] or tokens[after]["sign"] or "").lower()
        following = (tokens[after + 1]["word"] or "").lower() if after + 1 < len(tokens) else ""
        if name == "per" and following == "cent":
            return Unit.PERCENT, 1.0, after + 2
        if name in _UNITS and name not in {"r", "m"}:
            unit, factor = _UNITS[name]
            if name in _YEAR_NUMBERED and _is_year_number(tokens[place]["num"] or ""):
                return Unit.COUNT, 1.0, after
            if unit is Unit.TIME and following == "old":
                return Unit.AGE, factor, after + 1
            return unit, factor, after + 1
    return Unit.COUNT, 1.0, after


_YEAR_NUMBERED = frozenset({"года", "году", "год"})


def _is_year_number(numeral: str) -> bool:
    """Say whether a numeral is that of a year, as in "в 2026 году"."""
    return len(numeral) == 4 and numeral.startswith(("19", "20"))


_BEFORE = (_MONEY | set(_CODES)) - {"r", "rand"}
"""What stands before an amount."""


def _is_money(token: re.Match[str]) -> bool:
    return (token["sign"] or token["word"] or "").lower() in _BEFORE


def _value(numeral: str) -> float:
    bare = numeral.replace(" ", "").replace("'", "").replace("\u00a0", "")
    groups = re.split(r"[.,]", bare)
    if len(groups) > 2 or (len(groups) == 2 and len(groups[1]) == 3 and groups[0] not in {"0", ""}):
        last_is_decimal = len(groups) > 2 and len(groups[-1]) != 3
        whole = "".join(groups[:-1] if last_is_decimal else groups)
        return float(f"{whole}.{groups[-1]}") if last_is_decimal else float(whole)
    return float(".".join(groups))


_NUMERAL = re.compile(r"(\d{1,15}(?:[.,]\d{1,6}){0,5})(k|m|bn|mn|st|nd|rd|th|s)?")
_THREE_DIGITS = 3


def number_of(word: str) -> float | None:
    """Return the number that a single lower-case word writes, None when it writes none."""
    found = _NUMERAL.fullmatch(word) if word[:1].isdecimal() else None
    if found:
        return _value(found.group(1)) * _MAGNITUDES.get(found.group(2) or "", 1.0)
    return None if word in _LOOSE else _WORDS.get(word)


def written_at(lowers: Sequence[str], place: int) -> tuple[float, int] | None:
    """Return the number that several lower-case words write together from there, and how many words they are.

    "1.5 million", "three hundred thousand", "400 000"; None where fewer than two words write one.
    """
    value = number_of(lowers[place])
    if value is None:
        return None
    after = place + 1
    if lowers[place].isdigit() and len(lowers[place]) <= _THREE_DIGITS:
        while after < len(lowers) and lowers[after].isdigit() and len(lowers[after]) == _THREE_DIGITS:
            value = value * 1_000 + int(lowers[after])
            after += 1
    while after < len(lowers) and len(lowers[after]) > 2 and lowers[after] in _MAGNITUDES:
        value *= _MAGNITUDES[lowers[after]]
        after += 1
    return (value, after - place) if after - place > 1 else None


def is_measured(number: str, unit: str) -> bool:
    """Say whether two lower-case words are a number and its unit ("three metres", "5 percent")."""
    return unit in _UNITS and number_of(number) is not None


def is_year(quantity: Quantity) -> bool:
    """Say whether a plain four-digit number reads as a year."""
    return (
        quantity.unit is Unit.COUNT
        and 1500 <= quantity.value <= 2099
        and quantity.value.is_integer()
        and quantity.text.strip("'’s").isdigit()
    )


def equal(one: Quantity, other: Quantity, tolerance: float = 0.005) -> bool:
    """Say whether two quantities are the same amount; a bare count may stand for any unit."""
    if one.unit is other.unit:
        return _close(one.value, other.value, tolerance)
    if _in_metres(one, other) or _in_metres(other, one):
        return True
    return Unit.COUNT in {one.unit, other.unit} and _close(one.plain, other.plain, tolerance)


def _in_metres(count: Quantity, length: Quantity) -> bool:
    """Say whether what was read as millions ("3m") is that many metres."""
    is_read_so = count.unit is Unit.COUNT and count.text.lower().endswith("m")
    return is_read_so and length.unit is Unit.LENGTH and count.value == length.value * _MAGNITUDES["m"]


def _close(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance * max(abs(one), abs(other))
