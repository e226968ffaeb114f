"""Owns the catalogues: texts, dates and names in the reader's language, else in English."""

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES_FOLDER = Path(__file__).parent / "locales"
SOURCE_LANGUAGE = "en"
# How a day is written; in every other language with its month in full.
_DAY_FORMATS = {"en": "d MMM y", "de": "medium"}
# The first of a month is no mere 1 there.
_FIRST_FORMATS = {"fr": "d'er' MMMM y", "pt": "d'º' 'de' MMMM 'de' y"}


@lru_cache(maxsize=1_000)  # what goes round names the same days again and again
def _written(day: date, locale: Locale) -> str:
    written = _DAY_FORMATS.get(locale.language, "long")
    first = _FIRST_FORMATS.get(locale.language, written)
    return format_date(day, first if day.day == 1 else written, locale)


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language, and the newsroom's days in it."""

    locale: Locale
    catalogue: gettext.NullTranslations
    zone: tzinfo | None = UTC  # of the days that people read; None: that of the machine

    def gettext(self, message: str) -> str:
        """Return the translation of `message`; placeholders are filled afterwards."""
        return self.catalogue.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the translation in the plural form for `count`."""
        return self.catalogue.ngettext(one, many, count)

    def day(self, day: date | datetime) -> str:
        """Return a date as the reader writes it; of a moment, the newsroom's date."""
        day = self.day_of(day) if isinstance(day, datetime) else day
        return _written(day, self.locale)

    def day_of(self, moment: datetime) -> date:
        """Return the newsroom's day to which a moment belongs."""
        return moment.astimezone(self.zone).date()

    def utc_day(self, moment: datetime) -> str:
        """Return the date beside which a time is told in UTC."""
        return self.day(moment.astimezone(UTC).date())

    def number(self, value: float, most_decimals: int = 1) -> str:
        """Return a number as the reader writes it."""
        return format_decimal(round(value, most_decimals), locale=self.locale)

    @property
    def own_name(self) -> str:
        """The language's name in itself."""
        name = self.locale.get_language_name() or self.locale.language
        return name[:1].upper() + name[1:]

    def language_name(self, code: str) -> str:
        """Return the name of a language in the reader's language, or its code."""
        try:
            language = Locale.parse(code.replace("_", "-").split("-")[0])
            return language.get_language_name(self.locale.language) or code
        except (UnknownLocaleError, ValueError):
            return code


class Catalogues:
    """All languages that the bot speaks."""

    def __init__(self, texts: Mapping[str, Texts]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, folder: Path = LOCALES_FOLDER, *, zone: tzinfo | None = UTC) -> "Catalogues":
        """Read every `<language>/LC_MESSAGES/forwardcheck.po` below `folder`; days are those of `zone` (None:
        that of the machine)."""
        texts = {SOURCE_LANGUAGE: Texts(Locale(SOURCE_LANGUAGE, "GB"), gettext.NullTranslations(), zone)}
        for path in sorted(folder.glob("*/LC_MESSAGES/forwardcheck.po")):
            language = path.parents[1].name
            texts[language] = Texts(Locale.parse(language), _read(path), zone)
        return cls(texts)

    def languages(self) -> list[str]:
        """Return the codes of all languages, English first."""
        return list(self._texts)

    def for_language(self, code: str) -> Texts:
        """Return the texts for an IETF language tag such as `pt-br`, English when we do not speak it."""
        return self._texts.get(code.lower().split("-")[0], self._texts[SOURCE_LANGUAGE])


@cache
def _read(path: Path) -> gettext.NullTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def is_language(code: str) -> bool:
    """Return whether `code` is the code of some language."""
    return code in Locale(SOURCE_LANGUAGE).languages
