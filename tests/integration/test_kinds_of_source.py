"""Each kind of source against each way in which a server behaves: what is refused says why, and nothing of it
goes in."""

import asyncio
import gzip
import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import openpyxl
import pytest

from feeds import gathering, reading
from feeds.fetch import Fetcher, FetchFailed, NotModified, Version
from feeds.gathering import Gatherer, Reading
from feeds.manners import Manners
from feeds.records import Parsed, Record, UnreadableSource, Unusable
from tests.support.site import Answer, Asked, Site, open_site

CLAIM = "The lake turned purple"
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": CLAIM,
    "url": "http://facts.example/purple",
    "reviewRating": {"@type": "Rating", "alternateName": "Bulo"},
    "author": {"@type": "Organization", "name": "Lake Facts"},
}
ROWS = (
    ("Claim", "Verdict", "URL", "Publisher"),
    (CLAIM, "Bulo", "http://facts.example/purple", "Lake Facts"),
)
SEARCH = "google:query=lake"
ASKED_OF_GOOGLE = "/search?query=lake&pageSize=100"
PAGE = f'<html><body><script type="application/ld+json">{json.dumps(REVIEW)}</script></body></html>'.encode()
ENTITIES = b'<!DOCTYPE l [<!ENTITY a "purple"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@dataclass(frozen=True)
class Kind:
    """What is named to the import, what lies where, and the path that behaves in each story."""

    named: str
    pages: dict[str, bytes]
    behaves: str


def _rss(path: str) -> bytes:
    return f'<rss version="2.0"><channel><item><link>{path}</link></item></channel></rss>'.encode()


def _atom(path: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{path}"/></entry></feed>'.encode()


def _sitemap(path: str) -> bytes:
    return f"<urlset><url><loc>{path}</loc></url></urlset>".encode()


def _index(path: str) -> bytes:
    return f"<sitemapindex><sitemap><loc>{path}</loc></sitemap></sitemapindex>".encode()


def _spreadsheet() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def _table(delimiter: str) -> bytes:
    return "".join(f"{delimiter.join(row)}\n" for row in ROWS).encode()


def _searched() -> bytes:
    review = {"publisher": {"name": "Lake Facts"}, "url": REVIEW["url"], "textualRating": "Bulo"}
    return json.dumps({"claims": [{"text": CLAIM, "claimReview": [review]}]}).encode()


def _alone(path: str, body: bytes) -> Kind:
    return Kind(path, {path: body}, path)


def _listing(path: str, body: Callable[[str], bytes], *, at_page: bool) -> Kind:
    return Kind(path, {path: body("/purple"), "/purple": PAGE}, "/purple" if at_page else path)


KINDS = {
    "link": _alone("/purple", PAGE),
    "sitemap": _listing("/map.xml", _sitemap, at_page=False),
    "page of a sitemap": _listing("/map.xml", _sitemap, at_page=True),
    "sitemap of an index": Kind(
        "/index.xml",
        {"/index.xml": _index("/map.xml"), "/map.xml": _sitemap("/purple"), "/purple": PAGE},
        "/map.xml",
    ),
    "RSS": _listing("/rss", _rss, at_page=False),
    "page of RSS": _listing("/rss", _rss, at_page=True),
    "Atom": _listing("/atom", _atom, at_page=False),
    "page of Atom": _listing("/atom", _atom, at_page=True),
    "DataFeed": _alone(
        "/data.json",
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]}).encode(),
    ),
    "Google API": Kind(SEARCH, {ASKED_OF_GOOGLE: _searched()}, ASKED_OF_GOOGLE),
    "JSON lines": _alone("/lines.jsonl", json.dumps(REVIEW).encode() + b"\n"),
    "CSV": _alone("/table.csv", _table(",")),
    "TSV": _alone("/table.tsv", _table("\t")),
    "spreadsheet": _alone("/table.xlsx", _spreadsheet()),
}
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@dataclass(frozen=True)
class Bad:
    """An answer that is refused, with the words that say why, one of them."""

    answer: Answer
    why: tuple[str, ...]


CASES = {
    "429": Bad(Answer(status=429, headers={"Retry-After": "60"}), ("asks us to wait (HTTP 429)",)),
    "500": Bad(Answer(status=500), ("answered with HTTP 500",)),
    "slow body": Bad(Answer(b"purple" * 20, slow=100, pause_seconds=5.0), ("server is too slow",)),
    "dripping body": Bad(Answer(bytes(1000), slow=1000, pause_seconds=0.05), ("took longer than",)),
    "gzip bomb": Bad(
        Answer(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
        ("unpacks to far more", "larger than 5 MB"),
    ),
    "entity bomb": Bad(
        Answer(b"<?xml version='1.0'?>" + ENTITIES + b"<rss>&b;</rss>"),
        ("entities", "not answered with JSON", "is an XML feed"),
    ),
    "redirect into loopback": Bad(
        Answer(status=302, headers={"Location": "http://127.0.0.9:{port}/secret"}), ("not public",)
    ),
    "redirect to localhost": Bad(
        Answer(status=301, headers={"Location": "http://localhost:{port}/secret"}),
        ("not allowed", "not public"),
    ),
    "circle of redirects": Bad(
        Answer(status=302, headers={"Location": "{behaves}"}), ("redirects more than 4 times",)
    ),
}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def gatherer(site: Site, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gatherer]:
    """What gathers, with the patience of a second; names lead to the site, addresses to themselves."""
    for module, name in ((gathering, "SOURCE"), (gathering, "FEED"), (gathering, "PAGE"), (reading, "PAGE")):
        usual = getattr(module, name)
        monkeypatch.setattr(module, name, replace(usual, overall_seconds=1.0, step_seconds=0.5))

    async def addresses(host: str, _port: int) -> list[str]:
        return ["127.0.0.1" if host == "facts.example" else "127.0.0.9"]

    async with Fetcher(replace(site.door, resolve=addresses)) as fetcher:
        manners = Manners(fetcher, sleep=lambda _seconds: asyncio.sleep(0))
        yield Gatherer(fetcher, manners, "k3y", site.link("/search"))


def serve(site: Site, kind: Kind) -> str:
    """Put everything in its place; return what is to be imported."""
    site.pages = {path: Answer(body) for path, body in kind.pages.items()}
    return kind.named if kind.named.startswith("google:") else site.link(kind.named)


async def gathered(gatherer: Gatherer, source: str) -> list[Record]:
    """Return the records of a source; where the source itself is refused, that with its reason."""
    records: list[Record] = []
    try:
        async with gatherer.open(source, Reading()) as opened:
            assert not isinstance(opened, NotModified)
            async for batch in opened.batches({}):
                records.extend(batch.records)
    except (FetchFailed, UnreadableSource) as error:
        records.append(Unusable(source, str(error)))
    return records


def claims(records: list[Record]) -> list[str]:
    return [record.ruling.claim for record in records if isinstance(record, Parsed)]


@each_kind
async def test_what_is_served_well_goes_in(site: Site, gatherer: Gatherer, kind: Kind) -> None:
    assert claims(await gathered(gatherer, serve(site, kind))) == [CLAIM]


@each_kind
async def test_what_is_packed_goes_in(site: Site, gatherer: Gatherer, kind: Kind) -> None:
    source = serve(site, kind)
    packed = gzip.compress(kind.pages[kind.behaves])
    site.pages[kind.behaves] = Answer(packed, headers={"Content-Encoding": "gzip"})

    assert claims(await gathered(gatherer, source)) == [CLAIM]


@each_kind
async def test_what_has_moved_goes_in(site: Site, gatherer: Gatherer, kind: Kind) -> None:
    source = serve(site, kind)
    site.pages["/moved"] = site.pages[kind.behaves]
    site.pages[kind.behaves] = Answer(status=301, headers={"Location": "/moved"})

    assert claims(await gathered(gatherer, source)) == [CLAIM]


@each_kind
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_what_is_served_badly_stays_out_and_says_why(
    site: Site, gatherer: Gatherer, kind: Kind, case: Bad
) -> None:
    source = serve(site, kind)
    headers = {
        name: value.format(port=site.port, behaves=kind.behaves)
        for name, value in case.answer.headers.items()
    }
    site.pages[kind.behaves] = replace(case.answer, headers=headers)
    [record] = await gathered(gatherer, source)

    assert isinstance(record, Unusable)
    assert [why for why in case.why if why in record.why] != [], record.why
    assert "/secret" not in site.paths()


@each_kind
async def test_what_has_not_changed_is_not_sent_again(site: Site, gatherer: Gatherer, kind: Kind) -> None:
    """A search has no version. Of the pages that a list names, the known ones are not asked for."""
    source = serve(site, kind)
    has_version = source != SEARCH
    path = kind.named if has_version else ASKED_OF_GOOGLE
    body = kind.pages[path]

    def versioned(asked: Asked) -> Answer:
        is_known = asked.headers.get("if-none-match") == '"7"'
        return Answer(status=304) if is_known else Answer(body, headers={"ETag": '"7"'})

    site.pages[path] = versioned
    async with gatherer.open(source, Reading()) as first:
        version: Any = getattr(first, "version", None)
    async with gatherer.open(source, Reading(), version) as second:
        assert isinstance(second, NotModified) is has_version

    assert version == (Version('"7"') if has_version else Version())


@each_kind
async def test_what_is_a_bomb_as_a_file_stays_out(site: Site, gatherer: Gatherer, kind: Kind) -> None:
    """A file that is packed itself, whatever the server says of it, is unpacked with the same care."""
    source = serve(site, kind)
    site.pages[kind.behaves] = Answer(gzip.compress(bytes(50_000_000)))
    records = await gathered(gatherer, source)

    assert claims(records) == []
    assert [record for record in records if isinstance(record, Unusable)] != []
