"""A store whose connection breaks as a commit is confirmed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from claims.ports import Transaction, WriteTurn
from db.errors import StorageUnavailable
from db.store import SqlStore


class UnconfirmedStore(SqlStore):
    """A store that, where `unconfirmed`, commits what a sender writes next and says that it could not; before
    it says so, `meanwhile` happens."""

    unconfirmed = False
    meanwhile: Callable[[], Awaitable[object]] | None = None

    @asynccontextmanager
    async def writing(self, turn: WriteTurn = WriteTurn.ALONE) -> AsyncIterator[Transaction]:
        async with super().writing(turn) as tx:
            yield tx
        if self.unconfirmed and turn is WriteTurn.SENDING:
            self.unconfirmed = False
            if self.meanwhile is not None:
                await self.meanwhile()
            raise StorageUnavailable("cut off by the test")
