"""Owns four eyes: what one moderator wants to publish, waiting for another to approve it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from claims.offers import Offer
from claims.review import ItemId, ModeratorId, ProposalId, ReviewItem
from claims.verdict import Correction, Ruling, Verdict, VerdictId


@dataclass(frozen=True, slots=True)
class NewRuling:
    """A ruling of this newsroom on an item."""

    item_id: ItemId
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class KnownRuling:
    """An item answered with a published fact-check: a verdict that is stored, or what was read behind a
    link (`found`)."""

    item_id: ItemId
    verdict_id: VerdictId | None = None
    found: Ruling | None = None


@dataclass(frozen=True, slots=True)
class FurtherAnswers:
    """Further questions answered with a verdict, by the numbers under which they were offered."""

    verdict_id: VerdictId
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Correcting:
    """Another wording or rating of a verdict."""

    verdict_id: VerdictId
    correction: Correction


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """A verdict withdrawn."""

    verdict_id: VerdictId


Change = NewRuling | KnownRuling | FurtherAnswers | Correcting | Withdrawing


class Stage(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"  # its item or verdict is not what it was about any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that waits for a second moderator. `version` grows when what it is about changed meanwhile;
    `basis` is what it was about when it was last shown as that version."""

    id: ProposalId
    change: Change
    author: ModeratorId
    proposed_at: datetime
    version: int = 1
    basis: str = ""
    stage: Stage = Stage.WAITING
    decided_by: ModeratorId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal with what it is about, as it stands: `ruling` is what people would read, `people` how many
    would be told, `verdict` and `item` what is there today."""

    proposal: Proposal
    author_name: str
    ruling: Ruling
    people: int
    item: ReviewItem | None = None
    verdict: Verdict | None = None
    offers: tuple[Offer, ...] = ()


def subject_of(change: Change) -> str:
    """Return what the change is about; of each subject, one change waits at a time."""
    match change:
        case NewRuling(item_id) | KnownRuling(item_id):
            return f"item:{item_id}"
        case FurtherAnswers(verdict_id):
            return f"offers:{verdict_id}"
        case Correcting(verdict_id) | Withdrawing(verdict_id):
            return f"verdict:{verdict_id}"


def item_of(change: Change) -> ItemId | None:
    """Return the item that the change closes, if any."""
    return change.item_id if isinstance(change, NewRuling | KnownRuling) else None


def verdict_of(change: Change) -> VerdictId | None:
    """Return the verdict that the change is about, unless it makes a new one."""
    return None if isinstance(change, NewRuling) else change.verdict_id
