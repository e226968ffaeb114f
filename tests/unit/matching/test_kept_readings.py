"""What is kept of texts once read: those of verdicts, for each language apart, and what is known of them."""

import gc

from matching import pairing
from matching.pairing import pair
from matching.reading import Reading, read, read_checked


def looked_through() -> int:
    """Return of how many readings it is known how their words are spelled."""
    gc.collect()
    return len(pairing._WORDS)


def stems(reading: Reading) -> list[str]:
    return [token.stem for token in reading.tokens]


def test_a_text_of_a_verdict_is_read_once() -> None:
    claim = "The mayor of Elmsworth closes the bakeries"

    assert read_checked(claim, "en") is read_checked(claim, "en")


def test_each_language_reads_the_same_letters_in_its_own_way() -> None:
    text = "Die Hunde starben in den Gassen"

    in_german, in_english = read_checked(text, "de"), read_checked(text, "en")

    assert (in_german.language, in_english.language) == ("de", "en")
    assert stems(in_german) == stems(read(text, "de")) != stems(in_english) == stems(read(text, "en"))


def test_what_is_known_of_the_words_goes_with_the_reading() -> None:
    read.cache_clear()
    known = looked_through()
    claim = read_checked("Onions cure the measles in Elmsworth", "en")

    paired = pair(read("Do onions cure the measles?", "en"), claim)
    assert looked_through() == known + 2

    del paired
    read.cache_clear()
    assert looked_through() == known + 1


def test_a_claim_kept_is_compared_with_each_message_anew() -> None:
    claim = "Garlic water cures the measles within two days"

    told = [pair(read(text, "en"), read_checked(claim, "en")).checked_fit for text in (claim, "Nothing else")]

    assert told == [(1.0,) * 8, (0.0,) * 8]
