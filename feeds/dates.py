"""Owns the reading of dates as publishers write them; what is not certainly a date is None."""

import re
from collections.abc import Iterable
from datetime import date

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene janeiro janvier januar gennaio jänner ocak januari января",
            "february feb febrero fevereiro fev février februar febbraio şubat februari февраля",
            "march mar marzo março mars märz mart maret maart марта",
            "april apr abril abr avril aprile nisan апреля",
            "may mayo maio mai maggio mayıs mei мая",
            "june jun junio junho juin juni giugno haziran июня",
            "july jul julio julho juillet juli luglio temmuz июля",
            "august aug agosto ago août ağustos agustus augustus августа",
            "september sept sep septiembre setembro set septembre settembre eylül сентября",
            "october oct octubre outubro out octobre oktober ottobre ekim октября",
            "november nov noviembre novembro novembre kasım ноября",
            "december dec diciembre dic dezembro dez décembre dezember dicembre aralık desember декабря",
        ),
        start=1,
    )
    for name in names.split()
}
# Not 2569, 2726, 2976, 4359 or 5787: these are years of now in other calendars.
_FOR_EVER = {*range(LATEST_YEAR + 1, 2400), 2999, 3000, 3999, 4000, 9999}
_NO_END = {
    *("never", "none", "no limit", "no end", "no end date", "no expiry", "does not expire", "unlimited"),
    *(
        "permanent",
        "permanently",
        "indefinite",
        "indefinitely",
        "forever",
        "ongoing",
        "n a",
        "na",
        "nan",
        "null",
    ),
    *("undefined", "nil", "nat", "not applicable", "no expiration", "no expiration date"),
    *("no expiry date", "non applicable", "no aplica", "sin caducidad", "não se aplica", "não aplicável"),
    *("yes", "valid", "true", "open ended", "nunca", "ninguno", "ninguna", "sin límite", "sin fecha"),
    *("ilimitado", "indefinido", "permanente", "nenhum", "nenhuma", "sem limite", "sem data", "sem prazo"),
    *("jamais", "aucun", "aucune", "sans limite", "illimité", "permanent", "indéfini", "nie", "niemals"),
    *("keine", "keines", "unbegrenzt", "unbefristet", "dauerhaft", "mai", "nessuno", "nessuna", "illimitato"),
    *("nooit", "onbeperkt", "geen", "nigdy", "bezterminowo", "никогда", "бессрочно", "без срока"),
}
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)? (?:de |of )?([^\W\d_]{3,12})\.?,? (?:de |del )?(\d{4})\b"
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/")
_YEAR = re.compile(r"(?<!\d)\d{4}(?=\D|\d{4}\b|$)")
_POINTED = re.compile(r"\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*$")
_SLASHED = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s*$")


def parse_date(written: object) -> date | None:
    """Return the day a text names, or None when it names none or leaves day and month open (03/04/2024).
    Where points stand between the figures (03.04.2024), the day comes first in every language."""
    if not isinstance(written, str):
        return None
    text = " ".join(written[:200].split())
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(text):
            return _day(*(int(part) for part in found.groups()))
    return find_date(text) or _pointed(text) or _slashed(text)


def is_unclear(written: str) -> bool:
    """Tell whether a text gives a date that cannot be told: not one without figures, and not a year so late,
    or of noughts, that none is meant."""
    if parse_date(written) is not None or not any(sign in "123456789" for sign in written):
        return False
    return all(int(year) <= LATEST_YEAR for year in _YEAR.findall(written[:200]))


def is_unclear_end(written: str) -> bool:
    """Tell whether a text gives a last day that cannot be told: anything but a date, and what is known to
    mean that there is none ("never", noughts, years such as 9999)."""
    text = " ".join("".join(sign if sign.isalnum() else " " for sign in written[:200]).casefold().split())
    if parse_date(written) is not None or not text.strip("0 ") or text in _NO_END:
        return False
    years = [int(year) for year in _YEAR.findall(written[:200])]
    return not years or not all(year in _FOR_EVER for year in years)


def day_comes_first(written: Iterable[str]) -> bool | None:
    """Say by those dates of a column that leave no choice (25/04/2024) whether the day comes first in the
    others; None where none does, or they differ."""
    found = [_SLASHED.match(text[:200]) for text in written if "/" in text]
    figures = [(int(one.group(1)), int(one.group(2))) for one in found if one]
    kinds = {first > 12 for first, second in figures if (first > 12) is not (second > 12)}
    return kinds.pop() if len(kinds) == 1 else None


def in_order(written: str, *, day_first: bool | None) -> str:
    """Return a date that leaves day and month open (03/04/2024) as 2024-04-03 or 2024-03-04, where it is
    known which comes first; else the text as it is."""
    found = _SLASHED.match(written[:200])
    if day_first is None or not found or parse_date(written) is not None:
        return written
    first, second, year = (int(part) for part in found.groups())
    day = _day(year, second, first) if day_first else _day(year, first, second)
    return day.isoformat() if day else written


def find_date(text: str) -> date | None:
    """Return the first day written with a month's name in running text, or None."""
    found = sorted(
        [*_MONTH_FIRST.finditer(text), *_DAY_FIRST.finditer(text)], key=lambda occurrence: occurrence.start()
    )
    days = (_named(occurrence) for occurrence in found)
    return next((day for day in days if day), None)


def is_month(word: str) -> bool:
    """Tell whether a word names a month."""
    return word.casefold() in _MONTHS


def date_in_address(url: str) -> date | None:
    """Return the day in an address such as `/2024/05/03/slug`, or None."""
    found = _IN_ADDRESS.search(url[:2000])
    return _day(*(int(part) for part in found.groups())) if found else None


def _named(found: re.Match[str]) -> date | None:
    first, second, year = found.groups()
    day, month = (first, second) if first.isdecimal() else (second, first)
    number = _MONTHS.get(month.casefold())
    return _day(int(year), number, int(day)) if number else None


def _pointed(text: str) -> date | None:
    if not (found := _POINTED.match(text)):
        return None
    day, month, year = (int(part) for part in found.groups())
    return _day(year, month, day)


def _slashed(text: str) -> date | None:
    if not (found := _SLASHED.match(text)):
        return None
    first, second, year = (int(part) for part in found.groups())
    if first == second or second > 12 or first > 12:
        return _day(year, second, first) or _day(year, first, second)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
