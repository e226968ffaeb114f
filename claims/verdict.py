"""Owns the verdict: what a publisher ruled about one claim, and its normalised rating."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

VerdictId = NewType("VerdictId", int)


class Rating(StrEnum):
    """A publisher's ruling, normalised; `UNRATED` when its words are not known to us."""

    TRUE = "true"
    MOSTLY_TRUE = "mostly_true"
    HALF_TRUE = "half_true"
    MOSTLY_FALSE = "mostly_false"
    FALSE = "false"
    MISLEADING = "misleading"
    MISSING_CONTEXT = "missing_context"
    ALTERED_MEDIA = "altered_media"
    SATIRE = "satire"
    UNPROVEN = "unproven"
    OUTDATED = "outdated"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True)
class Source:
    """A link that supports a verdict."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What one publisher says about one claim, before it is stored.

    `claim` is the sentence being judged, `wordings` are other wordings in which it circulates (quoted posts),
    `rating_text` is the rating in the publisher's own words, `url` the fact-check's page ("" for a ruling of
    this newsroom that has no page), `appearances` links to posts that made the claim, `language` a primary
    BCP 47 subtag ("" when unknown), `valid_until` the last day for which the publisher stands by the ruling.
    """

    claim: str
    rating: Rating
    publisher: str
    url: str = ""
    rating_text: str = ""
    summary: str = ""
    title: str = ""
    claimant: str = ""
    claimed_at: date | None = None
    published_at: date | None = None
    valid_until: date | None = None
    language: str = ""
    wordings: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    appearances: tuple[str, ...] = ()


def retold(stored: Ruling, told: Ruling) -> Ruling:
    """Return a ruling as it reads once a source tells it anew: what that source does not say stays, the
    address and the claim's spelling too, and a rating of which only the words are unknown. What explained
    another rating does not stay."""
    unknown = told.rating is Rating.UNRATED and stored.rating is not Rating.UNRATED
    explained = replace(stored, rating_text="", summary="", title="") if _is_turned(stored, told) else stored
    return replace(
        told,
        claim=stored.claim,
        url=stored.url,
        rating=stored.rating if unknown else told.rating,
        rating_text=stored.rating_text if unknown else told.rating_text or explained.rating_text,
        summary=told.summary or explained.summary,
        title=told.title or explained.title,
        claimant=told.claimant or stored.claimant,
        claimed_at=told.claimed_at or stored.claimed_at,
        published_at=told.published_at or stored.published_at,
        valid_until=told.valid_until or stored.valid_until,
        language=told.language or stored.language,
        wordings=told.wordings or stored.wordings,
        sources=told.sources or stored.sources,
        appearances=told.appearances or stored.appearances,
    )


def _is_turned(stored: Ruling, told: Ruling) -> bool:
    return told.rating is not stored.rating and Rating.UNRATED not in {told.rating, stored.rating}


def is_told(before: Ruling, after: Ruling) -> bool:
    """Return whether whoever was told a ruling is sent a note of how it reads now: not of its last day
    alone."""
    return replace(before, valid_until=after.valid_until) != after


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A publisher takes back what the page at `url` ruled: on one claim, or on all where it names none."""

    url: str
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A stored ruling. `revision` starts at 1 and grows with every change of the ruling."""

    id: VerdictId
    revision: int
    ruling: Ruling
    retracted_at: datetime | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Revision:
    """A verdict as it stood or stands; `changed_at` is when it became so: was added, revised or retracted."""

    verdict: Verdict
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Unlimited:
    """A ruling holds without a last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a newsroom changes in a ruling of its own; what is None stays. `valid_until` is the last day for
    which it holds, or that there is none; `source` a link that takes the place of all sources."""

    rating: Rating | None = None
    claim: str | None = None
    summary: str | None = None
    source: str | None = None
    valid_until: date | Unlimited | None = None

    def applied_to(self, ruling: Ruling) -> Ruling:
        """Return the ruling as it reads from now on."""
        rating = ruling.rating if self.rating is None else self.rating
        return replace(
            ruling,
            rating=rating,
            rating_text=ruling.rating_text if rating is ruling.rating else "",
            claim=ruling.claim if self.claim is None else self.claim,
            summary=ruling.summary if self.summary is None else self.summary,
            sources=ruling.sources if self.source is None else (Source(self.source),),
            valid_until=self._valid_until(ruling),
        )

    def _valid_until(self, ruling: Ruling) -> date | None:
        match self.valid_until:
            case None:
                return ruling.valid_until
            case Unlimited():
                return None
            case date():
                return self.valid_until
