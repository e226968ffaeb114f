"""Owns the mark of closed items some of whose askers are still to be told."""

from sqlalchemy import delete, select

from claims.review import ItemId
from db.connection import Connection
from db.schema import tellings
from db.upsert import insert


class SqlTellings:
    """The marks inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def plan(self, item_id: ItemId) -> None:
        """Remember that not everybody who waits on a closed item was told."""
        await self._connection.execute(
            insert(self._connection, tellings).values(item_id=item_id).on_conflict_do_nothing()
        )

    async def next(self) -> ItemId | None:
        """Return the item with a mark that was opened first; None when nobody is to be told."""
        found = await self._connection.scalar(
            select(tellings.c.item_id).order_by(tellings.c.item_id).limit(1)
        )
        return None if found is None else ItemId(found)

    async def done(self, item_id: ItemId) -> None:
        """Take the mark off: everybody was told, or waits again."""
        await self._connection.execute(delete(tellings).where(tellings.c.item_id == item_id))
