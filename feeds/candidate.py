"""Owns what a record must have to become a ruling: a claim, a rating and a link to the fact-check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claims.links import BadLink, canonical_url, host_of, is_home_page
from claims.verdict import Rating, Ruling, Source, Withdrawal
from feeds.dates import is_unclear_end, parse_date
from feeds.prose import clean, cut
from feeds.ratings import rate
from feeds.records import Parsed, Record, Unusable, Withdrawn

MAX_CLAIM = 5000
MAX_SUMMARY = 1500
MAX_LINE = 500
MAX_LIST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person who imports a source adds: the page's address and the publisher's name, for gaps."""

    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The fields of one record as found. `rating` overrides what `rating_text` means, for numeric ratings;
    `valid_until` is as it was written, as are the dates that could not be read."""

    claim: str
    rating_text: str
    url: str
    publisher: str = ""
    rating: Rating | None = None
    summary: str = ""
    title: str = ""
    claimant: str = ""
    claimed_at: date | None = None
    published_at: date | None = None
    valid_until: str = ""
    language: str = ""
    wordings: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    appearances: tuple[str, ...] = ()
    unclear_dates: tuple[str, ...] = ()


_SHOWN_DAY = 40
_SHOWN_WORDS = 60
_WRITE_THE_DAY = "Write it as 2026-12-31."
NAME_THE_PAGE = "Name the page of the fact-check with --url."
_NAME_THE_SITE = " It is only a part of an address: name its site with --url."


def settle(candidate: Candidate, where: str, given: Given, for_link: str = NAME_THE_PAGE) -> Record:
    """Return the ruling of a candidate, or say what it lacks; `for_link` says where a missing link could
    stand."""
    claim = clean(candidate.claim)
    if problem := _missing(claim, candidate):
        return Unusable(where, problem)
    try:
        url = page_url(candidate.url, given.url)
    except BadLink as error:
        return Unusable(where, f"{_sentence(str(error))}{_advice(candidate.url.strip(), for_link)}")
    unclear = tuple(cut(clean(written), _SHOWN_DAY) for written in candidate.unclear_dates)
    return Parsed(_ruling(claim, url, candidate, given), where, unclear)


def two_ratings(one: str, other: str, *_more: str) -> str:
    """Return why a record is refused whose ratings differ: to pick one would be a guess."""
    first, second = (cut(clean(words), _SHOWN_WORDS) for words in (one, other))
    return f"It has two ratings, “{first}” and “{second}”. Keep the right one only."


def take_back(claim: str, url: str, where: str, given: Given) -> Record:
    """Return that a page's ruling is taken back, on `claim` or, where that is "", on all of its claims."""
    try:
        return Withdrawn(Withdrawal(page_url(url, given.url), clean(claim)[:MAX_CLAIM]), where)
    except BadLink as error:
        return Unusable(where, _sentence(str(error)))


def _advice(url: str, for_link: str) -> str:
    """Return what to do about a link that is missing, or not whole; any other is to be put right itself."""
    if not url:
        return f" {for_link}"
    return _NAME_THE_SITE if url.startswith("/") else ""


def page_url(own: str, given: str) -> str:
    """Return the canonical address of a fact-check: its own, completed or replaced by the given one.

    Raises:
        BadLink: there is none, or it is not acceptable.
    """
    if own.strip():
        return canonical_url(own, base=given)
    if given.strip():
        return canonical_url(given)
    raise BadLink("there is no link to the fact-check")


def _missing(claim: str, candidate: Candidate) -> str:
    if not any(letter.isalnum() for letter in claim):
        return "It has no claim text."
    if len(claim) > MAX_CLAIM:
        return f"Its claim text is longer than {MAX_CLAIM} characters."
    if candidate.rating is None and not clean(candidate.rating_text):
        return "It has no rating."
    if is_unclear_end(candidate.valid_until):  # without its last day it would be the answer for ever
        return (
            f"Its last day, “{cut(clean(candidate.valid_until), _SHOWN_DAY)}”, is not clear. {_WRITE_THE_DAY}"
        )
    return ""


def _ruling(claim: str, url: str, candidate: Candidate, given: Given) -> Ruling:
    words = cut(clean(candidate.rating_text), MAX_LINE)
    return Ruling(
        claim=claim,
        rating=candidate.rating or rate(clean(candidate.rating_text)),
        publisher=_publisher(candidate.publisher, given.publisher, url),
        url=url,
        rating_text=words,
        summary=cut(clean(candidate.summary), MAX_SUMMARY),
        title=cut(clean(candidate.title), MAX_LINE),
        claimant=cut(clean(candidate.claimant), MAX_LINE),
        claimed_at=candidate.claimed_at,
        published_at=candidate.published_at,
        valid_until=parse_date(candidate.valid_until),
        language=primary_language(candidate.language),
        wordings=_wordings(claim, candidate.wordings),
        sources=_sources(candidate.sources, url),
        appearances=_appearances(candidate.appearances, url),
    )


def _publisher(own: str, given: str, url: str) -> str:
    names = (cut(clean(name), MAX_LINE) for name in (own, given))
    return next((name for name in names if name and not looks_like_address(name)), host_of(url))


def looks_like_address(name: str) -> bool:
    """Tell whether a name is really an address (`https:www.example.org`)."""
    return " " not in name and (name.casefold().startswith(("http:", "https:", "www.")) or "/" in name)


def primary_language(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag, "" when it is not one."""
    primary = tag.strip().replace("_", "-").partition("-")[0].casefold()
    return primary if 2 <= len(primary) <= 3 and primary.isascii() and primary.isalpha() else ""


def _wordings(claim: str, found: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean(wording) for wording in found)
    new = dict.fromkeys(wording for wording in cleaned if wording and wording != claim)
    return tuple(wording for wording in new if len(wording) <= MAX_CLAIM)[:MAX_LIST]


def _sources(found: Iterable[Source], page: str) -> tuple[Source, ...]:
    kept = {
        url: cut(clean(source.title), MAX_LINE) for source in found if (url := _other_page(source.url, page))
    }
    return tuple(Source(url, title) for url, title in kept.items())[:MAX_LIST]


def _appearances(found: Iterable[str], page: str) -> tuple[str, ...]:
    """Keep links to single posts: a home page or the fact-check's own site is no place of the claim."""
    urls = dict.fromkeys(_other_page(link, page) for link in found)
    return tuple(url for url in urls if url and not is_home_page(url) and host_of(url) != host_of(page))[
        :MAX_LIST
    ]


def _other_page(link: str, page: str) -> str:
    try:
        url = canonical_url(link)
    except BadLink:
        return ""
    return "" if url == page else url


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
