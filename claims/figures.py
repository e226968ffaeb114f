"""Owns the figures: what a newsroom was asked in some time, and how fast it answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

RULING_ACTS = ("ruled", "linked")
MOST_SHARES = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How often one language or one publisher came up."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened from `since` until `until`, counted in submissions; `waiting` people wait now, whenever
    they asked. `asked_in` counts submissions hour by hour, day by day or week by week, oldest first;
    `median_wait` runs from the first question to the ruling, over the items ruled on in the time."""

    since: datetime
    until: datetime
    asked: int
    at_once: int
    after_review: int
    waiting: int
    rulings: int = 0
    median_wait: timedelta | None = None
    languages: tuple[Share, ...] = ()
    publishers: tuple[Share, ...] = ()
    asked_in: tuple[int, ...] = ()


def by_primary_language(counted: Iterable[Share]) -> tuple[Share, ...]:
    """Add up tags of one language (`pt`, `pt-br`), most frequent first."""
    totals: dict[str, int] = {}
    for share in counted:
        language = share.name.lower().split("-")[0]
        totals[language] = totals.get(language, 0) + share.count
    ordered = sorted(totals.items(), key=lambda total: (-total[1], total[0]))
    return tuple(Share(name, count) for name, count in ordered[:MOST_SHARES])


def stretches(since: datetime, until: datetime) -> Sequence[datetime]:
    """Return the edges of hours from `since`; the last one may end after `until`."""
    edges = [since]
    while edges[-1] < until:
        edges.append(edges[-1] + timedelta(hours=1))
    return edges
