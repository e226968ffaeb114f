"""Owns who may do what at the desk: the roles, and the one table of their rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

INVITATION_DURATION = timedelta(hours=48)
# What the payload of a deep link begins with when it is an invitation.
INVITATION_PREFIX = "join_"


class Role(StrEnum):
    """What a person is at the desk, the least first."""

    REVIEWER = "reviewer"
    EDITOR = "editor"
    OWNER = "owner"


class Right(StrEnum):
    """What an act at the desk needs."""

    REVIEW = "review"  # see the queue, work on items, rule, undo
    CHANGE_VERDICTS = "change_verdicts"  # correct and withdraw what is published
    APPROVE = "approve"  # publish what somebody else wrote
    DECIDE_ESCALATED = "decide_escalated"  # take and rule what a reviewer left to the editors
    QUIET = "quiet"  # when a group is not reminded of anything
    PEOPLE = "people"  # invite, change roles, remove
    SETTINGS = "settings"  # how the desk works, and in which group


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.REVIEWER: frozenset({Right.REVIEW}),
    Role.EDITOR: frozenset(
        {Right.REVIEW, Right.CHANGE_VERDICTS, Right.APPROVE, Right.DECIDE_ESCALATED, Right.QUIET}
    ),
    Role.OWNER: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """Return whether the role has the right."""
    return right in RIGHTS[role]


def outranks(role: Role, other: Role) -> bool:
    """Return whether `role` has every right of `other` and more."""
    return RIGHTS[role] > RIGHTS[other]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link that gives a role; the link's secret word is kept as its hash alone."""

    token_hash: str
    role: Role
    invited_by: int
    expires_at: datetime
