"""Owns the audit log: every act, appended and never changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select

from claims.audit import AuditEntry
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
        of_subject = select(audit).where(audit.c.subject == subject, audit.c.act.in_(sorted(acts)))
        found = await self._load(of_subject.order_by(audit.c.id.desc()).limit(1))
        return found[0] if found else None

    async def about(self, subject: str, limit: int) -> Sequence[AuditEntry]:
        """Return the newest acts on one subject, oldest first."""
        of_subject = select(audit).where(audit.c.subject == subject)
        return (await self._load(of_subject.order_by(audit.c.id.desc()).limit(limit)))[::-1]

    async def count_about(self, subject: str) -> int:
        """Return the number of acts on one subject."""
        number = await self._connection.scalar(select(func.count()).where(audit.c.subject == subject))
        return number or 0

    async def after(self, entry_id: int, limit: int) -> Sequence[AuditEntry]:
        """Return the acts that follow an entry, oldest first; 0 for all."""
        return await self._load(select(audit).where(audit.c.id > entry_id).order_by(audit.c.id).limit(limit))

    async def _load(self, statement: Select[Any]) -> list[AuditEntry]:
        return [_entry(row) for row in await self._connection.execute(statement)]


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        at=row.at,
        actor=row.actor,
        act=row.act,
        subject=row.subject,
        before=row.before,
        after=row.after,
    )
