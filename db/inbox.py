"""Owns the inbox: raw updates, stored before they are acknowledged to Telegram."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from claims.ports import RawUpdate, UpdateId
from db.connection import Connection
from db.schema import inbox
from db.upsert import insert

NEW, DONE, DEAD = "new", "done", "dead"


class SqlInbox:
    """The inbox inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, updates: Sequence[Mapping[str, Any]], now: datetime) -> int:
        """Store raw updates, skip those seen before; return how many were new."""
        rows = [
            {"update_id": raw["update_id"], "body": json.dumps(raw), "state": NEW, "received_at": now}
            for raw in updates
        ]
        if not rows:
            return 0
        statement = insert(self._connection, inbox).on_conflict_do_nothing(index_elements=["update_id"])
        added = await self._connection.execute(statement.returning(inbox.c.update_id), rows)
        return len(added.all())

    async def waiting(self, limit: int) -> Sequence[RawUpdate]:
        """Return the oldest updates that are neither done nor dead, in order of arrival."""
        rows = await self._connection.execute(
            select(inbox.c.update_id, inbox.c.body, inbox.c.tries)
            .where(inbox.c.state == NEW)
            .order_by(inbox.c.seq)
            .limit(limit)
        )
        return [RawUpdate(UpdateId(row.update_id), row.body, row.tries) for row in rows]

    async def settle(self, update_id: UpdateId) -> bool:
        """Mark as handled; False when it was already, or never came."""
        changed = await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state != DONE)
            .values(state=DONE, body="")
        )
        return changed.rowcount == 1

    async def done(self, update_id: UpdateId) -> None:
        """Mark as handled and forget the body; the id stays, so a redelivery is recognised."""
        await self.settle(update_id)

    async def failed(self, update_id: UpdateId, problem: str, *, dead: bool) -> None:
        """Count a failed try; a dead one is set aside with its body. What is done stays done."""
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state != DONE)
            .values(tries=inbox.c.tries + 1, problem=problem, state=DEAD if dead else NEW)
        )

    async def counts(self) -> Mapping[str, int]:
        """Return the number of updates by state: `new`, `done`, `dead`."""
        rows = await self._connection.execute(
            select(inbox.c.state, func.count().label("number")).group_by(inbox.c.state)
        )
        return {NEW: 0, DONE: 0, DEAD: 0} | {row.state: row.number for row in rows}
