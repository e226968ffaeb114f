"""JSON-LD whose parts are written once and named elsewhere."""

import json
from pathlib import Path

import pytest

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


def block(claim: str, rating: str, name: str = "_:b1") -> list[dict[str, object]]:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": "https://facts.example/lake",
        "reviewRating": {"@id": name},
    }
    return [review, {"@id": name, "@type": "Rating", "alternateName": rating}]


def read_blocks(folder: Path, *blocks: list[dict[str, object]]) -> list[object]:
    scripts = (f'<script type="application/ld+json">{json.dumps({"@graph": one})}</script>' for one in blocks)
    path = folder / "page.html"
    path.write_text(f"<html>{''.join(scripts)}</html>")
    return [record.ruling.rating if isinstance(record, Parsed) else record.why for record in read_file(path)]


@pytest.mark.parametrize("name", ["_:b1", "#rating"])
def test_a_name_means_first_what_its_own_block_says(tmp_path: Path, name: str) -> None:
    blocks = block("The bridge is closed", "True", name), block("The lake turned purple", "False", name)

    assert read_blocks(tmp_path, *blocks) == [Rating.TRUE, Rating.FALSE]


def test_a_name_without_a_place_holds_in_its_block_alone(tmp_path: Path) -> None:
    review, rating = block("The lake turned purple", "False")

    assert read_blocks(tmp_path, [review], [rating]) == ["It has no rating."]


def test_what_a_block_says_of_a_name_is_completed_by_the_others(tmp_path: Path) -> None:
    review, rating = block("The lake turned purple", "False", "#rating")

    assert read_blocks(tmp_path, [review, {"@id": "#rating", "@type": "Rating"}], [rating]) == [Rating.FALSE]


def test_a_name_with_a_place_holds_on_the_whole_page(tmp_path: Path) -> None:
    review, rating = block("The lake turned purple", "False", "https://facts.example/lake#rating")

    assert read_blocks(tmp_path, [review], [rating]) == [Rating.FALSE]


def test_nodes_that_name_each_other_end() -> None:
    value = {"a": {"@id": "#one"}}
    known = {"#one": {"@id": "#one", "b": {"@id": "#two"}}, "#two": {"@id": "#two", "c": {"@id": "#one"}}}

    assert filled(value, known) == {"a": known["#one"]}
    assert filled({"a": {"@id": "#three"}}, known) == {"a": {"@id": "#three"}}


def test_nodes_of_one_name_are_one_and_bare_references_are_none() -> None:
    nodes = [{"@id": "#a"}, {"@id": "#a", "n": 1}, {"@id": "#a", "n": 1, "m": 2}, {"@id": 3, "n": 4}]

    assert named_nodes(nodes) == {"#a": {"@id": "#a", "n": 1, "m": 2}}


def test_a_name_whose_nodes_contradict_each_other_means_nothing() -> None:
    assert named_nodes([{"@id": "#a", "n": 1}, {"@id": "#a", "n": 2}, {"@id": "#a", "n": 1}]) == {}


AFP = {"@id": "#us", "@type": "Organization", "name": "AFP", "url": "https://afp.example"}


@pytest.mark.parametrize(
    ("again", "meant"),
    [
        ({"@type": ["Organization"]}, AFP),
        ({"@type": ["https://schema.org/Organization"], "logo": "a.png"}, AFP | {"logo": "a.png"}),
        (
            {"@type": "NewsMediaOrganization", "name": "AFP"},
            AFP | {"@type": ["Organization", "NewsMediaOrganization"]},
        ),
        ({"name": "AFP", "logo": "a.png"}, AFP | {"logo": "a.png"}),
        ({"@type": "Organization", "url": "https://factual.afp.example"}, {**AFP, "url": None}),
        ({"@type": "Organization", "name": "AFP Factual"}, {**AFP, "name": None}),
        ({"@type": "Person", "name": "AFP"}, None),
        ({"@type": "Claim", "text": "The lake turned purple"}, None),
    ],
)
def test_of_an_organisation_that_is_written_twice_what_agrees_is_kept(
    again: dict[str, object], meant: dict[str, object] | None
) -> None:
    kept = {field: value for field, value in (meant or {}).items() if value is not None}

    assert named_nodes([AFP, {"@id": "#us", **again}]) == ({"#us": kept} if meant else {})


def test_an_organisation_that_is_written_twice_is_the_publisher(tmp_path: Path) -> None:
    graph = {"@graph": [*GRAPH["@graph"], {"@type": ["Organization"], "@id": "#us", "name": "Lake Facts"}]}
    path = tmp_path / "page.html"
    path.write_text(f'<html><script type="application/ld+json">{json.dumps(graph)}</script></html>')

    [record] = read_file(path)

    assert isinstance(record, Parsed)
    assert record.ruling.publisher == "Lake Facts"


@pytest.mark.parametrize("kind", ["Rating", "Claim", ["Rating", "Organization"]])
def test_of_a_rating_or_claim_that_is_written_in_two_ways_nothing_is_kept(kind: str | list[str]) -> None:
    nodes = [{"@id": "#a", "@type": kind, "name": "False", "text": word} for word in ("It is", "It is not")]

    assert named_nodes(nodes) == {}
