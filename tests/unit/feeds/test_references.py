"""JSON-LD whose parts are written once and named elsewhere."""

import json
from pathlib import Path

from claims.verdict import Rating
from feeds.files import read_file
from feeds.records import Parsed
from feeds.references import filled, named_nodes

GRAPH = {
    "@graph": [
        {"@type": "Organization", "@id": "#us", "name": "Lake Facts", "founder": {"@id": "#us"}},
        {"@type": "Rating", "@id": "#rating", "alternateName": "Bulo"},
        {
            "@type": "Claim",
            "@id": "#claim",
            "text": "The lake turned purple",
            "firstAppearance": {"@type": "SocialMediaPosting", "url": "https://social.example/p/1"},
        },
        {
            "@type": "ClaimReview",
            "@id": "https://facts.example/lake#review",
            "url": "https://facts.example/lake",
            "author": {"@id": "#us"},
            "publisher": [{"@id": "#us"}],
            "reviewRating": {"@id": "#rating"},
            "itemReviewed": {"@id": "#claim"},
        },
    ]
}


def test_a_page_that_names_its_parts_by_reference(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f'<html><script type="application/ld+json">{json.dumps(GRAPH)}</script></html>')

    [record] = read_file(path)

    assert isinstance(record, Parsed)
    ruling = record.ruling
    assert (ruling.claim, ruling.rating, ruling.publisher) == (
        "The lake turned purple",
        Rating.FALSE,
        "Lake Facts",
    )
    assert ruling.appearances == ("https://social.example/p/1",)


def test_nodes_that_name_each_other_end() -> None:
    value = {"a": {"@id": "#one"}}
    known = {"#one": {"@id": "#one", "b": {"@id": "#two"}}, "#two": {"@id": "#two", "c": {"@id": "#one"}}}

    assert filled(value, known) == {"a": known["#one"]}
    assert filled({"a": {"@id": "#three"}}, known) == {"a": {"@id": "#three"}}


def test_the_first_node_of_a_name_counts_and_bare_references_are_none() -> None:
    assert named_nodes([{"@id": "#a"}, {"@id": "#a", "n": 1}, {"@id": "#a", "n": 2}, {"@id": 3, "n": 4}]) == {
        "#a": {"@id": "#a", "n": 1}
    }
