"""Owns what is owed to people: outgoing calls, and what each outcome of sending does to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, NewType, assert_never

from claims.submission import ChatId, SubmissionId
from claims.verdict import VerdictId

OutgoingId = NewType("OutgoingId", int)

CHECKED = "checked"  # how the debt of the first reply to a submission begins
REPEATED = "repeated"  # the same, where it only repeats how an item was closed
PICKED = "picked"  # how the debt of showing a choice among suggestions begins
RULED = "ruled"  # how the debt of telling an asker about a ruling begins
POINTED = "pointed"  # how the debts begin of pointing later replies to the first
UNDONE = "undone"  # how the debts begin of unsaying a ruling
TAKEN_BACK = "taken back"  # why a call that we thought better of is not made
BLOCKED = "blocked"  # why a call failed to somebody who had stopped the bot
FORGOTTEN = "forgotten"  # how the debt of confirming to somebody that they were forgotten begins
# How the debts begin that somebody is owed because they asked; others may be owed to a moderator.
TO_ASKERS = (
    CHECKED,
    REPEATED,
    RULED,
    "asked",
    "corrected",
    "withdrawn",
    UNDONE,
    POINTED,
    "rejected",
    PICKED,
    "stopped",
    "slow-down",
    "our-fault",
    "stands",
    "unreadable",
    "edited",
    "own",
)
FIRST_RETRY_DELAY, LONGEST_RETRY_DELAY = timedelta(seconds=2), timedelta(minutes=2)
MAX_UNCLEAR_ATTEMPTS = 200
"""So often, over some seven hours, a call is made again that Telegram takes and never confirms. What did not
reach it is tried for as long as it takes: an outage loses nothing."""
# In the `params` of an edit, in place of `message_id`: the call whose message it edits, when that was still
# under way as the edit was owed. A chat's calls are made one after the other, so it has ended by then.
MESSAGE_OF_CALL = "message_of_call"
# In the `params` of an edit that puts an answer right, for us alone: the submission. Its sender is told anew,
# should nobody know whether the answer arrived, or should its message be gone.
ANSWER_TO = "answer_to"


class Repeat(StrEnum):
    """Whether a call may be made again when nobody knows if the first attempt arrived."""

    NEVER = "never"  # a verdict reply: a second one would be a second answer
    FREELY = "freely"  # edits, button answers, menus: a second one changes nothing


class Urgency(IntEnum):
    """Who goes first when not everything can be sent at once."""

    ANSWER = 0  # somebody waits for it
    BROADCAST = 1  # a ruling for everybody who asked


class OutgoingState(StrEnum):
    """Where an outgoing call stands. `UNKNOWN` may have arrived, or is a reply that Telegram refused for what
    it says: it is not sent again by itself, and told anew where the answer changes."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """Which verdict, in which revision, a message tells to the sender of a submission."""

    submission_id: SubmissionId
    verdict_id: VerdictId
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One Bot API call that is owed. `dedupe` names the debt: the same debt is stored once."""

    dedupe: str
    chat_id: ChatId
    method: str
    params: Mapping[str, Any]
    repeat: Repeat
    urgency: Urgency = Urgency.ANSWER
    answers: tuple[AnswerGiven, ...] = ()

    @property
    def is_paced(self) -> bool:
        """Whether the call counts towards Telegram's limits: a new message, or one of many edits."""
        return self.is_new_message or self.urgency is Urgency.BROADCAST

    @property
    def is_reply(self) -> bool:
        """Whether the call is a new message to somebody because they asked."""
        return self.chat_id > 0 and self.is_new_message and self.dedupe.partition(":")[0] in TO_ASKERS

    @property
    def is_new_message(self) -> bool:
        """Whether the call puts a new message into a chat, which Telegram limits."""
        return self.method.startswith(("send", "copy", "forward"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A stored outgoing call and how far it came. `not_before` is when it may be sent, and for an unknown one
    since when it is unknown."""

    id: OutgoingId
    outgoing: Outgoing
    state: OutgoingState
    attempts: int
    not_before: datetime
    message_id: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram confirmed the call; `message_id` is that of the message sent or edited, if any."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The message that the call was to edit is not there any more, so there is nothing to edit."""


@dataclass(frozen=True, slots=True)
class Throttled:
    """Telegram asked to wait. `everywhere` when the whole bot must, not this chat alone."""

    retry_after: timedelta
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class NotReached:
    """The call certainly did not arrive and may be made again."""

    problem: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The connection broke after the call left: it may have arrived."""

    problem: str


class PlaceLost(StrEnum):
    """Why nothing can be written to a group, or a topic of it, any more."""

    TOPIC = "topic"  # the topic was deleted or closed
    REMOVED = "removed"  # the bot is out, or may not write
    MOVED = "moved"  # it became a supergroup, which has another number


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refused the call for good. `blocked` when the person stopped the bot; `lost` when it was to a
    chat that is not there for us any more, with the number it has now where Telegram says so."""

    problem: str
    blocked: bool = False
    lost: PlaceLost | None = None
    moved_to: ChatId | None = None


Outcome = Delivered | Gone | Throttled | NotReached | Unclear | Rejected


def start(owed: Owed) -> Owed:
    """Mark the call as under way; this must be committed before the call is made."""
    return replace(owed, state=OutgoingState.SENDING, attempts=owed.attempts + 1)


def never_made(owed: Owed) -> Owed:
    """Return a call that was marked as under way, and never made, as pending again."""
    return replace(owed, state=OutgoingState.PENDING, attempts=owed.attempts - 1)


def settle(owed: Owed, outcome: Outcome, now: datetime) -> Owed:
    """Return the call as it stands after `outcome`. Waiting asked for by Telegram costs no attempt."""
    match outcome:
        case Delivered() | Gone():
            # Of an edit made twice, Telegram says that it changes nothing, and not which message it was.
            message_id = outcome.message_id if isinstance(outcome, Delivered) else None
            told_in = message_id if message_id is not None else owed.outgoing.params.get("message_id")
            return replace(owed, state=OutgoingState.SENT, message_id=told_in, problem="")
        case Throttled(retry_after):
            return replace(
                owed,
                state=OutgoingState.PENDING,
                attempts=owed.attempts - 1,
                not_before=now + retry_after,
                problem="throttled",
            )
        case NotReached(problem):
            return _try_again(owed, problem, now)
        case Unclear(problem):
            if owed.outgoing.repeat is Repeat.NEVER:
                return replace(owed, state=OutgoingState.UNKNOWN, not_before=now, problem=problem)
            if owed.attempts >= MAX_UNCLEAR_ATTEMPTS:
                return replace(owed, state=OutgoingState.FAILED, problem=problem)
            return _try_again(owed, problem, now)
        case Rejected(problem, blocked, lost):
            if not blocked and lost is None and owed.outgoing.is_reply:
                return replace(owed, state=OutgoingState.UNKNOWN, not_before=now, problem=problem)
            is_stopped = blocked and owed.outgoing.chat_id > 0
            return replace(owed, state=OutgoingState.FAILED, problem=BLOCKED if is_stopped else problem)
        case _:
            assert_never(outcome)


def send_again(owed: Owed, now: datetime) -> Owed:
    """Return the call as pending again: a reviewer has decided that it did not arrive."""
    return replace(owed, state=OutgoingState.PENDING, attempts=0, not_before=now)


def take_back(owed: Owed) -> Owed:
    """Return a call that has not been made, or may not have arrived, as one that will never be made."""
    return replace(owed, state=OutgoingState.FAILED, problem=TAKEN_BACK)


def recover(owed: Owed, now: datetime) -> Owed:
    """Return what a call found `SENDING` at start becomes: nobody knows whether it arrived."""
    return settle(owed, Unclear("the bot stopped while this was being sent"), now)


def _try_again(owed: Owed, problem: str, now: datetime) -> Owed:
    doublings = min(max(owed.attempts - 1, 0), 10)  # the longest delay comes far earlier; more would overflow
    doubled = FIRST_RETRY_DELAY * 2**doublings
    delay = min(doubled, LONGEST_RETRY_DELAY) * _jitter(owed.id)
    return replace(owed, state=OutgoingState.PENDING, not_before=now + delay, problem=problem)


def _jitter(outgoing_id: OutgoingId) -> float:
    """Return a factor from 1 to 1.5 that differs from call to call, so that calls which failed together are
    not all made again at the same moment."""
    return 1 + outgoing_id * 37 % 100 / 200
