"""Texts, dates and names of languages, as each reader gets them."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.i18n import Catalogues, Texts

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues.load()


def test_a_moment_belongs_to_the_newsrooms_day_and_a_date_is_itself() -> None:
    moment = datetime(2026, 5, 3, 20, 30, tzinfo=UTC)
    texts = Catalogues.load(zone=ZoneInfo("Pacific/Auckland")).for_language("en")

    assert texts.day(moment) == "4 May 2026"
    assert texts.day_of(moment) == date(2026, 5, 4)
    assert texts.day(date(2026, 5, 3)) == "3 May 2026"


def test_beside_a_time_in_utc_stands_the_day_in_utc() -> None:
    texts = Catalogues.load(zone=ZoneInfo("Pacific/Auckland")).for_language("en")

    assert texts.utc_day(datetime(2026, 5, 3, 20, 30, tzinfo=UTC)) == "3 May 2026"


def loaded_from(folder: Path, language: str, entries: str) -> Texts:
    path = folder / language / "LC_MESSAGES" / "forwardcheck.po"
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEADER}\n{entries}", encoding="utf-8")
    return Catalogues.load(folder).for_language(language)


def test_english_comes_first(catalogues: Catalogues) -> None:
    assert catalogues.languages() == ["en", "de", "es", "fr", "pt", "ru"]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("es", "es"),
        ("es-419", "es"),
        ("pt-br", "pt"),
        ("pt-BR", "pt"),
        ("PT-pt", "pt"),
        ("ru", "ru"),
        ("de-CH-1996", "de"),
    ],
)
def test_a_language_tag_finds_its_language(catalogues: Catalogues, tag: str, language: str) -> None:
    assert catalogues.for_language(tag).locale.language == language


@pytest.mark.parametrize("tag", ["", "-", "tlh", "zh-hans", "espera", "../es", "e\x00s", "-es", "es/../ru"])
def test_an_unknown_language_gets_english(catalogues: Catalogues, tag: str) -> None:
    assert catalogues.for_language(tag) is catalogues.for_language("en")


@pytest.mark.parametrize(
    ("language", "rating", "button"),
    [
        ("en", "False", "Share"),
        ("es", "Falso", "Compartir"),
        ("pt", "Falso", "Compartilhar"),
        ("de", "Falsch", "Teilen"),
        ("fr", "Faux", "Partager"),
        ("ru", "Неправда", "Поделиться"),
    ],
)
def test_people_read_their_language(catalogues: Catalogues, language: str, rating: str, button: str) -> None:
    texts = catalogues.for_language(language)

    assert (texts.gettext("False"), texts.gettext("Share")) == (rating, button)


@pytest.mark.parametrize(
    ("language", "counts", "expected"),
    [
        ("en", (0, 1, 2), ["0 days", "1 day", "2 days"]),
        ("de", (0, 1, 2), ["0 Tage", "1 Tag", "2 Tage"]),
        ("fr", (0, 1, 2), ["0\u00a0jour", "1\u00a0jour", "2\u00a0jours"]),
        (
            "ru",
            (0, 1, 2, 5, 11, 14, 21, 22, 111),
            ["0 дней", "1 день", "2 дня", "5 дней", "11 дней", "14 дней", "21 день", "22 дня", "111 дней"],
        ),
    ],
)
def test_counts_choose_the_plural(
    catalogues: Catalogues, language: str, counts: tuple[int, ...], expected: list[str]
) -> None:
    texts = catalogues.for_language(language)

    actual = [texts.ngettext("{n} day", "{n} days", count).format(n=count) for count in counts]

    assert actual == expected


def test_a_text_without_translation_stays_english(catalogues: Catalogues) -> None:
    texts = catalogues.for_language("es")

    assert texts.gettext("No catalogue holds this.") == "No catalogue holds this."
    assert [texts.ngettext("{n} crumb", "{n} crumbs", count) for count in (1, 2)] == [
        "{n} crumb",
        "{n} crumbs",
    ]


def test_an_unfinished_translation_stays_english(tmp_path: Path) -> None:
    texts = loaded_from(
        tmp_path,
        "it",
        'msgid "Share"\nmsgstr "Condividi"\n\n'
        'msgid "Take"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Release"\nmsgstr "Rilasciare"\n',
    )

    assert [texts.gettext(word) for word in ("Share", "Take", "Release")] == ["Condividi", "Take", "Release"]


def test_a_folder_without_catalogues_speaks_english(tmp_path: Path) -> None:
    assert Catalogues.load(tmp_path).languages() == ["en"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "3 Nov 2024"),
        ("es", "3 de noviembre de 2024"),
        ("pt", "3 de novembro de 2024"),
        ("de", "03.11.2024"),
        ("fr", "3 novembre 2024"),
        ("ru", "3 ноября 2024\u202fг."),
    ],
)
def test_dates_are_written_as_the_reader_writes_them(
    catalogues: Catalogues, language: str, expected: str
) -> None:
    assert catalogues.for_language(language).day(date(2024, 11, 3)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1 May 2024"),
        ("es", "1 de mayo de 2024"),
        ("pt", "1º de maio de 2024"),
        ("fr", "1er mai 2024"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_reader_writes_it(
    catalogues: Catalogues, language: str, expected: str
) -> None:
    assert catalogues.for_language(language).day(date(2024, 5, 1)) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "0.95"), ("de", "0,95"), ("ru", "0,95")])
def test_decimals_are_written_as_the_reader_writes_them(
    catalogues: Catalogues, language: str, expected: str
) -> None:
    assert catalogues.for_language(language).number(0.95, most_decimals=3) == expected


def test_a_moment_is_written_as_its_day(catalogues: Catalogues) -> None:
    moment = datetime(2024, 5, 3, 23, 59, tzinfo=UTC)

    assert catalogues.for_language("en").day(moment) == "3 May 2024"


@pytest.mark.parametrize(
    ("reader", "code", "expected"),
    [
        ("en", "es", "Spanish"),
        ("es", "en", "inglés"),
        ("pt", "ru", "russo"),
        ("de", "es", "Spanisch"),
        ("fr", "de", "allemand"),
        ("ru", "pt", "португальский"),
    ],
)
def test_languages_are_named_in_the_readers_language(
    catalogues: Catalogues, reader: str, code: str, expected: str
) -> None:
    assert catalogues.for_language(reader).language_name(code) == expected


@pytest.mark.parametrize("code", ["", "xx", "../es", "<b>", "e\x00s", "x" * 400])
def test_a_language_nobody_knows_is_named_by_its_code(catalogues: Catalogues, code: str) -> None:
    assert catalogues.for_language("de").language_name(code) == code
