"""What reviewers type after a command, as it is read."""

import pytest

from claims.queue import EVERYTHING, QueueFilter, Showing, with_words
from handlers.finding import parse_view
from handlers.numbers import parse_days


@pytest.mark.parametrize(
    ("typed", "view"),
    [
        ("", EVERYTHING),
        ("all", EVERYTHING),
        ("mine", QueueFilter(Showing.MINE)),
        ("Free", QueueFilter(Showing.FREE)),
        ("OLDEST", QueueFilter(Showing.OLDEST)),
        ("hottest", QueueFilter(Showing.HOTTEST)),
        ("pt", QueueFilter(Showing.LANGUAGE, "pt")),
        ("EU", with_words("EU")),
        ("zz", with_words("zz")),
        ("mine shaft", with_words("mine shaft")),
        ("5g", with_words("5g")),
    ],
)
def test_a_view_of_the_queue(typed: str, view: QueueFilter) -> None:
    assert parse_view(typed.split()) == view


@pytest.mark.parametrize(
    ("typed", "days"),
    [("", 7), ("1", 1), ("366", 366), ("367", None), ("0", None), ("-1", None), ("١", None), ("7 7", None)],
)
def test_a_number_of_days(typed: str, days: int | None) -> None:
    assert parse_days(typed.split()) == days
