"""Owns the audit log: every act, appended and never changed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from claims.ports import AuditEntry
from db.connection import Connection
from db.schema import audit


class SqlAudit:
    """The audit log inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def write(
        self,
        actor: str,
        act: str,
        subject: str,
        now: datetime,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Append one act. `before` and `after` hold what JSON can."""
        await self._connection.execute(
            insert(audit).values(
                actor=actor,
                act=act,
                subject=subject,
                at=now,
                before=None if before is None else dict(before),
                after=None if after is None else dict(after),
            )
        )

    async def latest(self, subject: str, acts: Collection[str]) -> AuditEntry | None:
        """Return the newest of these acts on the subject."""
        found = await self._connection.execute(
            select(audit.c.actor, audit.c.act, audit.c.at)
            .where(audit.c.subject == subject, audit.c.act.in_(sorted(acts)))
            .order_by(audit.c.id.desc())
            .limit(1)
        )
        row = found.first()
        return AuditEntry(row.actor, row.act, row.at) if row else None
