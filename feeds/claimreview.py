"""Owns schema.org ClaimReview as publishers really write it: strings, objects and lists in any place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from claims.links import host_of
from claims.verdict import Rating, Source
from feeds.candidate import Candidate, Given, looks_like_address, settle, take_back, two_ratings
from feeds.dates import parse_date
from feeds.prose import clean, opening
from feeds.ratings import rate, rate_number
from feeds.records import Record, Unusable
from feeds.status import Status, status_of, why_refused

MAX_DEPTH = 40
MAX_VALUES = 100  # of one field, all its texts together; of the longest lists 50 are kept
MAX_ITEMS = 20  # that one review judges
MAX_TEXT = 50_000  # of one value; the longest that is kept has 5,000
MAX_PLACE = 200
_ORGANISATION = "organi"
_NO_DAY = "0:-/. TZ"  # what a program writes where there is none
_NO_WORDS = {"", "false", "null", "none", "nan"}
_BEST, _WORST = 5.0, 1.0  # what schema.org's Rating assumes where these are not given
_RATING_WORDS = 6  # longer words explain a rating instead of naming it
_CLAIM_WORDS = 4  # an item's name is a claim only when it reads like a sentence

Json = Mapping[str, Any]
T = TypeVar("T")


def is_claim_review(value: object) -> bool:
    """Tell whether a JSON value is a ClaimReview, by its type or by its claim."""
    return isinstance(value, dict) and ("claimreview" in _types(value) or "claimReviewed" in value)


def is_something_else(value: object) -> bool:
    """Tell whether a JSON value names a type of its own and has no ClaimReview in it."""
    return isinstance(value, dict) and "@type" in value and not any(find_claim_reviews(value))


def find_claim_reviews(value: Any, place: str = "") -> Iterator[tuple[str, Json]]:
    """Yield every ClaimReview inside a JSON value, at most `MAX_DEPTH` levels down, with its place.

    The places of children are written one at a time: names may be long, and children many.
    """
    open_nodes: list[tuple[Iterator[tuple[str, Any]], bool]] = [(iter([(place, value)]), False)]
    while open_nodes:
        children, gone = open_nodes[-1]
        try:
            here, node = next(children)
        except StopIteration:
            open_nodes.pop()
            continue
        gone = gone or _is_deleted(node)
        if is_claim_review(node):
            yield here, {**node, "creativeWorkStatus": "deleted"} if gone else node
        elif len(open_nodes) <= MAX_DEPTH and isinstance(node, dict | list):
            open_nodes.append((_children(here, node), gone))


def parse_claim_review(review: Json, where: str, given: Given) -> Iterator[Record]:
    """Yield one record for each claim that a ClaimReview judges (nearly always one), or takes back."""
    statuses = _statuses(review)
    if any(status_of(status) is Status.WITHDRAWN for status in statuses):
        yield from (take_back(claim, _url(review), where, given) for claim in _claims(review) or [""])
        return
    if problem := next(filter(None, map(why_refused, statuses)), ""):
        yield Unusable(where, problem, held_back=True)
        return
    if differing := _differing(review):
        yield Unusable(where, two_ratings(*differing))
        return
    claims = _claims(review) or [""]
    for number, claim in enumerate(claims, 1):
        yield settle(
            _candidate(review, claim), f"{where} claim {number}" if len(claims) > 1 else where, given
        )


def _statuses(review: Json) -> list[str]:
    """Return what the publisher says of it: schema.org's `creativeWorkStatus`."""
    return _texts(review.get("creativeWorkStatus"))


def _is_deleted(node: Any) -> bool:
    """Say whether an item of a DataFeed was removed from it: schema.org's `dateDeleted`, whatever it says."""
    days = _each(node.get("dateDeleted")) if isinstance(node, dict) else []
    written = (_text(day).strip(_NO_DAY).casefold() for day in days)
    return any(text not in _NO_WORDS for text in written)


def _children(place: str, node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        dot = "." if place else ""
        yield from ((_place(f"{place}{dot}{name[:MAX_PLACE]}"), child) for name, child in node.items())
    elif isinstance(node, list):
        yield from ((_place(f"{place}[{number}]"), child) for number, child in enumerate(node))


def _place(written: str) -> str:
    return written if len(written) <= MAX_PLACE else f"{written[: MAX_PLACE - 1]}…"


def _candidate(review: Json, claim: str) -> Candidate:
    words, rating, explanation = _rating(review)
    return Candidate(
        claim=claim,
        rating_text=words,
        rating=rating,
        url=_url(review),
        publisher=_publisher(review),
        summary=_summary(review, explanation),
        title=_first_text(review, "headline", "name", "title"),
        claimant=_claimant(review),
        claimed_at=_claimed_at(review),
        published_at=_first_date(review, "datePublished", "dateCreated"),
        valid_until=_last_day(review),
        language=_language(review),
        wordings=_first(text for item in _items(review) for text in _texts(item.get("alternateName"))),
        sources=_first(_sources(review)),
        appearances=_first(_appearances(review)),
    )


def _claims(review: Json) -> list[str]:
    own = [text for value in _each(review.get("claimReviewed")) if (text := clean(_text(value)))]
    return list(dict.fromkeys(own)) or [text for item in _items(review) if (text := _item_claim(item))][:1]


def _item_claim(item: Json) -> str:
    stated = _first_text(item, "claimReviewed", "text")
    name = _first_text(item, "name", "headline")
    return stated or (name if len(name.split()) >= _CLAIM_WORDS else "")


def _items(review: Json) -> list[Json]:
    items = (item for item in _each(review.get("itemReviewed")) if isinstance(item, dict))
    return list(islice(items, MAX_ITEMS))


def _rating(review: Json) -> tuple[str, Rating | None, str]:
    """Return the rating's words, what a number means where there are no words, and the explanation."""
    offers = _each(review.get("reviewRating"))
    words = [text for offer in offers for text in _rating_words(offer)]
    explanation = next((text for offer in offers if (text := _field(offer, "ratingExplanation"))), "")
    numbers = (number for offer in offers if (number := _rating_number(offer)))
    if not words:
        return *next(numbers, ("", None)), explanation
    if known := _known(words):
        return known, None, explanation
    return words[0], _meant_by_number(words[0], offers), explanation


def _differing(review: Json) -> list[str]:
    """Return the words of ratings that differ: by words or, where there are none, by numbers."""
    offers = _each(review.get("reviewRating"))
    told = [(rate(text), text) for offer in offers if (text := _known(_rating_words(offer)))]
    if not any(map(_rating_words, offers)):
        told = [(rating, text) for text, rating in filter(None, map(_rating_number, offers))]
    said: dict[Rating, str] = {}
    for rating, text in told:
        said.setdefault(rating, text)
    return list(said.values()) if len(said) > 1 else []


def _known(words: list[str]) -> str:
    return next((text for text in words if rate(text) is not Rating.UNRATED), "")


def _meant_by_number(words: str, offers: list[Any]) -> Rating | None:
    """Return what the number means beside a whole sentence, which is no name of a rating; only on a scale
    that is given in full."""
    scales = (offer for offer in offers if isinstance(offer, dict) and _has_scale(offer))
    found = next((number for offer in scales if (number := _rating_number(offer))), None)
    return found[1] if found and len(words.split()) > _RATING_WORDS else None


def _has_scale(offer: Json) -> bool:
    return _number(offer.get("bestRating")) is not None and _number(offer.get("worstRating")) is not None


def _rating_words(offer: Any) -> list[str]:
    if isinstance(offer, dict):
        texts = [
            text for name in ("alternateName", "name", "ratingValue") for text in _texts(offer.get(name))
        ]
    else:
        texts = _texts(offer)
    return [text for text in texts if _number(text) is None]


def _rating_number(offer: Any) -> tuple[str, Rating] | None:
    found = offer if isinstance(offer, dict) else {"ratingValue": offer}
    value = _number(found.get("ratingValue"))
    best, worst = _number(found.get("bestRating")), _number(found.get("worstRating"))
    best, worst = _BEST if best is None else best, _WORST if worst is None else worst
    if value is None or not worst <= value <= best or worst >= best:
        return None
    return f"{value:g}/{best:g}", rate_number(value, worst, best)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(str(value)[:32].strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None


def _url(review: Json) -> str:
    names = ("url", "mainEntityOfPage", "@id")
    links = [link for name in names for value in _each(review.get(name)) if (link := _link(value))]
    return next((link for link in links if not link.startswith(("_:", "#"))), "")


def _link(value: Any) -> str:
    if isinstance(value, dict):
        return _link(value.get("url")) or _link(value.get("@id"))
    return value.strip() if isinstance(value, str) else ""


def _publisher(review: Json) -> str:
    authors = _each(review.get("author"))
    organisations = [author for author in authors if _is_organisation(author)]
    people = [author for author in authors if not _is_organisation(author)]
    offers = [*_each(review.get("publisher")), *organisations, *_each(review.get("sdPublisher"))]
    names = (_organisation_name(offer) for offer in offers)
    strings = (author for author in people if isinstance(author, str) and not looks_like_address(author))
    return next((name for name in names if name), next(strings, ""))


def _is_organisation(author: Any) -> bool:
    return isinstance(author, dict) and any(_ORGANISATION in kind for kind in _types(author))


def _organisation_name(offer: Any) -> str:
    name = _name(offer)
    if name and not looks_like_address(name):
        return name
    return host_of(_link(offer)) if isinstance(offer, dict) else ""


def _summary(review: Json, explanation: str) -> str:
    text = _first_text(review, "description", "reviewBody", "subtitle")
    return opening(text or explanation)


def _claimant(review: Json) -> str:
    authors = _first(author for item in _items(review) for author in _each(item.get("author")))
    return ", ".join(dict.fromkeys(name for author in authors if (name := _name(author))))


def _claimed_at(review: Json) -> date | None:
    places = [place for item in _items(review) for place in (item, *_each(item.get("firstAppearance")))]
    return next((day for place in places if (day := parse_date(_field(place, "datePublished")))), None)


def _appearances(review: Json) -> Iterator[str]:
    for item in _items(review):
        places = [
            *_each(item.get("firstAppearance")),
            *_each(item.get("appearance")),
            *_each(item.get("url")),
        ]
        yield from (link for place in places if (link := _link(place)))
        media = [item, *places, *_each(item.get("associatedMedia"))]
        yield from (link for one in media for link in _contents(one))


def _contents(media: Any) -> Iterator[str]:
    """Yield where the picture, film or recording itself is, not the page that shows it."""
    if isinstance(media, dict):
        yield from (link for place in _each(media.get("contentUrl")) if (link := _link(place)))


def _sources(review: Json) -> Iterator[Source]:
    for value in _each(review.get("citation")):
        if link := _link(value):
            yield Source(link, _field(value, "name"))


def _language(review: Json) -> str:
    value = next(iter(_each(review.get("inLanguage"))), "")
    return value if isinstance(value, str) else _field(value, "alternateName") or _field(value, "name")


def _first_date(review: Json, *names: str) -> date | None:
    return next((day for name in names if (day := parse_date(_field(review, name)))), None)


def _last_day(review: Json) -> str:
    """Return the day on which it expires; `false` says that it does not, unlike the word in a table's column
    "valid"."""
    days = (clean(_text(day)) for day in _each(review.get("expires")) if day is not False)
    return next((day for day in days if day), "")


def _first_text(node: Json, *names: str) -> str:
    return next((text for name in names for text in _texts(node.get(name))), "")


def _field(node: Any, name: str) -> str:
    return _first_text(node, name) if isinstance(node, dict) else ""


def _texts(value: Any) -> list[str]:
    return [text for one in _each(value) if (text := clean(_text(one)))]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value", value.get("text", value.get("name")))
    return value[:MAX_TEXT] if isinstance(value, str) else _digits(value)


def _digits(value: Any) -> str:
    try:
        return str(value) if isinstance(value, int | float) else ""
    except ValueError:  # more digits than any number that means something
        return ""


def _name(value: Any) -> str:
    return clean(_text(value.get("name"))) if isinstance(value, dict) else clean(_text(value))


def _each(value: Any) -> list[Any]:
    return [] if value is None else value[:MAX_VALUES] if isinstance(value, list) else [value]


def _first(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(islice(found, MAX_VALUES))


def _types(node: Json) -> set[str]:
    kinds = (*_each(node.get("@type")), *_each(node.get("type")))
    return {kind.rpartition("/")[2].rpartition(":")[2].casefold() for kind in kinds if isinstance(kind, str)}
