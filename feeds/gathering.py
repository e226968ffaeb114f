"""Owns gathering from any source: a file, a link to a page, a feed, a sitemap or a data set, or a search."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from claims.verdict import Withdrawal
from feeds.candidate import Given
from feeds.fetch import PAGE, SOURCE, Failure, Fetcher, FetchFailed, Limits, NotModified, Version
from feeds.files import is_xml_feed, read_columns, read_file
from feeds.google import API, KEY_HEADER, MAX_PAGES, SCHEME, Search, is_search_claim, parse_search
from feeds.google import parse_search_claim as parse_claim
from feeds.manners import Manners
from feeds.reading import fetch_page
from feeds.records import Record, UnreadableSource, Unusable, Withdrawn
from feeds.source import Progress
from feeds.table import Columns
from feeds.xmlfeed import Entry, read_entries

BATCH_SIZE = 500
MAX_MAPS = 200
MAP_DEPTH = 3
FAILURES_IN_A_ROW = 5
FEED = Limits(max_bytes=60 * 1024 * 1024, overall_seconds=120.0, step_seconds=15.0)
_FOR_NOW = frozenset({Failure.NOT_REACHED, Failure.TOO_SLOW, Failure.BUSY})

Confirm = Callable[[str, Columns], bool]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records, and the entries of a feed that are done with by them; `left` when something is to be
    tried again later."""

    records: tuple[Record, ...]
    read: tuple[Entry, ...] = ()
    left: bool = False


class Gathering(Protocol):
    """An open source."""

    @property
    def version(self) -> Version:
        """The state of the source, to ask later whether there is a newer one."""
        ...

    def batches(self, known: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Yield what the source holds; entries known by their stamps are passed over.

        Raises:
            FetchFailed: the source, not one of its pages, did not come.
            UnreadableSource: nothing can be made of it.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a source is read: what the person who named it adds, the columns of a table, and who confirms
    them."""

    given: Given = field(default_factory=Given)
    columns: Mapping[str, str] = field(default_factory=dict)
    confirm: Confirm | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Opens sources. `google_key` is that of the Fact Check Tools API, "" for none."""

    fetcher: Fetcher
    manners: Manners
    google_key: str = ""
    google_api: str = API

    @asynccontextmanager
    async def open(
        self, source: str, reading: Reading, since: Version | None = None
    ) -> AsyncIterator[Gathering | NotModified]:
        """Open a path, a link or `google:…`; a link with `since` only if it changed.

        Raises:
            FetchFailed: it did not come.
            UnreadableSource: nothing can be made of it.
        """
        if source.startswith(SCHEME):
            yield self._search(source, reading)
        elif "://" not in source:
            yield await self._opened(Path(source), Path(source).name or source, reading, "", Version())
        else:
            with tempfile.TemporaryDirectory(prefix="forwardcheck-") as folder:
                path = Path(folder, "source")
                fetched = await self.fetcher.fetch(source, path, SOURCE, since=since)
                if isinstance(fetched, NotModified):
                    yield fetched
                    return
                yield await self._opened(path, source, reading, fetched.url, fetched.version)

    def _search(self, source: str, reading: Reading) -> "GoogleGathering":
        return GoogleGathering(self, parse_search(source, self.google_key), source, reading)

    async def _opened(
        self, path: Path, name: str, reading: Reading, address: str, version: Version
    ) -> "FileGathering | FeedGathering":
        if await asyncio.to_thread(_is_read_once, path):
            raise UnreadableSource(f"{name} is no file; save what comes from it as a file first")
        if await asyncio.to_thread(is_xml_feed, path, name):
            return FeedGathering(self, path, name, reading, address or reading.given.url, version)
        columns = await asyncio.to_thread(read_columns, path, reading.columns, name)
        if columns and columns.is_complete and reading.confirm and not reading.confirm(name, columns):
            raise UnreadableSource(f"{name} was left out: its columns were not confirmed")
        return FileGathering(path, name, reading, address, version)


@dataclass(frozen=True, slots=True)
class FileGathering:
    """A file that holds the records itself."""

    path: Path
    name: str
    reading: Reading
    address: str
    version: Version

    async def batches(self, known: Mapping[str, str]) -> AsyncIterator[Batch]:  # noqa: ARG002 - it has no entries
        """Yield its records while reading."""
        given = self.reading.given
        records = read_file(
            self.path,
            url=given.url,
            publisher=given.publisher,
            progress=self.reading.progress,
            name=self.name,
            address=self.address,
            columns=self.reading.columns,
        )
        while batch := await asyncio.to_thread(_some, records):
            broken = any(isinstance(record, Unusable) and record.breaks_off for record in batch)
            yield Batch(batch, left=broken)


@dataclass(frozen=True, slots=True)
class FeedGathering:
    """A list of pages, and of further lists."""

    gatherer: Gatherer
    path: Path
    name: str
    reading: Reading
    address: str
    version: Version

    async def batches(self, known: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Yield page by page, politely; stops early where the server does not keep up."""
        failures = 0
        async for entry in self._pages(known):
            if isinstance(entry, Unusable):
                yield Batch((entry,), left=True)
                continue
            batch = await self._page(entry)
            yield batch
            failures = failures + 1 if batch.left else 0
            if failures >= FAILURES_IN_A_ROW:
                given_up = f"{failures} pages in a row did not come; the rest waits."
                yield Batch((Unusable(self.name, given_up),), left=True)
                return

    async def _pages(self, known: Mapping[str, str]) -> AsyncIterator[Entry | Unusable]:
        """Yield the pages that are new or changed; maps that say they have not changed stay closed."""
        maps, opened = [(self.path, self.name, self.address, 0)], 0
        with tempfile.TemporaryDirectory(prefix="forwardcheck-") as folder:
            while maps:
                path, name, address, depth = maps.pop()
                for entry in await asyncio.to_thread(_listed, path, name, address, is_first=depth == 0):
                    if isinstance(entry, Unusable) or not entry.is_map:
                        if isinstance(entry, Unusable) or _is_new(entry, known):
                            yield entry
                        continue
                    opened += 1
                    if depth + 1 >= MAP_DEPTH or opened > MAX_MAPS:
                        yield Unusable(entry.url, "There are too many sitemaps in sitemaps.")
                        continue
                    inner = Path(folder, str(opened))
                    if problem := await self._fetch_map(entry, inner):
                        yield problem
                    else:
                        maps.append((inner, entry.url, entry.url, depth + 1))

    async def _fetch_map(self, entry: Entry, path: Path) -> Unusable | None:
        try:
            if not await self.gatherer.manners.wait_turn(entry.url):
                return Unusable(entry.url, _FORBIDDEN)
            await self.gatherer.fetcher.fetch(entry.url, path, FEED)
        except FetchFailed as error:
            return Unusable(entry.url, _sentence(str(error)))
        return None

    async def _page(self, entry: Entry) -> Batch:
        try:
            if not await self.gatherer.manners.wait_turn(entry.url):
                return Batch((Unusable(entry.url, _FORBIDDEN),), (entry,))
            records = await fetch_page(self.gatherer.fetcher, entry.url, self.reading.given.publisher)
        except FetchFailed as error:
            if error.failure is Failure.TAKEN_DOWN:
                return Batch((Withdrawn(Withdrawal(entry.url), entry.url),), (entry,))
            refused = Unusable(entry.url, _sentence(str(error)))
            left = error.failure in _FOR_NOW
            return Batch((refused,), () if left else (entry,), left)
        except UnreadableSource as error:
            return Batch((Unusable(entry.url, _sentence(str(error))),), (entry,))
        return Batch(tuple(records), (entry,))


@dataclass(frozen=True, slots=True)
class GoogleGathering:
    """A search of the Fact Check Tools API, page by page."""

    gatherer: Gatherer
    search: Search
    name: str
    reading: Reading

    @property
    def version(self) -> Version:
        """Searches have none."""
        return Version()

    async def batches(self, known: Mapping[str, str]) -> AsyncIterator[Batch]:  # noqa: ARG002 - it has no entries
        """Yield a page of results at a time."""
        token = ""
        for number in range(MAX_PAGES):
            answer = await self._ask(token)
            claims = answer.get("claims", [])
            found = claims if isinstance(claims, list) else []
            yield Batch(tuple(self._records(found, f"{self.name} page {number + 1}")))
            token = str(answer.get("nextPageToken") or "")
            if not token or not found:
                return

    def _records(self, claims: list[Any], place: str) -> Iterator[Record]:
        for number, claim in enumerate(claims):
            where = f"{place} claims[{number}]"
            if is_search_claim(claim):
                yield from parse_claim(claim, where, self.reading.given)
            else:
                yield Unusable(where, "It is not a claim with its reviews.")

    async def _ask(self, token: str) -> Mapping[str, Any]:
        with tempfile.TemporaryDirectory(prefix="forwardcheck-") as folder:
            path = Path(folder, "answer.json")
            link = self.search.link(self.gatherer.google_api, token)
            await self.gatherer.fetcher.fetch(
                link, path, PAGE, headers={KEY_HEADER: self.gatherer.google_key}
            )
            text = await asyncio.to_thread(path.read_text, "utf-8", "replace")
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UnreadableSource(f"{self.name} was not answered with JSON") from error
        return answer if isinstance(answer, dict) else {}


_FORBIDDEN = "The site's robots.txt asks not to read this page."


def _some(records: Iterator[Record]) -> tuple[Record, ...]:
    return tuple(islice(records, BATCH_SIZE))


def _is_read_once(path: Path) -> bool:
    """Tell whether something is a pipe or a terminal: what it is could only be told by using it up."""
    return path.is_fifo() or path.is_char_device()


def _listed(path: Path, name: str, address: str, *, is_first: bool) -> list[Entry | Unusable]:
    """Return the entries of a feed; one that breaks off keeps those before, unless there are none."""
    listed: list[Entry | Unusable] = []
    try:
        listed.extend(read_entries(path, name, address))
    except UnreadableSource as error:
        if is_first and not listed:
            raise
        listed.append(Unusable(name, f"The rest could not be read: {error}."))
    return listed


def _is_new(entry: Entry, known: Mapping[str, str]) -> bool:
    return entry.url not in known or known[entry.url] != entry.stamp


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
