"""Owns the connections: one that writes, a few that read, and how a transaction begins and ends on them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.connection import Connection, FileConnection, ServerConnection, to_the_end
from db.errors import StorageDamaged, StorageUnavailable, explained
from db.lane import Lanes

READERS = 4
BUSY_TIMEOUT_MS = 5_000


class Pool(Protocol):
    """Lends connections, as many at a time as the database takes turns."""

    def connection(self) -> Connection:
        """Return a connection for one transaction; it is borrowed when that begins."""
        ...

    async def dispose(self) -> None:
        """Close every connection."""
        ...


@dataclass(frozen=True, slots=True)
class FilePool:
    """Connections to a SQLite file."""

    lanes: Lanes

    def connection(self) -> Connection:
        """Return a connection for one transaction."""
        return FileConnection(self.lanes)

    async def dispose(self) -> None:
        """Close every connection."""
        await self.lanes.dispose()


@dataclass(frozen=True, slots=True)
class ServerPool:
    """Connections to a database server."""

    engine: AsyncEngine

    def connection(self) -> Connection:
        """Return a connection for one transaction."""
        return ServerConnection(self.engine)

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


class Database:
    """Hands out transactions; every error of the database leaves them as `StorageUnavailable` or
    `StorageConflict`."""

    def __init__(self, place: str, writer: Pool, reader: Pool) -> None:
        self.place = place
        self._writer = writer
        self._reader = reader
        self._write_turn = asyncio.Lock()
        self._read_turns = asyncio.Semaphore(READERS)
        self._writing_task: asyncio.Task[object] | None = None
        self._closed = False
        self._damage: asyncio.Future[StorageDamaged] = asyncio.get_running_loop().create_future()
        self.writable = True  # whether the last write transaction worked

    async def damage(self) -> StorageDamaged:
        """Wait until a transaction finds what is stored damaged; return what it found."""
        return await asyncio.shield(self._damage)

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
                self.writable = True
            except StorageUnavailable:
                self.writable = False
                raise
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
    async def _transaction(self, pool: Pool) -> AsyncIterator[Connection]:
        if self._closed:
            raise StorageUnavailable(f"The database {self.place} is closed.")
        try:
            with explained(self.place):
                connection = pool.connection()
                try:
                    await connection.begin()
                    yield connection
                finally:
                    await connection.release()
        except StorageDamaged as damage:
            if not self._damage.done():
                self._damage.set_result(damage)
            raise


async def open_database(where: str | Path, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Database:
    """Prepare connections to a SQLite file (created for its owner alone) or to a database URL.

    `busy_timeout_ms` is how long SQLite waits for another process that writes. No connection is made yet.

    Raises:
        StorageUnavailable: the file cannot be created or opened.
    """
    url = _url(where)
    if url.get_backend_name() != "sqlite":
        place = url.render_as_string(hide_password=True)
        return Database(place, _pool(url, 1), _pool(url, READERS, isolation_level="REPEATABLE READ"))
    if url.database is None or url.database in {"", ":memory:"}:
        raise ValueError("the database needs a file: its connections share nothing in memory")
    with explained(url.database):
        _create_file(Path(url.database))
    timeout = f"busy_timeout={busy_timeout_ms}"
    writer = Lanes(url, "BEGIN IMMEDIATE", (timeout, *_WRITER_PRAGMAS))
    reader = Lanes(url, "BEGIN", (timeout, *_READER_PRAGMAS))
    return Database(url.database, FilePool(writer), FilePool(reader))


def _url(where: str | Path) -> URL:
    text = str(where)
    return make_url(text) if "://" in text else URL.create("sqlite", database=text)


def _pool(url: URL, connections: int, **options: Any) -> Pool:
    return ServerPool(create_async_engine(url, pool_size=connections, max_overflow=0, **options))


def _create_file(path: Path) -> None:
    """Create the file, and the folders that lack, for their owner alone; leave what is there as it is."""
    for folder in reversed(path.absolute().parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


_WRITER_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=FAST")
_READER_PRAGMAS = ("foreign_keys=ON", "query_only=ON")
