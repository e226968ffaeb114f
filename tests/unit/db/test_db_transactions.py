import asyncio
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from benchmarks.disks import set_read_only
from claims.review import Person
from db.engine import open_database
from db.errors import StorageConflict, StorageDamaged, StorageUnavailable, explained
from db.lane import Lane
from db.store import open_store
from tests.unit.db.builders import NOW, a_call, a_submission


async def people(store):
    async with store.reading() as tx:
        return [number for number in range(1, 10) if await tx.people.get(number)]


async def pragma(connection, name):
    return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()


async def test_an_exception_leaves_nothing_and_the_next_transaction_works(store):
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the transaction is what raises
        async with store.writing() as tx:
            await tx.people.save(Person(1))
            raise ZeroDivisionError
    async with store.writing() as tx:
        await tx.people.save(Person(2))

    assert await people(store) == [2]


async def test_a_failed_statement_leaves_nothing_and_the_next_transaction_works(store):
    with pytest.raises(StatementError):  # noqa: PT012 - the transaction is what raises
        async with store.writing() as tx:
            await tx.people.save(Person(1))
            await tx.audit.write("a", "b", "c", datetime(2025, 1, 1))  # noqa: DTZ001 - the point of the test
    async with store.writing() as tx:
        await tx.people.save(Person(2))

    assert await people(store) == [2]


@pytest.mark.sqlite
async def test_a_cancelled_writer_leaves_all_or_nothing_wherever_it_is_cut(store, path):
    async def write(number):
        async with store.writing() as tx:
            for chat in range(3):
                await tx.outbox.add(a_call(f"{number}-{chat}", chat), NOW)

    for number in range(60):
        task = asyncio.create_task(write(number))
        await asyncio.sleep(number * 0.0001)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async with store.writing() as tx:
        await tx.people.save(Person(1))
    assert await people(store) == [1]
    with sqlite3.connect(path) as other:
        groups = other.execute("SELECT count(*) FROM outbox GROUP BY substr(dedupe, 1, instr(dedupe, '-'))")
        assert {count for (count,) in groups} <= {3}
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.close()


async def test_a_writer_cancelled_inside_its_transaction_leaves_nothing(store):
    begun = asyncio.Event()

    async def write():
        async with store.writing() as tx:
            await tx.people.save(Person(1))
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.writing() as tx:
        await tx.people.save(Person(2))

    assert await people(store) == [2]


async def test_cancelled_readers_give_their_connections_back(store):
    async def read():
        async with store.reading() as tx:
            for number in range(50):
                await tx.people.get(number)

    tasks = [asyncio.create_task(read()) for _ in range(40)]
    for turns, task in enumerate(tasks):
        await asyncio.sleep(turns * 0.0001)
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert await people(store) == []


async def test_writers_queue_up_and_each_sees_what_the_others_wrote(store):
    async def raise_number():
        async with store.writing() as tx:
            person = await tx.people.get(1)
            await asyncio.sleep(0)
            await tx.people.save(Person(1, str(int(person.language) + 1 if person else 1)))

    await asyncio.gather(*[raise_number() for _ in range(20)])

    async with store.reading() as tx:
        assert await tx.people.get(1) == Person(1, "20")


async def test_a_reader_sees_one_moment_and_never_what_is_not_committed(store):
    async with store.reading() as before:
        assert await before.people.get(1) is None
        async with store.writing() as tx:
            await tx.people.save(Person(1))
            assert await people(store) == []
        assert await before.people.get(1) is None

    assert await people(store) == [1]


async def test_a_reader_cannot_write(store):
    with pytest.raises(StorageUnavailable):
        async with store.reading() as tx:
            await tx.people.save(Person(1))

    assert await people(store) == []


async def test_a_writer_that_would_wait_for_itself_is_told(store):
    with pytest.raises(RuntimeError, match="already open in this task"):
        async with store.writing(), store.writing():
            pass

    async with store.writing() as tx:
        await tx.people.save(Person(1))


@pytest.mark.sqlite
@pytest.mark.as_in_use
async def test_connections_are_safe_against_power_loss_and_dangling_links(store):
    async with store.writing() as writer, store.reading() as reader:
        write, read = writer.people._connection, reader.people._connection

        assert await pragma(write, "journal_mode") == "wal"
        assert await pragma(write, "synchronous") == 2  # FULL
        assert (await pragma(write, "busy_timeout"), await pragma(read, "busy_timeout")) == (5_000, 5_000)
        assert (await pragma(write, "foreign_keys"), await pragma(read, "foreign_keys")) == (1, 1)
        assert (await pragma(write, "query_only"), await pragma(read, "query_only")) == (0, 1)


@pytest.mark.sqlite
async def test_a_write_transaction_holds_the_file_from_its_beginning(store, path):
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        async with store.writing():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()


async def test_times_of_any_zone_come_back_as_utc(store):
    there = datetime(2025, 3, 4, 1, 2, 3, 456_789, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    async with store.writing() as tx:
        await tx.outbox.add(a_call("a"), there)
        time = await tx.outbox.next_due_at()

    assert (time, time.utcoffset()) == (there, timedelta(0))


@pytest.mark.sqlite
async def test_another_program_that_writes_is_named_as_the_cause(store, path):
    impatient = await open_store(path, busy_timeout_ms=20)
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="another program is writing to it"):
            async with impatient.writing():
                pass
        other.execute("ROLLBACK")
        async with impatient.writing() as tx:
            await tx.people.save(Person(1))
    finally:
        other.close()
        await impatient.close()

    assert await people(store) == [1]


@pytest.mark.sqlite
async def test_a_full_disk_is_named_and_what_was_stored_stays(store):
    async with store.writing() as tx:
        await tx.people.save(Person(1))
        connection = tx.people._connection
        pages = await pragma(connection, "page_count")
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(StorageUnavailable, match="the disk is full"):  # noqa: PT012 - as above
        async with store.writing() as tx:
            for number in range(100):
                await tx.outbox.add(a_call(str(number), params={"text": "x" * 4096}), NOW)

    async with store.writing() as tx:
        assert await tx.outbox.due(NOW, 10, ()) == []
    assert await people(store) == [1]


@pytest.mark.usefixtures("store")
@pytest.mark.sqlite
async def test_a_file_that_may_not_be_written_is_named(path, monkeypatch):
    monkeypatch.chdir(path.parent)  # "file:" looks like a folder to make
    database = await open_database(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with pytest.raises(StorageUnavailable, match="may not be written to"):
            async with database.writing() as connection:
                await connection.execute(text("DELETE FROM people"))
    finally:
        await database.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 400, b"\x00\xff" * 5_000])
@pytest.mark.sqlite
async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "notes.db"
    path.write_bytes(content)

    with pytest.raises(StorageUnavailable, match="not a database"):
        await open_store(path)

    assert path.read_bytes() == content


@pytest.mark.sqlite
async def test_a_damaged_database_is_named_as_such(store, path):
    async with store.writing() as tx:
        for number in range(200):
            await tx.outbox.add(a_call(str(number), params={"text": "x" * 500}), NOW)
    await store.close()
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 12288)
    path.write_bytes(content)

    with pytest.raises(StorageUnavailable, match="damaged"):
        await open_store(path)


@pytest.mark.sqlite
async def test_damage_that_a_transaction_finds_is_told_to_whoever_waits_for_it(store, path):
    async with store.writing() as tx:
        for number in range(200):
            await tx.outbox.add(a_call(str(number), params={"text": "x" * 500}), NOW)
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))

    reopened = await open_database(path)
    with pytest.raises(StorageDamaged, match="restore it from a backup"):
        async with reopened.reading() as connection:
            await connection.execute(text("SELECT count(params) FROM outbox"))
    found = await reopened.damage()
    await reopened.close()

    assert "the file is damaged" in str(found)


@pytest.mark.sqlite
async def test_a_store_knows_whether_the_last_write_worked(store):
    async def write():
        async with store.writing() as tx:
            await tx.people.save(Person(1))

    assert store.writable
    await set_read_only(store, "ON")
    with pytest.raises(StorageUnavailable, match="may not be written to"):
        await write()
    assert not store.writable

    await set_read_only(store, "OFF")
    await write()
    assert store.writable
    assert await people(store) == [1]


@pytest.mark.parametrize("place", ["folder", "file/below.db"])
@pytest.mark.sqlite
async def test_a_place_where_no_file_can_be_is_refused(tmp_path, place):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(StorageUnavailable, match="cannot be used"):
        await open_store(tmp_path / place)


@pytest.mark.parametrize("place", ["sqlite://", "sqlite:///:memory:", ":memory:", ""])
@pytest.mark.sqlite
async def test_a_database_in_memory_is_refused(place):
    with pytest.raises(ValueError, match="needs a file"):
        await open_store(place)


def test_mistakes_in_the_program_are_not_blamed_on_the_database():
    with pytest.raises(OSError, match="no file in it"), explained("x.db"):
        raise OSError("no file in it")


@pytest.mark.sqlite
async def test_the_file_and_its_folders_belong_to_their_owner_alone(tmp_path):
    deep = tmp_path / "a" / "b" / "forwardcheck.db"
    store = await open_store(deep)
    async with store.writing() as tx:
        await tx.people.save(Person(1))
    modes = {
        file.name: oct(file.stat().st_mode & 0o777) for file in [*deep.parents[:2], *deep.parent.iterdir()]
    }
    await store.close()

    assert modes == {
        "a": "0o700",
        "b": "0o700",
        "forwardcheck.db": "0o600",
        "forwardcheck.db-wal": "0o600",
        "forwardcheck.db-shm": "0o600",
    }


@pytest.mark.sqlite
async def test_closing_folds_the_log_into_the_file_and_leaves_no_thread(store, path):
    async with store.writing() as tx:
        await tx.people.save(Person(1))
    await store.close()
    await store.close()

    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert [thread.name for thread in threading.enumerate() if "aiosqlite" in thread.name.lower()] == []
    with pytest.raises(StorageUnavailable, match="is closed"):
        async with store.reading():
            pass
    with pytest.raises(StorageUnavailable, match="is closed"):
        async with store.writing():
            pass


async def test_closing_waits_for_the_transactions_under_way(store):
    async def slow(open_transaction):
        async with open_transaction() as tx:
            await asyncio.sleep(0.05)
            return await tx.people.get(1)

    tasks = [asyncio.create_task(slow(open_one)) for open_one in (store.reading, store.writing)]
    await asyncio.sleep(0.01)
    await store.close()

    assert await asyncio.gather(*tasks) == [None, None]


def test_a_program_ends_by_itself_after_closing(path):
    program = (
        "import asyncio, sys\n"
        "from db.store import open_store\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    async with store.reading() as tx:\n"
        "        print(await tx.verdicts.count())\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
    )

    ended = subprocess.run(  # noqa: S603 - the program is the one above
        [sys.executable, "-W", "error", "-X", "dev", "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=30,
        cwd=Path(__file__).resolve().parents[3],
        check=False,
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "0\n", "")


@pytest.mark.sqlite
async def test_what_nobody_waits_for_takes_no_trip_of_its_own(store):
    trips = []
    do = Lane.do
    async with store.writing() as tx:  # the lane is there from now on
        await tx.people.save(Person(1))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Lane, "do", lambda lane, work: trips.append(work) or do(lane, work))
        async with store.writing() as tx:
            await tx.people.save(Person(2))
            await tx.outbox.add(a_call("a"), NOW)
            await tx.outbox.add(a_call("b"), NOW)

    assert len(trips) == 2  # to begin, and to commit
    assert await people(store) == [1, 2]


@pytest.mark.sqlite
async def test_an_update_is_settled_on_the_first_trip_or_that_of_the_commit(store):
    trips = []
    do = Lane.do
    async with store.writing() as tx:
        await tx.inbox.add([{"update_id": 1}, {"update_id": 2}], NOW)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Lane, "do", lambda lane, work: trips.append(work) or do(lane, work))
        async with store.settling(1).writing() as tx:
            await tx.people.save(Person(1))
            await tx.people.get(1)
        async with store.settling(2).writing():
            pass
    async with store.reading() as tx:
        waiting = await tx.inbox.waiting(10, 10)

    assert len(trips) == 3  # to read the person, and to commit twice
    assert waiting == []


@pytest.mark.sqlite
async def test_a_commit_that_fails_leaves_nothing_and_the_next_transaction_works(store):
    item_that_is_not_there = 404
    with pytest.raises(StorageConflict):  # noqa: PT012 - the transaction is what raises
        async with store.writing() as tx:
            await tx.people.save(Person(1))
            await tx.people._connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            await tx.submissions.add(a_submission(), "key", item_that_is_not_there)
    async with store.writing() as tx:
        await tx.people.save(Person(2))

    assert await people(store) == [2]


@pytest.mark.sqlite
async def test_a_reader_gives_its_connection_back_at_once(store, path):
    async with store.reading() as tx:
        assert await tx.people.get(1) is None
    async with store.writing() as tx:
        await tx.people.save(Person(1))
    async with store.reading() as tx:
        assert await tx.people.get(1) == Person(1)
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0  # nobody reads any more
    other.close()
