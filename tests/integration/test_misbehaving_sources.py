"""Each kind of source, served well once, and in every way in which a server can misbehave."""

import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from claims.usecases.import_verdicts import ImportTally
from feeds import gathering, reading
from feeds.fetch import PAGE, SOURCE, Fetcher, NotModified, Version
from feeds.gathering import FEED, Gatherer, Reading
from feeds.manners import Manners
from tests.integration.test_gathering import (
    ENTITIES,
    google,
    home,
    imported,
    index_of,
    lakes,
    page,
    review,
    site,
    stored,
)
from tests.support.site import Answer, Asked, Site

__all__ = ["google", "home", "site"]  # fixtures

pytestmark = pytest.mark.sqlite  # what was stored is read from the file
GREEN = "/green"


def _table() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Claim", "Verdict", "URL"),
        ("The lake turned green", "Bulo", "https://facts.example/green"),
    ):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _rss(link: str) -> str:
    return f'<rss version="2.0"><channel><item><title>x</title><link>{link}</link></item></channel></rss>'


def _atom(link: str) -> str:
    entry = f'<entry><title>x</title><link href="{link}"/></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'


def _map(link: str) -> str:
    return f"<urlset><url><loc>{link}</loc></url></urlset>"


def _data(_: str) -> str:
    return json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [review("green")]}]})


def _jsonl(_: str) -> str:
    return json.dumps(review("green")) + "\n"


def _csv(_: str) -> str:
    return "Claim,Verdict,URL\nThe lake turned green,Bulo,https://facts.example/green\n"


@dataclass(frozen=True)
class Kind:
    """A kind of source: its path, and its content, which may name the link of a page."""

    path: str
    content: Callable[[str], str | bytes]
    lists_pages: bool = False

    def served(self, site: Site) -> Answer:
        content = self.content(site.link(GREEN))
        return Answer(content if isinstance(content, bytes) else content.encode())


KINDS = {
    "page": Kind(GREEN, lambda _: page("green")),
    "rss": Kind("/rss", _rss, lists_pages=True),
    "atom": Kind("/atom", _atom, lists_pages=True),
    "sitemap": Kind("/sitemap.xml", _map, lists_pages=True),
    "data feed": Kind("/data.json", _data),
    "json lines": Kind("/checks.jsonl", _jsonl),
    "csv": Kind("/checks.csv", _csv),
    "spreadsheet": Kind("/checks.xlsx", lambda _: _table()),
}
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())

CASES = {
    "429": (Answer(status=429, headers={"Retry-After": "60"}), "asks us to wait"),
    "500": (Answer(status=500), "HTTP 500"),
    "gone": (Answer(status=410), "taken down"),
    "gzip bomb": (
        Answer(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
        "unpacks to far more|larger than 5 MB",
    ),
    "slow body": (Answer(bytes(50), slow=50, pause_seconds=30), "too slow"),
    "into loopback": (
        Answer(status=302, headers={"Location": "http://127.0.0.9/"}),
        "[Pp]ort 80 is not allowed",
    ),
    "into a file": (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "not allowed"),
}
EVERY_CASE = pytest.mark.parametrize(("answer", "why"), CASES.values(), ids=CASES.keys())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait half a second for what takes minutes."""

    def soon(limits: Any) -> Any:
        return replace(limits, overall_seconds=1.0, step_seconds=0.5)

    monkeypatch.setattr(gathering, "SOURCE", soon(SOURCE))
    monkeypatch.setattr(gathering, "PAGE", soon(PAGE))
    monkeypatch.setattr(gathering, "FEED", soon(FEED))
    monkeypatch.setattr(reading, "PAGE", soon(PAGE))


def _serve(kind: Kind, site: Site) -> None:
    site.text(GREEN, page("green"))
    site.pages[kind.path] = kind.served(site)


def _said(tally: ImportTally) -> str:
    [(_, said)] = tally.refused
    return said


@EVERY_KIND
async def test_a_source_that_is_well(home: Path, site: Site, kind: Kind) -> None:
    _serve(kind, site)
    tally = await imported(home, site, site.link(kind.path))

    assert (tally.added, tally.refused) == (1, [])
    assert stored(home) == lakes("green")


@EVERY_KIND
async def test_a_source_that_moved_is_followed(home: Path, site: Site, kind: Kind) -> None:
    _serve(kind, site)
    site.pages["/old"] = Answer(status=301, headers={"Location": kind.path})
    tally = await imported(home, site, site.link("/old"))

    assert (tally.added, tally.refused) == (1, [])


@EVERY_CASE
@EVERY_KIND
@pytest.mark.usefixtures("impatient")
async def test_a_source_that_misbehaves(home: Path, site: Site, kind: Kind, answer: Answer, why: str) -> None:
    site.pages[kind.path] = answer

    assert re.search(why, _said(await imported(home, site, site.link(kind.path))))
    assert stored(home) == []


@EVERY_CASE
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.lists_pages], ids=lambda kind: kind.path
)
@pytest.mark.usefixtures("impatient")
async def test_a_listed_page_that_misbehaves(
    home: Path, site: Site, kind: Kind, answer: Answer, why: str
) -> None:
    _serve(kind, site)
    site.pages[GREEN] = answer
    tally = await imported(home, site, site.link(kind.path))

    assert stored(home) == []
    if answer.status != 410:  # of a page that is not known there is nothing to withdraw
        assert re.search(why, _said(tally))


@EVERY_CASE
@pytest.mark.usefixtures("impatient")
async def test_a_search_that_misbehaves(home: Path, google: Site, answer: Answer, why: str) -> None:
    google.pages = dict.fromkeys(google.pages, answer)

    assert re.search(why, _said(await imported(home, google, "google:query=lake&language=es&days=30")))
    assert stored(home) == []


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.lists_pages], ids=lambda kind: kind.path
)
async def test_entities_are_not_expanded(home: Path, site: Site, kind: Kind) -> None:
    text = str(kind.content(site.link(GREEN))).replace("<title>x</title>", "<title>&b;</title>")
    site.text(kind.path, f"<?xml version='1.0'?>{ENTITIES}{text}")

    assert "entities" in _said(await imported(home, site, site.link(kind.path)))


async def test_entities_of_a_map_inside_a_map_are_not_expanded(home: Path, site: Site) -> None:
    site.text("/index.xml", index_of(site.link("/map.xml")))
    site.text("/map.xml", f"<?xml version='1.0'?>{ENTITIES}{_map('&b;')}")

    assert "entities" in _said(await imported(home, site, site.link("/index.xml")))


@EVERY_KIND
async def test_a_source_that_did_not_change_is_not_sent_again(site: Site, kind: Kind) -> None:
    served = replace(
        kind.served(site), headers={"ETag": '"1"', "Last-Modified": "Mon, 4 May 2026 08:00:00 GMT"}
    )

    def answer(asked: Asked) -> Answer:
        known = asked.headers.get("if-none-match") == '"1"' and "if-modified-since" in asked.headers
        return Answer(status=304) if known else served

    site.pages[kind.path] = answer
    async with Fetcher(site.door) as fetcher:
        gatherer, link = Gatherer(fetcher, Manners(fetcher)), site.link(kind.path)
        confirmed = Reading(confirm=lambda *_: True)
        async with gatherer.open(link, confirmed, Version()) as first:
            assert not isinstance(first, NotModified)
            version = first.version
        async with gatherer.open(link, confirmed, version) as second:
            assert isinstance(second, NotModified)
