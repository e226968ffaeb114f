"""What differs between two revisions, word by word."""

from dataclasses import replace
from datetime import date

from claims.revisions import Difference, changed_words, differences
from claims.verdict import Rating
from tests.support.builders import NOON, a_verdict


def test_only_the_words_that_changed_are_told() -> None:
    before = a_verdict(summary="No food or drink cures influenza.")
    summary, last_day = "No known drink cures influenza.", date(2027, 1, 2)
    ruling = replace(before.ruling, rating=Rating.TRUE, summary=summary, valid_until=last_day)
    after = replace(before, revision=2, ruling=ruling, retracted_at=NOON)

    assert differences(before, after) == (
        Difference("rating", "false", "true"),
        Difference("summary", "food or", "known"),
        Difference("valid_until", "", "2027-01-02"),
        Difference("standing", "published", "withdrawn"),
    )


def test_links_that_went_and_came_are_told() -> None:
    before, after = (a_verdict(appearances=links) for links in (("a", "b"), ("b", "c")))

    assert differences(before, after) == (Difference("appearances", "a", "c"),)


def test_the_same_text_has_no_changed_words() -> None:
    assert list(changed_words("a b", " a  b ")) == []
