"""Quantities and dates: one amount in many writings."""

import pytest

from matching.dates import find_dates, spelled_out
from matching.numbers import Unit, equal, find_quantities, number_of, spaced, written_at


@pytest.mark.parametrize(
    "text", ["300,000", "300 000", "300.000", "300k", "three hundred thousand", "0.3 million", "3 lakh"]
)
def test_writings_of_one_number(text: str) -> None:
    assert [quantity.value for quantity in find_quantities(f"about {text} people")] == [300_000]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5 percent", 5, Unit.PERCENT),
        ("5%", 5, Unit.PERCENT),
        ("$2.5 million", 2_500_000, Unit.MONEY),
        ("20 euros", 20, Unit.MONEY),
        ("300 ringgit", 300, Unit.MONEY),
        ("KES 1,000", 1000, Unit.MONEY),
        ("two weeks", 14, Unit.TIME),
        ("the 3rd dose", 3, Unit.ORDINAL),
        ("1,5 km", 1500, Unit.LENGTH),
        ("12 year old", 12 * 365, Unit.AGE),
    ],
)
def test_values_and_units(text: str, value: float, unit: Unit) -> None:
    assert [(found.value, found.unit) for found in find_quantities(text)] == [(value, unit)]


def test_a_bare_count_may_stand_for_any_unit() -> None:
    [years, bare] = [find_quantities(text)[0] for text in ("eighty years", "80")]

    assert equal(years, bare)


def test_different_units_are_different_amounts() -> None:
    [percent, euros] = [find_quantities(text)[0] for text in ("5 percent", "5 euros")]

    assert not equal(percent, euros)


@pytest.mark.parametrize(
    ("word", "value"), [("12", 12), ("twelve", 12), ("10,000", 10_000), ("30k", 30_000), ("ship", None)]
)
def test_numbers_of_single_words(word: str, value: float | None) -> None:
    assert number_of(word) == value


def test_dates() -> None:
    text = "On 4 August 2020, and again in May, on a Monday"
    dates = find_dates(text, find_quantities(text))

    assert (dates.years, dates.months, dates.days, dates.weekdays) == (
        {2020},
        {8: "August", 5: "May"},
        {(8, 4)},
        {1: "Monday"},
    )


def test_may_and_march_are_words_too() -> None:
    assert find_dates("They may march to the castle", ()).months == {}


@pytest.mark.parametrize(
    ("glued", "apart"), [("a fine of RM300", "a fine of RM 300"), ("form300 and 5G", "form300 and 5G")]
)
def test_a_currency_written_onto_its_number(glued: str, apart: str) -> None:
    assert spaced(glued, "en") == apart


def test_an_m_may_be_metres_or_a_million() -> None:
    [short, metres, million] = [find_quantities(text)[0] for text in ("3m", "three metres", "$3 million")]

    assert equal(short, metres)
    assert equal(short, million)


def test_three_are_not_three_million() -> None:
    [three, million, bare] = [find_quantities(text)[0] for text in ("3 ships", "$3m", "3m people")]

    assert not equal(three, million)
    assert not equal(three, bare)


def test_in_english_a_mil_is_a_million() -> None:
    assert (spaced("2 mil dollars", "en"), spaced("2 mil dólares", "es")) == (
        "2 million dollars",
        "2 mil dólares",
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1.5 million people", (1_500_000, 2)),
        ("three hundred thousand people", (300_000, 3)),
        ("400 000 euros", (400_000, 2)),
        ("400 euros", None),
        ("on 14 300 people", None),
        ("people", None),
    ],
)
def test_numbers_of_several_words(words: str, found: tuple[float, int] | None) -> None:
    assert written_at(words.split(), 0) == found


@pytest.mark.parametrize(
    ("text", "language", "spelled"),
    [
        ("le 18/07/2025, à Orvell", "fr", "le 18 juillet 2025, à Orvell"),
        ("с 01.03.2026 года", "ru", "с 1 марта 2026 года"),
        ("since 2025-07-18", "en", "since 18 July 2025"),
        ("on 07/18/2025", "en", "on 18 July 2025"),
        ("on 05/04/2025", "en", "on 05/04/2025"),
        ("el 05/04/2025", "es", "el 5 abril 2025"),
        ("version 1.2.2025.4 and 99/99/2025", "en", "version 1.2.2025.4 and 99/99/2025"),
    ],
)
def test_dates_in_figures(text: str, language: str, spelled: str) -> None:
    assert spelled_out(text, language) == spelled


def test_a_year_with_its_word_is_a_year() -> None:
    text = "с 1 марта 2026 года"

    assert find_dates(text, find_quantities(text, "ru")).years == {2026}


def test_a_number_word_that_is_loose_elsewhere_counts_in_its_language() -> None:
    [ten] = find_quantities("un logement sur dix", "fr")

    assert (ten.value, find_quantities("dix is a name", "en")) == (10, ())


def test_what_is_looked_for_only_where_it_can_be_is_found_all_the_same() -> None:
    assert find_dates("wir sehen uns im märz, am 4 AUGUST oder dienstag", ()).days == {(8, 4)}
    assert find_dates("Every Wednesday’s mood", ()).weekdays == {3: "Wednesday"}
    assert spaced("Pay RM300 or usd5 to B12", "es") == "Pay RM 300 or usd 5 to B12"
    assert [quantity.value for quantity in find_quantities("Thirty people, the third of May")] == [30, 3]


@pytest.mark.parametrize("text", ["Pay RM300", "It is 2 mil", "two and a half", "TWO AND A HALF"])
def test_nothing_else_is_changed_than_what_is_to_be_read_otherwise(text: str) -> None:
    around = f"No figure here: halved {text} halves x2"

    assert spaced(around, "en") == around.replace(text, spaced(text, "en"))
    assert spaced(text, "en") != text


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("nine out of every ten sailors", 90),
        ("Eight in ten sailors", 80),
        ("two fifths of all ships", 40),
        ("a quarter of the ships", 25),
        ("two-thirds", 66.7),
        ("a hundred percent", 100),
    ],
)
def test_shares_are_percents(text: str, percent: float) -> None:
    [found] = find_quantities(spaced(text, "en"))

    assert (found.value, found.unit) == (percent, Unit.PERCENT)


@pytest.mark.parametrize(
    "text", ["a third dose", "1 in 2023", "three in five days", "twelve in ten", "one in all"]
)
def test_what_looks_like_a_share_and_is_none(text: str) -> None:
    assert spaced(text, "en") == text


def test_one_and_a_half_thousand_in_russian() -> None:
    [found] = find_quantities("полторы тысячи солдат", "ru")

    assert found.value == 1_500
