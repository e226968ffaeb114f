"""Owns the prompt: what a moderator's next typed message is for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from claims.review import ItemId, ModeratorId, ProposalId

PROMPT_DURATION = timedelta(minutes=15)


class PromptKind(StrEnum):
    """What is going to be typed."""

    SAME_AS = "same_as"
    MERGE = "merge"
    NOTE = "note"
    QUESTION = "question"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the moderator types until then is taken for this; there is at most one each."""

    moderator_id: ModeratorId
    item_id: ItemId
    kind: PromptKind
    until: datetime


@dataclass(frozen=True, slots=True)
class SendBackPrompt:
    """What the moderator types until then is taken for why a proposal is sent back; in place of a prompt."""

    moderator_id: ModeratorId
    proposal_id: ProposalId
    until: datetime
