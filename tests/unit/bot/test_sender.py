"""The sending of what is owed: few transactions, nothing sent twice, nothing forgotten."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import sender as sending
from bot.clock import SystemClock
from bot.sender import MAX_SIDE_BY_SIDE, Sender
from claims.delivery import Delivered, Outcome, Outgoing, Repeat, Throttled, Urgency
from claims.pacing import OVERALL
from claims.ports import Transaction, WriteTurn
from claims.submission import ChatId
from claims.usecases.deliver import AT_A_TIME, Deliver
from db.engine import open_database
from db.errors import StorageUnavailable
from db.migrations import migrate
from db.store import SqlStore
from tests.support.clock import FakeClock
from tests.support.unconfirmed import UnconfirmedStore


class CountingStore(UnconfirmedStore):
    """A store that counts its write transactions, and can be broken."""

    writes = 0
    broken = False

    @asynccontextmanager
    async def writing(self, turn: WriteTurn = WriteTurn.ALONE) -> AsyncIterator[Transaction]:
        if self.broken:
            raise StorageUnavailable("broken by the test")
        self.writes += 1
        async with super().writing(turn) as tx:
            yield tx


class Line:
    """Telegram, which holds every call until it is let through."""

    def __init__(self) -> None:
        self.through = asyncio.Event()
        self.through.set()
        self.calls: Counter[int] = Counter()
        self.at_once = 0
        self._under_way: Counter[int] = Counter()
        self.outcomes: list[Outcome] = []

    async def call(self, method: str, params: Mapping[str, Any]) -> Outcome:
        assert method == "sendMessage"
        chat = params["chat_id"]
        self.calls[chat] += 1
        self._under_way[chat] += 1
        assert self._under_way[chat] == 1
        self.at_once = max(self.at_once, self._under_way.total())
        await self.through.wait()
        self._under_way[chat] -= 1
        return self.outcomes.pop(0) if self.outcomes else Delivered(1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CountingStore]:
    database = await open_database(tmp_path / "forwardcheck.db")
    await migrate(database)
    store = CountingStore(database)
    yield store
    await store.close()


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def sender(store: CountingStore, line: Line, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setattr(sending, "STORAGE_RETRY_SECONDS", 0.02)
    return Sender(Deliver(store, line, SystemClock()), store, SystemClock())


async def owe(store: SqlStore, *chats: int, urgency: Urgency = Urgency.ANSWER) -> None:
    clock = SystemClock()
    async with store.writing() as tx:
        for number, chat in enumerate(chats):
            call = Outgoing(
                dedupe=f"{chat}:{number}:{clock.now()}",
                chat_id=ChatId(chat),
                method="sendMessage",
                params={"chat_id": chat},
                repeat=Repeat.NEVER,
                urgency=urgency,
            )
            await tx.outbox.add(call, clock.now())


async def states(store: SqlStore) -> dict[str, int]:
    async with store.reading() as tx:
        return {state: count for state, count in (await tx.outbox.counts()).items() if count}


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[None]:
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        sender.stop()
        async with asyncio.timeout(2):
            await task


async def until_states(store: SqlStore, **wanted: int) -> None:
    async with asyncio.timeout(10):
        while await states(store) != wanted:
            await look_again()


async def look_again() -> None:
    await asyncio.sleep(0.01)


async def test_an_idle_sender_writes_nothing_however_often_it_is_woken(
    store: CountingStore, sender: Sender
) -> None:
    async with running(sender):
        for _ in range(10):
            sender.wake()
            await asyncio.sleep(0.02)

    assert store.writes == 0


async def test_calls_that_go_together_share_their_transactions(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, *range(1, 9))
    store.writes = 0
    async with running(sender):
        await until_states(store, sent=8)

    assert store.writes <= 4  # to claim and to settle; one each for every call would be 16
    assert line.calls == Counter(range(1, 9))


async def test_each_chat_gets_one_call_at_a_time_and_not_too_many_are_under_way(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, *[1, 2] * 3, *range(3, 15))
    line.through.clear()
    async with running(sender):
        await until_states(store, sending=MAX_SIDE_BY_SIDE, pending=18 - MAX_SIDE_BY_SIDE)
        async with asyncio.timeout(10):
            while line.at_once < MAX_SIDE_BY_SIDE:
                await look_again()
        line.through.set()
        await until_states(store, sent=18)

    assert line.calls == Counter([1, 2] * 3 + [*range(3, 15)])
    assert line.at_once == MAX_SIDE_BY_SIDE


async def test_how_a_call_ended_is_stored_once_the_database_is_back_and_the_call_is_not_repeated(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, 1, 2)
    line.through.clear()
    async with running(sender):
        await until_states(store, sending=2)
        store.broken = True
        line.through.set()
        await asyncio.sleep(0.2)
        assert await states(store) == {"sending": 2}
        store.broken = False
        await until_states(store, sent=2)

    assert line.calls == Counter([1, 2])


async def test_a_call_that_was_marked_with_a_commit_that_nobody_confirmed_is_made(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, 1)
    store.unconfirmed = True
    async with running(sender):
        await until_states(store, sent=1)

    assert line.calls == Counter([1])


async def test_calls_under_way_are_not_made_again_where_a_commit_was_not_confirmed(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, 1)
    line.through.clear()
    async with running(sender):
        await until_states(store, sending=1)
        store.unconfirmed = True
        await owe(store, 2)
        sender.wake()
        async with asyncio.timeout(10):
            while line.calls != Counter([1, 2]):
                await look_again()
        line.through.set()
        await until_states(store, sent=2)

    assert line.calls == Counter([1, 2])


async def test_how_a_call_ended_is_stored_once_though_nobody_confirmed_it(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, 1)
    line.through.clear()
    async with running(sender):
        await until_states(store, sending=1)
        store.unconfirmed = True
        line.through.set()
        await until_states(store, sent=1)
        async with store.writing() as tx:
            await tx.outbox.forget(SystemClock().now())  # it is gone before the sender looks again
        await owe(store, 1)
        await until_states(store, sent=1)

    assert line.calls == Counter({1: 2})


async def test_asked_to_stop_it_stores_how_the_calls_under_way_ended_and_starts_no_other(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, 1, 1)
    line.through.clear()
    async with running(sender):
        await until_states(store, sending=1, pending=1)
        sender.stop()
        line.through.set()

    assert await states(store) == {"sent": 1, "pending": 1}


async def test_a_call_that_telegram_throttles_waits_with_its_chat_and_is_made_again(
    store: CountingStore, sender: Sender, line: Line
) -> None:
    await owe(store, 1, 2)
    line.outcomes = [Throttled(OVERALL.every * 3)]
    async with running(sender):
        await until_states(store, sent=2)

    assert sorted(line.calls.values()) == [1, 2]


async def test_under_full_load_several_calls_are_let_through_at_a_time(
    store: CountingStore, line: Line
) -> None:
    await owe(store, *range(1, 60))
    clock = FakeClock(SystemClock().now())
    deliver = Deliver(store, line, clock)
    first = 0
    while (turn := await deliver.take_turn((), 8, frozenset())).claimed and first < OVERALL.burst:
        first += len(turn.claimed)
    assert first == OVERALL.burst
    assert turn.next_at is not None
    clock.advance(seconds=(turn.next_at - clock.now()).total_seconds())
    later = await deliver.take_turn((), 8, frozenset())

    assert len(later.claimed) == AT_A_TIME
    assert later.next_at is not None


async def test_broadcasts_that_must_wait_let_an_answer_pass(store: CountingStore, line: Line) -> None:
    await owe(store, *range(1, 30), urgency=Urgency.BROADCAST)
    deliver = Deliver(store, line, FakeClock(SystemClock().now() + timedelta(minutes=1)))
    while (await deliver.take_turn((), 8, frozenset())).claimed:
        pass
    await owe(store, 77)
    turn = await deliver.take_turn((), 8, frozenset())

    assert [owed.outgoing.chat_id for owed in turn.claimed] == [77]
