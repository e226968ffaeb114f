"""Owns what belongs together: the parts of an album, and a comment sent with its forward, are one submission.

Telegram sends such messages as separate updates, in any order and without a count, so a chat's messages wait
until it has been quiet for a moment. They wait in the inbox; nothing is kept in memory.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from claims.ports import RawUpdate, UpdateId
from handlers.extract import COMMAND

QUIET = timedelta(seconds=1.2)
LONGEST_WAIT = timedelta(seconds=10)
SENT_TOGETHER_SECONDS = 1
ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Piece:
    """One update, as far as joining needs it. `chat_id` 0 when it belongs to no chat; `joinable` for messages
    that may belong to others, and for edits, which end nobody's waiting; `comments` where its words may be
    about a forward. In a group everything stands for itself: there, several people write."""

    raw: RawUpdate
    chat_id: int
    message_id: int
    sent_at: int
    joinable: bool
    edit: bool
    forwarded: bool
    comments: bool
    album: str

    @classmethod
    def of(cls, raw: RawUpdate) -> "Piece":
        """Read the facts from an update of any shape."""
        update = _update_of(raw.body)
        message = _message_in(update)
        edit = "edited_message" in update
        text, forwarded = message.get("text"), "forward_origin" in message
        typed = isinstance(text, str) and not forwarded and "via_bot" not in message
        return cls(
            raw=raw,
            chat_id=raw.chat_id,
            message_id=_number(message.get("message_id")),
            sent_at=_number(message.get("date")),
            joinable=raw.chat_id >= 0
            and (edit or (bool(message) and not (typed and COMMAND.match(str(text))))),
            edit=edit,
            forwarded=forwarded,
            comments=typed and not _answers_a_bot(message),
            album=str(message.get("media_group_id") or ""),
        )


@dataclass(frozen=True, slots=True)
class Bundle:
    """Updates that are handled as one; the first is the one that is answered."""

    updates: tuple[RawUpdate, ...]

    @property
    def ids(self) -> tuple[UpdateId, ...]:
        """The ids of all its updates, that of the first in front."""
        return tuple(raw.id for raw in self.updates)


def ready_bundles(
    waiting: Sequence[RawUpdate],
    now: datetime,
    most_of_one_chat: int | None = None,
    listened_since: datetime = ALWAYS,
) -> list[list[Bundle]]:
    """Return what can be handled now, one list a chat, each in the order in which it was sent. Where there
    are `most_of_one_chat`, more may wait, which the last of them may belong to. A chat was quiet only while
    we listened: from `listened_since` until `now`."""
    chats: dict[int, list[Piece]] = {}
    for raw in waiting:
        chats.setdefault(raw.chat_id, []).append(Piece.of(raw))
    ready = [
        _of_chat(pieces, now, listened_since, goes_on=len(pieces) == most_of_one_chat)
        for pieces in chats.values()
    ]
    return [bundles for bundles in ready if bundles]


def heard_until(held_up_since: datetime | None, now: datetime) -> datetime:
    """Return until when a silence means that nothing was sent, where what came is held up before it is stored
    since then; None where nothing is. Nobody waits longer for it than for what comes late."""
    if held_up_since is None or not timedelta(0) <= now - held_up_since < LONGEST_WAIT:
        return now
    return held_up_since


def next_ready_at(waiting: Iterable[RawUpdate], listened_since: datetime = ALWAYS) -> datetime | None:
    """Return when the next chat will have been quiet long enough, at the latest."""
    return min((max(raw.received_at, listened_since) + QUIET for raw in waiting), default=None)


def _of_chat(
    pieces: Sequence[Piece], now: datetime, listened_since: datetime, *, goes_on: bool = False
) -> list[Bundle]:
    bundles: list[Bundle] = []
    runs = [(joinable, list(run)) for joinable, run in groupby(pieces, key=lambda piece: piece.joinable)]
    for number, (joinable, run) in enumerate(runs):
        messages = [piece for piece in run if not piece.edit]
        if not joinable:
            bundles.extend(Bundle((piece.raw,)) for piece in run)
        elif not messages or number + 1 < len(runs) or _is_quiet(messages, now, listened_since):
            joined = _joined(messages)
            edits = [Bundle((piece.raw,)) for piece in run if piece.edit]
            is_cut = goes_on and number + 1 == len(runs) and len(joined) > 1
            bundles.extend(joined[:-1] if is_cut else joined + edits)
    return bundles


def _is_quiet(run: Sequence[Piece], now: datetime, listened_since: datetime) -> bool:
    first, last = (max(piece.raw.received_at, listened_since) for piece in (run[0], run[-1]))
    clock_was_set_back = first - now > LONGEST_WAIT  # by less, the clocks of replicas may differ
    return clock_was_set_back or now - last >= QUIET or now - first >= LONGEST_WAIT


def _joined(run: Sequence[Piece]) -> list[Bundle]:
    """Join albums, then each typed comment with the forward it was sent with."""
    groups = _albums(sorted(run, key=lambda piece: piece.message_id))
    bundles: list[list[Piece]] = []
    comment: list[Piece] | None = None
    for group in groups:
        if comment is not None and _sent_together(comment[-1], group[0]) and group[0].forwarded:
            bundles[-1] = group + comment
            comment = None
        elif _is_comment(group) and bundles and _takes_comment(bundles[-1], group):
            bundles[-1] = bundles[-1] + group
            comment = None
        else:
            bundles.append(group)
            comment = group if _is_comment(group) else None
    return [Bundle(tuple(piece.raw for piece in bundle)) for bundle in bundles]


def _albums(run: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in run:
        if piece.album and groups and groups[-1][0].album == piece.album:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _is_comment(group: Sequence[Piece]) -> bool:
    return len(group) == 1 and group[0].comments


def _takes_comment(bundle: Sequence[Piece], comment: Sequence[Piece]) -> bool:
    """A forward without a comment yet takes one that was sent with it, right behind it."""
    has_comment = any(piece.comments for piece in bundle)
    return bundle[0].forwarded and not has_comment and _sent_together(bundle[-1], comment[0])


def _sent_together(first: Piece, second: Piece) -> bool:
    return (
        second.message_id - first.message_id == 1
        and abs(second.sent_at - first.sent_at) <= SENT_TOGETHER_SECONDS
    )


def message_of(body: str) -> dict[str, Any]:
    """Return the message of an update of any shape; empty where it has none."""
    return _message_in(_update_of(body))


def _update_of(body: str) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except ValueError:
        return {}
    return update if isinstance(update, dict) else {}


def _message_in(update: dict[str, Any]) -> dict[str, Any]:
    message = update.get("message")
    return message if isinstance(message, dict) else {}


def _answers_a_bot(message: Mapping[str, Any]) -> bool:
    """Return whether a message replies to one of a bot: in private, to what we said or asked."""
    replied = message.get("reply_to_message")
    sender = replied.get("from") if isinstance(replied, dict) else None
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
