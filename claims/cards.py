"""Owns the live card: the one message in a chat that shows a claim as it stands; and the groups with such."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.delivery import OutgoingId, PlaceLost
from claims.figures import Share
from claims.review import UNDO_DURATION, ItemId, ItemState
from claims.submission import ChatId
from claims.verdict import Verdict

LATELY = timedelta(hours=1)
# So many calls may wait for a chat before its cards are left as they are for a while.
MOST_PENDING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A moderators' group, or a topic of it, in which every claim has its card; `night` is when it is not
    reminded, "" for the installation's. A `lost` one cannot be written to."""

    chat_id: ChatId
    thread_id: int | None = None
    language: str = ""
    night: str = ""
    lost: PlaceLost | None = None
    moved_to: ChatId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A live card: `debt` names the call that sent it, `shown` what it shows, `edits` counts its changes.
    `message_id` is None until it arrived, and `sent_by` the call that brings it, None if that failed."""

    item_id: ItemId
    chat_id: ChatId
    debt: str
    shown: str
    edits: int
    changed_at: datetime
    language: str = ""
    message_id: int | None = None
    sent_by: OutgoingId | None = None

    @property
    def can_be_edited(self) -> bool:
        """Whether there is a message, or soon will be."""
        return self.message_id is not None or self.sent_by is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What a card would show now, as far as a change of it is worth an edit."""

    state: ItemState
    version: int
    askers: int
    lease_until: datetime | None
    waiting_since: datetime
    notes: int
    replies: int

    def mark(self, card: Card, now: datetime) -> str:
        """Return the same text as long as the card need not change: whole hours of waiting (days after
        two), no minutes."""
        if self.state is not ItemState.OPEN:
            return f"{self.state}.{self.version}.{self.is_over(card, now)}"
        held = self.lease_until is not None and self.lease_until > now
        waited = now - self.waiting_since
        stretch = timedelta(days=1) if waited >= timedelta(days=2) else timedelta(hours=1)
        shown = f"{waited // stretch}{'d' if stretch.days else 'h'}"
        return f"open.{self.version}.{self.askers}.{held}.{shown}.{self.notes}.{self.replies}"

    def is_over(self, card: Card, now: datetime) -> bool:
        """Return whether a closed item's card has nothing left to show: its undo is over."""
        return self.state is not ItemState.OPEN and now >= card.changed_at + UNDO_DURATION


@dataclass(frozen=True, slots=True)
class Demand:
    """Who waits on an item: `lately` counts the people of the last hour, `languages` those of each language;
    `first_seen` is when the oldest of the forwarded posts was published."""

    lately: int = 0
    languages: tuple[Share, ...] = ()
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """How an item was closed: by whom (and who approved it), when, how many were told; `linked` when with a
    verdict that was no new one on this item."""

    by_name: str
    at: datetime
    told: int | None = None
    verdict: Verdict | None = None
    undoable: bool = False
    approved_by: str = ""
    linked: bool = False
