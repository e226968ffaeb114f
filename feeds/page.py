"""Owns saved web pages: their JSON-LD first, else their main text and what their head says about them."""

import html as entities
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import extruct
import trafilatura

from claims.links import host_of
from claims.verdict import Source
from feeds.article import Article, parse_article
from feeds.candidate import Given
from feeds.claimreview import find_claim_reviews, parse_claim_review
from feeds.dates import parse_date
from feeds.records import Parsed, Record, UnreadableSource, Unusable
from feeds.references import filled, of_a_page

MAX_LINKS = 60
MAX_TAGS = 15_000  # the largest of 97 real pages has 11,000; finding text takes up to seconds until here
MAX_SCRIPTS = 200  # JSON-LD blocks
MAX_REVIEWS = 200  # of one page; each may name what the others name, and costs as much once more
_SCRIPT = re.compile(r"<script\b[^>]{0,500}?application/ld\+json[^>]{0,200}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_ANCHORS = "p//a[@href][not(ancestor::*[contains(@class, 'comment') or contains(@id, 'comment')])]"
_META_XPATH = "//meta[@property=$name or @name=$name]/@content"


@dataclass(frozen=True, slots=True)
class _Script:
    """One JSON-LD block: its values, or None when it is malformed."""

    number: int
    values: list[Any] | None


def parse_page(markup: str, name: str, given: Given) -> Iterator[Record]:
    """Yield the rulings of a saved page: of its ClaimReviews, else of its text.

    Raises:
        UnreadableSource: the markup cannot be read at all.
    """
    scripts = [_script(number, text) for number, text in enumerate(islice(_scripts(markup), MAX_SCRIPTS), 1)]
    known = _with_page_url(markup, given) if scripts else given
    named = of_a_page([script.values for script in scripts])
    found = (
        record
        for script, nodes in zip(scripts, named, strict=True)
        for record in _structured(script, name, known, nodes)
    )
    records = list(islice(found, MAX_REVIEWS))
    if any(not isinstance(record, Unusable) or record.held_back for record in records):
        yield from records
        return
    article = parse_article(_article(markup, name), name, given)
    yield from [article] if isinstance(article, Parsed) or not records else records


def _scripts(markup: str) -> Iterator[str]:
    """Yield the text of each JSON-LD block; a block that is not closed ends the search."""
    at = 0
    while (start := _SCRIPT.search(markup, at)) and (end := _SCRIPT_END.search(markup, start.end())):
        yield markup[start.end() : end.start()]
        at = end.end()


def _script(number: int, text: str) -> _Script:
    """Read one block through extruct, which forgives comments and stray line ends."""
    block = f'<script type="application/ld+json">{text}</script>'
    try:
        values = extruct.extract(block, syntaxes=["json-ld"], errors="strict")["json-ld"]
    except (ValueError, RecursionError, TypeError, AttributeError, IndexError, KeyError):
        return _Script(number, _unescaped(text))
    return _Script(number, list(values))


def _unescaped(text: str) -> list[Any] | None:
    """Return the values of a block whose quotes were written as HTML entities, else None."""
    try:
        return [json.loads(entities.unescape(text), strict=False)] if "&quot;" in text else None
    except (ValueError, RecursionError):
        return None


def _structured(
    script: _Script, name: str, given: Given, nodes: Mapping[str, Mapping[str, Any]]
) -> Iterator[Record]:
    where = f"{name} JSON-LD {script.number}"
    if script.values is None:
        yield Unusable(where, "The JSON-LD of the page is malformed.")
        return
    for place, review in find_claim_reviews(script.values):
        yield from parse_claim_review(filled(review, nodes), f"{where} {place}", given)


def _with_page_url(markup: str, given: Given) -> Given:
    if given.url:
        return given
    tree = _tree(markup)
    return Given(url=_own_url(tree), publisher=given.publisher or _meta(tree, "og:site_name"))


def _article(markup: str, name: str) -> Article:
    if markup.count("<") > MAX_TAGS:
        raise UnreadableSource(f"{name} is too large a page (over {MAX_TAGS:,} tags)")
    tree = _tree(markup)
    if tree is None:
        raise UnreadableSource(f"{name} is not a readable web page")
    url = _own_url(tree)
    return Article(
        text=_main_text(markup) or _all_text(tree),
        title=_meta(tree, "og:title") or _first(tree, "//title/text()"),
        url=url,
        publisher=_meta(tree, "og:site_name"),
        published_at=parse_date(_meta(tree, "article:published_time") or _first(tree, "//time/@datetime")),
        language=_first(tree, "//html/@lang"),
        links=tuple(_links(tree, url)),
    )


def _tree(markup: str) -> Any:
    """Return the lxml tree of a page, None when lxml makes nothing of it."""
    return trafilatura.load_html(markup)


def _main_text(markup: str) -> str:
    try:
        return trafilatura.extract(markup, include_comments=False, include_tables=False, fast=True) or ""
    except Exception as error:
        raise UnreadableSource(f"the text of the page cannot be found ({type(error).__name__})") from error


def _all_text(tree: Any) -> str:
    return "\n".join(tree.xpath("//body//text()[not(parent::script or parent::style)]"))


def _own_url(tree: Any) -> str:
    return "" if tree is None else _first(tree, "//link[@rel='canonical']/@href") or _meta(tree, "og:url")


def _meta(tree: Any, name: str) -> str:
    found = [] if tree is None else tree.xpath(_META_XPATH, name=name)
    return str(found[0]).strip() if found else ""


def _first(tree: Any, xpath: str) -> str:
    found = tree.xpath(xpath)
    return str(found[0]).strip() if found else ""


def _links(tree: Any, page: str) -> Iterator[Source]:
    """Yield the links from the article's paragraphs to other sites."""
    own = host_of(page)
    anchors = tree.xpath(f"//article//{_ANCHORS}") or tree.xpath(f"//{_ANCHORS}")
    for anchor in anchors[:MAX_LINKS]:
        link = _resolved(page, str(anchor.get("href")))
        if host_of(link) and host_of(link) != own:
            yield Source(link, " ".join(anchor.text_content().split()))


def _resolved(page: str, link: str) -> str:
    try:
        return urljoin(page, link.strip())
    except ValueError:
        return ""
