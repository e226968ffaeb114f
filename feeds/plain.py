"""Owns records with plain field names: JSON lines and table rows, in many spellings of the same fields."""

from collections.abc import Iterable, Mapping
from math import isnan
from typing import Any

from claims.verdict import Rating
from feeds.candidate import Candidate, Given, settle, take_back, two_ratings
from feeds.dates import is_unclear, parse_date
from feeds.ratings import key, rate
from feeds.records import Record, Unusable
from feeds.status import NAME_THE_COLUMN, Status, status_of, why_refused

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "claim": (
        "claim",
        "claim text",
        "claim reviewed",
        "claimreviewed",
        "statement",
        "text",
        "afirmacion",
        "afirmacao",
        "alegacao",
        "affirmation",
        "behauptung",
        "affermazione",
        "утверждение",
    ),
    "rating": (
        "rating",
        "verdict",
        "label",
        "ruling",
        "rating text",
        "textual rating",
        "alternate name",
        "alternatename",
        "veredicto",
        "classificacao",
        "calificacion",
        "bewertung",
        "note",
        "verdetto",
        "вердикт",
    ),
    "url": (
        "url",
        "link",
        "fact check url",
        "factcheck url",
        "review url",
        "article url",
        "source url",
        "permalink",
        "enlace",
        "lien",
    ),
    "publisher": (
        "publisher",
        "source",
        "fact checker",
        "factchecker",
        "organization",
        "organisation",
        "outlet",
        "publisher name",
        "medio",
        "veiculo",
        "quelle",
    ),
    "date": (
        "date",
        "published",
        "published at",
        "publishedat",
        "date published",
        "datepublished",
        "publication date",
        "review date",
        "fecha",
        "data",
        "datum",
    ),
    "summary": ("summary", "explanation", "description", "excerpt", "resumen", "resumo", "zusammenfassung"),
    "title": ("title", "headline", "article title", "titulo", "titre", "titel"),
    "language": ("language", "lang", "in language", "inlanguage", "idioma", "sprache", "langue"),
    "claimant": ("claimant", "speaker", "claim author", "author of claim", "said by"),
    "claimed": ("claim date", "claimed at", "date of claim", "claimed"),
    "valid": (
        "valid until",
        "valid",
        "expires",
        "expiry",
        "expiry date",
        "validuntil",
        "valido hasta",
        "gültig bis",
    ),
    "status": ("status", "publication status", "estado de publicacion"),
    "appearance": ("appearance", "claim url", "post url", "claim link", "post link"),
}
DATES = ("date", "claimed", "valid")
"""The fields that hold dates."""
GIVE_IT_AS_URL = 'Give it as "url".'
_FIELDS = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
_PLAINNESS = {spelling: place for spellings in SPELLINGS.values() for place, spelling in enumerate(spellings)}


def guess_field(header: str) -> str:
    """Return which field a column or key names, "" when none."""
    return _FIELDS.get(_spelling(header), "")


def plainest_first(headers: Iterable[str]) -> list[str]:
    """Return columns or keys in the order in which they are to be believed: "claim" before "text", whichever
    stands first."""
    return sorted(headers, key=lambda header: _PLAINNESS.get(_spelling(header), 0))


def _spelling(header: str) -> str:
    return key(header.replace("_", " "))


def is_plain(value: object) -> bool:
    """Tell whether a JSON value is a record with plain field names."""
    return isinstance(value, dict) and isinstance(value.get("claim"), str)


def parse_plain(record: Mapping[str, Any], where: str, given: Given) -> Record:
    """Return the ruling of a record with plain field names, or what it lacks."""
    found: dict[str, str] = {}
    ratings: dict[Rating, str] = {}
    for header in plainest_first(record):
        field, text = guess_field(header), _written(record[header])
        if field and text.strip():
            found.setdefault(field, text)
            if field == "rating":
                ratings.setdefault(rate(text), text)
    ratings.pop(Rating.UNRATED, None)
    if len(ratings) > 1:
        return Unusable(where, two_ratings(*ratings.values()))
    return parse_fields(found, where, given, GIVE_IT_AS_URL)


def _written(value: Any) -> str:
    """Return a value as text, "" where it is no text: nothing, a list, a gap that a program wrote as NaN."""
    is_gap = isinstance(value, float) and isnan(value)
    return str(value) if isinstance(value, str | int | float) and not is_gap else ""


def parse_fields(found: Mapping[str, str], where: str, given: Given, for_link: str) -> Record:
    """Return the ruling of a record by our names of its fields, or what it lacks; `for_link` says where a
    missing link could stand."""
    status = found.get("status", "")
    if status_of(status) is Status.WITHDRAWN:
        return take_back(found.get("claim", ""), found.get("url", ""), where, given)
    if problem := why_refused(status, NAME_THE_COLUMN):
        return Unusable(where, problem)
    return settle(_candidate(found), where, given, for_link)


def _candidate(found: Mapping[str, str]) -> Candidate:
    appearance = found.get("appearance", "")
    return Candidate(
        claim=found.get("claim", ""),
        rating_text=found.get("rating", ""),
        url=found.get("url", ""),
        publisher=found.get("publisher", ""),
        summary=found.get("summary", ""),
        title=found.get("title", ""),
        claimant=found.get("claimant", ""),
        claimed_at=parse_date(found.get("claimed")),
        published_at=parse_date(found.get("date")),
        valid_until=found.get("valid", ""),
        language=found.get("language", ""),
        appearances=(appearance,) if appearance else (),
        unclear_dates=tuple(
            written for field in ("date", "claimed") if is_unclear(written := found.get(field, ""))
        ),
    )
