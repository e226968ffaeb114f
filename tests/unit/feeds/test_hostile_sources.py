"""What an enemy's page, data set or feed may cost: no more than the largest honest ones."""

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feeds.article import MAX_ARTICLE_CHARS, Article, parse_article
from feeds.candidate import Given
from feeds.claimreview import MAX_PLACE, MAX_VALUES, find_claim_reviews, parse_claim_review
from feeds.files import read_file
from feeds.page import MAX_REVIEWS, parse_page
from feeds.records import Parsed, UnreadableSource, Unusable
from feeds.xmlfeed import read_entries

PAGE = "https://facts.example/lake"
MEGABYTE = 1024**2
# A second's work on a quiet machine; before, each took minutes, hours, or all the memory there was.
PATIENCE_SECONDS = 20.0
POST = "— Ada (@ada) 3 May 2024\n"


@contextmanager
def soon() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < PATIENCE_SECONDS


def test_long_names_around_many_values_take_no_memory_for_their_places() -> None:
    value: dict[str, list[object]] = {"A" * MEGABYTE: [{}] * 2_000}
    tracemalloc.start()
    try:
        assert list(find_claim_reviews(value)) == []
        assert tracemalloc.get_traced_memory()[1] < 20 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_the_place_of_a_review_below_a_long_name_is_cut() -> None:
    [(place, _review)] = find_claim_reviews({"A" * MEGABYTE: [{"@type": "ClaimReview"}]})

    assert len(place) == MAX_PLACE


def test_of_endless_values_of_a_field_the_first_count() -> None:
    many = [f"wording number {number}" for number in range(200_000)]
    review = {
        "claimReviewed": "The lake turned purple",
        "url": PAGE,
        "reviewRating": {"alternateName": "False"},
        "itemReviewed": [{"alternateName": many, "author": many}] * 1_000,
    }
    with soon():
        [record] = parse_claim_review(review, "here", Given())

    assert isinstance(record, Parsed)
    assert record.ruling.wordings == tuple(many[:50])
    assert len(many) > MAX_VALUES


def test_a_number_of_endless_digits_is_none() -> None:
    [record] = parse_claim_review({"claimReviewed": 10**5_000, "url": PAGE}, "here", Given())

    assert record == Unusable("here", "It has no claim text.")


def test_reviews_that_all_name_one_large_part_are_read_so_far() -> None:
    part = '{"@id":"#a","alternateName":[' + ",".join(['"x y z"'] * 50_000) + "]}"
    review = (
        '{"@type":"ClaimReview","claimReviewed":"The lake turned purple","itemReviewed":{"@id":"#a"},'
        f'"url":"{PAGE}","reviewRating":"false"}}'
    )
    reviews = ",".join([part, *[review] * 5_000])
    markup = f'<html><script type="application/ld+json">[{reviews}]</script></html>'
    with soon():
        assert len(list(parse_page(markup, "page", Given()))) == MAX_REVIEWS


def test_a_page_of_endless_blocks_is_read_so_far() -> None:
    block = '<script type="application/ld+json">{}</script>'
    with soon(), pytest.raises(UnreadableSource):
        list(parse_page(f"<html>{block * 100_000}</html>", "page", Given()))


@pytest.mark.parametrize(
    "text",
    [POST * 18_000, f"What is said\n\n{POST}" + POST * 18_000, f"A\n\n{POST}\n" * 13_000],
    ids=["posts", "posts in one paragraph", "posts in paragraphs"],
)
def test_an_article_of_endless_posts(text: str) -> None:
    assert len(text) <= MAX_ARTICLE_CHARS
    with soon():
        assert isinstance(parse_article(Article(text=text, url=PAGE), "here", Given()), Unusable)


def test_a_text_without_end_is_no_article() -> None:
    record = parse_article(Article(text="a" * (MAX_ARTICLE_CHARS + 1), url=PAGE), "here", Given())

    assert record == Unusable("here", "It is too long for one article (over 500,000 characters).")


def test_a_table_of_endless_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("claim,rating,url" + ",claim" * 500_000 + "\n" + "a,b,c\n" * 1_000)
    with soon(), pytest.raises(UnreadableSource, match="too long to name columns"):
        list(read_file(path))


@pytest.mark.parametrize(
    "markup",
    [
        b"<rss><" + b"a" * (30 * MEGABYTE),
        b'<rss><a b="' + b"a" * (30 * MEGABYTE),
        b'<rss xmlns:a="' + b"x" * MEGABYTE + b'">' + b"<a:b/>" * 900_000 + b"</rss>",
        b'<rss xmlns:a="' + b"x" * 200_000 + b'">' + b"<a:b/>" * 900_000 + b"</rss>",
    ],
    ids=["a name", "an attribute", "a huge namespace", "a large namespace"],
)
def test_a_feed_with_a_tag_without_end_is_given_up(tmp_path: Path, markup: bytes) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(markup)
    with soon(), pytest.raises(UnreadableSource):
        list(read_entries(path, "feed.xml", PAGE))
