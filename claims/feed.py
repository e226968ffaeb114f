"""The scheduled feed: a source that is read again and again, its health, and when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", int)

DEAD_AFTER = 5
SHORTEST_EVERY = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
_JITTER = 0.2  # a turn comes up to a tenth earlier or later than planned


class FeedHealth(StrEnum):
    """How a feed is doing: never read yet, read at the last try, failing lately, failing for long."""

    NEW = "new"
    WELL = "well"
    AILING = "ailing"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """What an operator names: a link or a search, and what its records lack."""

    source: str
    every: timedelta
    publisher: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A stored feed. `etag` and `last_modified` are the server's words for what was read last; `failures`
    counts the tries in a row that failed, `problem` says why the last one did."""

    id: FeedId
    source: str
    every: timedelta
    publisher: str
    columns: Mapping[str, str]
    due_at: datetime
    etag: str = ""
    last_modified: str = ""
    tried_at: datetime | None = None
    succeeded_at: datetime | None = None
    failures: int = 0
    problem: str = ""
    accepted: int = 0
    refused: int = 0

    @property
    def health(self) -> FeedHealth:
        """How it is doing."""
        if self.failures:
            return FeedHealth.DEAD if self.failures >= DEAD_AFTER else FeedHealth.AILING
        return FeedHealth.WELL if self.tried_at else FeedHealth.NEW

    def is_read_like(self, other: "Feed") -> bool:
        """Say whether what a source holds is understood as it is with the other one."""
        return (self.columns, self.publisher) == (other.columns, other.publisher)


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A try that worked; `accepted` and `refused` count the records that came. The version words are those
    to ask with next time, empty to read all again; None when the source had not changed."""

    accepted: int = 0
    refused: int = 0
    version: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FeedFailed:
    """A try that did not; `retry_after` is what the server asked for."""

    problem: str
    retry_after: timedelta | None = None


def settle_try(feed: Feed, outcome: FeedRead | FeedFailed, now: datetime, chance: float) -> Feed:
    """Return the feed after a try; `chance` (0 to 1) moves its next turn a little."""
    if isinstance(outcome, FeedFailed):
        return replace(
            feed,
            tried_at=now,
            due_at=now + _wait_after_failure(feed, outcome, chance),
            failures=feed.failures + 1,
            problem=outcome.problem,
        )
    etag, last_modified = outcome.version or (feed.etag, feed.last_modified)
    return replace(
        feed,
        tried_at=now,
        succeeded_at=now,
        due_at=now + _shaken(feed.every, chance),
        failures=0,
        problem="",
        etag=etag,
        last_modified=last_modified,
        accepted=outcome.accepted,
        refused=outcome.refused,
    )


def _wait_after_failure(feed: Feed, failed: FeedFailed, chance: float) -> timedelta:
    """Return double the wait of the try before, at most a day (or the usual wait), and no less than asked."""
    doubled = feed.every * 2 ** min(feed.failures + 1, 10)
    waited = min(doubled, max(LONGEST_WAIT, feed.every))
    return max(_shaken(waited, chance), failed.retry_after or timedelta())


def _shaken(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 - _JITTER / 2 + _JITTER * chance)
