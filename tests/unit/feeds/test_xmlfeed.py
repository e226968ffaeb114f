"""RSS, Atom and sitemaps as they are found, and as an enemy would write them."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.records import UnreadableSource
from feeds.xmlfeed import Entry, read_entries

BASE = "https://facts.example/news/feed"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feed.xml"


def entries(path: Path, markup: str | bytes) -> list[Entry]:
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    return list(read_entries(path, "feed.xml", BASE))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<rss><channel><link>https://facts.example</link><image><url>https://facts.example/i</url></image>"
            "<item><link> https://facts.example/1?utm_source=rss </link><pubDate>Sun</pubDate></item>"
            "</channel></rss>",
            [Entry("https://facts.example/1", "Sun")],
        ),
        (
            '<rss><channel><item><guid isPermaLink="false">tag:7</guid></item>'
            "<item><guid>https://facts.example/2</guid></item></channel></rss>",
            [Entry("https://facts.example/2")],
        ),
        (
            '<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d"><item rdf:about="x">'
            "<link>https://facts.example/3</link><dc:date>2026-05-03</dc:date></item></rdf:RDF>",
            [Entry("https://facts.example/3", "2026-05-03")],
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/no"/>'
            '<link href="../4"/><updated>2026</updated><content type="xhtml"><p><a/></p></content>'
            "</entry></feed>",
            [Entry("https://facts.example/4", "2026")],
        ),
        (
            '\n\n<?xml version="1.0"?><urlset xmlns:image="i"><url><loc>https://facts.example/5</loc><image:image>'
            "<image:loc>https://facts.example/i.png</image:loc></image:image><lastmod>2026</lastmod></url></urlset>",
            [Entry("https://facts.example/5", "2026")],
        ),
        (
            "<sitemapindex><sitemap><loc>https://facts.example/m.xml</loc></sitemap></sitemapindex>",
            [Entry("https://facts.example/m.xml", is_map=True)],
        ),
        (
            "<urlset><url><loc>javascript:alert(1)</loc></url><url><loc>file:///etc/passwd</loc></url>"
            "<url/><url><loc>https://user:word@facts.example/6</loc></url></urlset>",
            [],
        ),
    ],
    ids=["rss", "guid", "rdf", "atom", "sitemap", "index", "hostile links"],
)
def test_the_links_of_a_feed(path: Path, markup: str, expected: list[Entry]) -> None:
    assert entries(path, markup) == expected


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (f'<!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><rss>&l9;</rss>', "defines entities"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "defines entities"),
        ('<!DOCTYPE r SYSTEM "http://127.0.0.1/r.dtd"><rss/>', "defines entities"),
        ('<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]><rss/>', "defines entities"),
        ("<rss><item></rss>", "not well-formed"),
        ('<?xml version="1.0" encoding="klingon"?><rss/>', "not well-formed"),
        ("<rss>&undefined;</rss>", "not well-formed"),
        ("", "not well-formed"),
    ],
)
def test_what_is_refused_at_once(path: Path, markup: str, why: str) -> None:
    began = time.process_time()

    with pytest.raises(UnreadableSource, match=why):
        entries(path, markup)
    assert time.process_time() - began < 0.5  # 50 ms, with room for a busy machine


def test_a_feed_of_endless_elements_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.xmlfeed.MAX_ELEMENTS", 10_000)
    assert entries(path, f"<rss>{'<a/>' * 9_999}</rss>") == []

    with pytest.raises(UnreadableSource, match="too large a feed"):
        entries(path, f"<rss>{'<a/>' * 10_001}</rss>")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(path: Path, content: bytes) -> None:
    found: list[Entry] | str
    try:
        found = entries(path, content)
    except UnreadableSource as error:
        found = str(error)

    assert found == [] or isinstance(found, str) or all(entry.url for entry in found)
