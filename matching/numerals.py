# ruff: noqa: E501 - the tables of words are kept one kind a line
"""Owns the words that write numbers, by language: exact ones ("setenta"), and those that tell only how many
noughts there are ("hundreds of")."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

MAGNITUDES = {
    **dict.fromkeys(("k", "thousand", "thousands", "mil", "mille", "tausend", "тысяч", "тыс", "тысячи", "тысячу", "mila", "ribu", "آلاف", "ألف"), 1e3),
    **dict.fromkeys(
        ("m", "mn", "mln", "mio", "million", "millions", "millón", "millon", "millones", "milhão", "milhões", "milhoes",
         "millionen", "milione", "milioni", "миллион", "миллиона", "миллионов", "млн", "juta", "مليون", "ملايين"), 1e6
    ),
    **dict.fromkeys(
        ("b", "bn", "bln", "billion", "billions", "bilhão", "bilhões", "bilhoes", "milliarde", "milliarden", "milliard",
         "milliards", "миллиард", "миллиарда", "миллиардов", "млрд", "mrd", "مليار"), 1e9
    ),
    **dict.fromkeys(("trillion", "trillions", "tn", "trilhão", "trilhões"), 1e12),
    **dict.fromkeys(("hundred", "hundreds"), 1e2),
    **dict.fromkeys(("dozen", "dozens"), 12.0),
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "万": 1e4, "億": 1e8, "亿": 1e8, "만": 1e4, "억": 1e8,
}  # fmt: skip
SHORT_MAGNITUDES = frozenset({"bn", "mn", "tn"})
"""Those of two letters that are sure ones after a number; a "k" or an "m" may be another thing."""

ORDINALS = {word: float(value) for value, word in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], start=1)}  # fmt: skip
_LOOSE = (
    "one zero half couple double triple sei mil due sept cent dix tre seis un una uno um uma une один одна"
)
LOOSE = frozenset(_LOOSE.split())
"""Words that are too often no number at all ("one of them", "a second dose")."""
_SURE = {"fr": {"dix", "sept"}, "es": {"seis"}, "pt": {"seis"}, "it": {"tre", "sei", "due"}}
"""Those of them that are numbers for certain in a text of their language."""

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_IN_ALL: dict[str, float] = {
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
# What follows is a number in its own language alone: "once", "doze" and "elf" are English words, too.
_OWN: dict[str, tuple[tuple[str, Sequence[float]], ...]] = {
    "es": (
        ("un una uno", (1, 1, 1)),
        ("once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve", range(11, 20)),
        ("veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve", range(21, 30)),
        ("veintiún veintiuna veintidos veintitres veintiseis dieciseis", (21, 21, 22, 23, 26, 16)),
        ("treinta cuarenta cincuenta sesenta setenta ochenta noventa", range(30, 100, 10)),
        ("ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos", range(100, 1000, 100)),
        ("doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas", range(200, 1000, 100)),
    ),
    "pt": (
        ("um uma", (1, 1)),
        ("onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove", range(11, 20)),
        ("catorze dezasseis dezassete dezanove", (14, 16, 17, 19)),
        ("trinta quarenta cinquenta sessenta setenta oitenta noventa", range(30, 100, 10)),
        ("cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos", range(100, 1000, 100)),
        ("duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas", range(200, 1000, 100)),
    ),
    "fr": (
        ("un une vingts", (1, 1, 20)),
        ("onze douze treize quatorze quinze seize", range(11, 17)),
        ("trente quarante cinquante soixante", range(30, 70, 10)),
        ("septante huitante octante nonante", (70, 80, 80, 90)),
    ),
    "ru": (
        ("один одна", (1, 1)),
        ("двух двум двумя двое двоих", (2,) * 5), ("трёх трех трём трем тремя трое троих", (3,) * 7),
        ("четырёх четырех четырьмя четверо четверых", (4,) * 5), ("пяти пятью пятеро пятерых", (5,) * 4),
        ("шести шестью шестеро", (6,) * 3), ("семи семеро", (7,) * 2), ("восьми восемью", (8,) * 2),
        ("девяти девятью", (9,) * 2), ("десяти десятью", (10,) * 2),
        *((f"{stem}ать {stem}ати {stem}атью", (value,) * 3) for value, stem in enumerate(
            ("одиннадц", "двенадц", "тринадц", "четырнадц", "пятнадц", "шестнадц", "семнадц", "восемнадц", "девятнадц", "двадц"), start=11)),
        ("тридцать тридцати тридцатью сорок сорока", (30, 30, 30, 40, 40)),
        ("пятидесяти шестьдесят шестидесяти семьдесят семидесяти восемьдесят восьмидесяти девяносто девяноста", (50, 60, 60, 70, 70, 80, 80, 90, 90)),
        ("двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот", range(200, 1000, 100)),
        ("двухсот трёхсот трехсот четырёхсот четырехсот пятисот шестисот семисот восьмисот девятисот", (200, 300, 300, 400, 400, 500, 600, 700, 800, 900)),
    ),
}  # fmt: skip
_VAGUE: dict[str, dict[float, str]] = {
    "en": {10: "dozens tens", 1e2: "hundreds", 1e3: "thousands", 1e6: "millions", 1e9: "billions"},
    "es": {10: "decenas docenas", 1e2: "cientos centenares centenas", 1e3: "miles millares", 1e6: "millones"},
    "pt": {10: "dezenas dúzias", 1e2: "centenas", 1e3: "milhares", 1e6: "milhões milhoes", 1e9: "bilhões bilhoes"},
    "fr": {10: "dizaines douzaines", 1e2: "centaines", 1e3: "milliers", 1e6: "millions", 1e9: "milliards"},
    "de": {10: "dutzende dutzenden", 1e2: "hunderte hunderten", 1e3: "tausende tausenden", 1e4: "zehntausende zehntausenden",
           1e5: "hunderttausende hunderttausenden", 1e6: "millionen", 1e9: "milliarden"},
    "it": {10: "decine dozzine", 1e2: "centinaia", 1e3: "migliaia", 1e6: "milioni", 1e9: "miliardi"},
    "ru": {10: "десятки десятков десяткам десятками", 1e2: "сотни сотен сотням сотнями",
           1e3: "тысячи тысяч тысячам тысячами", 1e6: "миллионы миллионов миллионам миллионами", 1e9: "миллиарды миллиардов"},
}  # fmt: skip
_SOME = {
    "en": {"several", "few"}, "de": {"mehrere", "einige"}, "ru": {"несколько"},
}  # fmt: skip
_COUNTED_BY_SOME = {
    "en": {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9},
    "de": {"hundert": 1e2, "tausend": 1e3, "zehntausend": 1e4, "hunderttausend": 1e5},
    "ru": {},
}
_AND_A_HALF = {
    "en": ("and", "a", "half"), "es": ("y", "medio"), "pt": ("e", "meio"), "fr": ("et", "demi"), "it": ("e", "mezzo"),
}  # fmt: skip
_A = {
    "en": {"a"}, "es": {"un"}, "pt": {"um"}, "fr": {"un"}, "it": {"un"}, "de": {"eine"},
}  # fmt: skip
_HALF = {"es": {"medio"}, "pt": {"meio"}, "it": {"mezzo"}}
_AND = {"en": {"and"}, "es": {"y"}, "pt": {"e"}, "fr": {"et"}}
_OF = frozenset({"of", "de", "di", "von", "d"})
_ALONE = {"es": {"mil"}, "pt": {"mil"}, "fr": {"mille"}, "it": {"mille"}, "ru": {"миллион"}}
"""Magnitudes that are that number where none stands before them."""
_LAST_OF_TENS, _SMALL, _HUNDRED, _THOUSAND, _MILLION = 20, 10, 100, 1_000, 1e6
_GERMAN = "ein zwei drei vier fünf sechs sieben acht neun"
_GERMAN_TEENS = "elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_ITALIAN = "uno due tre quattro cinque sei sette otto nove"
_ITALIAN_TEENS = "undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove"
_ITALIAN_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"


@cache
def words_of(language: str) -> Mapping[str, float]:
    """Return the number words that count in a text of this language; those of `LOOSE` only beside others."""
    own = {
        word: float(value)
        for words, values in _OWN.get(language, ())
        for word, value in zip(words.split(), values, strict=True)
    }
    written_as_one = {"de": _german, "it": _italian}.get(language, dict)
    return {**_IN_ALL, **written_as_one(), **own}


@cache
def loose_in(language: str) -> frozenset[str]:
    """Return the words that are no numbers for certain in a text of this language."""
    return LOOSE - _SURE.get(language, set())


@cache
def beginnings(language: str) -> frozenset[str]:
    """Return the words that a number in words, an exact or a vague one, may begin with."""
    some = (
        *_A.get(language, ()),
        *_HALF.get(language, ()),
        *_SOME.get(language, ()),
        *_ALONE.get(language, ()),
    )
    return frozenset((*words_of(language), *ORDINALS, *_vague(language), *some))


def spelled(words: Sequence[str], language: str) -> tuple[float, int] | None:
    """Return the number that these lower-case words begin with, and how many of them write it.

    None where the first is no number word; a loose one counts only with another after it.
    """
    known = words_of(language)
    begun = _begun(words, language)
    if begun is None:
        return None
    total, current, count = begun
    while count < len(words):
        step = _linked(words, count, known, current, language)
        word = words[count + step]
        if (word == "hundred" or (language == "fr" and word in {"cent", "cents"})) and current < _HUNDRED:
            current *= _HUNDRED
        elif not step and is_magnitude(word):
            total = total + current * MAGNITUDES[word] if current else total * MAGNITUDES[word]
            current = 0.0
        elif language == "fr" and current == 4 and known.get(word) == _LAST_OF_TENS:
            current = 80.0
        elif _joins(current, known.get(word), language, after_thousands=bool(total)):
            current += known[word]
        else:
            break
        count += step + 1
    return None if count == 1 and words[0] in loose_in(language) and total == 0 else (total + current, count)


def _begun(words: Sequence[str], language: str) -> tuple[float, float, int] | None:
    """Return what is summed up, what may still be multiplied, and how many words it took."""
    first, known = words[0], words_of(language)
    if first in _ALONE.get(language, ()):
        return MAGNITUDES[first], 0.0, 1
    if first in _A.get(language, ()) and len(words) > 1 and is_magnitude(words[1]):
        half = _AND_A_HALF.get(language, ())
        if half and tuple(words[2 : 2 + len(half)]) == half:
            return MAGNITUDES[words[1]] * 1.5, 0.0, 2 + len(half)
        return (MAGNITUDES[words[1]], 0.0, 2) if MAGNITUDES[words[1]] >= _HUNDRED else None
    if first in _HALF.get(language, ()) and len(words) > 1 and MAGNITUDES.get(words[1], 0) >= _MILLION:
        return MAGNITUDES[words[1]] / 2, 0.0, 2
    if first not in known:
        return None
    return 0.0, known[first], 1


def is_magnitude(word: str) -> bool:
    """Say whether a lower-case word after a number multiplies it for certain."""
    return word in MAGNITUDES and (len(word) > 2 or word in SHORT_MAGNITUDES)


def _linked(words: Sequence[str], at: int, known: Mapping[str, float], current: float, language: str) -> int:
    """Return 1 where an "and" leads to a smaller number ("treinta y cinco"), else 0."""
    if words[at] not in _AND.get(language, ()) or at + 1 == len(words):
        return 0
    value = known.get(words[at + 1])
    return int(value is not None and (not current or value < current))


def _joins(current: float, value: float | None, language: str, *, after_thousands: bool) -> bool:
    """Say whether a number goes on with this one: "thirty" with "five", "trescientos" with "veinte"."""
    if value is None or value < 1 or not value.is_integer():
        return False
    if not current:
        return after_thousands and value < _THOUSAND
    tens = current % _HUNDRED
    if current >= _HUNDRED and not tens:
        return value < _HUNDRED
    if language == "fr" and tens in {60, 80} and _SMALL <= value < _LAST_OF_TENS:
        return True
    return tens >= _LAST_OF_TENS and tens % _SMALL == 0 and value < _SMALL


def vague(words: Sequence[str], language: str) -> tuple[float, int] | None:
    """Return the magnitude that these lower-case words begin with ("tens of thousands", "several hundred"),
    and how many of them name it."""
    known = _vague(language)
    value, count = known.get(words[0]), 1
    if value is None:
        if words[0] not in _SOME.get(language, ()) or len(words) == 1:
            return None
        value, count = _COUNTED_BY_SOME[language].get(words[1], known.get(words[1])), 2
        if value is None:
            return None
        while (
            count < len(words) and MAGNITUDES.get(words[count], 0) >= _THOUSAND and is_magnitude(words[count])
        ):
            value, count = value * MAGNITUDES[words[count]], count + 1
        return value, count
    of = count + int(words[count] in _OF) if count < len(words) else count
    times = known.get(words[of]) if of < len(words) else None
    if times and times > value and times >= _THOUSAND:
        return value * times, of + 1
    return value, count


@cache
def _vague(language: str) -> Mapping[str, float]:
    return {word: value for value, words in _VAGUE.get(language, {}).items() for word in words.split()}


def _german() -> dict[str, float]:
    """Return the German numbers that are written as one word."""
    ones = dict(zip(_GERMAN.split(), range(1, 10), strict=True))
    tens = dict(zip(_GERMAN_TENS.split(), range(20, 100, 10), strict=True))
    small = dict(zip(_GERMAN_TEENS.split(), range(11, 20), strict=True)) | {"zehn": 10} | tens
    small |= {f"{one}und{ten}": a + b for one, a in ones.items() for ten, b in tens.items()}
    below = small | ones | {"eins": 1, "": 0}
    small |= {word: value for word, value in ones.items() if word != "ein"}
    small |= {
        f"{one}hundert{rest}": a * 100 + b for one, a in {**ones, "": 1}.items() for rest, b in below.items()
    }
    found = small | {f"{word}tausend": value * 1_000 for word, value in small.items()} | {"eintausend": 1_000}
    return _also_plain(found, (("ß", "ss"), ("ü", "ue"), ("ö", "oe")))


def _italian() -> dict[str, float]:
    """Return the Italian numbers that are written as one word."""
    ones = dict(zip(_ITALIAN.split(), range(1, 10), strict=True))
    tens = dict(zip(_ITALIAN_TENS.split(), range(20, 100, 10), strict=True))
    small = dict(zip(_ITALIAN_TEENS.split(), range(11, 20), strict=True)) | {"dieci": 10} | tens
    small |= {
        (ten[:-1] if one in {"uno", "otto"} else ten) + one: a + b
        for one, a in ones.items()
        for ten, b in tens.items()
    }
    small |= {f"{ten}tré": value + 3 for ten, value in tens.items()}
    below = small | ones | {"": 0}
    times = {**{one: a for one, a in ones.items() if a > 1}, "": 1}
    small |= {f"{one}cento{rest}": a * 100 + b for one, a in times.items() for rest, b in below.items()}
    found = small | {f"{word}mila": value * 1_000 for word, value in small.items()}
    return {word: float(value) for word, value in (found | {w: v for w, v in ones.items() if v > 1}).items()}


def _also_plain(words: Mapping[str, int], written: Iterable[tuple[str, str]]) -> dict[str, float]:
    found = {word: float(value) for word, value in words.items()}
    for sign, plain in written:
        found |= {word.replace(sign, plain): value for word, value in found.items() if sign in word}
    return found
