"""Owns the offer: an open question, or a suggestion nobody took, that a new verdict may answer."""

from dataclasses import dataclass
from datetime import timedelta

from claims.review import ItemId
from claims.verdict import VerdictId

MOST_OFFERS = 8
MOST_LOOKED_AT = 200
LEAST_LIKELY = 0.5  # below that, a suggestion is no offer
NEAR_MISSES_OF = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One text that may state the claim of a verdict, and how many people wait for an answer to it. Without
    an item they do not wait: they were shown suggestions and took none."""

    verdict_id: VerdictId
    number: int
    key: str
    text: str
    people: int
    probability: float
    item_id: ItemId | None = None
    taken: bool = False
