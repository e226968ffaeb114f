"""Owns what reviewers write to each other about an item, and the one question to its askers."""

from dataclasses import dataclass
from datetime import datetime

from claims.review import ItemId, ModeratorId

ASKED = "asked"  # how the debt of a question to an asker begins
MAX_NOTE_LENGTH = 500
MAX_QUESTION_LENGTH = 300
MAX_REPLY_LENGTH = 1_000
MOST_REPLIES_OF_ONE = 3
# Who asked hears of the first reply, and then ever less often: a card shows the rest.
TOLD_AT = frozenset({1, 3, 10, 30, 100, 300, 1_000, 3_000})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a moderator noted on an item, for the other moderators."""

    item_id: ItemId
    moderator_id: ModeratorId
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class NamedNote:
    """A note with the name of who wrote it; "" when they are no moderator any more."""

    name: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The one question that everybody who asked about an item was asked back; `asked` counts them."""

    item_id: ItemId
    moderator_id: ModeratorId
    text: str
    asked: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class AskerReply:
    """What one of them wrote. Who it was is not told: `asker` numbers them in the order of their replies."""

    asker: int
    text: str
    replied_at: datetime
