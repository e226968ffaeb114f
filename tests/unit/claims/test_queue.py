"""Views of the queue: the words that a button can carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.queue import EVERYTHING, MAX_WORDS_BYTES, QueueFilter, Showing, with_words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("  stone \n bridge ", "stone bridge"),
        ("a\0b\u0007c", "a b c"),
        ("x" * 49, "x" * 48),
        ("ж" * 49, "ж" * 24),
        ("half a pair \ud83d", "half a pair"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
    ],
)
def test_words_are_put_on_one_line_and_cut(text: str, value: str) -> None:
    assert with_words(text) == QueueFilter(Showing.WORDS, value)


def test_nothing_to_look_for_is_the_whole_queue() -> None:
    assert with_words(" \n\t\0 ") == EVERYTHING


@given(st.text(max_size=200))
def test_what_was_cut_once_stays_as_it_is(text: str) -> None:
    view = with_words(text)

    assert with_words(view.value) == view
    assert len(view.value.encode()) <= MAX_WORDS_BYTES
