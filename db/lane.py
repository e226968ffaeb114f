"""Owns the lanes to a SQLite file: connections with a thread each, on which SQLAlchemy works, too."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, Dialect, Engine, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

log = logging.getLogger(__name__)

T = TypeVar("T")


class Trip(asyncio.Future[T]):
    """A trip to a connection's thread, for one task to await: it ends when the work there has ended.

    Nobody can call the thread back. So who awaits it and is cancelled meanwhile goes on waiting, and is told
    when it has ended, however it ended: who is asked to stop must not go on.
    """

    def cancel(self, msg: object = None) -> bool:  # noqa: ARG002 - asyncio's signature
        """Refuse."""
        return False


class Lane:
    """One connection. `begin`, `connection`, `commit` and `end` are for `do`: they belong on its thread.

    SQLAlchemy's connection is taken out of its pool once, and SQLite is told here that a transaction begins:
    taking it out each time, and a listener that begins, would cost as much as several statements.
    """

    def __init__(self, thread: aiosqlite.Connection, engine: Engine, begin: str) -> None:
        self._thread = thread
        self._engine = engine
        self._begin = begin
        self._connection: Connection | None = None
        self.in_transaction = False  # whether one has begun and not ended
        self.is_lost = False  # whether a transaction could not be ended

    def do(self, work: Callable[[], T]) -> Trip[T]:
        """Call `work` on the connection's thread, after what it was asked before.

        Raises:
            ValueError: the connection is closed.
        """
        # aiosqlite's own methods take four such trips for one query; what they all end in has no public name.
        if not self._thread._running:
            raise ValueError("the connection is closed")
        done: Trip[T] = Trip(loop=asyncio.get_running_loop())
        self._thread._tx.put_nowait((done, work))
        return done

    def end_unseen(self) -> None:
        """End a transaction that changed nothing, without waiting; what is asked next comes after."""
        self._thread._tx.put_nowait((None, self._try_to_end))

    @property
    def connection(self) -> Connection:
        """The connection of the transaction, which begins with its first use if it has not begun."""
        if self._connection is not None and self.in_transaction:
            return self._connection
        return self.begin()

    def begin(self) -> Connection:
        """Begin a transaction and return its connection."""
        connection = self._connection = self._connection or self._engine.connect()
        try:
            self._thread._conn.execute(self._begin).close()
        except sqlite3.Error as error:
            raise DBAPIError(self._begin, None, error) from error
        self.in_transaction = True
        connection.begin()
        return connection

    def commit(self) -> None:
        """Make the changes of the transaction last, and end it."""
        if self._connection is not None and self.in_transaction:
            self._connection.commit()
            self.in_transaction = False

    def end(self) -> None:
        """End the transaction; whatever was not committed is rolled back."""
        begun, self.in_transaction = self.in_transaction, False
        if self._connection is not None and begun:
            self._connection.rollback()
            self._thread._conn.rollback()  # after a commit that failed, SQLAlchemy leaves this to its pool

    def _try_to_end(self) -> None:
        try:
            self.end()
        except Exception as error:  # noqa: BLE001 - nobody waits for it; whoever comes next gets another lane
            log.warning("reader_lost problem=%s", type(error).__name__)
            self.is_lost = True

    async def close(self) -> None:
        """Close the connection and end its thread."""
        try:
            await self.do(self._let_go)
        finally:
            await self._thread.close()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()


class Lanes:
    """As many lanes as were ever needed side by side."""

    def __init__(self, url: URL, begin: str, pragmas: tuple[str, ...]) -> None:
        self._url = url.set(drivername="sqlite")
        self._begin = begin
        self._pragmas = pragmas
        self._idle: list[Lane] = []
        self.dialect: Dialect = create_engine(self._url).dialect

    def idle(self) -> Lane | None:
        """Return a lane that nobody uses; None when there is none at hand."""
        return self._idle.pop() if self._idle and not self._idle[-1].is_lost else None

    async def take(self) -> Lane:
        """Return a lane that nobody uses, a new one if there is none."""
        while self._idle:
            lane = self._idle.pop()
            if not lane.is_lost:
                return lane
            await lane.close()
        return await self._open()

    def give_back_unseen(self, lane: Lane) -> None:
        """End a transaction that changed nothing, and let others use the lane at once."""
        lane.end_unseen()
        self._idle.append(lane)

    async def give_back(self, lane: Lane) -> None:
        """End a lane's transaction and let others use it; one that cannot end it is of no use to them."""
        try:
            if lane.in_transaction:
                await lane.do(lane.end)
        except BaseException:
            await lane.close()
            raise
        self._idle.append(lane)

    async def dispose(self) -> None:
        """Close all lanes; none is in use."""
        while self._idle:
            await self._idle.pop().close()

    async def _open(self) -> Lane:
        (database,), options = self.dialect.create_connect_args(self._url)
        thread = await aiosqlite.connect(database, **options)
        engine = create_engine(self._url, creator=lambda: thread._conn, poolclass=StaticPool)
        _tune(engine, self._pragmas)
        return Lane(thread, engine, self._begin)


def _tune(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Set every new connection up, and keep the driver from beginning its transactions.

    Python's driver would open transactions by itself, and late: a read first and a write after it fail at
    once when another process wrote in between, whatever the timeout.
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - narrows the type
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
