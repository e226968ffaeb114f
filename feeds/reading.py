"""Owns reading the fact-check at one link: fetch the page, then parse it as if it were a file."""

import asyncio
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from claims.links import page_key
from claims.ports import LinkProblem, LinkRead, LinkUnreadable
from feeds.connecting import Door
from feeds.fetch import PAGE, Failure, Fetcher, FetchFailed, NotModified, Version
from feeds.files import read_file
from feeds.records import Parsed, Record, UnreadableSource, Unusable, Withdrawn, of_site, page_named

MAX_RECORDS = 50


class LinkReader:
    """Reads links that people paste (`claims.ports.FactCheckReader`)."""

    def __init__(self, door: Door | None = None) -> None:
        """`door` says where connections may lead; the default leads to public websites only."""
        self._door = door or Door()

    async def read(self, link: str) -> LinkRead | LinkUnreadable:
        """Return the rulings of the page at `link`, or why there are none."""
        try:
            async with Fetcher(self._door) as fetcher:
                records = await fetch_page(fetcher, link)
        except FetchFailed as error:
            refused = error.failure is Failure.NOT_ALLOWED
            problem = LinkProblem.NOT_ALLOWED if refused else LinkProblem.NOT_REACHED
            return LinkUnreadable(problem, _sentence(str(error)))
        except UnreadableSource as error:
            return LinkUnreadable(LinkProblem.NO_FACT_CHECK, _sentence(str(error)))
        rulings = tuple(record.ruling for record in records if isinstance(record, Parsed))
        return LinkRead(rulings) if rulings else LinkUnreadable(LinkProblem.NO_FACT_CHECK, _why(records))


async def fetch_page(fetcher: Fetcher, link: str, publisher: str = "") -> list[Record]:
    """Return the records of one page; where it does not name its own address, it is known by this one.

    Raises:
        FetchFailed: the page did not come.
        UnreadableSource: it cannot be read.
    """
    found = await refetch_page(fetcher, link, None, publisher)
    assert not isinstance(found, NotModified)  # noqa: S101 - no version was named, so there is something
    return found.records


@dataclass(frozen=True, slots=True)
class Refetched:
    """What a page says by now, and which version of it that is."""

    records: list[Record]
    version: Version


async def refetch_page(
    fetcher: Fetcher, link: str, since: Version | None, publisher: str = ""
) -> Refetched | NotModified:
    """Return the records of a page, if it changed since that version.

    Raises:
        FetchFailed: the page did not come.
        UnreadableSource: it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="forwardcheck-") as folder:
        path = Path(folder, "page")
        fetched = await fetcher.fetch(link, path, PAGE, since=since)
        if isinstance(fetched, NotModified):
            return fetched
        records = await asyncio.to_thread(_records, path, link, fetched.url, publisher)
        return Refetched(records, fetched.version)


def _records(path: Path, link: str, url: str, publisher: str) -> list[Record]:
    records = islice(read_file(path, address=url, publisher=publisher, name=url), MAX_RECORDS)
    return _about_itself([of_site(record, url) for record in records], {page_key(link), page_key(url)})


def _about_itself(records: list[Record], itself: set[str]) -> list[Record]:
    """Refuse what a page says in the name of others of its site, such as copies of related fact-checks, which
    may be old. Where it names a single page, that is itself under another address."""
    named = {page_key(url) for record in records if (url := page_named(record))}
    if len(named) < 2:
        return records
    return [
        Unusable(record.where, "It is about another page, which speaks for itself.")
        if (url := page_named(record)) and page_key(url) not in itself
        else record
        for record in records
    ]


def _why(records: list[Record]) -> str:
    if any(isinstance(record, Withdrawn) for record in records):
        return "Its publisher has withdrawn this fact-check."
    return next((record.why for record in records if isinstance(record, Unusable)), "There is no fact-check.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
