"""Rating words of the world's publishers, and the phrases that must not be taken for them."""

import json
from importlib import resources

import pytest

from claims.verdict import Rating
from feeds.ratings import key, rate, rate_number


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("Rating: False", Rating.FALSE),
        ("FALSE — it never happened", Rating.FALSE),
        ("False. The photo is from 2011", Rating.FALSE),
        ("False: it is true of another town", Rating.FALSE),
        ("Fake (satire)", Rating.FALSE),
        ("False. Satire", Rating.FALSE),
        ("False (misleading)", Rating.FALSE),
        ("True (confirmed)", Rating.TRUE),
        ("True. The mayor partly owns the bank", Rating.TRUE),
        ("Four Pinocchios", Rating.FALSE),
        ("Pants on Fire!", Rating.FALSE),
        ("Falso", Rating.FALSE),
        ("#Bulo", Rating.FALSE),
        ("É #FAKE", Rating.FALSE),
        ("Неправда", Rating.FALSE),
        ("فیک", Rating.FALSE),
        ("錯誤", Rating.FALSE),
        ("❌", Rating.FALSE),
        ("❌ Falsch!", Rating.FALSE),
        ("Our ruling: Half-True.", Rating.HALF_TRUE),
        ("partly false", Rating.HALF_TRUE),
        ("ENGAÑOSO", Rating.MISLEADING),
        ("enganoso", Rating.MISLEADING),
        ("não_é_bem_assim", Rating.MISLEADING),
        ("no evidence", Rating.UNPROVEN),
        ("證據不足", Rating.UNPROVEN),
        ("Out of context", Rating.MISSING_CONTEXT),
        ("Photomontage", Rating.ALTERED_MEDIA),
        ("Labeled Satire", Rating.SATIRE),
        ("Veraltet", Rating.OUTDATED),
        ("Größtenteils richtig", Rating.MOSTLY_TRUE),
        ("✅", Rating.TRUE),
    ],
)
def test_known_words_are_normalised(words: str, rating: Rating) -> None:
    assert rate(words) is rating


@pytest.mark.parametrize(
    "words",
    [
        "not false",
        "False or true",
        "True, but",
        "True: but only in part",
        "True: false",
        "True (false)",
        "False; true",
        "True: this claim is false",
        "Verdadero: es falso que lo dijera",
        "True (misleading)",
        "True – missing context",
        "True: outdated",
        "True; Altered photo",
        "True (satire)",
        "True: no longer true",
        "True. It is misleading, though",
        "Mostly true (misleading)",
        "Verdadero (engañoso)",
        "Vrai (hors contexte)",
        "Wahr (fehlender Kontext)",
        "Верно: манипуляция",
        "True (partly)",
        "True (half)",
        "False (mostly)",
        "False – half true",
        "Falsch (teilweise)",
        "Misleading (in part)",
        "It is false that he denied it",
        "Fact: the bridge stands",
        "Edited: 5 May 2024",
        "Verificado: la foto es de 2011",
        "He never said this",
        "❌✅",
        "",
        " … ",
    ],
)
def test_other_words_are_never_guessed(words: str) -> None:
    assert rate(words) is Rating.UNRATED


@pytest.mark.parametrize(
    ("value", "worst", "best", "rating"),
    [
        (1, 1, 5, Rating.FALSE),
        (2, 1, 5, Rating.MOSTLY_FALSE),
        (3, 1, 5, Rating.HALF_TRUE),
        (4, 1, 5, Rating.MOSTLY_TRUE),
        (5, 1, 5, Rating.TRUE),
        (10, 0, 10, Rating.TRUE),
        (-1, -1, -1, Rating.UNRATED),
        (7, 1, 5, Rating.UNRATED),
    ],
)
def test_numbers_are_read_between_worst_and_best(value: int, worst: int, best: int, rating: Rating) -> None:
    assert rate_number(value, worst, best) is rating


def test_the_table_gives_each_spelling_one_meaning_in_at_least_fifteen_languages() -> None:
    table = json.loads(resources.files("feeds").joinpath("ratings.json").read_text("utf-8"))["ratings"]
    meanings: dict[str, set[str]] = {}
    for rating, languages in table.items():
        for language, phrases in languages.items():
            for phrase in phrases if language != "signs" else ():
                meanings.setdefault(key(phrase), set()).add(rating)

    assert {phrase: ratings for phrase, ratings in meanings.items() if len(ratings) > 1 or not phrase} == {}
    assert len({language for languages in table.values() for language in languages}) >= 15
    assert len(meanings) >= 500


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("Pants on Fire!", Rating.FALSE),
        ("Four Pinocchios", Rating.FALSE),
        ("FALSO", Rating.FALSE),
        ("Bulo", Rating.FALSE),
        ("Неправда", Rating.FALSE),
        ("فیک", Rating.FALSE),
        ("Fehlender Kontext", Rating.MISSING_CONTEXT),
        ("Zavádějící", Rating.MISLEADING),
        ("gabim", Rating.FALSE),
        ("Felaktigt", Rating.FALSE),
        ("Totta", Rating.TRUE),
    ],
)
def test_words_of_the_worlds_publishers(words: str, rating: Rating) -> None:
    assert rate(words) is rating
