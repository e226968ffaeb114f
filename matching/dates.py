# ruff: noqa: E501 - one pattern, read from left to right
"""Owns the dates in a text: years, months with days, weekdays."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from matching.numbers import MAX_SCANNED, Quantity, is_year

_MONTHS = (
    "january jan enero janeiro janvier januar januari gennaio января январь январе январю январём січня січні "
    "styczeń stycznia styczniu يناير",
    "february feb febrero fevereiro février fevrier februar februari febbraio февраля февраль феврале февралю "
    "лютого лютому luty lutego lutym فبراير",
    "march marzo março mars märz maart marz марта март марте марту березня березні marzec",
    "april apr abril avril aprile апреля апрель апреле апрелю квітня квітні kwiecień kwietnia kwietniu أبريل",
    "may mayo maio mai maggio mei мая май мае травня травні maja maju مايو",
    "june jun junio junho juin juni giugno июня июнь июне июню червня червні czerwiec czerwca czerwcu يونيو",
    "july jul julio julho juillet juli luglio июля июль июле июлю липня липні lipiec lipca lipcu يوليو",
    "august aug agosto août aout augustus августа август августе августу серпня серпні sierpień sierpnia "
    "sierpniu أغسطس",
    "september sept sep septiembre setembro septembre settembre сентября сентябрь сентябре сентябрю вересня "
    "вересні wrzesień września wrześniu سبتمبر",
    "october oct octubre outubro octobre oktober ottobre октября октябрь октябре октябрю жовтня жовтні "
    "październik października październiku أكتوبر",
    "november nov noviembre novembro novembre ноября ноябрь ноябре ноябрю листопада листопаді listopad "
    "listopada listopadzie نوفمبر",
    "december dec diciembre dezembro décembre decembre dezember dicembre декабря декабрь декабре декабрю "
    "грудня грудні grudzień grudnia grudniu ديسمبر",
)
_SPELLED = {
    language: names.split()
    for language, names in {
        "en": "January February March April May June July August September October November December",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    }.items()
}
_IN_FIGURES = re.compile(
    r"(?<![\d.,/-])(?:(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)-(\d\d))(?![\d/-]|\.\d)"
)
_FIGURES_APART = re.compile(r"\d[./-]\d")  # found far sooner, and few texts have it
_MONTHS_IN_YEAR, _DAYS_IN_MONTH = 12, 31
_WEEKDAYS = (
    "monday lunes segunda-feira montag montags lundi lunedì maandag понедельник понедельника понедельнику "
    "понеділок понеділка poniedziałek poniedziałku pazartesi الاثنين",
    "tuesday martes terça-feira dienstag dienstags mardi martedì dinsdag вторник вторника вторнику вівторок "
    "вівторка wtorek wtorku salı الثلاثاء",
    "wednesday miércoles quarta-feira mittwoch mittwochs mercredi mercoledì woensdag среду середу środę środa "
    "çarşamba الأربعاء",
    "thursday jueves quinta-feira donnerstag donnerstags jeudi giovedì donderdag четверг четверга четвергу "
    "четвер четверга czwartek czwartku perşembe الخميس",
    "friday viernes sexta-feira freitag freitags vendredi venerdì vrijdag пятница пятницу пятницы пятнице "
    "п'ятницю п'ятниці piątek piątku cuma الجمعة",
    "saturday sábado samstag samstags sonnabend samedi sabato zaterdag суббота субботу субботы субботе суботу "
    "суботи sobotę sobota soboty cumartesi السبت",
    "sunday domingo sonntag sonntags dimanche domenica zondag воскресенье воскресенья воскресенью неділю "
    "неділі niedzielę niedziela niedzieli الأحد",
)
_WORD = re.compile(r"\w+")
_JOINED = re.compile(r"(?<!\w)\w{1,12}['’-]\w{1,12}")
_WHICH = re.compile(r"\b(last|this|next) (week|month|year|spring|summer|autumn|fall|winter)\b")
# "may" and "march" are months only beside a day, a year, or "in".
_OTHER_WORDS = frozenset(
    {
        "may",
        "march",
        "mars",
        "mai",
        "mar",
        "mei",
        "maja",
        "maju",
        "luty",
        "lutego",
        "lutym",
        "листопада",
        "مايو",
    }
)
_AMBIGUOUS = _OTHER_WORDS | {"jan", "sep", "dec", "jun", "avril", "june", "april", "august"}

_NO_DAYS = {"окружающую среду": 3, "mardi gras": 2}


@dataclass(frozen=True, slots=True)
class Dates:
    """The calendar words of a text; `days` are (month, day), `months` and `weekdays` by number, the first one's
    1, as written, `spans` which week, month, year or season is meant, seen from when it was said: "next"."""

    years: frozenset[int]
    months: Mapping[int, str]
    days: frozenset[tuple[int, int]]
    weekdays: Mapping[int, str]
    spans: Mapping[str, frozenset[str]]


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}


@cache
def _weekday_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(_WEEKDAYS, start=1) for name in names.split()}


def month_group(number: int) -> str:
    """Return the group that words belong to which name this month."""
    return f"month {number}"


def month_of(word: str) -> int:
    """Return the number of the month that a lower-case word names for certain, 0 for none."""
    return 0 if word in _OTHER_WORDS else _month_numbers().get(word, 0)


def names_a_month(word: str) -> bool:
    """Say whether a lower-case word may name a month."""
    return word in _month_numbers()


def spelled_out(text: str, language: str) -> str:
    """Return the text with dates in figures ("18/07/2025", "01.03.2026", "2025-07-18") as day, month and year.

    In English, where "05/04/2025" may be of April or May, such a date is left as it is.
    """

    def spelled(found: re.Match[str]) -> str:
        first, mark, second, year, *iso = found.groups()
        if iso[0]:
            year, month, day = iso[0], int(iso[1]), int(iso[2])
        else:
            day, month = int(first), int(second)
            if month > _MONTHS_IN_YEAR >= day:
                day, month = month, day
            elif mark != "." and language == "en" and day <= _MONTHS_IN_YEAR and day != month:
                return found.group()
        if not (1 <= month <= _MONTHS_IN_YEAR and 1 <= day <= _DAYS_IN_MONTH):
            return found.group()
        return f"{day} {_SPELLED.get(language, _SPELLED['en'])[month - 1]} {year}"

    return _IN_FIGURES.sub(spelled, text) if _FIGURES_APART.search(text) else text


def month_beside(words: Sequence[str], place: int) -> int:
    """Return the number of the month that a lower-case word names beside a day or year, 0 for none."""
    month = _month_numbers().get(words[place], 0)
    if not month:
        return 0
    near = (*words[max(0, place - 2) : place], *words[place + 1 : place + 2])
    return month if any(word[:1].isdigit() for word in near) else 0


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<in>\b(?:in|since|until|by|of|this|last|next|en|em|im|в|у|w|de)) )?(?:(?P<before>\b\d{{1,2}})(?:st|nd|rd|th)?(?: of| de)? )?"
        rf"\b(?P<month>{names})\b\.?(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d))?(?:,? (?:de )?(?P<year>[12]\d{{3}})\b)?",
        re.IGNORECASE,
    )


def find_dates(text: str, quantities: tuple[Quantity, ...]) -> Dates:
    """Return the dates of the first 2,000 characters; `quantities` are those found in the same text."""
    months: dict[int, str] = {}
    days: set[tuple[int, int]] = set()
    scanned = text[:MAX_SCANNED]
    lower = scanned.lower()
    # The pattern costs more than all else here, and most texts name no month.
    written = {
        word.lower().replace("’", "'"): word for word in (*_WORD.findall(scanned), *_JOINED.findall(scanned))
    }
    months_named = not _month_numbers().keys().isdisjoint(written)
    for found in _pattern().finditer(scanned) if months_named else ():
        day = found["before"] or found["after"]
        name = found["month"]
        if not (day or found["year"] or found["in"]) and (name.lower() in _AMBIGUOUS or name.islower()):
            continue
        month = _month_numbers()[name.lower()]
        months.setdefault(month, name)
        if day and 1 <= int(day) <= 31:
            days.add((month, int(day)))
    days_named = {number: written[day] for day, number in _weekday_numbers().items() if day in written}
    for phrase in _NO_DAYS if days_named else ():
        if phrase in lower:
            days_named.pop(_NO_DAYS[phrase], None)
    spans: dict[str, frozenset[str]] = {}
    for which, span in _WHICH.findall(lower):
        spans[span] = spans.get(span, frozenset()) | {which}
    return Dates(
        years=frozenset(int(quantity.value) for quantity in quantities if is_year(quantity)),
        months=months,
        days=frozenset(days),
        weekdays=days_named,
        spans=spans,
    )


_PREPOSITION = r"(?P<on>on|in|since|until|till|by|from|during|as of|starting|back in)"
_SPELLED_EN = "|".join((*_SPELLED["en"], *(name[:3] for name in _SPELLED["en"]), "Sept"))
_WHEN = re.compile(
    rf",?\s(?:{_PREPOSITION}\s)?(?:the )?(?P<before>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?(?:{_SPELLED_EN})\b\.?"
    r"(?P<after> \d{1,2}(?:st|nd|rd|th)?\b(?![:.]\d))?(?P<year>,? (?:19|20)\d\d\b)?",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(rf",?\s{_PREPOSITION}\s(?:19|20)\d\d\b(?![\d.,]*\d| [a-z]{{1,20}}s\b)", re.IGNORECASE)


_A_DATE = re.compile(rf"(?<!\w)(?:{_SPELLED_EN}|(?:19|20)\d\d|'\d\d)(?!\w)", re.IGNORECASE)


def names_a_date(text: str) -> bool:
    """Say whether an English text has the name of a month, or a year; "may" and "march" count, too."""
    return _A_DATE.search(text) is not None


def undated(text: str) -> str:
    """Return an English text without saying when, as far as days, months and years tell it."""
    without = _WHEN.sub(lambda found: "" if any(found.groupdict().values()) else found.group(), text)
    return _IN_A_YEAR.sub("", without)
