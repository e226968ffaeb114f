"""Which word of a claim answers a word of the message: the same, one of its group, or one it is a slip of."""

import pytest

from matching.pairing import pair
from matching.reading import read


def answer(word: str, claim: str, language: str = "en") -> str:
    """Return the word of the claim that answers a word of the message, "" for none."""
    paired = pair(read(word, language), read(claim, language))
    [place] = paired.asked_to
    return paired.checked.tokens[place].text if place >= 0 else ""


def answer_of(word: str, message: str, claim: str) -> str:
    """Return the word of the claim that answers one of the message's, "" for none."""
    paired = pair(read(message, "en"), read(claim, "en"))
    to = paired.asked_to[[token.text for token in paired.asked.tokens].index(word)]
    return paired.checked.tokens[to].text if to >= 0 else ""


@pytest.mark.parametrize(
    ("word", "claim", "language", "answered"),
    [
        ("vacccine", "A vaccine works", "en", "vaccine"),
        ("vasurero", "Queman un basurero", "es", "basurero"),
        ("kaza", "Queman una casa", "es", "casa"),
        ("accine", "A vaccine works", "en", ""),
        ("horse", "A house burns", "en", ""),
        ("Ostria", "Austria votes", "en", ""),
        ("quake", "An earthquake in Peru", "en", "earthquake"),
    ],
    ids=[
        "a letter twice",
        "as it sounds",
        "as it sounds, first letter too",
        "the first letter gone",
        "both in use",
        "another first letter and sound",
        "the same meaning",
    ],
)
def test_a_word_is_answered_by_one_it_may_be_a_slip_of(
    word: str, claim: str, language: str, answered: str
) -> None:
    assert answer(word, claim, language) == answered


def test_of_two_words_it_may_be_a_slip_of_the_first_one_answers() -> None:
    assert answer("mosqutoes", "Moskitoes are mosquitoes") == "Moskitoes"


@pytest.mark.parametrize(
    ("message", "claim", "language", "mended"),
    [
        (
            "You fil up with petrl if you hurrry at noon",
            "You fill up with petrol if you hurry at noon",
            "en",
            "You fill up with petrol if you hurry at noon",
        ),
        (
            "Bakres with tikcets ware hats",
            "Bakers with tickets sell hats they wear",
            "en",
            "Bakers with tickets ware hats",
        ),
        (
            "Le mair a inter dit les croisants au marhcé, un demi an",
            "Le maire a interdit les croissants au marché, un demi-an",
            "fr",
            "Le maire a inter dit les croissants au marché, un demi an",
        ),
    ],
    ids=["amid slips, words in use, too", "only between the same words", "in another language"],
)
def test_where_somebody_slips_all_the_time_words_in_passing_are_slips_too(
    message: str, claim: str, language: str, mended: str
) -> None:
    assert pair(read(message, language), read(claim, language)).repaired == mended


def test_what_the_message_spells_right_elsewhere_it_does_not_misspell() -> None:
    assert answer_of("moose", "More moose than deer", "More boars than deer") == ""
    assert answer_of("mroe", "mroe boars than deer", "More boars than deer") == "More"


def test_a_place_is_no_slip_of_another_one() -> None:
    assert answer("Dakar", "Dhaka votes") == ""


@pytest.mark.parametrize(
    ("word", "claim", "answered"),
    [("irak", "Iran votes", ""), ("Irak", "Iraq votes", "Iraq"), ("slep", "They sleep well", "sleep")],
    ids=["another country in German", "the same in German", "a rare word in use"],
)
def test_a_foreign_name_of_a_country_is_no_slip_of_another_one(word: str, claim: str, answered: str) -> None:
    assert answer(word, claim) == answered


@pytest.mark.parametrize(
    ("word", "claim", "language", "answered"),
    [
        ("nigérienne", "L'armée du Niger", "fr", "Niger"),
        ("chilenos", "El portero de Chile", "es", "Chile"),
        ("румынских", "Солдаты Румынии", "ru", "Румынии"),
        ("ulrimda", "La última vez", "es", "última"),
    ],
)
def test_what_is_called_after_a_country_and_accents_in_other_languages(
    word: str, claim: str, language: str, answered: str
) -> None:
    assert answer(word, claim, language) == answered


@pytest.mark.parametrize(
    ("word", "claim", "language", "answered"),
    [
        ("badger", "The badges were fined", "en", ""),
        ("hammer", "The hampers left", "en", ""),
        ("canoe", "The canon was sold", "en", ""),
        ("Julian", "Juliana Mertens fell", "en", ""),
        ("Mario", "Maria Mertens fell", "en", ""),
        ("junio", "Todo cierra en julio", "es", ""),
        ("Sergey", "Sergei Mertens fell", "en", "Sergei"),
        ("cheque", "They cashed a check", "en", "check"),
        ("litre", "A liter of petrol", "en", "liter"),
        ("becavse", "It broke because of rain", "en", "because"),
        ("Петрова", "Министр Петров ушёл", "ru", "Петров"),
    ],
    ids=[
        "no list has one",
        "several of them",
        "a rare one",
        "a woman's name",
        "a man's name",
        "months",
        "one name in two spellings",
        "British",
        "British, too",
        "a slip",
        "a case of a name",
    ],
)
def test_a_word_in_use_is_no_slip_of_another_one(word: str, claim: str, language: str, answered: str) -> None:
    assert answer(word, claim, language) == answered
