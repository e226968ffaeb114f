"""Owns the connection in a transaction: its statements run to their end, even if their task is cancelled."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Dialect, ScalarResult
from sqlalchemy.sql import Executable

from db.lane import Lane, Lanes
from db.process import Process
from db.shortcut import Rows, change

T = TypeVar("T")
Work = Callable[[SyncConnection], object]


class Connection(ABC):
    """One connection while it is lent to a transaction.

    A cancellation during a statement is raised when the statement has ended: the driver's thread cannot be
    called back, and SQLAlchemy would throw the connection away with the statement still running on it.
    """

    process: Process  # the process that it belongs to
    number = 0  # that process's number, where the transaction needs it
    locks_rows = False  # whether others may change what was read, unless it is locked

    @property
    @abstractmethod
    def dialect(self) -> Dialect:
        """The database's dialect of SQL."""

    @abstractmethod
    async def begin(self, first: Work | None = None) -> None:
        """Borrow the connection and begin the transaction, with `first` if there is something; what goes
        wrong with that is raised at the latest with the first statement, or with the commit."""

    @abstractmethod
    async def commit(self) -> None:
        """Make the changes last."""

    @abstractmethod
    async def release(self) -> None:
        """Give the connection back; whatever was not committed is rolled back."""

    @abstractmethod
    async def execute(self, statement: Executable, rows: Rows | None = None) -> CursorResult[Any]:
        """Run a statement, once or for each of `rows`."""

    @abstractmethod
    async def execute_all(
        self, statements: Sequence[tuple[Executable, Rows | None]]
    ) -> Sequence[CursorResult[Any]]:
        """Run statements one after the other."""

    async def do_later(self, work: Work) -> None:
        """Call `work` of which nothing is to be known, before the next statement or the commit; what goes
        wrong with it is raised there at the latest."""
        await self.run_sync(work)

    async def execute_later(self, statement: Executable, rows: Rows) -> None:
        """Run a change, one that the program keeps, of which nothing is to be known, as `do_later` does."""
        await self.do_later(lambda connection: change(connection, statement, rows))

    @abstractmethod
    async def run_sync(self, work: Callable[..., T], *arguments: object) -> T:
        """Call `work` with the synchronous connection and `arguments`."""

    async def scalar(self, statement: Executable) -> Any:
        """Return the first column of the first row, or None."""
        return (await self.execute(statement)).scalar()

    async def scalars(self, statement: Executable) -> ScalarResult[Any]:
        """Return the first column."""
        return (await self.execute(statement)).scalars()


class FileConnection(Connection):
    """A connection to a SQLite file.

    A statement is one trip to the connection's thread, its rows included: the trip is what costs. A
    transaction that only reads begins with its first statement, for the same reason.
    """

    def __init__(self, lanes: Lanes, process: Process, number: int = 0, *, writes: bool = False) -> None:
        self.process, self.number = process, number
        self._writes = writes
        self._lanes = lanes
        self._lane: Lane | None = None
        self._later: list[Work] = []
        self._failed: Exception | None = None  # what went wrong with a work that was put off

    @property
    def dialect(self) -> Dialect:
        """SQLite's."""
        return self._lanes.dialect

    async def begin(self, first: Work | None = None) -> None:
        """Borrow the connection and, to write, begin the transaction: with `first` it begins on the first
        trip, or on that of the commit."""
        lane = self._lanes.idle()
        if lane is None:
            await to_the_end(self._take())
        else:
            self._lane = lane
        if first is not None:
            self._later.append(first)
        elif self._writes:
            await self.run_sync(_nothing)

    async def commit(self) -> None:
        """Make the changes last, and end the transaction."""
        lane, later = self._held(), self._take_later()

        def commit() -> None:
            self._catch_up(lane.connection, later)
            lane.commit()

        await lane.do(commit)

    async def release(self) -> None:
        """Give the connection back; whatever was not committed is rolled back."""
        if self._lane is None:
            return
        lane, self._lane = self._lane, None
        if self._writes:
            await to_the_end(self._lanes.give_back(lane))
        else:
            self._lanes.give_back_unseen(lane)

    async def execute(self, statement: Executable, rows: Rows | None = None) -> CursorResult[Any]:
        """Run a statement, once or for each of `rows`."""
        return await self.run_sync(_execute, statement, rows)

    async def execute_all(
        self, statements: Sequence[tuple[Executable, Rows | None]]
    ) -> Sequence[CursorResult[Any]]:
        """Run statements one after the other, in one trip."""
        return await self.run_sync(_execute_all, statements)

    async def do_later(self, work: Work) -> None:
        """Call `work` with the next trip, or with that of the commit; at once where there is none."""
        if self._writes:
            self._later.append(work)
        else:
            await self.run_sync(work)

    def _take_later(self) -> list[Work]:
        later, self._later = self._later, []
        return later

    async def run_sync(self, work: Callable[..., T], *arguments: object) -> T:
        """Call `work` with the synchronous connection and `arguments`."""
        lane, later = self._held(), self._take_later()

        def run() -> T:
            self._catch_up(lane.connection, later)
            return work(lane.connection, *arguments)

        return await lane.do(run)

    def _catch_up(self, connection: SyncConnection, works: Sequence[Work]) -> None:
        """Do what was put off. Once that went wrong nothing else is done, and nothing is committed."""
        if self._failed is not None:
            raise self._failed
        try:
            for work in works:
                work(connection)
        except Exception as error:
            self._failed = error
            raise

    async def _take(self) -> None:
        self._lane = await self._lanes.take()

    def _held(self) -> Lane:
        assert self._lane is not None, "the transaction has begun"  # noqa: S101 - narrows the type
        return self._lane


def _nothing(_connection: SyncConnection) -> None:
    """Do nothing: a transaction begins by itself."""


def _execute_all(
    connection: SyncConnection, statements: Sequence[tuple[Executable, Rows | None]]
) -> list[CursorResult[Any]]:
    return [_execute(connection, statement, rows) for statement, rows in statements]


def _execute(connection: SyncConnection, statement: Executable, rows: Rows | None) -> CursorResult[Any]:
    """Run a statement and fetch its rows: those of a driver's cursor could not leave its thread."""
    result = connection.execute(statement, rows)
    return cast("CursorResult[Any]", result.freeze()()) if result.returns_rows else result


async def to_the_end(work: Awaitable[T]) -> T:
    """Await `work` and do not let go of it when cancelled; a cancellation is raised when it has ended,
    however it ended: who is asked to stop must not go on."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        waiter = asyncio.get_running_loop().create_future()
        task.add_done_callback(partial(_wake, waiter))
        try:
            await waiter
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None or task.cancelled():
        return task.result()
    raise cancelled from task.exception()


def _wake(waiter: "asyncio.Future[None]", _done: object) -> None:
    if not waiter.done():
        waiter.set_result(None)
