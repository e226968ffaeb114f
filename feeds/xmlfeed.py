"""Owns RSS, Atom and sitemaps: the links of pages and further sitemaps in them. No entities, no DTD."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from claims.links import BadLink, canonical_url
from feeds.records import UnreadableSource
from feeds.source import open_packed

MAX_ENTRIES = 50_000  # what a sitemap may hold by its standard
MAX_ELEMENTS = 1_000_000
MAX_STAMP = 100
MAX_NAME = 2_000  # of an element, the address of its namespace included
_HOLDERS = frozenset({"item", "entry", "url", "sitemap"})
_STAMPS = ("lastmod", "updated", "pubdate", "date", "published", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """A link that a feed lists. `stamp` is when it was last changed, in the feed's words, "" when unsaid;
    `is_map` tells a further sitemap from a page."""

    url: str
    stamp: str = ""
    is_map: bool = False


def read_entries(path: Path, name: str, base: str) -> Iterator[Entry]:
    """Yield the links of an RSS or Atom feed, a sitemap or a sitemap index, gzipped or not.

    Links are completed from `base`, the address of the feed; what is no link is left out.

    Raises:
        UnreadableSource: it is damaged, defines entities, or is larger than any real one; the entries before
            that were yielded.
    """
    try:
        with open_packed(path, name) as file:
            for element in _holders(file, name):
                if entry := _entry(element, base):
                    yield entry
                element.clear()
    except DefusedXmlException as error:
        raise UnreadableSource(f"{name} defines entities or a document type, which no feed needs") from error
    except UnreadableSource:
        raise
    except (ParseError, LookupError, ValueError) as error:
        raise UnreadableSource(f"{name} is not well-formed XML") from error


def _holders(file: Any, name: str) -> Iterator[Element]:
    """Yield each element that may hold a link; everything it does not hold is forgotten at once."""
    seen, found, open_elements = 0, 0, list[Element]()
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            seen += 1
            if seen > MAX_ELEMENTS or found > MAX_ENTRIES:
                raise UnreadableSource(f"{name} is too large a feed (over {MAX_ENTRIES:,} entries)")
            if len(element.tag) > MAX_NAME:  # it is copied with each element
                raise UnreadableSource(f"{name} has longer names than any real feed")
            open_elements.append(element)
            continue
        open_elements.pop()
        if _local(element) in _HOLDERS:
            found += 1
            yield element
        if open_elements and not any(_local(parent) in _HOLDERS for parent in open_elements[-3:]):
            open_elements[-1].remove(element)


def _entry(element: Element, base: str) -> Entry | None:
    link = _link(element)
    if not link:
        return None
    try:
        url = canonical_url(link, base=base)
    except BadLink:
        return None
    return Entry(url, _stamp(element), is_map=_local(element) == "sitemap")


def _link(element: Element) -> str:
    children = [(_local(child), child) for child in element]
    links = [
        (child.get("href") or child.text or "").strip()
        for name, child in children
        if name in {"loc", "link"} and child.get("rel", "alternate") == "alternate"
    ]
    guids = [
        (child.text or "").strip()
        for name, child in children
        if name == "guid" and child.get("isPermaLink", "true") == "true"
    ]
    return next((link for link in (*links, *guids) if link), "")


def _stamp(element: Element) -> str:
    written = {_local(child): (child.text or "").strip()[:MAX_STAMP] for child in element}
    return next((written[name] for name in _STAMPS if written.get(name)), "")


def _local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].casefold()
