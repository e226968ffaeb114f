"""Owns telling what a file is, by its content first and its name second, and choosing its parser."""

import json
import re
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path
from typing import assert_never

from feeds.article import Article, parse_article
from feeds.candidate import Given
from feeds.claimreview import find_claim_reviews, is_something_else, parse_claim_review
from feeds.jsonstream import elements
from feeds.page import parse_page
from feeds.plain import is_plain, parse_plain
from feeds.records import Record, UnreadableSource, Unusable
from feeds.source import Progress, Source, open_source
from feeds.table import delimiter_of, parse_table

_HEAD_CHARS = 64 * 1024
_PAGE = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s*)?(?>(?:<!--.{0,2000}?-->\s*)*)<(?:!doctype\s+html|html|head|body|div|p|"
    r"article|section|main|script|meta|title|span|h1|ul|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"\s*(?:<\?xml|<rss|<feed|<urlset|<sitemapindex)", re.IGNORECASE)
_LINE_NAMES = (".jsonl", ".ndjson")
_NOTHING = "It is neither a ClaimReview nor a record with a claim, a rating and a link."


class Kind(Enum):
    """What a file holds."""

    JSON = auto()
    JSON_LINES = auto()
    TABLE = auto()
    PAGE = auto()
    ARTICLE = auto()


def read_file(
    path: Path, *, url: str = "", publisher: str = "", progress: Progress | None = None, name: str = ""
) -> Iterator[Record]:
    """Yield every record of a file, usable or refused, while reading it.

    `url` and `publisher` fill in what the file does not say; `name` is what it is called in places and
    reasons (default: its own name), and its ending tells the kind where the content does not. `progress` is
    told how many bytes of the file have been read so far. JSON, JSON lines and tables are read as a stream;
    pages and articles as a whole.

    Raises:
        UnreadableSource: while iterating, when the file as a whole cannot be read; nothing was yielded then.
    """
    given = Given(url=url, publisher=publisher)
    for source in open_source(path, progress, name):
        kind = sniff(source.ahead(_HEAD_CHARS), _plain_name(source.name))
        yield from _until_broken(_records(kind, source, given), source.name)


def sniff(head: str, name: str) -> Kind:
    """Return what a file is, from its first characters and its name without `.gz`.

    Raises:
        UnreadableSource: it is a feed or sitemap, which is fetched by its link, not read from a file.
    """
    text = head.lstrip("\ufeff \t\r\n")
    suffix = Path(name).suffix.casefold()
    if _PAGE.match(text):
        return Kind.PAGE
    if _FEED.match(text):
        raise UnreadableSource(f"{name} is an XML feed or sitemap, which cannot be imported from a file")
    if text.startswith(("{", "[")) or suffix in {".json", ".jsonld", *_LINE_NAMES}:
        return Kind.JSON_LINES if suffix in _LINE_NAMES or _is_lines(text) else Kind.JSON
    first_line = text.partition("\n")[0]
    if suffix in {".csv", ".tsv"} or delimiter_of(first_line):
        return Kind.TABLE
    return Kind.PAGE if suffix in {".html", ".htm", ".xhtml"} else Kind.ARTICLE


def _plain_name(name: str) -> str:
    return name[:-3] if name.casefold().endswith(".gz") else name


def _is_lines(text: str) -> bool:
    first, _, rest = text.partition("\n")
    if not first.startswith("{") or not rest.lstrip().startswith("{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _records(kind: Kind, source: Source, given: Given) -> Iterator[Record]:
    match kind:
        case Kind.JSON:
            return _json(source, given)
        case Kind.JSON_LINES:
            return _json_lines(source, given)
        case Kind.TABLE:
            return parse_table(source.lines(), source.name, given)
        case Kind.PAGE:
            return parse_page(source.whole(), source.name, given)
        case Kind.ARTICLE:
            return _article(source, given)
        case _:
            assert_never(kind)


def _until_broken(records: Iterator[Record], name: str) -> Iterator[Record]:
    """Yield on; a source that breaks off after its first record ends in a refusal, so the others go in."""
    any_yielded = False
    try:
        for record in records:
            any_yielded = True
            yield record
    except UnreadableSource as error:
        if not any_yielded:
            raise
        yield Unusable(name, f"The rest could not be read: {error}.")


def _article(source: Source, given: Given) -> Iterator[Record]:
    yield parse_article(Article(text=source.whole()), source.name, given)


def _json(source: Source, given: Given) -> Iterator[Record]:
    found_any, passed_over = False, []
    for element in elements(source):
        place = f"{source.name} {element.place}".strip()
        if element.place and is_something_else(element.value):
            passed_over.append(place)  # a WebPage beside the ClaimReview, say
            continue
        for record in _json_value(element.value, place, given, report=bool(element.place)):
            found_any = True
            yield record
    if not found_any:
        yield from (Unusable(place, _NOTHING) for place in passed_over or [source.name])


def _json_lines(source: Source, given: Given) -> Iterator[Record]:
    for number, line in enumerate(source.lines(), 1):
        where = f"{source.name} line {number}"
        if line is None:
            yield Unusable(where, "The line is too long.")
        elif line.strip("\ufeff \t\r\n"):
            yield from _json_line(line.strip("\ufeff \t\r\n"), where, given)


def _json_line(line: str, where: str, given: Given) -> Iterator[Record]:
    try:
        value = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        yield Unusable(where, "The line is not valid JSON.")
    else:
        yield from _json_value(value, where, given, report=True)


def _json_value(value: object, where: str, given: Given, *, report: bool) -> Iterator[Record]:
    """Yield the records inside a value; `report` says whether a value without any is a refused record."""
    found_any = False
    for place, review in find_claim_reviews(value):
        found_any = True
        yield from parse_claim_review(review, f"{where} {place}".strip(), given)
    if found_any:
        return
    if isinstance(value, dict) and is_plain(value):
        yield parse_plain(value, where, given)
    elif report:
        yield Unusable(where, _NOTHING)
