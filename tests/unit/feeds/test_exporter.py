"""Verdicts on their way out: what goes, and that it comes back as it was."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.verdict import Rating, Ruling, Source, Verdict, VerdictId
from feeds.candidate import Given
from feeds.claimreview import parse_claim_review
from feeds.exporter import claim_review, csv_rows, data_feed, rss
from feeds.records import Parsed
from tests.support.builders import NOON, a_ruling, a_verdict

TODAY = date(2026, 5, 3)
WORDS = st.lists(st.from_regex(r"[A-Za-zéñßж]{2,12}", fullmatch=True), min_size=4, max_size=12).map(" ".join)
NAMES = st.from_regex(r"[A-Z][a-z]{2,10} [A-Z][a-z]{2,10}", fullmatch=True)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2026, 12, 31))
RATED = st.sampled_from([rating for rating in Rating if rating is not Rating.UNRATED])
PAGES = st.from_regex(r"https://[a-z]{3,9}\.example/[a-z]{3,12}", fullmatch=True)


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    rating = draw(RATED)
    return Ruling(
        claim=draw(WORDS),
        rating=rating,
        rating_text=rating.replace("_", " ").capitalize(),
        publisher=draw(NAMES),
        url="https://desk.example/" + draw(st.from_regex(r"[a-z]{3,20}", fullmatch=True)),
        title=draw(WORDS),
        summary=draw(WORDS),
        claimant=draw(NAMES),
        claimed_at=draw(DAYS),
        published_at=draw(DAYS),
        valid_until=draw(DAYS),
        language=draw(st.sampled_from(["en", "es", "ru"])),
        wordings=tuple(dict.fromkeys(draw(st.lists(WORDS, max_size=3)))),
        sources=tuple(Source(url, "A source") for url in dict.fromkeys(draw(st.lists(PAGES, max_size=3)))),
        appearances=tuple(f"https://posts.example/{number}" for number in range(draw(st.integers(0, 3)))),
    )


@given(rulings())
def test_a_claim_review_comes_back_as_it_was(ruling: Ruling) -> None:
    written = json.loads(json.dumps(claim_review(ruling)))
    [read] = parse_claim_review(written, "here", Given())

    expected = {wording for wording in ruling.wordings if wording != ruling.claim}
    assert isinstance(read, Parsed)
    assert set(read.ruling.wordings) == expected
    assert read.ruling == Ruling(**{**_fields(ruling), "wordings": read.ruling.wordings})


def _fields(ruling: Ruling) -> dict[str, object]:
    return {name: getattr(ruling, name) for name in Ruling.__dataclass_fields__}


def test_a_claim_review_has_what_schema_org_and_google_require() -> None:
    review = claim_review(a_ruling(rating_text="Pants on Fire"))

    assert {"@context", "@type", "claimReviewed", "reviewRating", "url", "author"} <= review.keys()
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Pants on Fire",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
    }


@given(rulings(), st.sampled_from(Rating), st.sampled_from(["", "Nonsense"]))
def test_every_claim_review_has_what_google_requires(ruling: Ruling, rating: Rating, words: str) -> None:
    """Source: Google Search Central, "Fact check (ClaimReview) structured data"."""
    review = claim_review(replace(ruling, rating=rating, rating_text=words))
    rated = review["reviewRating"]

    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["claimReviewed"] == ruling.claim
    assert review["url"].startswith("https://")
    assert review["author"] == {"@type": "Organization", "name": ruling.publisher}
    assert rated["alternateName"].strip()
    if "ratingValue" in rated:
        assert 1 <= rated["worstRating"] <= rated["ratingValue"] <= rated["bestRating"]
    assert review["itemReviewed"]["@type"] == "Claim"


def test_withdrawn_verdicts_and_those_without_a_page_stay_in() -> None:
    withdrawn = Verdict(id=VerdictId(2), revision=2, ruling=a_ruling(), retracted_at=NOON)

    assert len(list(data_feed([a_verdict(1), withdrawn, a_verdict(3, url="")]))) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_begins_a_formula(start: str) -> None:
    verdict = a_verdict(claim=f"{start}1+1 is a claim", title=f"{start}title", publisher=f"{start}desk")
    cells = [cell for row in csv.reader(io.StringIO("".join(csv_rows([verdict])))) for cell in row]

    assert [cell for cell in cells if cell.startswith(start)] == []


def test_rss_is_xml_and_puts_the_rating_before_the_claim() -> None:
    verdict = a_verdict(claim="Lemon & <b>water</b>\x00 cures \x0bflu", rating_text="False")
    root = ET.fromstring("".join(rss([verdict], "A & B", "https://desk.example", today=TODAY)))  # noqa: S314 - our own

    assert root.findtext("channel/item/title") == "False: Lemon & <b>water</b> cures flu"


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "America/Los_Angeles", "UTC", "Pacific/Auckland"])
def test_rss_tells_the_day_of_a_check_wherever_it_is_read(zone: str) -> None:
    root = ET.fromstring("".join(rss([a_verdict()], "Desk", "", today=TODAY)))  # noqa: S314 - our own
    published = parsedate_to_datetime(root.findtext("channel/item/pubDate") or "")

    assert published.astimezone(ZoneInfo(zone)).date() == date(2026, 2, 3)


@pytest.mark.parametrize(("link", "found"), [("https://desk.example", "https://desk.example"), ("", None)])
def test_rss_names_the_site_where_there_is_one(link: str, found: str | None) -> None:
    root = ET.fromstring("".join(rss([a_verdict()], "Desk", link, today=TODAY)))  # noqa: S314 - our own

    assert root.findtext("channel/link") == found
