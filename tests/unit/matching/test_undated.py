"""When something was: told apart from what was."""

import pytest

from matching.dates import names_a_date, undated


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A shark swam in a street of Orvell in May 2024", "A shark swam in a street of Orvell"),
        ("The app will cost money from 1 November", "The app will cost money"),
        ("Orvell has banned stoves from 2027", "Orvell has banned stoves"),
        ("On the bridge, since 3rd of March 2025, cars pay", "On the bridge, cars pay"),
        ("The mayor may march on Orvell", "The mayor may march on Orvell"),
        ("It cost 2,000 crowns in 2000 shops", "It cost 2,000 crowns in 2000 shops"),
    ],
    ids=["month and year", "day and month", "a year", "an ordinal", "verbs", "counted"],
)
def test_a_text_without_when_it_was(text: str, told: str) -> None:
    assert undated(text) == told


@pytest.mark.parametrize(
    ("text", "names"),
    [("her June operation", True), ("back in '94", True), ("in 1994", True), ("in 5 of 12 shops", False)],
)
def test_what_names_a_date(text: str, *, names: bool) -> None:
    assert names_a_date(text) is names
