"""Owns the Google Fact Check Tools API: searches, and the claims that it answers with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from feeds.candidate import Candidate, Given, settle
from feeds.dates import parse_date
from feeds.records import Record, UnreadableSource

API = "https://factchecktools.googleapis.com/v1alpha1/claims:search"
KEY_HEADER = "X-Goog-Api-Key"  # not in the address, which ends up in logs
SCHEME = "google:"
PAGE_SIZE = 100
MAX_PAGES = 200
_PARAMETERS = {
    "query": "query",
    "language": "languageCode",
    "publisher": "reviewPublisherSiteFilter",
    "days": "maxAgeDays",
}


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for, as parameters of the API."""

    parameters: tuple[tuple[str, str], ...]

    def link(self, api: str, token: str) -> str:
        """Return the address of one page of results; `token` is "" for the first."""
        page = [("pageSize", str(PAGE_SIZE)), *([("pageToken", token)] if token else [])]
        return f"{api}?{urlencode([*self.parameters, *page])}"


def parse_search(source: str, google_key: str) -> Search:
    """Read `google:query=…&language=…&publisher=…&days=…`; query or publisher is needed, and a key.

    Raises:
        UnreadableSource: it names something else, or there is no key.
    """
    given = dict(parse_qsl(source.removeprefix(SCHEME)))
    unknown = sorted(given.keys() - _PARAMETERS.keys())
    if unknown or not given.keys() & {"query", "publisher"}:
        raise UnreadableSource(
            f"{source} is not a search; write google:query=WORDS&language=CODE&publisher=SITE&days=NUMBER, "
            "with a query or a publisher"
        )
    if not given.get("days", "1").isdecimal():
        raise UnreadableSource(f"{source} has no whole number of days")
    if not google_key:
        raise UnreadableSource(f"{source} needs a key: set FORWARDCHECK_GOOGLE_KEY")
    return Search(tuple((_PARAMETERS[name], value) for name, value in given.items()))


def is_search_claim(value: object) -> bool:
    """Tell whether a JSON value is a claim as the API gives it: a text with its list of reviews."""
    return isinstance(value, dict) and "text" in value and isinstance(value.get("claimReview"), list)


def parse_search_claim(claim: Mapping[str, Any], where: str, given: Given) -> Iterator[Record]:
    """Yield one record for each review of a claim."""
    for number, review in enumerate(claim["claimReview"]):
        place = f"{where} claimReview[{number}]"
        yield settle(_candidate(claim, review if isinstance(review, dict) else {}), place.strip(), given)


def _candidate(claim: Mapping[str, Any], review: Mapping[str, Any]) -> Candidate:
    publisher = review.get("publisher")
    site = publisher if isinstance(publisher, dict) else {}
    return Candidate(
        claim=_text(claim, "text"),
        rating_text=_text(review, "textualRating"),
        url=_text(review, "url"),
        publisher=_text(site, "name") or _text(site, "site"),
        title=_text(review, "title"),
        claimant=_text(claim, "claimant"),
        claimed_at=parse_date(claim.get("claimDate")),
        published_at=parse_date(review.get("reviewDate")),
        language=_text(review, "languageCode"),
    )


def _text(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""
