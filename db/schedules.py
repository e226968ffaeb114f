"""Owns named moments: how far a pace is booked, when something was last done."""

from datetime import datetime

from sqlalchemy import delete, select

from db.connection import Connection
from db.schema import schedules
from db.upsert import insert


class SqlSchedules:
    """The schedules inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, name: str) -> datetime | None:
        """Return the moment of that name, or None."""
        moment: datetime | None = await self._connection.scalar(
            select(schedules.c.at).where(schedules.c.name == name)
        )
        return moment

    async def set(self, name: str, at: datetime) -> None:
        """Add or replace the moment of that name."""
        await self._connection.execute(
            insert(self._connection, schedules)
            .values(name=name, at=at)
            .on_conflict_do_update(index_elements=["name"], set_={"at": at})
        )

    async def forget(self, prefix: str, before: datetime) -> int:
        """Delete the moments before then whose names begin with `prefix`; return how many."""
        old = schedules.c.name.startswith(prefix, autoescape=True) & (schedules.c.at < before)
        return (await self._connection.execute(delete(schedules).where(old))).rowcount
