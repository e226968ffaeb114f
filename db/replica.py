"""Owns a process among several on one PostgreSQL server: what it holds is held by a session, and falls free
the moment the process is gone.

All locks are PostgreSQL's advisory locks. Those of the session (which process lives, who works on which chat,
who keeps the house) need a connection of their own, kept as long as the process runs; those of a transaction
(whose turn it is to write) end with it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Select, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql import Executable

from claims.ports import WriteTurn
from claims.submission import ChatId
from db.announcing import CHANNEL
from db.connection import to_the_end
from db.errors import StorageUnavailable, explained, reached
from db.process import Process, any_number

# Locks have a space of two numbers, for these; and one of a single number, for the chats.
_TURNS, _PROCESSES, _HOUSE = 4661, 4662, 4663
_TURN_NUMBERS = {WriteTurn.ALONE: 1, WriteTurn.SENDING: 2}
_OF_TWO_NUMBERS = 2


def lock_of(turn: WriteTurn) -> Sequence[Executable]:
    """Return the statement that waits for a turn to write; none where there are no turns."""
    number = _TURN_NUMBERS.get(turn)
    return [] if number is None else [select(func.pg_advisory_xact_lock(_TURNS, number))]


class Replica(Process):
    """One of several processes."""

    is_shared = True

    def __init__(self, engine: AsyncEngine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._one_at_a_time = asyncio.Lock()
        self._session: AsyncConnection | None = None
        self._number = 0
        self.numbers: set[int] = set()
        self._keeps_house = False
        self._changed = asyncio.Event()

    async def number(self) -> int:
        """Return the number by which this process is known; another one after its session was cut off."""
        await self._ask(select(1))
        return self._number

    def alive(self) -> Select[tuple[int]]:
        """Return the query for the numbers of the processes whose sessions live."""
        return _ALIVE

    @asynccontextmanager
    async def holding(self, chat_id: ChatId) -> AsyncIterator[bool]:
        """Keep other processes off a chat; yield False when one of them works on it."""
        if not await self._ask(select(func.pg_try_advisory_lock(chat_id))):
            yield False
            return
        number = self._number
        try:
            yield True
        finally:
            await self._let_go(chat_id, number)

    async def keeps_house(self) -> bool:
        """Return whether this process does what is done by the clock: the first to ask, until it is gone."""
        kept, number = self._keeps_house, self._number
        got = bool(await self._ask(select(1) if kept else select(func.pg_try_advisory_lock(_HOUSE, 0))))
        if kept and self._number != number:
            return False  # the session was cut off and the role with it; the next time asks for it anew
        self._keeps_house = got
        return got

    async def until_changed(self, seconds: float) -> None:
        """Wait until another process says that verdicts changed, and no longer than that."""
        await self.number()
        try:
            async with asyncio.timeout(seconds):  # wait_for forgets a cancellation that comes with the change
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()

    async def close(self) -> None:
        """End the session, and with it all that is held."""
        async with self._one_at_a_time:
            await self._drop()
            await to_the_end(self._engine.dispose())

    async def _let_go(self, chat_id: ChatId, number: int) -> None:
        if number != self._number:
            return  # it fell free when the session was cut off
        try:
            await self._ask(select(func.pg_advisory_unlock(chat_id)))
        except StorageUnavailable:
            return  # the session is gone, and with it the lock

    async def _ask(self, statement: Executable) -> Any:
        """Return the answer to a statement on the session; a session that fails is not used again."""
        async with self._one_at_a_time:
            try:
                with explained(self._place):
                    session = self._session
                    if session is None:
                        session = await to_the_end(self._open())
                    return await to_the_end(session.scalar(statement))
            except StorageUnavailable:
                await self._drop()
                raise

    async def _open(self) -> AsyncConnection:
        """Make the session. A cancellation waits for it: the connection would be lost, and there is one."""
        session = await self._connect()
        try:
            listening: Any = (await session.get_raw_connection()).driver_connection
            await listening.add_listener(CHANNEL, self._hear)
            number = any_number()
            while not await session.scalar(select(func.pg_try_advisory_lock(_PROCESSES, number))):
                number = any_number()
        except BaseException:
            await _discard(session)
            raise
        self._session, self._number, self._keeps_house = session, number, False
        self.numbers.add(number)
        self._changed.set()  # what was said while nobody listened is not known
        return session

    async def _connect(self) -> AsyncConnection:
        with reached(self._place):
            return await self._engine.connect()

    async def _drop(self) -> None:
        session, self._session = self._session, None
        self._number, self._keeps_house = 0, False
        if session is not None:
            await to_the_end(_discard(session))

    def _hear(self, *_: object) -> None:
        self._changed.set()


async def _discard(session: AsyncConnection) -> None:
    """Cut a session off, and give its place back."""
    await session.invalidate()
    await session.close()


_locks = table("pg_locks", *map(column, ("locktype", "classid", "objid", "objsubid", "database")))
_ALIVE: Select[tuple[int]] = (
    select(text("objid::bigint"))
    .select_from(_locks)
    .where(
        _locks.c.locktype == "advisory",
        _locks.c.objsubid == _OF_TWO_NUMBERS,
        text(f"classid::bigint = {_PROCESSES}"),
        text("database = (SELECT oid FROM pg_database WHERE datname = current_database())"),
    )
)
