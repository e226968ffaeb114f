"""Builders of domain values for tests: sensible values everywhere, a test names only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from claims.review import ItemId, ItemState, ReviewItem
from claims.submission import ChatId, PersonId, Submission
from claims.verdict import Rating, Ruling, Verdict, VerdictId

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


def a_ruling(**changes: Any) -> Ruling:
    """Return a ruling on lemon water, with `changes`."""
    values: dict[str, Any] = {
        "claim": "Drinking warm lemon water cures the flu.",
        "rating": Rating.FALSE,
        "publisher": "Example Health Desk",
        "url": "https://example.org/lemon",
        "summary": "No food or drink cures influenza.",
        "published_at": date(2026, 2, 3),
        "language": "en",
    }
    return Ruling(**(values | changes))


def a_verdict(number: int = 1, *, revision: int = 1, **changes: Any) -> Verdict:
    """Return a stored ruling."""
    return Verdict(id=VerdictId(number), revision=revision, ruling=a_ruling(**changes))


def a_submission(text: str = "Warm lemon water cures the flu", **changes: Any) -> Submission:
    """Return what person 7 sent at noon."""
    values: dict[str, Any] = {
        "person_id": PersonId(7),
        "chat_id": ChatId(7),
        "message_id": 70,
        "sent_at": NOON,
        "language": "en",
    }
    return Submission(text=text, **(values | changes))


def an_item(number: int = 12, **changes: Any) -> ReviewItem:
    """Return an open, free review item that one person waits on."""
    values: dict[str, Any] = {
        "key": "key",
        "text": "The bridge will be closed for two years",
        "state": ItemState.OPEN,
        "version": 1,
        "askers": 1,
        "waiting_since": NOON,
    }
    return ReviewItem(id=ItemId(number), **(values | changes))
