"""Owns the connections: one that writes, a few that read, and how a transaction begins and ends on them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Connection as SyncConnection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.connection import Connection, to_the_end
from db.errors import StorageUnavailable, explained

READERS = 4
BUSY_TIMEOUT_MS = 5_000


class Database:
    """Hands out transactions; every error of the database leaves them as `StorageUnavailable` or
    `StorageConflict`."""

    def __init__(self, place: str, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self.place = place
        self._writer = writer
        self._reader = reader
        self._write_turn = asyncio.Lock()
        self._read_turns = asyncio.Semaphore(READERS)
        self._writing_task: asyncio.Task[object] | None = None
        self._closed = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Wait for the turn to write; commit on leaving, roll back on any exception or cancellation.

        Raises:
            RuntimeError: this task is inside a write transaction already and would wait for itself.
        """
        task = asyncio.current_task()
        if self._writing_task is not None and self._writing_task is task:
            raise RuntimeError("a write transaction is already open in this task")
        async with self._write_turn:
            self._writing_task = task
            try:
                async with self._transaction(self._writer) as connection:
                    yield connection
                    await connection.commit()
            finally:
                self._writing_task = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Open a snapshot: every read inside sees the same state; writing fails."""
        async with self._read_turns, self._transaction(self._reader) as connection:
            yield connection

    async def close(self) -> None:
        """Wait for the transactions under way, then close every connection. Closing twice does nothing."""
        async with self._write_turn:
            if self._closed:
                return
            self._closed = True
            for _ in range(READERS):
                await self._read_turns.acquire()
            # The writer goes last: the last connection that closes folds SQLite's log into the file.
            await to_the_end(self._reader.dispose())
            await to_the_end(self._writer.dispose())
            for _ in range(READERS):
                self._read_turns.release()

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[Connection]:
        if self._closed:
            raise StorageUnavailable(f"The database {self.place} is closed.")
        with explained(self.place):
            connection = Connection(engine)
            try:
                await connection.begin()
                yield connection
            finally:
                await connection.release()


async def open_database(where: str | Path, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Database:
    """Prepare connections to a SQLite file (created for its owner alone) or to a database URL.

    `busy_timeout_ms` is how long SQLite waits for another process that writes. No connection is made yet.

    Raises:
        StorageUnavailable: the file cannot be created or opened.
    """
    url = _url(where)
    if url.get_backend_name() != "sqlite":
        place = url.render_as_string(hide_password=True)
        return Database(place, _engine(url, 1), _engine(url, READERS, isolation_level="REPEATABLE READ"))
    if url.database is None or url.database in {"", ":memory:"}:
        raise ValueError("the database needs a file: its connections share nothing in memory")
    with explained(url.database):
        _create_file(Path(url.database))
    writer, reader = _engine(url, 1), _engine(url, READERS)
    _tune_sqlite(writer, "BEGIN IMMEDIATE", busy_timeout_ms, _WRITER_PRAGMAS)
    _tune_sqlite(reader, "BEGIN", busy_timeout_ms, _READER_PRAGMAS)
    return Database(url.database, writer, reader)


def _url(where: str | Path) -> URL:
    text = str(where)
    return make_url(text) if "://" in text else URL.create("sqlite+aiosqlite", database=text)


def _engine(url: URL, connections: int, **options: Any) -> AsyncEngine:
    return create_async_engine(url, pool_size=connections, max_overflow=0, **options)


def _create_file(path: Path) -> None:
    """Create the file, and the folders that lack, for their owner alone; leave what is there as it is."""
    for folder in reversed(path.absolute().parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


_WRITER_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=FAST")
_READER_PRAGMAS = ("foreign_keys=ON", "query_only=ON")


def _tune_sqlite(engine: AsyncEngine, begin: str, busy_timeout_ms: int, pragmas: tuple[str, ...]) -> None:
    """Set every new connection up, and let `begin` start its transactions.

    Python's driver would open transactions by itself, and late: a read first and a write after it fail at
    once when another process wrote in between, whatever the timeout.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in (f"busy_timeout={busy_timeout_ms}", *pragmas):
                cursor.execute(f"PRAGMA {pragma}")
        finally:
            cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: SyncConnection) -> None:
        connection.exec_driver_sql(begin)
