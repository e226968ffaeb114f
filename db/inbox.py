"""Owns the inbox: raw updates, stored before they are acknowledged to Telegram."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Row, and_, bindparam, delete, func, or_, select, update

from claims.ports import AlreadySettled, RawUpdate, UpdateId
from claims.submission import ChatId
from db.connection import Connection
from db.schema import inbox
from db.shortcut import change
from db.types import Number, fits
from db.upsert import insert

NEW, HELD, DONE, DEAD = "new", "held", "done", "dead"
NO_CHAT = 0  # of what belongs to none


class SqlInbox:
    """The inbox inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, updates: Sequence[Mapping[str, Any]], now: datetime, *, late: bool = False) -> int:
        """Store raw updates, skip those seen before; return how many were new."""
        rows = [
            {
                "update_id": raw["update_id"],
                "chat_id": _chat_of(raw),
                "late": late,
                "body": json.dumps(raw),
                "state": NEW,
                "received_at": now,
            }
            for raw in updates
        ]
        if not rows:
            return 0
        statement = insert(self._connection, inbox).on_conflict_do_nothing(index_elements=["update_id"])
        added = await self._connection.execute(statement.returning(inbox.c.update_id), rows)
        return len(added.all())

    async def waiting(self, limit: int, per_chat: int) -> Sequence[RawUpdate]:
        """Return the oldest updates that are neither done nor dead, at most `per_chat` of one chat, in order
        of arrival. Where these are `limit`, further ones of the same chats follow, up to `per_chat` of each:
        what belongs together is not torn apart."""
        rows = (await self._connection.execute(_WAITING, {"most": limit, "per_chat": per_chat})).all()
        if len(rows) == limit:
            chats = sorted({row.chat_id for row in rows} - {NO_CHAT})
            given = {"after": rows[-1].seq, "chats": chats, "per_chat": per_chat}
            rows = [*rows, *await self._connection.execute(_BESIDE, given)]
        return [_raw(row) for row in rows]

    async def forget(self, done_before: datetime, dead_before: datetime) -> int:
        """Delete the keys of what was handled, and what was set aside, before these times."""
        done = and_(inbox.c.state == DONE, inbox.c.received_at < done_before)
        dead = and_(inbox.c.state == DEAD, inbox.c.received_at < dead_before)
        return (await self._connection.execute(delete(inbox).where(or_(done, dead)))).rowcount

    async def done(self, update_id: UpdateId) -> None:
        """Mark as handled and forget the body; the id stays, so a redelivery is recognised."""
        await self._connection.execute(_SETTLE, {"of_id": update_id})

    async def failed(self, update_id: UpdateId, problem: str, *, dead: bool) -> bool:
        """Count a failed try; a dead one is set aside with its body. Return False for what is done."""
        counted = await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state != DONE)
            .values(tries=inbox.c.tries + 1, problem=problem, state=DEAD if dead else NEW)
        )
        return counted.rowcount == 1

    async def hold(self, update_ids: Sequence[UpdateId], tries: int, problem: str) -> bool:
        """Keep failed updates for a later try, this being how often they were tried. Return False for what is
        done."""
        waiting = and_(inbox.c.update_id.in_(update_ids), inbox.c.state == NEW)
        kept = update(inbox).where(waiting).values(tries=tries, problem=problem, state=HELD)
        return (await self._connection.execute(kept)).rowcount > 0

    async def held(self, limit: int) -> Sequence[RawUpdate]:
        """Return updates that are kept for a later try, in order of arrival."""
        kept = select(inbox).where(inbox.c.state == HELD).order_by(inbox.c.seq).limit(limit)
        return [_raw(row) for row in await self._connection.execute(kept)]

    async def release(self, update_ids: Collection[UpdateId]) -> None:
        """Let updates that were kept wait to be handled again."""
        kept = and_(inbox.c.update_id.in_(update_ids), inbox.c.state == HELD)
        await self._connection.execute(update(inbox).where(kept).values(state=NEW))

    async def counts(self) -> Mapping[str, int]:
        """Return the number of updates by state: `new`, `held`, `done`, `dead`."""
        rows = await self._connection.execute(
            select(inbox.c.state, func.count().label("number")).group_by(inbox.c.state)
        )
        return {NEW: 0, HELD: 0, DONE: 0, DEAD: 0} | {row.state: row.number for row in rows}

    async def waits(self, update_id: UpdateId) -> bool:
        """Return whether that update is neither done nor dead."""
        found = select(inbox.c.seq).where(inbox.c.update_id == update_id, inbox.c.state == NEW)
        return await self._connection.scalar(found) is not None

    async def oldest_waiting_at(self) -> datetime | None:
        """Return when the oldest update that is neither done nor dead came; None when none waits."""
        came: datetime | None = await self._connection.scalar(
            select(inbox.c.received_at).where(inbox.c.state == NEW).order_by(inbox.c.seq).limit(1)
        )
        return came


_PLACE = func.row_number().over(partition_by=inbox.c.chat_id, order_by=inbox.c.seq)
_LINE = select(inbox.c.seq, _PLACE.label("place")).where(inbox.c.state == NEW).subquery()
_IN_LINE = (
    select(inbox)
    .join(_LINE, _LINE.c.seq == inbox.c.seq)
    .where(_LINE.c.place <= bindparam("per_chat", type_=Number))
    .order_by(inbox.c.seq)
)
_WAITING = _IN_LINE.limit(bindparam("most", type_=Number))
_BESIDE = _IN_LINE.where(
    inbox.c.seq > bindparam("after", type_=Number), inbox.c.chat_id.in_(bindparam("chats", expanding=True))
)
_SETTLE = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("of_id"), inbox.c.state != DONE)
    .values(state=DONE, body="")
)


def settle(update_ids: Sequence[UpdateId], connection: SyncConnection) -> None:
    """Mark updates as handled, within a transaction that has begun.

    Raises:
        AlreadySettled: the first one was already, or never came.
    """
    first, *others = update_ids
    if change(connection, _SETTLE, {"of_id": first}) != 1:
        raise AlreadySettled(f"update {first} is not waiting")
    if others:
        change(connection, _SETTLE, [{"of_id": other} for other in others])


def _raw(row: Row[Any]) -> RawUpdate:
    return RawUpdate(
        UpdateId(row.update_id), row.body, row.tries, ChatId(row.chat_id), row.received_at, row.late
    )


def _chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat in whose order an update is handled: the first `chat` or `message.chat` in it that has
    an id. A press, in whatever chat, is handled in the order of its person's private chat: what they typed
    there before was typed for what they had been asked until then."""
    press = update.get("callback_query")
    presser = press.get("from") if isinstance(press, Mapping) else None
    presser_id = presser.get("id") if isinstance(presser, Mapping) else None
    if isinstance(presser_id, int) and fits(presser_id):
        return presser_id
    for part in update.values():
        if not isinstance(part, Mapping):
            continue
        message = part.get("message")
        chat = part.get("chat") or (message.get("chat") if isinstance(message, Mapping) else None)
        chat_id = chat.get("id") if isinstance(chat, Mapping) else None
        if isinstance(chat_id, int) and fits(chat_id):
            return chat_id
    return NO_CHAT
