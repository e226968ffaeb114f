"""What healthy means, and how it is read from the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import health
from bot.health import INBOX_LIMIT, INTAKE_LIMIT, OUTBOX_LIMIT, Health, HealthCheck, examine_health
from claims.delivery import Outgoing, Repeat
from claims.submission import ChatId
from db.connection import to_the_end
from db.errors import StorageUnavailable
from db.store import SqlStore, open_store
from tests.support.builders import NOON
from tests.support.clock import FakeClock

NOW = timedelta(0)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("health", "problems"),
    [
        (Health(NOW), []),
        (Health(INTAKE_LIMIT, INBOX_LIMIT, OUTBOX_LIMIT), []),
        (Health(None), ["Telegram is not reached"]),
        (Health(INTAKE_LIMIT + INSTANT), ["Telegram is not reached"]),
        (Health(NOW, inbox_age=INBOX_LIMIT + INSTANT), ["updates wait too long"]),
        (Health(NOW, outbox_age=OUTBOX_LIMIT + INSTANT), ["replies wait too long"]),
        (Health(NOW, storage_answers=False), ["the database does not answer"]),
        (Health(NOW, storage_writable=False), ["the database cannot be written"]),
    ],
)
def test_each_age_has_its_limit(health: Health, problems: list[str]) -> None:
    assert health.problems == problems
    assert health.as_json()["healthy"] is not bool(problems)


async def test_the_ages_are_read_from_the_database(tmp_path: Path) -> None:
    clock = FakeClock()
    store = await open_store(tmp_path / "forwardcheck.db")
    try:
        assert await examine_health(store, clock, None) == Health(None)
        async with store.writing() as tx:
            await tx.inbox.add([{"update_id": 1}], clock.now())
        clock.advance(seconds=20)
        async with store.writing() as tx:
            call = Outgoing(
                dedupe="a", chat_id=ChatId(1), method="sendMessage", params={}, repeat=Repeat.NEVER
            )
            await tx.outbox.add(call, clock.now())
        clock.advance(seconds=10.04)

        health = await examine_health(store, clock, NOON + timedelta(seconds=29))
    finally:
        await store.close()

    assert health.as_json() == {
        "healthy": True,
        "problems": [],
        "intake_seconds": 1.0,
        "inbox_seconds": 30.0,
        "outbox_seconds": 10.0,
    }


async def test_a_clock_that_was_set_back_makes_nothing_younger_than_now(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "forwardcheck.db")
    try:
        health = await examine_health(store, FakeClock(), NOON + timedelta(hours=1))
    finally:
        await store.close()

    assert health == Health(timedelta(0))


class BrokenStore:
    """A database that cannot be read."""

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Any]:
        raise StorageUnavailable("the disk reports an error")
        yield


async def test_a_database_that_does_not_answer_is_a_problem_and_not_a_crash() -> None:
    health = await examine_health(BrokenStore(), FakeClock(), NOON)

    assert health == Health(timedelta(0), storage_answers=False)


class SilentStore:
    """A database that says nothing until it is asked to, and lets nobody go meanwhile."""

    writable = True

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.looks = 0
        self.speaks = asyncio.Event()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Any]:
        self.looks += 1
        await to_the_end(self.speaks.wait())
        async with self._store.reading() as tx:
            yield tx


async def test_a_database_that_says_nothing_does_not_answer_and_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.02)
    store = await open_store(tmp_path / "forwardcheck.db")
    silent = SilentStore(store)
    check = HealthCheck(silent, FakeClock(), lambda: NOON)
    async with asyncio.timeout(5):
        silence, looks = [await check(), await check()], silent.looks
        silent.speaks.set()
        monkeypatch.setattr(health, "PATIENCE_SECONDS", 5)
        after = await check()
    await store.close()

    assert (silence, looks) == ([Health(timedelta(0), storage_answers=False)] * 2, 1)
    assert after == Health(timedelta(0))
