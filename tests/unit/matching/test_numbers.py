"""Quantities and dates: one amount in many writings."""

import pytest

from matching.dates import find_dates, spelled_out
from matching.figures import spaced
from matching.numbers import equal, find_quantities, is_year, number_of, opposed_in_bounds, written_at
from matching.units import Unit


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


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("$90", "€90", "en"),
        ("90 pounds", "90 euros", "en"),
        ("90 Canadian dollars", "90 Australian dollars", "en"),
        ("$4 million", "4 million roubles", "en"),
        ("R$ 90", "US$ 90", "pt"),
        ("90 francs", "90 euros", "fr"),
        ("3 millions d'euros", "3 millions de dollars", "fr"),
        ("90 рублей", "90 долларов", "ru"),
    ],
)
def test_another_currency_is_another_amount(one: str, other: str, language: str) -> None:
    [mine], [theirs] = (find_quantities(text, language) for text in (one, other))

    assert not equal(mine, theirs)
    assert equal(mine, mine)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("$90", "90 pesos", "es"),
        ("$90", "90 dólares", "es"),
        ("$3 million dollars", "3 million bucks", "en"),
        ("EUR 90", "€90", "de"),
        ("90 euros", "90", "en"),
        ("R$ 90", "90 reais", "pt"),
        ("90 cents", "0.9 euros", "en"),
        ("£90", "90 quid", "en"),
    ],
)
def test_the_names_of_one_currency(one: str, other: str, language: str) -> None:
    [mine], [theirs] = (find_quantities(text, language) for text in (one, other))

    assert equal(mine, theirs)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("over 40 ships", "under 40 ships", "en"),
        ("ships aged 40 or more", "ships younger than 40", "en"),
        ("no more than 40", "more than 40", "en"),
        ("a maximum of €40", "at least €40", "en"),
        (">40", "<40", "en"),
        ("nearly 40 ships", "more than 40 ships", "en"),
        ("почти 40 судов", "не менее 40 судов", "ru"),
        ("fell by 40 percent", "fell to 40 percent", "en"),
        ("más de 40 barcos", "menos de 40 barcos", "es"),
        ("pelo menos 40 reais", "até 40 reais", "pt"),
        ("plus de 40 bateaux", "pas plus de 40 bateaux", "fr"),
        ("mindestens 40 Schiffe", "höchstens 40 Schiffe", "de"),
        ("sank um 40 Prozent", "sank auf 40 Prozent", "de"),
        ("almeno 40 navi", "meno di 40 navi", "it"),
        ("не менее 40 судов", "не более 40 судов", "ru"),
    ],
)
def test_bounds_that_exclude_each_other(one: str, other: str, language: str) -> None:
    [mine], [theirs] = (find_quantities(text, language) for text in (one, other))

    assert opposed_in_bounds(mine, theirs)
    assert opposed_in_bounds(theirs, mine)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("at least 40 ships", "40 ships", "en"),
        ("at least 40 ships", "more than 40 ships", "en"),
        ("no fewer than 40", "40 or more", "en"),
        ("just under 40 ships", "40 ships", "en"),
        ("casi 40 barcos", "menos de 40 barcos", "es"),
        ("given to 40 percent of all ships", "used by 40 percent of all ships", "en"),
        ("by 40 sailors", "to 40 sailors", "en"),
        ("más o menos 40 barcos", "más de 40 barcos", "es"),
        ("не более 40 судов", "максимум 40 судов", "ru"),
        ("über 40 Schiffe", "40 Schiffe und mehr", "de"),
    ],
)
def test_bounds_that_agree_or_say_nothing(one: str, other: str, language: str) -> None:
    [mine], [theirs] = (find_quantities(text, language) for text in (one, other))

    assert not opposed_in_bounds(mine, theirs)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("it fell to -8 degrees", "en", -8),
        ("it fell to minus 8", "en", -8),
        ("8 degrees below zero", "en", -8),
        ("bajó a menos 8 grados", "es", -8),
        ("- 8 ships sank", "en", 8),
        ("-8 ships sank", "en", 8),
        ("breaking -8 ships sank", "en", 8),
        ("from 4-8 degrees", "en", 8),
        ("más o menos 8 grados", "es", 8),
        ("a diet: minus 8 kilos", "en", 8_000),
    ],
)
def test_what_lies_below_zero(text: str, language: str, value: float) -> None:
    assert find_quantities(text, language)[-1].value == value


@pytest.mark.parametrize(
    ("month", "year", "language"),
    [
        ("90 euros a month", "90 euros per year", "en"),
        ("90 euros monthly", "90 euros a year", "en"),
        ("90 reais mensais", "90 reais por ano", "pt"),
        ("90 euros al mes", "90 euros al año", "es"),
        ("90 Euro im Monat", "90 Euro jährlich", "de"),
        ("90 рублей в месяц", "90 рублей в год", "ru"),
    ],
)
def test_what_is_paid_by_the_month_is_not_paid_by_the_year(month: str, year: str, language: str) -> None:
    [mine], [theirs] = (find_quantities(text, language) for text in (month, year))
    [bare] = find_quantities(month.split(" ", maxsplit=2)[0], language)

    assert not equal(mine, theirs)
    assert equal(mine, bare)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("once barcos", "es", 11),
        ("treinta y cuatro barcos", "es", 34),
        ("trescientos veinte barcos", "es", 320),
        ("dos mil millones", "es", 2e9),
        ("sessenta e dois navios", "pt", 62),
        ("quarante et un bateaux", "fr", 41),
        ("soixante-douze bateaux", "fr", 72),
        ("quatre-vingt-onze bateaux", "fr", 91),
        ("deux cents bateaux", "fr", 200),
        ("siebenundvierzig Schiffe", "de", 47),
        ("dreißigtausend Schiffe", "de", 30_000),
        ("zweihundertvierzig Schiffe", "de", 240),
        ("hunderttausend Schiffe", "de", 100_000),
        ("trecentoventi navi", "it", 320),
        ("medio millón de barcos", "es", 500_000),
        ("ventotto navi", "it", 28),
        ("quarantamila navi", "it", 40_000),
        ("сорок семь судов", "ru", 47),
        ("около тридцати судов", "ru", 30),
        ("шестьсот судов", "ru", 600),
        ("two hundred and six ships", "en", 206),
        ("a million ships", "en", 1e6),
    ],
)
def test_numbers_in_words(text: str, language: str, value: float) -> None:
    [found] = find_quantities(text, language)

    assert (found.value, found.vague) == (value, False)


@pytest.mark.parametrize(
    "text", ["Once upon a doze the elf ate a quince", "You must seize it", "a dozen eggs", "one of them"]
)
def test_number_words_of_other_languages_are_words_here(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("hundreds of ships", "en", 100),
        ("tens of thousands of ships", "en", 10_000),
        ("several hundred ships", "en", 100),
        ("cientos de miles de barcos", "es", 100_000),
        ("des dizaines de bateaux", "fr", 10),
        ("Zehntausende Schiffe", "de", 10_000),
        ("сотни тысяч судов", "ru", 100_000),
        ("milhares de navios", "pt", 1_000),
        ("centinaia di navi", "it", 100),
    ],
)
def test_vague_amounts_have_a_magnitude(text: str, language: str, value: float) -> None:
    [found] = find_quantities(text, language)

    assert (found.value, found.vague) == (value, True)


@pytest.mark.parametrize(
    ("vague", "exact", "same"),
    [
        ("thousands of ships", "4,000 ships", True),
        ("thousands of ships", "25,000 ships", True),
        ("thousands of ships", "300 ships", False),
        ("hundreds of ships", "7,000 ships", False),
        ("dozens of ships", "40 ships", True),
        ("dozens of ships", "900 ships", False),
        ("thousands of ships", "millions of ships", False),
    ],
)
def test_what_a_vague_amount_may_be(vague: str, exact: str, *, same: bool) -> None:
    [mine], [theirs] = find_quantities(vague), find_quantities(exact)

    assert equal(mine, theirs) is same
    assert equal(theirs, mine) is same


@pytest.mark.parametrize(
    ("text", "language"),
    [("5 por ciento", "es"), ("cinco por cento", "pt"), ("cinq pour cent", "fr"), ("5 per cento", "it")],
)
def test_percent_in_words(text: str, language: str) -> None:
    [found] = find_quantities(text, language)

    assert (found.value, found.unit) == (5, Unit.PERCENT)


@pytest.mark.parametrize(
    ("round_words", "exact", "same"),
    [
        ("over a million ships", "1.2 million ships", True),
        ("more than a thousand ships", "1,480 ships", True),
        ("over a million ships", "3 million ships", False),
        ("a million ships", "1.2 million ships", False),
        ("over 1,000 ships", "1,480 ships", False),
    ],
)
def test_what_people_say_in_round_words(round_words: str, exact: str, *, same: bool) -> None:
    [mine], [theirs] = find_quantities(round_words), find_quantities(exact)

    assert equal(mine, theirs) is same
    assert equal(theirs, mine) is same


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1900 ships were sold", False),
        ("more than 2000 people sank", False),
        ("1750 ships", False),
        ("in 1900 ships were sold", True),
        ("the 2000 games", True),
        ("2024 elections", True),
        ("it sank in 2000", True),
    ],
)
def test_a_number_that_counts_things_is_no_year(text: str, *, year: bool) -> None:
    [found] = find_quantities(text)

    assert is_year(found) is year


@pytest.mark.parametrize(
    ("text", "language"),
    [("a partir de 2026", "es"), ("à partir de 2026", "fr"), ("ab 2026", "de"), ("до 2026", "ru")],
)
def test_from_a_year_on_it_stays_a_year(text: str, language: str) -> None:
    [found] = find_quantities(text, language)

    assert is_year(found)


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("€90 and $4m and £5 million", "en", "90 euros and 4m dollars and 5 million pounds"),
        ("EUR 90, 90€, 90 USD", "en", "90 euros, 90 euros, 90 dollars"),
        ("$4 million dollars, $90 Australian dollars", "en", "4 million dollars, 90 Australian dollars"),
        ("US$90 and R$ 90", "en", "US$90 and R$ 90"),
        ("40% or 40 per cent", "en", "40 percent or 40 percent"),
        ("half a million", "en", "0.5 million"),
        ("every fifth ship, every third day", "en", "20 percent of ship, every third day"),
        ("3/4 of all ships on 3/4", "en", "75 percent of all ships on 3/4"),
        ("40°C, 90 km/h, a 30yo", "en", "40 degrees Celsius, 90 kilometres per hour, a 30 years old"),
        ("2’000 Schiffe", "de", "2,000 Schiffe"),
        ("€90 und 40%", "de", "€90 und 40%"),
        ("५ लाख", "hi", "5 lakh"),
    ],
)
def test_amounts_in_one_writing(text: str, language: str, written: str) -> None:
    assert spaced(text, language) == written


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("al menos 40 heridos", "es", [40]),
        ("pelo menos 40 graus", "pt", [40]),
        ("au moins 40 morts", "fr", [40]),
        ("bajó a menos 5 grados", "es", [-5]),
        ("a million and a half people", "en", [1_500_000]),
        ("un millón y medio de personas", "es", [1_500_000]),
        ("several hundred thousand people", "en", [100_000]),
        ("mehrere hunderttausend Menschen", "de", [100_000]),
    ],
)
def test_small_words_around_a_number(text: str, language: str, values: list[float]) -> None:
    assert [quantity.value for quantity in find_quantities(text, language)] == values


def test_a_year_that_something_was_about_is_one() -> None:
    assert find_dates(
        "jailed over 2019 vote fraud", find_quantities("jailed over 2019 vote fraud")
    ).years == {2019}
    assert not find_dates("over 2000 people", find_quantities("over 2000 people")).years


@pytest.mark.parametrize(
    ("text", "months", "weekdays"),
    [
        ("ropa de marca más cara", {}, {}),
        ("Закон защищает окружающую среду", {}, {}),
        ("Закроют в среду", {}, {3: "среду"}),
        ("Закриють у п’ятницю", {}, {5: "п’ятницю"}),
        ("Mardi Gras parade", {}, {}),
    ],
    ids=["a brand", "the environment", "a Wednesday", "an apostrophe", "a feast"],
)
def test_words_that_look_like_a_day_or_month(
    text: str, months: dict[int, str], weekdays: dict[int, str]
) -> None:
    dates = find_dates(text, ())

    assert (dates.months, dates.weekdays) == (months, weekdays)
