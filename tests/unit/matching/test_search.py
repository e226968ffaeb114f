"""The word index of a large archive: it is searched for the rarest words, so that its size costs no time."""

from pathlib import Path

import pytest

from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching import search
from matching.records import record
from matching.search import WordIndex

CLAIMS = (
    "Garlic cures the measles in children",
    "Onions cure the measles in children",
    "A mayor banned the sale of measles parties",
    "Bats spread the measles in caves",
)


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WordIndex:
    """Hold four verdicts, of which all have "measles", in what counts as a large archive."""
    monkeypatch.setattr(search, "_LARGE_ARCHIVE", 4)
    monkeypatch.setattr(search, "_MOST_LOOKED_AT", 5)
    index = WordIndex(tmp_path / "words")
    index.apply([record(_verdict(number, claim)) for number, claim in enumerate(CLAIMS, start=1)], [])
    return index


def test_a_word_that_too_many_verdicts_have_is_left_out(words: WordIndex) -> None:
    assert {hit.id for hit in words.by_words("measles mayor garlic", "en", 10)} == {1, 3}
    assert {hit.id for hit in words.by_letters("measles mayor garlic", "en", 10)} == {1, 3}


def test_the_rarest_two_are_searched_for_however_many_have_them(words: WordIndex) -> None:
    assert {hit.id for hit in words.by_words("measles garlic", "en", 10)} == {1, 2, 3, 4}


def test_where_all_have_too_many_they_are_searched_for_all_the_same(words: WordIndex) -> None:
    assert {hit.id for hit in words.by_words("measles", "en", 10)} == {1, 2, 3, 4}
    assert {hit.id for hit in words.by_letters("measles", "en", 10)} == {1, 2, 3, 4}


def test_a_small_archive_is_searched_for_every_word(
    words: WordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_LARGE_ARCHIVE", 5)

    assert {hit.id for hit in words.by_words("garlic measles", "en", 10)} == {1, 2, 3, 4}


def _verdict(number: int, claim: str) -> Verdict:
    ruling = Ruling(claim=claim, rating=Rating.FALSE, publisher="Desk", language="en")
    return Verdict(id=VerdictId(number), revision=number, ruling=ruling)
