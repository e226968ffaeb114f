"""Owns when a message whose handling failed is tried again."""

from datetime import datetime, timedelta

TRIES_AT_ONCE = 3
LATER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


def next_try_at(received_at: datetime, tries: int) -> datetime | None:
    """Return when a question is tried again that failed at once and `tries` times in all; None: no more."""
    late = tries - TRIES_AT_ONCE
    return received_at + LATER[late] if late < len(LATER) else None
