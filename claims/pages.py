"""Owns the second look at publishers' pages: which one is due, and when it is looked at again."""

from dataclasses import dataclass
from datetime import timedelta

SOONER = timedelta(days=1)
"""After which a page is asked for again that did not come."""
_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of a publisher on which verdicts rest, under its `key`, with the words by which its server knows
    what was read last; both are "" before the first look."""

    key: str
    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class PageCounts:
    """How many pages there are, how many were looked at again, and some that could not be, with why."""

    known: int = 0
    looked: int = 0
    troubled: int = 0
    problems: tuple[tuple[str, str], ...] = ()


def next_look(period: timedelta, chance: float) -> timedelta:
    """Return how long until the page is looked at again; `chance` (0 to 1) moves it by up to a tenth either
    way, so that pages that came together do not stay together."""
    return period * (1 + _SPREAD * (chance - 0.5))
