"""Glosses: words of other languages as English words that mean the same, so that the reader reads them."""

import numpy as np
import pytest

from matching import glosses
from matching.crossencoder import CrossEncoder, Said
from matching.training.written import written
from matching.transformer import spelled

_CLAIMS = 10


def _likeness(word: str, english: str) -> float:
    one, other = glosses.glossed(word, 8).mean(0), spelled(english).mean(0)
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("Krankenhaus", "hospital"),
        ("больница", "hospital"),
        ("murieron", "died"),
        ("prohibió", "banned"),
        ("eleições", "elections"),
        ("vaccins", "vaccine"),
    ],
)
def test_a_word_is_read_as_the_english_one_that_means_the_same(word: str, english: str) -> None:
    assert _likeness(word, english) > 0.6
    assert _likeness(word, english) > _likeness(word, "guitar") + 0.2


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Kłopotowski", "Klopotowski"), ("Харьков", "Khar'kov"), ("Rutte", "Rutte"), ("Зябликов", "Zyablikov")],
)
def test_a_name_is_spelled_in_latin_letters(name: str, letters: str) -> None:
    pieces = spelled(letters)

    assert np.array_equal(glosses.glossed(name, 16)[-len(pieces) :], pieces)


def test_a_common_word_with_a_capital_is_no_name() -> None:
    assert len(glosses.glossed("Krankenhaus", 16)) == 1


def test_numbers_and_signs_are_read_as_in_english() -> None:
    assert np.array_equal(glosses.glossed("5", 8), spelled("5"))


def test_a_script_without_spaces_is_read_piece_by_piece() -> None:
    assert len(glosses.glossed("政府从一月起禁止所有汽车进入城市", 54)) > 4


@pytest.mark.parametrize(
    "text", ["", " \n", "\x00", "🙂🙂🙂", "\u202eabc", "ß" * 900, "一" * 900, "a\u0301" * 500]
)
def test_whatever_is_sent_is_read_up_to_the_limit(text: str) -> None:
    rows = glosses.glossed(text, 54)

    assert rows.shape[1] == 384
    assert len(rows) <= 54
    assert np.isfinite(rows).all()


def test_what_was_looked_up_is_forgotten_when_it_becomes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glosses, "_REMEMBERED", 3)
    known = glosses._Glosses()

    first = known.of(["Haus", "Hund", "Katze", "Regierung"])
    again = known.of(["Haus"])

    assert first[0] is not None
    assert again[0] is not None
    assert np.array_equal(first[0].words, again[0].words)
    assert len(known._known) <= 3


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "ru"])
def test_the_reader_tells_restatements_from_near_misses_that_it_was_not_trained_on(language: str) -> None:
    unseen = [one for one in written() if one.kept_back and one.language == language][:_CLAIMS]
    right, wrong = (
        [
            (Said(message.text, language), Said(one.claim, language))
            for one in unseen
            for message in messages(one)
            if message.language == language
        ]
        for messages in (lambda one: one.same, lambda one: one.other)
    )

    reader = CrossEncoder()
    above = np.greater.outer(reader.logits(right), reader.logits(wrong))

    assert len(unseen) == _CLAIMS
    assert above.mean() > 0.65


def test_it_reads_across_languages() -> None:
    checked = Said("A hospital in Ghent gave 300 patients water instead of medicine.", "en")
    asked = (
        Said("In einem Krankenhaus in Gent bekamen 300 Patienten Wasser statt Medizin.", "de"),
        Said("Ein Krankenhaus in Gent hat gestern einen neuen Flügel eröffnet.", "de"),
    )

    right, wrong = CrossEncoder().logits([(one, checked) for one in asked])

    assert right > wrong


@pytest.mark.parametrize(
    ("language", "can"), [("en", True), ("pt-BR", True), ("ru", True), ("hi", False), ("", False)]
)
def test_it_says_which_languages_it_reads(language: str, *, can: bool) -> None:
    assert CrossEncoder.reads(language) is can
