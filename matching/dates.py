# ruff: noqa: E501 - one pattern, read from left to right
"""Owns the dates in a text: years, months with days, weekdays."""

import re
from dataclasses import dataclass
from functools import cache

from matching.numbers import MAX_SCANNED, Quantity, is_year

_MONTHS = (
    "january jan enero janeiro janvier januar gennaio января январь",
    "february feb febrero fevereiro février fevrier februar febbraio февраля февраль",
    "march marzo março mars märz marz марта март",
    "april apr abril avril aprile апреля апрель",
    "may mayo maio mai maggio мая май",
    "june jun junio junho juin juni giugno июня июнь",
    "july jul julio julho juillet juli luglio июля июль",
    "august aug agosto août aout августа август",
    "september sept sep septiembre setembro septembre settembre сентября сентябрь",
    "october oct octubre outubro octobre oktober ottobre октября октябрь",
    "november nov noviembre novembro novembre ноября ноябрь",
    "december dec diciembre dezembro décembre decembre dezember dicembre декабря декабрь",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"[a-z]{6,9}")
# "may" and "march" are months only beside a day, a year, or "in".
_AMBIGUOUS = frozenset(
    {"may", "march", "mars", "mai", "jan", "mar", "sep", "dec", "jun", "avril", "june", "april", "august"}
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The calendar words of a text; `days` are (month, day)."""

    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[tuple[int, int]]
    weekdays: frozenset[str]


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}


def month_of(word: str) -> int:
    """Return the number of the month that a lower-case word names for certain, 0 for none."""
    return 0 if word in {"may", "march", "mars", "mai", "mar"} else _month_numbers().get(word, 0)


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<in>\b(?:in|since|until|by|of|this|last|next|en|em|im|в|de)) )?(?:(?P<before>\b\d{{1,2}})(?:st|nd|rd|th)?(?: of| de)? )?"
        rf"\b(?P<month>{names})\b\.?(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d))?(?:,? (?:de )?(?P<year>[12]\d{{3}})\b)?",
        re.IGNORECASE,
    )


def find_dates(text: str, quantities: tuple[Quantity, ...]) -> Dates:
    """Return the dates of the first 2,000 characters; `quantities` are those found in the same text."""
    months: set[int] = set()
    days: set[tuple[int, int]] = set()
    scanned = text[:MAX_SCANNED]
    lower = scanned.lower()
    # The pattern costs more than all else here, and most texts name no month.
    names_a_month = not _month_numbers().keys().isdisjoint(_WORD.findall(lower))
    for found in _pattern().finditer(scanned) if names_a_month else ():
        day = found["before"] or found["after"]
        name = found["month"]
        if not (day or found["year"] or found["in"]) and (name.lower() in _AMBIGUOUS or name.islower()):
            continue
        month = _month_numbers()[name.lower()]
        months.add(month)
        if day and 1 <= int(day) <= 31:
            days.add((month, int(day)))
    words = set(_LONG_WORD.findall(lower)) if "day" in lower else set()
    return Dates(
        years=frozenset(int(quantity.value) for quantity in quantities if is_year(quantity)),
        months=frozenset(months),
        days=frozenset(days),
        weekdays=frozenset(day for day in _WEEKDAYS if day in words),
    )
