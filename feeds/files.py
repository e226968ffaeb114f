"""Owns telling what a file is, by its content first and its name second, and choosing its parser."""

import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from pathlib import Path
from typing import assert_never

from feeds.article import Article, parse_article
from feeds.candidate import Given
from feeds.claimreview import find_claim_reviews, is_something_else, parse_claim_review
from feeds.google import is_search_claim, parse_search_claim
from feeds.jsonstream import elements
from feeds.plain import is_plain, parse_plain
from feeds.records import Record, UnreadableSource, Unusable, of_site
from feeds.sheet import is_packed, read_rows
from feeds.source import Progress, Source, open_source, split_lines
from feeds.table import (
    Columns,
    delimiter_of,
    find_header,
    guess_columns,
    parse_sheet,
    parse_table,
    read_header,
)

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
    path: Path,
    *,
    url: str = "",
    publisher: str = "",
    progress: Progress | None = None,
    name: str = "",
    address: str = "",
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Yield every record of a file, usable or refused, while reading it.

    `url` and `publisher` fill in what the file does not say; `name` is what it is called in places and
    reasons (default: its own name), and its ending tells the kind where the content does not. `address` is
    where the file was fetched, which is the link of a page that names no other; a page speaks for that site,
    or that of `url`, alone. `columns` says which column of a table is which field. `progress` is told how
    many bytes of the file have been read so far. JSON, JSON lines and tables are read as a stream; pages and
    articles as a whole.

    Raises:
        UnreadableSource: while iterating, when the file as a whole cannot be read; nothing was yielded then.
    """
    given = Given(url=url, publisher=publisher)
    if is_packed(path):
        shown = name or path.name
        yield from _until_broken(parse_sheet(read_rows(path, shown), shown, given, columns), shown)
        return
    for source in open_source(path, progress, name):
        kind = _kind(source.ahead(_HEAD_CHARS), source.name, columns)
        if kind not in {Kind.PAGE, Kind.ARTICLE}:
            yield from _until_broken(_records(kind, source, given, columns), source.name)
            continue
        given = Given(url=url or address, publisher=publisher)
        for record in _until_broken(_records(kind, source, given, columns), source.name):
            yield of_site(record, address, url) if address else record


def read_columns(path: Path, columns: Mapping[str, str] | None = None, name: str = "") -> Columns | None:
    """Return what the columns of a table or spreadsheet mean, to be shown; None for other kinds.

    Raises:
        UnreadableSource: the file cannot be read, or `columns` names what it does not have.
    """
    if is_packed(path):
        headers, _number = find_header(read_rows(path, name or path.name), columns)
        return guess_columns(headers, columns)
    for source in open_source(path, None, name):
        head = source.ahead(_HEAD_CHARS)
        if _kind(head, source.name, columns) is Kind.TABLE:
            return guess_columns(read_header(iter(split_lines(head)), columns)[0], columns)
    return None


def is_xml_feed(path: Path, name: str = "") -> bool:
    """Tell whether a file is RSS, Atom or a sitemap: a list of links, which is read by fetching them.

    Raises:
        UnreadableSource: the file cannot be read.
    """
    if is_packed(path):
        return False
    for source in open_source(path, None, name):
        head = source.ahead(_HEAD_CHARS).lstrip("\ufeff \t\r\n")
        return bool(_FEED.match(head)) and not _PAGE.match(head)
    return False


def _kind(head: str, name: str, columns: Mapping[str, str] | None) -> Kind:
    """Return what a file is; where its columns are named, what looks like plain text is a table."""
    kind = sniff(head, _plain_name(name))
    return Kind.TABLE if columns and kind is Kind.ARTICLE else kind


def sniff(head: str, name: str) -> Kind:
    """Return what a file is, from its first characters and its name without `.gz`.

    Raises:
        UnreadableSource: it is a feed or sitemap, a list of links.
    """
    text = head.lstrip("\ufeff \t\r\n")
    suffix = Path(name).suffix.casefold()
    if _PAGE.match(text):
        return Kind.PAGE
    if _FEED.match(text):
        raise UnreadableSource(f"{name} is an XML feed or sitemap, a list of links")
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


def _records(kind: Kind, source: Source, given: Given, columns: Mapping[str, str] | None) -> Iterator[Record]:
    match kind:
        case Kind.JSON:
            return _json(source, given)
        case Kind.JSON_LINES:
            return _json_lines(source, given)
        case Kind.TABLE:
            return parse_table(source.lines(), source.name, given, columns)
        case Kind.PAGE:
            from feeds.page import parse_page  # with what reads pages: half a second that no other kind needs

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
        yield Unusable(name, f"The rest could not be read: {error}.", breaks_off=True)


def _article(source: Source, given: Given) -> Iterator[Record]:
    yield parse_article(Article(text=source.whole()), source.name, given)


def _json(source: Source, given: Given) -> Iterator[Record]:
    found_any, is_empty, passed_over = False, True, []
    for element in elements(source):
        is_empty = False
        place = f"{source.name} {element.place}".strip()
        if element.place and is_something_else(element.value):
            passed_over.append(place)  # a WebPage beside the ClaimReview, say
            continue
        for record in _json_value(element.value, place, given, report=bool(element.place)):
            found_any = True
            yield record
    if is_empty:
        yield Unusable(source.name, "The list is empty.")
    elif not found_any:
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
    if isinstance(value, dict) and is_search_claim(value):
        yield from parse_search_claim(value, where, given)
        return
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
