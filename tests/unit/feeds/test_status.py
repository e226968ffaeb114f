"""What a status says: only what certainly is published is told."""

import json
from pathlib import Path

import pytest

from feeds.candidate import Given
from feeds.files import read_file
from feeds.page import parse_page
from feeds.records import Parsed, Unusable, Withdrawn
from feeds.status import Status, status_of

STATUSES = {
    Status.PUBLISHED: [
        "",
        " ",
        "Published",
        "LIVE",
        "Published on 3 May 2026",
        "published 2026-05-03",
        "Publié",
    ],
    Status.WITHDRAWN: [
        "Withdrawn",
        "withdrawn by editor",
        "Withdrawn on 3 May",
        "RETRACTED (2026-05-03)",
        "Unpublished",
        "Deleted: duplicate",
        "Zurückgezogen am 3. Mai",
        "Retirée",
    ],
    Status.UNPUBLISHED: ["draft", "in review", "In-Review", "Not published", "Borrador", "Entwurf"],
    Status.UNKNOWN: [
        "closed",
        "withdrawn by mistake",
        "Withdrawn, then restored",
        "Withdrawn?? no",
        "published by mistake",
        "published, to be withdrawn",
        "Not withdrawn",
        "false",
        "3 May",
    ],
}


@pytest.mark.parametrize(
    ("status", "written"), [(status, one) for status, written in STATUSES.items() for one in written]
)
def test_what_a_status_says(status: Status, written: str) -> None:
    assert status_of(written) is status


def test_rows_that_are_not_certainly_published_are_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    statuses = ["published", "", "withdrawn by editor", "in review", "closed"]
    rows = [f"Claim {place},False,https://facts.example/{place},{one}" for place, one in enumerate(statuses)]
    path.write_text("\n".join(["claim,rating,url,status", *rows]), "utf-8")
    records = list(read_file(path))

    assert [type(record) for record in records] == [Parsed, Parsed, Withdrawn, Unusable, Unusable]
    assert [record.why for record in records if isinstance(record, Unusable)] == [
        "Its status, “in review”, says that it is not published. Take it in once it is; what was taken in"
        ' before stays until its status is "withdrawn".',
        "Its status, “closed”, is not known, so it is not certain that it is published."
        ' Write "published" or "withdrawn"; if the column is about something else, give it another name.',
    ]


def test_a_page_whose_review_is_a_draft_is_not_read_by_its_text_instead() -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "The lake turned purple",
        "url": "https://facts.example/lake",
        "reviewRating": {"alternateName": "False"},
        "creativeWorkStatus": "Draft",
    }
    text = "<h1>Fact check</h1><p>Claim: The lake turned purple.</p><p>Rating: False</p><p>It is blue.</p>"
    page = f'<html><script type="application/ld+json">{json.dumps(review)}</script><body>{text}</body></html>'
    given = Given(url="https://facts.example/lake")
    without = page.replace("ClaimReview", "WebPage").replace("claimReviewed", "headline")

    [record] = parse_page(page, "lake.html", given)
    assert isinstance(record, Unusable)
    assert record.why.startswith("Its status, “Draft”, says that it is not published.")
    assert [type(one) for one in parse_page(without, "lake.html", given)] == [Parsed]
