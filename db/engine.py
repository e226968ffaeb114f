"""Owns the connections: one that writes, a few that read, and how a transaction begins and ends on them."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, make_url

from claims.ports import WriteTurn
from db.connection import Connection, FileConnection, Work, to_the_end
from db.errors import StorageDamaged, StorageUnavailable, explained
from db.lane import Lanes
from db.process import OnlyProcess, Process

READERS = 4
BUSY_TIMEOUT_MS = 5_000


class Pool(Protocol):
    """Lends connections, as many at a time as the database takes turns."""

    def connection(self, number: int = 0, turn: WriteTurn | None = None) -> Connection:
        """Return a connection for one transaction of the process with that number, which writes in its turn
        or reads; it is borrowed when that begins."""
        ...

    async def dispose(self) -> None:
        """Close every connection."""
        ...


@dataclass(frozen=True, slots=True)
class FilePool:
    """Connections to a SQLite file."""

    lanes: Lanes
    process: Process

    def connection(self, number: int = 0, turn: WriteTurn | None = None) -> Connection:
        """Return a connection for one transaction."""
        return FileConnection(self.lanes, self.process, number, writes=turn is not None)

    async def dispose(self) -> None:
        """Close every connection."""
        await self.lanes.dispose()


class Database:
    """Hands out transactions; every error of the database leaves them as `StorageUnavailable` or
    `StorageConflict`."""

    def __init__(
        self,
        place: str,
        process: Process,
        writer: Pool,
        reader: Pool,
        turns: Mapping[WriteTurn, asyncio.Semaphore],
    ) -> None:
        self.place = place
        self.process = process
        self._writer = writer
        self._reader = reader
        self._write_turns = turns
        self._read_turns = asyncio.Semaphore(READERS)
        self._writing: dict[asyncio.Semaphore, set[asyncio.Task[object] | None]] = {
            turn: set() for turn in turns.values()
        }
        self._closed = False
        self._damage: asyncio.Future[StorageDamaged] = asyncio.get_running_loop().create_future()
        self.writable = True  # whether the last write transaction worked

    async def damage(self) -> StorageDamaged:
        """Wait until a transaction finds what is stored damaged; return what it found."""
        return await asyncio.shield(self._damage)

    @asynccontextmanager
    async def writing(
        self, turn: WriteTurn = WriteTurn.ALONE, first: Work | None = None
    ) -> AsyncIterator[Connection]:
        """Wait for the turn to write; commit on leaving, roll back on any exception or cancellation. `first`
        is what the transaction begins with.

        Raises:
            RuntimeError: this task is inside a write transaction already and would wait for itself.
        """
        task, my_turn = asyncio.current_task(), self._write_turns[turn]
        writing = self._writing[my_turn]
        if task in writing:
            raise RuntimeError("a write transaction is already open in this task")
        async with my_turn:
            writing.add(task)
            try:
                number = await self.process.number() if turn is WriteTurn.SENDING else 0
                async with self._transaction(self._writer.connection(number, turn), first) as connection:
                    yield connection
                    await connection.commit()
                self.writable = True
            except StorageUnavailable:
                self.writable = False
                raise
            finally:
                writing.discard(task)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Open a snapshot: every read inside sees the same state; writing fails."""
        async with self._read_turns, self._transaction(self._reader.connection()) as connection:
            yield connection

    async def close(self) -> None:
        """Wait for the transactions under way, then close every connection. Closing twice does nothing."""
        async with AsyncExitStack() as finished:
            for turn in (*self._writing, *[self._read_turns] * READERS):
                await finished.enter_async_context(turn)
            if self._closed:
                return
            self._closed = True
            # The writer goes last: the last connection that closes folds SQLite's log into the file.
            await to_the_end(self._reader.dispose())
            await to_the_end(self._writer.dispose())
            await to_the_end(self.process.close())

    @asynccontextmanager
    async def _transaction(
        self, connection: Connection, first: Work | None = None
    ) -> AsyncIterator[Connection]:
        if self._closed:
            raise StorageUnavailable(f"The database {self.place} is closed.")
        try:
            with explained(self.place):
                try:
                    await connection.begin(first)
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
    if url.get_backend_name() == "postgresql":
        from db.server import open_server  # with what it needs it takes a fifth of the start of a command

        return open_server(url)
    if url.database is None or url.database in {"", ":memory:"}:
        raise ValueError("the database needs a file: its connections share nothing in memory")
    with explained(url.database):
        _create_file(Path(url.database))
    timeout = f"busy_timeout={busy_timeout_ms}"
    writer = Lanes(url, "BEGIN IMMEDIATE", (timeout, *_WRITER_PRAGMAS))
    reader = Lanes(url, "BEGIN", (timeout, *_READER_PRAGMAS))
    process, only_turn = OnlyProcess(), asyncio.Semaphore(1)
    turns = dict.fromkeys(WriteTurn, only_turn)
    return Database(url.database, process, FilePool(writer, process), FilePool(reader, process), turns)


def _url(where: str | Path) -> URL:
    text = str(where)
    return server_url(text) if "://" in text else URL.create("sqlite", database=text)


def server_url(text: str) -> URL:
    """Return the address with our driver's name, and the one option that drivers spell differently."""
    url = make_url(text)
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        return url
    wanted = url.query.get("sslmode")
    url = url.difference_update_query(["sslmode"]).set(drivername="postgresql+asyncpg")
    return url if wanted is None else url.update_query_dict({"ssl": wanted})


def _create_file(path: Path) -> None:
    """Create the file, and the folders that lack, for their owner alone; leave what is there as it is."""
    for folder in reversed(path.absolute().parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


_WRITER_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=FAST")
_READER_PRAGMAS = ("foreign_keys=ON", "query_only=ON")
