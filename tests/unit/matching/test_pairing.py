"""Which word of a claim answers a word of the message: the same, one of its group, or one it is a slip of."""

import pytest

from matching.pairing import pair
from matching.reading import read


def answer(word: str, claim: str, language: str = "en") -> str:
    """Return the word of the claim that answers a word of the message, "" for none."""
    paired = pair(read(word, language), read(claim, language))
    [place] = paired.asked_to
    return paired.checked.tokens[place].text if place >= 0 else ""


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


def test_a_place_is_no_slip_of_another_one() -> None:
    assert answer("Dakar", "Dhaka votes") == ""
