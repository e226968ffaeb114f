"""The words of a text, as they are compared with those of another."""

import pytest

from matching.reading import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("l'ambassadrice d'Espagne", ["l", "ambassadrice", "d", "Espagne"]),
        ("qu'il n'aime pas", ["qu", "il", "n", "aime", "pas"]),
        ("la storia dell'Italia", ["la", "storia", "dell", "Italia"]),
        ("I don't, they'll, I'm", ["I", "don't", "they'll", "I'm"]),
        ("O'Brien saw Moscow's mayor", ["O'Brien", "saw", "Moscow", "mayor"]),
    ],
)
def test_an_elided_article_is_a_word_of_its_own(text: str, found: list[str]) -> None:
    assert words(text) == found
