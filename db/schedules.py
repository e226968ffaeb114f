"""Owns named moments: how far a pace is booked, when something was last done."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from db.connection import Connection
from db.schema import schedules
from db.upsert import Prepared


class SqlSchedules:
    """The schedules inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, name: str) -> datetime | None:
        """Return the moment of that name, or None."""
        return (await self.get_many([name])).get(name)

    async def get_many(self, names: Collection[str]) -> Mapping[str, datetime]:
        """Return the moments that are there, with one statement."""
        if not names:
            return {}
        rows = await self._connection.execute(OF_NAMES, {"names": sorted(names)})
        return {row.name: row.at for row in rows}

    async def set(self, name: str, at: datetime) -> None:
        """Add or replace the moment of that name."""
        await self.set_many({name: at})

    async def set_many(self, moments: Mapping[str, datetime]) -> None:
        """Add or replace moments, with one statement."""
        if not moments:
            return
        rows = [{"name": name, "at": at} for name, at in sorted(moments.items())]
        await self._connection.execute_later(_SET.on(self._connection), rows)

    async def forget(self, prefix: str, before: datetime) -> int:
        """Delete the moments before then whose names begin with `prefix`; return how many."""
        old = schedules.c.name.startswith(prefix, autoescape=True) & (schedules.c.at < before)
        return (await self._connection.execute(delete(schedules).where(old))).rowcount


OF_NAMES = select(schedules).where(schedules.c.name.in_(bindparam("names", expanding=True)))
_SET = Prepared(
    schedules,
    lambda adding: adding.on_conflict_do_update(index_elements=["name"], set_={"at": adding.excluded.at}),
)
