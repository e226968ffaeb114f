"""Owns the direction in which a text is written."""

import unicodedata

from babel import Locale
from babel.core import UnknownLocaleError

LEFT, RIGHT = "ltr", "rtl"
_LETTERS = {"L": LEFT, "R": RIGHT, "AL": RIGHT}
_LOOKED_AT = 1_000


def direction_of(language: str, text: str = "") -> str:
    """Return `ltr` or `rtl`: by the language's code, or by the first letter of a text in one not known."""
    try:
        return str(Locale.parse(language).text_direction) if language else _first_letter(text)
    except (UnknownLocaleError, ValueError):
        return _first_letter(text)


def _first_letter(text: str) -> str:
    kinds = (unicodedata.bidirectional(letter) for letter in text[:_LOOKED_AT])
    return next((_LETTERS[kind] for kind in kinds if kind in _LETTERS), LEFT)
