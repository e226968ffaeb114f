"""Owns published verdicts on their way out: ClaimReview JSON-LD, RSS and CSV, as the importer reads them.

Sources: https://schema.org/ClaimReview and Google's "Fact check (ClaimReview) structured data".
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from enum import StrEnum
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from claims.age import has_lapsed
from claims.verdict import Rating, Ruling, Verdict

COLUMNS = (
    "claim",
    "rating",
    "publisher",
    "url",
    "published_at",
    "title",
    "summary",
    "lang",
    "claimed_at",
    "valid_until",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ON_A_SCALE = {
    Rating.FALSE: 1,
    Rating.MOSTLY_FALSE: 2,
    Rating.HALF_TRUE: 3,
    Rating.MOSTLY_TRUE: 4,
    Rating.TRUE: 5,
}
_EVERYWHERE = time(10)  # when in UTC it is the same day from Hawaii to New Zealand


class Format(StrEnum):
    """In which form verdicts go out."""

    CLAIMREVIEW = "claimreview"
    RSS = "rss"
    CSV = "csv"


def is_public(verdict: Verdict) -> bool:
    """Say whether a verdict goes out: not withdrawn, and with a page that it can point to."""
    return verdict.retracted_at is None and bool(verdict.ruling.url)


def claim_review(ruling: Ruling) -> dict[str, Any]:
    """Return a ruling as schema.org ClaimReview; what is unknown is left out."""
    item = {
        "@type": "Claim",
        "author": _named("Organization", ruling.claimant),
        "alternateName": list(ruling.wordings),
        "datePublished": _day(ruling.claimed_at),
        "appearance": [{"@type": "CreativeWork", "url": link} for link in ruling.appearances],
    }
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": ruling.url,
            "claimReviewed": ruling.claim,
            "name": ruling.title,
            "description": ruling.summary,
            "inLanguage": ruling.language,
            "datePublished": _day(ruling.published_at),
            "expires": _day(ruling.valid_until),
            "author": _named("Organization", ruling.publisher),
            "reviewRating": _rating(ruling),
            "itemReviewed": _known(item),
            "citation": [
                _known({"@type": "WebPage", "url": one.url, "name": one.title}) for one in ruling.sources
            ],
        }
    )


def data_feed(verdicts: Iterable[Verdict]) -> Iterator[dict[str, Any]]:
    """Yield the public ones among the verdicts as ClaimReviews."""
    return (claim_review(verdict.ruling) for verdict in verdicts if is_public(verdict))


def feed_pieces(verdicts: Iterable[Verdict], gone: Iterable[tuple[str, datetime]] = ()) -> Iterator[str]:
    """Yield the public ones among the verdicts as a schema.org DataFeed, a ClaimReview a line; then the
    pages that are `gone`, each with the moment of its withdrawal."""
    yield '{"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [\n'
    between = ""
    for item in chain(data_feed(verdicts), (_deleted(*page) for page in gone)):
        yield between + json.dumps(item, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _deleted(link: str, at: datetime) -> dict[str, Any]:
    deleted = at.date().isoformat()
    return {"@type": "DataFeedItem", "dateDeleted": deleted, "item": {"@type": "ClaimReview", "url": link}}


def rated(ruling: Ruling) -> str:
    """Return the rating in the publisher's own words, or in English."""
    return ruling.rating_text or ruling.rating.replace("_", " ").capitalize()


def rss(
    verdicts: Iterable[Verdict],
    title: str,
    link: str,
    own: str = "",
    *,
    today: date,
    language: str = "",
    rating: Callable[[Ruling], str] = rated,
) -> Iterator[str]:
    """Yield an RSS 2.0 feed piece by piece: rating and claim in the title, so that no claim stands alone.
    What `today` is past its last day is left out, since a title cannot say that. `link` is the site's address
    and `own` the feed's, "" when it has none; `rating` words a rating in `language`."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    site = f"<link>{_xml(link)}</link>" if link else ""
    yield f"<title>{_xml(title)}</title>{site}<description>{_xml(title)}</description>\n"
    if language:
        yield f"<language>{_xml(language)}</language>\n"
    if own:
        yield f'<atom:link href={quoteattr(own)} rel="self" type="application/rss+xml"/>\n'
    for verdict in verdicts:
        if is_public(verdict) and not has_lapsed(verdict.ruling, today):
            yield _item(verdict, rating)
    yield "</channel></rss>\n"


def sitemap(links: Iterable[str]) -> Iterator[str]:
    """Yield a sitemap of these pages piece by piece.

    Source: https://www.sitemaps.org/protocol.html
    """
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    yield from (f"<url><loc>{_xml(link)}</loc></url>\n" for link in links)
    yield "</urlset>\n"


def csv_rows(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Yield CSV lines, the heading first; no cell can begin a formula in a spreadsheet."""
    yield _line(COLUMNS)
    for verdict in verdicts:
        if is_public(verdict):
            yield _line([_harmless(cell) for cell in _cells(verdict.ruling)])


def _rating(ruling: Ruling) -> dict[str, Any]:
    words = ruling.rating_text or ruling.rating.replace("_", " ")
    scale = _ON_A_SCALE.get(ruling.rating)
    numbers = {} if scale is None else {"ratingValue": scale, "worstRating": 1, "bestRating": 5}
    return {"@type": "Rating", "alternateName": words, **numbers}


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _named(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _item(verdict: Verdict, rating: Callable[[Ruling], str]) -> str:
    """Return an item that is told from others on the same page, and is new when it was corrected."""
    ruling, day = verdict.ruling, verdict.ruling.published_at
    known_by = f"{ruling.url}#verdict-{verdict.id}-{verdict.revision}"
    published = format_datetime(datetime.combine(day, _EVERYWHERE, UTC)) if day else ""
    return (
        f"<item><title>{_xml(f'{rating(ruling)}: {ruling.claim}')}</title><link>{_xml(ruling.url)}</link>"
        f'<guid isPermaLink="false">{_xml(known_by)}</guid>'
        f"<description>{_xml(ruling.summary)}</description>"
        + (f"<pubDate>{published}</pubDate>" if published else "")
        + "</item>\n"
    )


def _xml(text: str) -> str:
    """Escape, and drop what XML cannot hold at all."""
    return escape(
        "".join(char for char in text if (char >= " " and char not in "\ufffe\uffff") or char in "\t\n")
    )


def _cells(ruling: Ruling) -> tuple[str, ...]:
    rating = ruling.rating_text or ruling.rating.replace("_", " ")
    return (
        ruling.claim,
        rating,
        ruling.publisher,
        ruling.url,
        _day(ruling.published_at),
        ruling.title,
        ruling.summary,
        ruling.language,
        _day(ruling.claimed_at),
        _day(ruling.valid_until),
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
