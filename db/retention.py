"""Owns what becomes of questions that have served their time: that they came stays, for the figures; who
asked, and in what words, goes.

Not touched is what names nobody (see db/erasure.py), and what waits, is owed or under way.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, literal, select, update
from sqlalchemy.sql import Executable

from claims.asking import ASKED
from claims.delivery import OutgoingState
from db.connection import Connection
from db.erasure import NAMELESS, forget_texts
from db.schema import (
    answers,
    moderators,
    outbox,
    people,
    rejections,
    replies,
    submission_files,
    submissions,
)
from db.submissions import NOBODY

_UNDER_WAY = (OutgoingState.PENDING, OutgoingState.SENDING)
_EMPTY: dict[str, Any] = {
    "person_id": NOBODY,
    "chat_id": NOBODY,
    "message_id": 0,
    "text": "",
    "key": "",
    "links": [],
    "offered": [],
    "origin_channel_id": None,
    "origin_message_id": None,
    "origin_title": None,
    "origin_posted_at": None,
    "settled_at": None,
    "hushed": False,
}


class SqlRetention:
    """Questions that have served their time, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def has_served(self, settled_before: datetime) -> bool:
        """Return whether `empty` would find something."""
        return await self._connection.scalar(_served(settled_before, 1)) is not None

    async def empty(self, settled_before: datetime, now: datetime, limit: int) -> int:
        """Empty the submissions that were settled before then, up to `limit` of them, with all that hangs on
        them; return how many that were. That each came, when, in which language, and what answered it stays.

        Like senders, this locks calls first and people after that."""
        served = (await self._connection.execute(_served(settled_before, limit))).all()
        if not served:
            return 0
        ids, keys, askers = ({row[column] for row in served} for column in range(3))
        await self._execute(
            _empty_answers(ids),
            delete(submission_files).where(submission_files.c.submission_id.in_(ids)),
            update(submissions).where(submissions.c.id.in_(ids)).values(_EMPTY),
        )
        sent = set(await self._connection.scalars(_distinct(submissions.c.key, keys)))
        asking = set(await self._connection.scalars(_distinct(submissions.c.person_id, askers)))
        waiting = _distinct(submissions.c.person_id, askers).where(submissions.c.item_id.is_not(None))
        idle = askers - set(await self._connection.scalars(waiting))
        await self._execute(
            *_forget_talk(idle, settled_before),
            *forget_texts(keys - sent, now),
            _forget_rejections(askers, keys, settled_before),
            _forget_people(askers - asking),
        )
        return len(served)

    async def forget_unknown(self, unknown_before: datetime) -> int:
        """Delete calls of which nobody has known since then whether they arrived, and which told no verdict;
        return how many."""
        told = select(answers.c.outbox_id).where(answers.c.outbox_id == outbox.c.id).exists()
        unknown = outbox.c.state == OutgoingState.UNKNOWN
        gone = delete(outbox).where(unknown, outbox.c.not_before < unknown_before, ~told)
        return (await self._connection.execute(gone)).rowcount

    async def _execute(self, *statements: Executable) -> None:
        await self._connection.execute_all([(statement, None) for statement in statements])


def _served(settled_before: datetime, limit: int) -> Select[tuple[int, str, int]]:
    """Find id, text and sender of submissions that have served their time, the longest settled first. What is
    still owed to their chats may need the messages that went there, so they wait for it."""
    owed = (
        select(outbox.c.id)
        .where(outbox.c.chat_id == submissions.c.chat_id, outbox.c.state.in_(_UNDER_WAY))
        .exists()
    )
    return (
        select(submissions.c.id, submissions.c.key, submissions.c.person_id)
        .where(submissions.c.settled_at < settled_before, ~owed)
        .order_by(submissions.c.settled_at, submissions.c.id)
        .limit(limit)
    )


def _distinct(column: ColumnElement[Any], values: Collection[Any]) -> Select[tuple[Any]]:
    """Find which of the values are still in submissions."""
    return select(column).where(column.in_(values)).distinct()


def _empty_answers(ids: Collection[int]) -> Executable:
    """Leave of the calls that told verdicts that they did, and when. Whether one arrived of which nobody
    knows is not asked any more."""
    theirs = outbox.c.id.in_(select(answers.c.outbox_id).where(answers.c.submission_id.in_(ids)))
    is_unknown = outbox.c.state == OutgoingState.UNKNOWN
    ended = case((is_unknown, literal(OutgoingState.SENT, outbox.c.state.type)), else_=outbox.c.state)
    return update(outbox).where(theirs).values({**NAMELESS, "message_id": None, "state": ended})


def _forget_talk(idle: Collection[int], written_before: datetime) -> Sequence[Executable]:
    """Forget what people were asked back, and replied, who wait for nothing any more."""
    asked = outbox.c.dedupe.startswith(f"{ASKED}:", autoescape=True)
    over = and_(outbox.c.created_at < written_before, outbox.c.state.not_in(_UNDER_WAY))
    return [
        delete(outbox).where(outbox.c.chat_id.in_(idle), asked, over),
        delete(replies).where(replies.c.person_id.in_(idle), replies.c.replied_at < written_before),
    ]


def _forget_rejections(
    askers: Collection[int], keys: Collection[str], rejected_before: datetime
) -> Executable:
    """Forget which answers people called wrong to texts of which they have no submission left."""
    left = (
        select(submissions.c.id)
        .where(submissions.c.person_id == rejections.c.person_id, submissions.c.key == rejections.c.key)
        .exists()
    )
    return delete(rejections).where(
        rejections.c.person_id.in_(askers),
        rejections.c.key.in_(keys),
        rejections.c.rejected_at < rejected_before,
        ~left,
    )


def _forget_people(gone: Collection[int]) -> Executable:
    """Forget people of whom no submission is left; those at the desk stay known."""
    at_the_desk = select(moderators.c.id).where(moderators.c.id == people.c.id).exists()
    return delete(people).where(people.c.id.in_(gone), ~at_the_desk)
