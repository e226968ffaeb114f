"""Owns the review item and its lease: who may work on an unknown claim, and until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from zlib import crc32

from claims.decision import Match
from claims.roles import Right, Role, may
from claims.submission import PersonId
from claims.verdict import Rating, Ruling, VerdictId

ItemId = NewType("ItemId", int)
ModeratorId = NewType("ModeratorId", int)
ProposalId = NewType("ProposalId", int)

LEASE_DURATION = timedelta(minutes=15)
UNDO_DURATION = timedelta(minutes=10)


class ItemState(StrEnum):
    """Where a review item stands."""

    OPEN = "open"
    RULED = "ruled"
    DISMISSED = "dismissed"
    MERGED = "merged"


class DismissReason(StrEnum):
    """Why a reviewer set an item aside without a verdict."""

    NOT_A_CLAIM = "not_a_claim"
    OPINION = "opinion"
    SPAM = "spam"
    CANNOT_BE_CHECKED = "cannot_be_checked"


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person who may review; known by numeric id alone. `wants_cards` in private: None
    stands for where there is no moderators' group. `night` is when they are not reminded, "" for the
    installation's."""

    id: ModeratorId
    name: str = ""
    language: str = ""
    role: Role = Role.REVIEWER
    wants_cards: bool | None = None
    night: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """A moderator's time-limited hold on an item."""

    holder: ModeratorId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One unknown claim. `key` is the fingerprint of its text, `version` grows with every change,
    `askers` counts distinct people, `waiting_since` is when the first of them asked; `proposal_id` is the
    ruling on it that waits for a second moderator."""

    id: ItemId
    key: str
    text: str
    state: ItemState
    version: int
    askers: int
    waiting_since: datetime
    language: str = ""
    lease: Lease | None = None
    verdict_id: VerdictId | None = None
    dismiss_reason: DismissReason | None = None
    merged_into: ItemId | None = None
    escalated_at: datetime | None = None
    proposal_id: ProposalId | None = None
    near: tuple[Match, ...] = ()
    channels: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def holder(self, now: datetime) -> ModeratorId | None:
        """Return who holds the item at `now`; a lapsed lease holds nothing."""
        return self.lease.holder if self.lease and self.lease.until > now else None


@dataclass(frozen=True, slots=True)
class HeldByOther:
    """Someone else holds the item."""

    item: ReviewItem
    holder: ModeratorId


@dataclass(frozen=True, slots=True)
class AlreadyClosed:
    """The item was ruled on or dismissed before."""

    item: ReviewItem


@dataclass(frozen=True, slots=True)
class LeftToEditors:
    """The item was escalated, and whoever wants it is no editor."""

    item: ReviewItem


@dataclass(frozen=True, slots=True)
class AwaitsApproval:
    """A ruling on the item waits for a second moderator."""

    item: ReviewItem


Refusal = HeldByOther | AlreadyClosed | LeftToEditors | AwaitsApproval


def is_left_to_others(item: ReviewItem, moderator: Moderator) -> bool:
    """Return whether the item was escalated to people that the moderator is not one of."""
    return item.escalated_at is not None and not may(moderator.role, Right.DECIDE_ESCALATED)


def take(item: ReviewItem, moderator: Moderator, now: datetime) -> ReviewItem | Refusal:
    """Lease the item to the moderator for 15 minutes, or renew the lease they hold."""
    if item.state is not ItemState.OPEN:
        return AlreadyClosed(item)
    if item.proposal_id is not None:
        return AwaitsApproval(item)
    holder = item.holder(now)
    if holder is not None and holder != moderator.id:
        return HeldByOther(item, holder)
    if is_left_to_others(item, moderator):
        return LeftToEditors(item)
    return replace(item, lease=Lease(moderator.id, now + LEASE_DURATION), version=item.version + 1)


def release(item: ReviewItem, moderator: Moderator, now: datetime) -> ReviewItem | Refusal:
    """Give the item back; releasing an item that nobody holds changes nothing."""
    if item.state is not ItemState.OPEN:
        return AlreadyClosed(item)
    holder = item.holder(now)
    if holder is not None and holder != moderator.id:
        return HeldByOther(item, holder)
    return item if item.lease is None else replace(item, lease=None, version=item.version + 1)


def escalate(item: ReviewItem, moderator: Moderator, now: datetime) -> ReviewItem | Refusal:
    """Mark the item for an editor and give it back; marking it again changes nothing."""
    if item.state is ItemState.OPEN and item.escalated_at is not None:
        return item
    held = take(item, moderator, now)
    return replace(held, escalated_at=now, lease=None) if isinstance(held, ReviewItem) else held


def propose(
    item: ReviewItem, moderator: Moderator, proposal_id: ProposalId, now: datetime
) -> ReviewItem | Refusal:
    """Let a ruling on the item wait for a second moderator, under the same conditions as `rule`; nobody works
    on it until that is decided."""
    held = take(item, moderator, now)
    return replace(held, proposal_id=proposal_id, lease=None) if isinstance(held, ReviewItem) else held


def hand_back(item: ReviewItem, to: ModeratorId | None, now: datetime) -> ReviewItem:
    """End the wait for a second moderator without a ruling: the item is leased to `to`, or free."""
    lease = Lease(to, now + LEASE_DURATION) if to is not None else None
    return replace(item, proposal_id=None, lease=lease, version=item.version + 1)


def rule(
    item: ReviewItem, moderator: Moderator, verdict_id: VerdictId, now: datetime
) -> ReviewItem | Refusal:
    """Close the item with a verdict. A free item may be closed at once; one held by someone else may not."""
    held = take(item, moderator, now)
    if not isinstance(held, ReviewItem):
        return held
    return replace(held, state=ItemState.RULED, verdict_id=verdict_id, lease=None)


def dismiss(
    item: ReviewItem, moderator: Moderator, reason: DismissReason, now: datetime
) -> ReviewItem | Refusal:
    """Close the item without a verdict, under the same conditions as `rule`."""
    held = take(item, moderator, now)
    if not isinstance(held, ReviewItem):
        return held
    return replace(held, state=ItemState.DISMISSED, dismiss_reason=reason, lease=None)


def merge(item: ReviewItem, into: ItemId, moderator: Moderator, now: datetime) -> ReviewItem | Refusal:
    """Close the item as one with another, under the same conditions as `rule`."""
    held = take(item, moderator, now)
    if not isinstance(held, ReviewItem):
        return held
    return replace(held, state=ItemState.MERGED, merged_into=into, lease=None)


def reopen(item: ReviewItem, moderator: ModeratorId | None, now: datetime) -> ReviewItem:
    """Put a closed item back into the queue: leased to `moderator`, or free when None."""
    lease = Lease(moderator, now + LEASE_DURATION) if moderator is not None else None
    return replace(
        item,
        state=ItemState.OPEN,
        verdict_id=None,
        dismiss_reason=None,
        merged_into=None,
        lease=lease,
        version=item.version + 1,
    )


class DraftStep(StrEnum):
    """What a guided ruling waits for next."""

    RATING = "rating"
    SUMMARY = "summary"
    SOURCE = "source"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingDraft:
    """A half-written ruling of one moderator; there is at most one each, and it survives a restart. `claim`
    is the wording that people will read, "" for that of the post; `found` is the published ruling behind the
    link, and `verdict_id` its number where it is stored already."""

    moderator_id: ModeratorId
    item_id: ItemId
    step: DraftStep = DraftStep.RATING
    rating: Rating | None = None
    summary: str = ""
    url: str = ""
    claim: str = ""
    found: Ruling | None = None
    verdict_id: VerdictId | None = None

    def is_begun(self) -> bool:
        """Return whether anything of it is written or chosen."""
        return bool(self.rating or self.summary or self.url or self.claim or self.found)

    def ready(self) -> bool:
        """Return whether nothing but the confirmation is missing."""
        return self.step is DraftStep.CONFIRM and (self.rating is not None or self.found is not None)

    def mark(self) -> int:
        """Return a number, at least 1, that is another one where people would read something else."""
        found = self.found
        theirs = (found.url, found.publisher, found.rating, found.claim, found.summary) if found else ()
        words = (self.rating or "", self.summary, self.url, self.claim, *theirs)
        return 1 + crc32("\n".join(words).encode(errors="replace"))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone from the public. `blocked` when they stopped the bot."""

    id: PersonId
    language: str = ""
    blocked: bool = False
