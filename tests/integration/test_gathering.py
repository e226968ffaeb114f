"""Every kind of source, served by a small website, through the import that people run."""

import asyncio
import gzip
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import importing
from bot.importing import ImportOptions, import_sources
from bot.settings import Settings
from claims.usecases.import_verdicts import ImportTally
from feeds import gathering
from feeds.connecting import Door
from feeds.gathering import Gatherer
from feeds.manners import Manners
from tests.support.site import Answer, Asked, Site, open_site

ENTITIES = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


pytestmark = pytest.mark.sqlite  # what was stored is read from the file


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    async def at_once(_seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(importing, "Manners", lambda fetcher: Manners(fetcher, sleep=at_once))
    return tmp_path / "home"


def review(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": f"The lake turned {name}",
        "url": f"https://facts.example/{name}",
        "reviewRating": {"@type": "Rating", "alternateName": "Bulo"},
        "author": {"@type": "Organization", "name": "Lake Facts"},
    } | changes


def page(name: str) -> str:
    return f'<html><body><script type="application/ld+json">{json.dumps(review(name))}</script></body></html>'


def index_of(link: str) -> str:
    return f"<sitemapindex><sitemap><loc>{link}</loc></sitemap></sitemapindex>"


async def imported(home: Path, site: Site, *sources: str, **options: Any) -> ImportTally:
    settings = Settings(home=home, google_key=SecretStr("k3y-of-google"))
    return await import_sources(settings, sources, ImportOptions(door=site.door, **options))


def stored(home: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(home / "forwardcheck.db") as database:
        return sorted(database.execute("SELECT claim, rating, rating_text FROM verdicts"))


def lakes(*names: str) -> list[tuple[str, str, str]]:
    return sorted((f"The lake turned {name}", "false", "Bulo") for name in names)


async def test_a_page(home: Path, site: Site) -> None:
    site.text("/purple", page("purple"))

    tally = await imported(home, site, site.link("/purple"))

    assert (tally.added, tally.refused) == (1, [])
    assert stored(home) == lakes("purple")


async def test_rss_is_read_page_by_page(home: Path, site: Site) -> None:
    items = "".join(
        f"<item><title>x</title><link>{site.link(f'/{name}')}?utm_source=rss</link></item>"
        for name in ("purple", "green", "gone")
    )
    site.text("/rss", f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>')
    site.text("/purple", page("purple"))
    site.text("/green", page("green"))

    tally = await imported(home, site, site.link("/rss"))

    assert stored(home) == lakes("purple", "green")
    assert tally.refused == [(site.link("/gone"), "There is nothing at this link (HTTP 404).")]


async def test_atom_with_relative_links(home: Path, site: Site) -> None:
    site.text(
        "/news/atom",
        '\n<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="atom"/>'
        '<entry><link rel="edit" href="edit"/><link href="purple"/></entry></feed>',
    )
    site.text("/news/purple", page("purple"))

    await imported(home, site, site.link("/news/atom"))

    assert stored(home) == lakes("purple")


async def test_a_sitemap_index_with_a_packed_sitemap(home: Path, site: Site) -> None:
    site.text("/index.xml", index_of(site.link("/map.gz")))
    urls = f"<urlset><url><loc>{site.link('/purple')}</loc></url></urlset>"
    site.pages["/map.gz"] = Answer(gzip.compress(urls.encode()))
    site.text("/purple", page("purple"))

    await imported(home, site, site.link("/index.xml"))

    assert stored(home) == lakes("purple")


async def test_sitemaps_that_lead_in_a_circle_end(home: Path, site: Site) -> None:
    site.text("/index.xml", index_of(site.link("/index.xml")))

    tally = await imported(home, site, site.link("/index.xml"))

    assert tally.refused == [(site.link("/index.xml"), "There are too many sitemaps in sitemaps.")]


async def test_a_data_feed_and_json_lines_and_a_table_by_link(home: Path, site: Site) -> None:
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [review("purple")]}]}
    packed = gzip.compress(json.dumps(feed).encode())
    site.pages["/data.json"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    site.text("/lines.jsonl", json.dumps(review("green")) + "\n")
    site.text("/table?format=csv", "Claim,Verdict,URL\nThe lake turned red,Bulo,https://facts.example/red\n")

    await imported(
        home, site, site.link("/data.json"), site.link("/lines.jsonl"), site.link("/table?format=csv")
    )

    assert stored(home) == lakes("purple", "green", "red")


async def test_a_second_import_changes_nothing(home: Path, site: Site) -> None:
    site.text("/purple", page("purple"))
    await imported(home, site, site.link("/purple"))

    tally = await imported(home, site, site.link("/purple"))

    assert (tally.added, tally.updated, tally.unchanged) == (0, 0, 1)


def googles(asked: Asked) -> Answer:
    """Answer as the Fact Check Tools API does, in two pages."""
    second = "pageToken=two" in asked.path
    name = "green" if second else "purple"
    claim = {
        "text": f"The lake turned {name}",
        "claimant": "A swan",
        "claimDate": "2026-05-01T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": "Lake Facts", "site": "facts.example"},
                "url": f"https://facts.example/{name}",
                "title": "No",
                "reviewDate": "2026-05-03T00:00:00Z",
                "textualRating": "Bulo",
                "languageCode": "es",
            }
        ],
    }
    answer = {"claims": [claim]} | ({} if second else {"nextPageToken": "two"})
    return Answer(json.dumps(answer).encode())


@pytest.fixture
def google(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    first = "/search?query=lake&languageCode=es&maxAgeDays=30&pageSize=100"
    site.pages |= {first: googles, f"{first}&pageToken=two": googles}

    def gatherer(*parts: Any) -> Gatherer:
        return Gatherer(*parts, google_api=site.link("/search"))

    monkeypatch.setattr(importing, "Gatherer", gatherer)
    return site


async def test_a_search_with_the_fact_check_tools_api(
    home: Path, google: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        tally = await imported(home, google, "google:query=lake&language=es&days=30")

    assert tally.refused == []
    assert stored(home) == lakes("purple", "green")
    assert {asked.headers["x-goog-api-key"] for asked in google.asked} == {"k3y-of-google"}
    assert not any("k3y" in asked.path for asked in google.asked)
    assert "k3y" not in caplog.text


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("google:language=es", "with a query or a publisher"),
        ("google:query=lake&colour=red", "is not a search"),
        ("google:query=lake&days=many", "has no whole number of days"),
    ],
)
async def test_a_search_that_cannot_be_asked(home: Path, site: Site, source: str, why: str) -> None:
    [(where, said)] = (await imported(home, site, source)).refused

    assert where == source
    assert why in said


async def test_a_search_without_a_key(home: Path, site: Site) -> None:
    tally = await import_sources(Settings(home=home), ["google:query=lake"], ImportOptions(door=site.door))

    assert tally.refused == [
        ("google:query=lake", "google:query=lake needs a key: set FORWARDCHECK_GOOGLE_KEY")
    ]


async def test_a_search_that_is_gone_withdraws_nothing(home: Path, google: Site) -> None:
    google.pages = dict.fromkeys(google.pages, Answer(status=410))
    [(where, said)] = (await imported(home, google, "google:query=lake&language=es&days=30")).refused

    assert where.startswith("google:")
    assert "taken down" in said


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=500), "HTTP 500"),
        (Answer(status=429, headers={"Retry-After": "60"}), "asks us to wait"),
        (Answer(f"<?xml version='1.0'?>{ENTITIES}<rss>&b;</rss>".encode()), "entities"),
        (Answer(b"<rss><channel><item>"), "not well-formed"),
        (
            Answer(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
            "unpacks to far more",
        ),
        (Answer(status=302, headers={"Location": "http://127.0.0.9/"}), "port 80 is not allowed"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "not allowed"),
        (Answer(b"%PDF-1.7"), "is a PDF"),
    ],
)
async def test_a_source_that_misbehaves(home: Path, site: Site, answer: Answer, why: str) -> None:
    site.pages["/feed"] = answer

    [(where, said)] = (await imported(home, site, site.link("/feed"))).refused

    assert where == site.link("/feed")
    assert why in said
    assert stored(home) == []


async def test_pages_that_robots_txt_forbids_are_not_asked_for(home: Path, site: Site) -> None:
    urls = "".join(f"<url><loc>{site.link(path)}</loc></url>" for path in ("/private/purple", "/green"))
    site.text("/map.xml", f"<urlset>{urls}</urlset>")
    site.text("/robots.txt", "User-agent: *\nDisallow: /private")
    site.text("/private/purple", page("purple"))
    site.text("/green", page("green"))

    tally = await imported(home, site, site.link("/map.xml"))

    assert site.paths() == ["/map.xml", "/robots.txt", "/green"]
    assert tally.refused == [
        (site.link("/private/purple"), "The site's robots.txt asks not to read this page.")
    ]


async def test_a_server_that_does_not_keep_up_is_left_alone(home: Path, site: Site) -> None:
    urls = "".join(f"<url><loc>{site.link(f'/{number}')}</loc></url>" for number in range(20))
    site.text("/map.xml", f"<urlset>{urls}</urlset>")
    for number in range(20):
        site.pages[f"/{number}"] = Answer(status=503)

    tally = await imported(home, site, site.link("/map.xml"))

    assert len(site.asked) == 2 + gathering.FAILURES_IN_A_ROW
    assert tally.refused[-1] == (site.link("/map.xml"), "5 pages in a row did not come; the rest waits.")


async def test_a_feed_in_a_file_and_a_file_that_is_not_there(home: Path, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "map.xml"
    path.write_text(f"<urlset><url><loc>{site.link('/purple')}</loc></url></urlset>")
    site.text("/purple", page("purple"))

    tally = await imported(home, site, str(path), "missing.csv")

    assert stored(home) == lakes("purple")
    assert tally.refused == [("missing.csv", "missing.csv does not exist")]


async def test_a_page_that_is_named_itself_speaks_for_its_own_site_only(home: Path, site: Site) -> None:
    link = site.link("/purple", "lies.example")
    site.text("/purple", page("purple"))

    tally = await imported(home, site, link)

    assert stored(home) == []
    assert [why for _where, why in tally.refused] == ["It names a page of another site as the fact-check."]


async def test_a_copy_of_a_page_may_be_named_beside_its_link(home: Path, site: Site) -> None:
    site.text("/purple", page("purple"))

    await imported(home, site, site.link("/purple", "archive.example"), url="https://facts.example/purple")

    assert stored(home) == lakes("purple")


async def test_a_data_set_may_hold_many_publishers(home: Path, site: Site) -> None:
    site.text("/all.json", json.dumps([review("purple")]))

    await imported(home, site, site.link("/all.json", "data.example"))

    assert stored(home) == lakes("purple")


async def test_half_an_emoji_in_a_link_spoils_neither_the_other_records_nor_the_other_files(
    home: Path, site: Site, tmp_path: Path
) -> None:
    records = [review("green", url="https://facts.example/\ud83d"), review("purple")]
    (tmp_path / "one.json").write_text(json.dumps(records))
    (tmp_path / "two.json").write_text(json.dumps([review("red")]))

    tally = await imported(home, site, str(tmp_path / "one.json"), str(tmp_path / "two.json"))

    assert stored(home) == lakes("purple", "red")
    assert tally.refused == [("one.json [0]", "The link to the fact-check holds half a character.")]


async def test_links_lead_to_the_open_internet_only(home: Path, site: Site) -> None:
    tally = await import_sources(
        Settings(home=home), [site.link("/purple", "127.0.0.1")], ImportOptions(door=Door())
    )

    assert tally.refused == [(site.link("/purple", "127.0.0.1"), f"port {site.port} is not allowed")]
    assert site.asked == []
