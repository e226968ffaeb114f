"""Owns the connections to a PostgreSQL server; loaded when the settings name one."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import URL, CursorResult, Dialect, event
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.sql import Executable

from claims.ports import WriteTurn
from db.connection import Connection, Work, to_the_end
from db.engine import READERS, Database
from db.errors import StorageUnavailable, reached
from db.process import Process
from db.replica import Replica, lock_of
from db.shortcut import Rows

T = TypeVar("T")

# A server whose machine is gone says nothing any more. So the system asks after it, also while an answer is
# waited for, and gives the connection up after 25 seconds. What this system does not know is left out.
_WATCHED = {
    (socket.SOL_SOCKET, "SO_KEEPALIVE"): 1,
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE"): 10,
    (socket.IPPROTO_TCP, "TCP_KEEPALIVE"): 10,  # the name that macOS has for it
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL"): 5,
    (socket.IPPROTO_TCP, "TCP_KEEPCNT"): 3,
    (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT"): 25_000,  # milliseconds, for what was sent and not received
}

# A process that hangs inside a transaction, or whose machine is gone, must not keep others from their turn.
_CONNECT = {
    "timeout": 10,
    "server_settings": {
        "application_name": "forwardcheck",
        "idle_in_transaction_session_timeout": "30s",
        "lock_timeout": "30s",
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
    },
}


class ServerConnection(Connection):
    """A connection to a database server; `first` are statements that its transaction begins with."""

    def __init__(
        self,
        engine: AsyncEngine,
        process: Process,
        number: int = 0,
        first: Sequence[Executable] = (),
        *,
        locks_rows: bool = False,
    ) -> None:
        self.process, self.number, self.locks_rows = process, number, locks_rows
        self._first = first
        self._connection = AsyncConnection(engine)

    @property
    def dialect(self) -> Dialect:
        """The server's."""
        return self._connection.dialect

    async def begin(self, first: Work | None = None) -> None:
        """Borrow the connection and begin the transaction."""
        await to_the_end(self._begin())
        if first is not None:
            await self.run_sync(first)

    async def commit(self) -> None:
        """Make the changes last."""
        await to_the_end(self._connection.commit())

    async def release(self) -> None:
        """Give the connection back; whatever was not committed is rolled back."""
        if self._connection.sync_connection is not None:
            await to_the_end(self._connection.close())

    async def execute(self, statement: Executable, rows: Rows | None = None) -> CursorResult[Any]:
        """Run a statement, once or for each of `rows`."""
        return await to_the_end(self._connection.execute(statement, rows))

    async def execute_all(
        self, statements: Sequence[tuple[Executable, Rows | None]]
    ) -> Sequence[CursorResult[Any]]:
        """Run statements one after the other."""
        return [await self.execute(statement, rows) for statement, rows in statements]

    async def run_sync(self, work: Callable[..., T], *arguments: object) -> T:
        """Call `work` with the synchronous connection and `arguments`."""

        def call(connection: SyncConnection) -> T:
            return work(connection, *arguments)

        return await to_the_end(self._connection.run_sync(call))

    async def _begin(self) -> None:
        with reached(str(self._connection.engine.url.host)):
            await self._connection.start()
        await self._connection.begin()
        for statement in self._first:
            await self._connection.execute(statement)


@dataclass(frozen=True, slots=True)
class ServerPool:
    """Connections to a PostgreSQL server."""

    engine: AsyncEngine
    process: Process

    def connection(self, number: int = 0, turn: WriteTurn | None = None) -> Connection:
        """Return a connection for one transaction."""
        first = [] if turn is None else lock_of(turn)
        return ServerConnection(self.engine, self.process, number, first, locks_rows=turn is not None)

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def open_server(url: URL) -> Database:
    """Prepare connections to a PostgreSQL server: some that write, some that read, and the process's own."""
    place = f"{url.database or ''} on {url.host or 'this machine'}"
    process = Replica(_engine(url, 1, isolation_level="AUTOCOMMIT"), place)
    turns = {turn: asyncio.Semaphore(1) for turn in WriteTurn}
    writer = ServerPool(_engine(url, len(turns), isolation_level="READ COMMITTED"), process)
    views = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    reader = ServerPool(_engine(url, READERS, execution_options=views), process)
    return Database(place, process, writer, reader, turns)


def _engine(url: URL, connections: int, **options: Any) -> AsyncEngine:
    try:
        engine = create_async_engine(
            url, pool_size=connections, max_overflow=0, connect_args=_CONNECT, **options
        )
    except ModuleNotFoundError as error:
        raise StorageUnavailable(
            "DATABASE_URL names a PostgreSQL server, which needs one more package: make postgres"
        ) from error
    event.listen(engine.sync_engine, "connect", _watch)
    return engine


def _watch(connection: Any, _record: object) -> None:
    """Have the system notice when the other side of a new connection is gone."""
    own = connection.driver_connection._transport.get_extra_info("socket")  # the driver has no option for it
    if own.family in {socket.AF_INET, socket.AF_INET6}:
        for (level, name), value in _WATCHED.items():
            if hasattr(socket, name):
                own.setsockopt(level, getattr(socket, name), value)
