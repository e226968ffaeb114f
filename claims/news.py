"""Owns the news: everything the bot can tell someone, as values that a view puts into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from claims.decision import Decision
from claims.review import (
    DismissReason,
    HeldByOther,
    ItemId,
    Moderator,
    ReviewItem,
    RulingDraft,
)
from claims.submission import ChatId, SubmissionId
from claims.verdict import Verdict, VerdictId


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where news goes. `debt` names it, so that it is told once; `reply_to` is the message it hangs under,
    `edit` the message it replaces."""

    chat_id: ChatId
    debt: str
    language: str = ""
    reply_to: int | None = None
    edit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button: Telegram's id of the press, and the message that carries the button."""

    callback_id: str
    chat_id: ChatId
    message_id: int
    language: str = ""


# --- to the public -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found for a submission. `others_waiting` counts the other people who asked the same."""

    submission_id: SubmissionId
    decision: Decision
    verdicts: Mapping[VerdictId, Verdict] = field(default_factory=dict)
    others_waiting: int = 0


@dataclass(frozen=True, slots=True)
class RulingArrived:
    """A verdict on what someone asked before."""

    submission_id: SubmissionId
    verdict: Verdict
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SetAside:
    """A reviewer looked and gave no verdict. `asked_at` when the asker had to wait for it."""

    submission_id: SubmissionId
    reason: DismissReason
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerRejected:
    """Someone said "not this claim", and the reviewers have it now; `repeated` when they said so before."""

    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NoLongerWaiting:
    """Someone does not want to hear about a submission any more."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """The start page."""


@dataclass(frozen=True, slots=True)
class Help:
    """How to use the bot; with the reviewers' commands for `moderator`."""

    moderator: bool = False


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is kept, for how long, and why."""


@dataclass(frozen=True, slots=True)
class CannotRead:
    """A message without text (photo, voice, sticker ...)."""


@dataclass(frozen=True, slots=True)
class SlowDown:
    """Somebody sends more than can be looked at; told once in a while, the rest is not taken in."""


@dataclass(frozen=True, slots=True)
class ButtonExpired:
    """A pressed button no longer does anything."""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """No such command (or not for this person)."""


# --- to moderators -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Open items, most needed first."""

    items: tuple[ReviewItem, ...]
    total: int
    now: datetime
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item with everything a reviewer needs, as it stands now."""

    item: ReviewItem
    now: datetime
    viewer: Moderator
    holder: Moderator | None = None
    near: Mapping[VerdictId, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """Someone was faster."""

    refusal: HeldByOther
    holder_name: str


@dataclass(frozen=True, slots=True)
class ItemClosed:
    """The item was ruled on or dismissed before, by whom it does not matter."""

    item: ReviewItem
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class DraftDropped:
    """A guided ruling was cancelled; nothing was published."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class DraftAsks:
    """A guided ruling waits for its next step; `misread` when what was typed does not fit it."""

    draft: RulingDraft
    item: ReviewItem
    misread: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """A ruling went out; `told` counts the askers who get it."""

    item_id: ItemId
    verdict: Verdict
    told: int


@dataclass(frozen=True, slots=True)
class Dismissed:
    """An item was set aside."""

    item_id: ItemId
    reason: DismissReason
    told: int


@dataclass(frozen=True, slots=True)
class Usage:
    """A command was written in a way that cannot be read; `command` without its slash, `problem` a short key
    of what is missing (`item`, `rating`, `verdict`, `summary`, `link`, `draft`)."""

    command: str
    problem: str


@dataclass(frozen=True, slots=True)
class NoSuchItem:
    """No review item has that number."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class DeliveriesUnknown:
    """Replies of which nobody knows whether they arrived; `newest` is the last of them."""

    count: int
    newest: int


@dataclass(frozen=True, slots=True)
class SentAgain:
    """Replies that a reviewer had sent once more."""

    count: int


@dataclass(frozen=True, slots=True)
class NewItem:
    """An unknown claim came in: a card for every moderator."""

    item: ReviewItem
    now: datetime


News = (
    Checked
    | RulingArrived
    | SetAside
    | AnswerRejected
    | NoLongerWaiting
    | Greeting
    | Help
    | Privacy
    | CannotRead
    | SlowDown
    | ButtonExpired
    | UnknownCommand
    | QueuePage
    | ItemCard
    | Refused
    | ItemClosed
    | DraftAsks
    | DraftDropped
    | Published
    | Dismissed
    | Usage
    | NoSuchItem
    | DeliveriesUnknown
    | SentAgain
    | NewItem
)
