"""One spelling for each page, and the addresses that are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identity import BadLink, canonical_url, same_site


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        (
            "HTTPS://Facts.Example:443/Lake/?utm_source=x&id=7&fbclid=abc#top",
            "https://facts.example/Lake?id=7",
        ),
        ("http://facts.example:80/", "http://facts.example"),
        ("http://facts.example:8080/a", "http://facts.example:8080/a"),
        ("https://facts.example/a?b=1&a=2", "https://facts.example/a?b=1&a=2"),
        ("facts.example/lake/", "https://facts.example/lake"),
        ("https://facts.example/größe", "https://facts.example/gr%C3%B6%C3%9Fe"),
        ("https://facts.example/%d8%a7", "https://facts.example/%d8%a7"),
    ],
)
def test_a_page_has_one_spelling(link: str, canonical: str) -> None:
    assert canonical_url(link) == canonical


def test_a_relative_link_is_completed() -> None:
    assert canonical_url("/lake/", base="https://facts.example/a/b") == "https://facts.example/lake"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "lake",
        "/lake",
        "javascript:alert(1)",
        "tg://user?id=1",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:secret@facts.example/a",
        "https://facts.example@evil.example/a",
        "https://facts.example\\@evil.example/",
        "https://[::1",
        "https://facts.example:99999/",
        "https://nohost/a",
        "https://facts.example/a b",
        "https://facts.example/" + "a" * 5000,
    ],
)
def test_other_addresses_are_refused(link: str) -> None:
    with pytest.raises(BadLink):
        canonical_url(link)


@given(st.text(max_size=60))
def test_any_text_is_a_stable_address_or_a_bad_link(rest: str) -> None:
    try:
        once = canonical_url(f"https://facts.example/{rest}")
    except BadLink:
        return
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://facts.example/a", "http://www.facts.example:80/b", True),
        ("https://amp.facts.example/a", "https://facts.example/b", True),
        ("https://facts.example/a", "https://lies.example/a", False),
        ("https://facts.co.uk/a", "https://lies.co.uk/a", False),
        ("https://check.facts.co.uk/a", "https://facts.co.uk/a", True),
        ("https://facts.example.evil.org/a", "https://facts.example/a", False),
        ("", "https://facts.example/a", False),
    ],
)
def test_which_addresses_belong_to_one_site(one: str, other: str, expected: bool) -> None:
    assert same_site(one, other) is expected
