# ruff: noqa: E501 - the tables of writings are kept one kind a line
"""Owns one writing for the many of an amount: "€500", "EUR 500" and "500 euros", shares as percents."""

import re
import unicodedata

from matching.currencies import GLUED
from matching.numerals import words_of

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
_FIGURE = r"\d[\d.,]*(?:[-–]\d[\d.,]*)?"
_MANY = r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|lakh|crore)s?\b|[ ]?(?:k|m|b|bn|mn|mln|tn)\b)?"
_SIGNED = re.compile(
    rf"(?<![^\W\d_])(?<!\d[.,])(?:(?P<sign>[€$£₹])|\b(?P<code>EUR|USD|GBP|INR) )[ ]?(?P<amount>{_FIGURE}(?<![.,]){_MANY})(?!\w)"
    rf"(?P<named> (?:us|[a-z]{{4,10}}) (?:dollars|pesos|rupees)| (?:dollars|euros?|pounds|pesos|rupees)\b)?",
    re.IGNORECASE,
)
_SIGN_AFTER = re.compile(
    rf"(?<![\d.,])(?P<amount>\b{_FIGURE}(?<![.,]){_MANY}) ?(?:(?P<sign>[€£₹])|(?P<code>EUR|USD|GBP|INR)\b)",
    re.IGNORECASE,
)
_MONEY = {
    "€": "euros",
    "$": "dollars",
    "£": "pounds",
    "₹": "rupees",
    "eur": "euros",
    "usd": "dollars",
    "gbp": "pounds",
    "inr": "rupees",
}
_MAYBE_SIGNED = re.compile(r"[€$£₹]|\b(?:EUR|USD|GBP|INR)\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<=\d) ?(?:%|per cent\b|pct\b)|(?<=[a-z]) per cent\b", re.IGNORECASE)
_HALF_A = re.compile(r"\bhalf an? (?=(?:million|billion|trillion)\b)", re.IGNORECASE)
_FRACTION = re.compile(r"(?<![\d/])([1-9])[/⁄]([2-9]|10)(?= (?:of|all)\b)")
_FRACTIONS = {"½": 50.0, "¼": 25.0, "¾": 75.0, "⅓": 100 / 3, "⅔": 200 / 3}
_EVERY_NTH = re.compile(
    rf"\bevery ({'|'.join(part for part in _PARTS if part != 'quarter')}|fourth) (?!(?:day|night|week|month|year|hour|time|minute)s?\b)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_HEAT = re.compile(r"(?<=\d) ?°\s?(C|F)\b|(?<=\d) (C|F)\b(?=[.,;:!?]|$| [a-z])")
_DEGREES = {"c": "degrees Celsius", "f": "degrees Fahrenheit"}
_WRITTEN = (
    (re.compile(r"(?<=\d) ?(?:km/h|kmh|kph)\b", re.IGNORECASE), " kilometres per hour"),
    (re.compile(r"(?<=\d) ?mph\b", re.IGNORECASE), " miles per hour"),
    (re.compile(r"(?<=\d)[ -]?(?:y/?o|yrs?[ -]olds?)\b", re.IGNORECASE), " years old"),
)
_IN_HINDI = (  # of two writings that look alike, each has its own letters
    ("लाख", "lakh"),
    ("करोड़", "crore"),
    ("करोड़", "crore"),
    ("हज़ार", "thousand"),
    ("हज़ार", "thousand"),
    ("हजार", "thousand"),
)


def spaced(text: str, language: str) -> str:
    """Return the text with its amounts in one writing, so that words can be compared.

    A currency's code stands apart from its number ("RM 300"), figures of other scripts are ours. In English
    "2 mil" is spelled out (elsewhere the word is a thousand), "one and a half" is 1.5, shares ("two fifths",
    "four in ten", "a hundred percent", "every third") are percents, and money is named after the
    amount ("€500", "EUR 500").
    """
    if not text.isascii():
        text = _in_our_figures(text, language)
    apart = GLUED.sub(r"\1 ", text) if _MAYBE_GLUED.search(text) else text
    if language != "en":
        return apart
    apart = _MIL.sub(r"\1 million", apart)
    if "half" in apart.lower():
        apart = _HALF_A.sub("0.5 ", _AND_A_HALF.sub(_halved, apart))
    apart = _A_HUNDRED.sub("100", apart)
    apart = _SHARE.sub(_part, _OUT_OF.sub(_out_of, _EVERY_NTH.sub(_every, apart)))
    return _with_signs_in_words(apart) if _HAS_FIGURE.search(apart) else apart


_HAS_FIGURE = re.compile(r"\d|per cent", re.IGNORECASE)


def _with_signs_in_words(text: str) -> str:
    text = _PERCENT.sub(" percent", text)
    text = _FRACTION.sub(lambda found: f"{100 * int(found[1]) / int(found[2]):.3g} percent", text)
    text = _HEAT.sub(lambda found: f" {_DEGREES[(found[1] or found[2]).lower()]}", text)
    for written, words in _WRITTEN:
        text = written.sub(words, text)
    if not _MAYBE_SIGNED.search(text):
        return text
    return _SIGN_AFTER.sub(_named, _SIGNED.sub(_named, text))


def _named(found: re.Match[str]) -> str:
    known = found.groupdict()
    name = _MONEY[(known["sign"] or known["code"]).lower()]
    return f"{known['amount']}{known.get('named') or ' ' + name}"


def _in_our_figures(text: str, language: str) -> str:
    figures = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() and not sign.isascii() else sign for sign in text
    )
    figures = _THOUSANDS.sub(",", figures)
    if language == "en":
        for sign, percent in _FRACTIONS.items():
            figures = re.sub(rf"(?<!\d){sign}(?= of\b)", f"{percent:.3g} percent", figures)
    if language == "hi":
        for word, same in _IN_HINDI:
            figures = re.sub(rf"(?<=\d) ?{word}", f" {same}", figures)
    return figures


def _every(found: re.Match[str]) -> str:
    nth = found.group(1).lower()
    return f"{100 / _PARTS.get(nth, 4):.3g} percent of "


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
    return float(word) if word.isascii() and word.isdigit() else words_of("en").get(word.lower())
