"""ClaimReview in the shapes found in the wild."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from claims.verdict import Rating, Ruling
from feeds.candidate import Given
from feeds.claimreview import find_claim_reviews, parse_claim_review
from feeds.records import Parsed, Record, Unusable, Withdrawn

PAGE = "https://facts.example/lake"


def a_review(**changes: Any) -> dict[str, Any]:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "The lake turned purple",
        "url": PAGE,
        "author": {"@type": "Organization", "name": "Lake Facts"},
        "reviewRating": {"alternateName": "False"},
    }
    return {name: value for name, value in {**review, **changes}.items() if value is not None}


def parsed(review: Mapping[str, Any], **given: str) -> list[Record]:
    return list(parse_claim_review(review, "here", Given(**given)))


def ruling(review: Mapping[str, Any], **given: str) -> Ruling:
    [record] = parsed(review, **given)
    assert isinstance(record, Parsed), record
    return record.ruling


def test_the_plain_shape() -> None:
    expected = Ruling(
        claim="The lake turned purple",
        rating=Rating.FALSE,
        rating_text="False",
        publisher="Lake Facts",
        url=PAGE,
    )

    assert ruling(a_review()) == expected


@pytest.mark.parametrize(
    ("review_rating", "rating", "words"),
    [
        ({"alternateName": "Mostly false", "ratingValue": 5}, Rating.MOSTLY_FALSE, "Mostly false"),
        ({"name": "Falso"}, Rating.FALSE, "Falso"),
        ("Misleading", Rating.MISLEADING, "Misleading"),
        ({"ratingValue": "True"}, Rating.TRUE, "True"),
        ({"ratingValue": 2, "bestRating": 5, "worstRating": 1}, Rating.MOSTLY_FALSE, "2/5"),
        ({"ratingValue": "1", "bestRating": "", "worstRating": ""}, Rating.FALSE, "1/5"),
        ({"alternateName": "1", "ratingValue": 1}, Rating.FALSE, "1/5"),
        ([{"ratingValue": 1}, {"alternateName": ["??", "Bulo"]}], Rating.FALSE, "Bulo"),
        ({"alternateName": "He never said this", "ratingValue": 1}, Rating.UNRATED, "He never said this"),
    ],
)
def test_ratings_by_word_and_by_number(review_rating: Any, rating: Rating, words: str) -> None:
    found = ruling(a_review(reviewRating=review_rating))

    assert (found.rating, found.rating_text) == (rating, words)


@pytest.mark.parametrize("claims", ["The lake turned purple", ["The lake turned purple", "It froze"]])
@pytest.mark.parametrize(
    ("offers", "why"),
    [
        (
            [{"alternateName": "False"}, {"alternateName": "??"}, {"name": "True"}],
            "It has two ratings, “False” and “True”. Keep the right one only.",
        ),
        (
            [{"ratingValue": 1}, {"ratingValue": 5}],
            "It has two ratings, “1/5” and “5/5”. Keep the right one only.",
        ),
    ],
)
def test_ratings_that_differ_are_not_picked_from(claims: Any, offers: Any, why: str) -> None:
    assert parsed(a_review(claimReviewed=claims, reviewRating=offers)) == [Unusable("here", why)]


@pytest.mark.parametrize(
    ("deleted", "is_deleted"),
    [
        *((value, True) for value in ("2024-05-03", "03/04/2024", "2024-05", 1714694400, "yesterday", True)),
        ({"@type": "Date", "@value": "2024"}, True),
        *((value, False) for value in (None, "", " ", False, 0, [], "0000-00-00 00:00:00", "null")),
    ],
)
def test_whatever_is_written_as_the_day_of_deletion_deletes(deleted: Any, is_deleted: bool) -> None:
    item = {"@type": "DataFeedItem", "dateDeleted": deleted, "item": a_review()}
    [(_place, review)] = find_claim_reviews(item)
    [record] = parsed(review)

    assert isinstance(record, Withdrawn) is is_deleted


def test_the_same_rating_in_several_languages_is_one() -> None:
    found = ruling(a_review(reviewRating=[{"alternateName": "Falso"}, {"alternateName": "False"}]))

    assert (found.rating, found.rating_text) == (Rating.FALSE, "Falso")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"claimReviewed": None}, "It has no claim text."),
        ({"claimReviewed": "<p> … </p>"}, "It has no claim text."),
        ({"reviewRating": None}, "It has no rating."),
        ({"reviewRating": {"ratingValue": -1, "bestRating": -1, "worstRating": -1}}, "It has no rating."),
        (
            {"url": None},
            "There is no link to the fact-check. Name the page of the fact-check with --url.",
        ),
        (
            {"url": "javascript:alert(1)"},
            "The link to the fact-check is not an http or https address with a host.",
        ),
        (
            {"url": "/lake"},
            "The link to the fact-check is not an http or https address with a host. It is only a part of an"
            " address: name its site with --url.",
        ),
        (
            {"url": "https://me:secret@facts.example/lake"},
            "The link to the fact-check carries a user name or password.",
        ),
    ],
)
def test_what_is_missing_is_refused_with_its_reason(changes: Mapping[str, Any], why: str) -> None:
    assert parsed(a_review(**changes)) == [Unusable("here", why)]


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"url": None, "mainEntityOfPage": {"@id": PAGE}}, {}),
        ({"url": None, "mainEntityOfPage": PAGE}, {}),
        ({"url": None}, {"url": PAGE}),
        ({"url": "/lake"}, {"url": "https://facts.example/other"}),
        ({"url": "facts.example/lake/?utm_source=a"}, {}),
    ],
)
def test_the_link_is_found_or_completed(changes: Mapping[str, Any], given: Mapping[str, str]) -> None:
    assert ruling(a_review(**changes), **given).url == PAGE


@pytest.mark.parametrize(
    ("changes", "given", "publisher"),
    [
        ({"author": "Lake Facts"}, {}, "Lake Facts"),
        ({"author": [{"@type": "Person", "name": "A. Writer"}]}, {}, "facts.example"),
        ({"author": {"@type": "Person", "name": "A. Writer"}, "publisher": {"name": "Lake"}}, {}, "Lake"),
        ({"author": {"@type": "Organization", "url": "https://www.lake.example/"}}, {}, "lake.example"),
        ({"author": None}, {"publisher": "Given"}, "Given"),
        ({"author": "https:www.lake.example"}, {}, "facts.example"),
    ],
)
def test_the_publisher(changes: Mapping[str, Any], given: Mapping[str, str], publisher: str) -> None:
    assert ruling(a_review(**changes), **given).publisher == publisher


def test_what_the_item_tells() -> None:
    item = {
        "@type": "Claim",
        "author": [{"name": "A shop"}, "Two posts"],
        "datePublished": "2024-02-01",
        "firstAppearance": {"url": "https://social.example/p/1"},
        "appearance": [
            "https://social.example/p/2",
            "https://social.example/",
            "https://facts.example/lake/2",
        ],
    }

    found = ruling(a_review(itemReviewed=item, datePublished="soon", inLanguage="pt-BR"))

    assert found.claimant == "A shop, Two posts"
    assert (found.claimed_at, found.published_at) == (date(2024, 2, 1), None)
    assert found.appearances == ("https://social.example/p/1", "https://social.example/p/2")
    assert found.language == "pt"


def test_markup_is_taken_out_of_text() -> None:
    review = a_review(claimReviewed="The <b>lake</b> &amp; the&nbsp;sea\x00 &lt;i&gt;turned&lt;/i&gt; 5 < 6")

    assert ruling(review).claim == "The lake & the sea turned 5 < 6"


def test_each_of_several_claims_is_a_record() -> None:
    records = parsed(a_review(claimReviewed=["One was sold", {"@value": "Two were sold"}]))

    assert [(r.ruling.claim, r.where) for r in records if isinstance(r, Parsed)] == [
        ("One was sold", "here claim 1"),
        ("Two were sold", "here claim 2"),
    ]


def test_reviews_are_found_wherever_they_are_nested() -> None:
    value = {"@graph": [{"@type": "WebPage", "review": [a_review()]}, a_review()]}

    assert [place for place, _ in find_claim_reviews(value)] == ["@graph[0].review[0]", "@graph[1]"]


@pytest.mark.parametrize(
    ("review_rating", "rating"),
    [
        ({"ratingValue": 1, "bestRating": 5, "worstRating": 1}, Rating.FALSE),
        ({"ratingValue": "5", "bestRating": "5", "worstRating": "1"}, Rating.TRUE),
        ({"ratingValue": 1}, Rating.UNRATED),
        ({"ratingValue": 9, "bestRating": 5, "worstRating": 1}, Rating.UNRATED),
    ],
)
def test_a_number_counts_beside_a_whole_sentence_when_its_scale_is_given(
    review_rating: dict[str, Any], rating: Rating
) -> None:
    words = "The picture was taken in another country ten years ago"
    found = ruling(a_review(reviewRating=review_rating | {"alternateName": words}))

    assert (found.rating, found.rating_text) == (rating, words)


def test_a_number_does_not_count_beside_words_that_name_an_unknown_rating() -> None:
    rating = {"ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "Whoppa of the week"}

    assert ruling(a_review(reviewRating=rating)).rating is Rating.UNRATED


def test_the_picture_or_film_itself_is_an_appearance() -> None:
    film = {
        "@type": "VideoObject",
        "url": "https://social.example/v/1",
        "contentUrl": "https://cdn.example/1.mp4",
    }
    media = [{"@type": "ImageObject", "contentUrl": ["https://cdn.example/2.jpg", None, 7]}]
    item = {"@type": "Claim", "appearance": film, "associatedMedia": media}

    assert ruling(a_review(itemReviewed=item)).appearances == (
        "https://social.example/v/1",
        "https://cdn.example/1.mp4",
        "https://cdn.example/2.jpg",
    )
