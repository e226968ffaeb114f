"""Several processes on one PostgreSQL database: who may do what, and what becomes of those that die."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, text

from benchmarks.postgres import Server
from bot import sender as sending
from bot.clock import SystemClock
from bot.sender import Sender
from claims.delivery import Delivered, Outcome, OutgoingId, OutgoingState, Owed, Throttled
from claims.news import Address
from claims.ports import WriteTurn
from claims.review import DismissReason, ModeratorId
from claims.submission import ChatId
from claims.usecases.deliver import Deliver
from claims.usecases.manage_moderators import ManageModerators
from claims.usecases.moderating import Caller
from claims.usecases.rule_on_item import DismissItem
from claims.usecases.undo_dismissal import UndoDismissal
from db.engine import open_database
from db.errors import DatabaseTooNew, StorageUnavailable
from db.outbox import SqlOutbox
from db.store import SqlStore, open_store
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from tests.support.clock import FakeClock
from tests.support.unconfirmed import UnconfirmedStore
from tests.unit.db.builders import NOW, a_call, a_ruling, a_submission

T = TypeVar("T")

NO_CALLS = dict.fromkeys(map(str, OutgoingState), 0)

pytestmark = pytest.mark.postgres


class NoTelegram:
    """Telegram, which nobody may call in these tests."""

    async def call(self, method: str, params: object) -> None:
        raise AssertionError(f"{method} was called with {params}")


class ThrottlingOnce:
    """Telegram, which asks the first caller to wait; that is stored, and nobody hears that it is."""

    def __init__(self, store: UnconfirmedStore) -> None:
        self.calls: list[int] = []
        self._store = store

    async def call(self, method: str, params: Mapping[str, Any]) -> Outcome:
        assert method == "sendMessage"
        self.calls.append(params["chat_id"])
        if len(self.calls) > 1:
            return Delivered(1)
        self._store.unconfirmed = True
        return Throttled(timedelta(milliseconds=10))

    async def has_called(self, chat: int) -> bool:
        return chat in self.calls


@pytest.fixture
def url(tmp_path: Path, database_at: Callable[[Path], str | Path]) -> str:
    return str(database_at(tmp_path / "shared.db"))


@pytest.fixture
async def replicas(url: str) -> AsyncIterator[list[SqlStore]]:
    opened = [await open_store(url) for _ in range(3)]
    yield opened
    for store in opened:
        await store.close()


def deliver(store: SqlStore) -> Deliver:
    return Deliver(store, NoTelegram(), FakeClock(NOW))


async def until(act: Callable[[], Awaitable[T]]) -> T:
    """Do it until it returns something; another session's end tells nobody here."""
    async with asyncio.timeout(5):
        while True:
            if returned := await act():
                return returned
            await asyncio.sleep(0.02)


async def test_a_chat_is_worked_on_by_one_replica_until_it_lets_go(replicas: list[SqlStore]) -> None:
    one, two, _ = replicas
    async with one.holding(7) as first, two.holding(7) as second, two.holding(8) as other_chat:
        held = (first, second, other_chat)
    async with two.holding(7) as afterwards:
        assert (held, afterwards) == ((True, False, True), True)


async def test_a_chat_falls_free_when_its_replica_is_gone(replicas: list[SqlStore]) -> None:
    one, two, _ = replicas
    holding = one.holding(7)
    assert await holding.__aenter__()
    await one.close()
    async with asyncio.timeout(5):
        while True:
            async with two.holding(7) as held:
                if held:
                    break
            await asyncio.sleep(0.02)
    await holding.__aexit__(None, None, None)


async def test_one_replica_keeps_house_and_another_takes_over(replicas: list[SqlStore]) -> None:
    one, two, three = replicas
    assert [await one.keeps_house(), await two.keeps_house(), await one.keeps_house()] == [True, False, True]

    await one.close()
    await until(two.keeps_house)

    assert not await three.keeps_house()


async def test_whoever_asks_first_in_a_replica_gets_the_same_answer(replicas: list[SqlStore]) -> None:
    one, two, _ = replicas

    assert await asyncio.gather(one.keeps_house(), one.keeps_house()) == [True, True]
    assert await asyncio.gather(two.keeps_house(), two.keeps_house()) == [False, False]


async def test_who_is_stopped_while_the_session_opens_leaves_it_to_the_others(url: str) -> None:
    store = await open_store(url)
    stopped = asyncio.create_task(store.keeps_house())
    await asyncio.sleep(0)  # it has begun to connect
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped

    async with asyncio.timeout(5):
        assert await store.keeps_house()
    await store.close()


async def test_who_waits_for_changes_is_stopped_even_as_one_comes(replicas: list[SqlStore]) -> None:
    one, _, _ = replicas
    await one.until_changed(0.01)  # begins to listen
    waiting = asyncio.create_task(one.until_changed(60))
    await asyncio.sleep(0.1)
    one._database.process._changed.set()
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_senders_never_claim_the_same_call_and_share_the_pace(replicas: list[SqlStore]) -> None:
    async with replicas[0].writing() as tx:
        for chat in range(1, 61):
            await tx.outbox.add(a_call(f"call {chat}", chat), NOW)

    turns = await asyncio.gather(
        *[deliver(store).take_turn((), 8, frozenset()) for store in replicas for _ in range(5)]
    )

    claimed = [owed.id for turn in turns for owed in turn.claimed]
    assert len(claimed) == len(set(claimed)) == 30  # what Telegram takes at one moment from one bot


async def test_calls_under_way_are_settled_only_when_their_replica_is_gone(replicas: list[SqlStore]) -> None:
    one, two, _ = replicas
    async with one.writing() as tx:
        await tx.outbox.add(a_call("reply"), NOW)
    [owed] = (await deliver(one).take_turn((), 1, frozenset())).claimed

    assert await deliver(two).recover() == []
    await one.close()
    unknown = await until(deliver(two).recover)

    assert [(call.id, call.state) for call in unknown] == [(owed.id, OutgoingState.UNKNOWN)]


async def test_a_correction_waits_for_no_sender_and_no_sender_takes_what_it_corrects(
    replicas: list[SqlStore],
) -> None:
    one, two, _ = replicas
    async with one.writing() as tx:
        await tx.outbox.add(a_call("reply"), NOW)
        [pending] = await tx.outbox.due(NOW, 1, ())
    async with one.writing() as tx:
        await tx.outbox.due(NOW, 1, ())  # locks it, as a correction does
        turn = await deliver(two).take_turn((), 1, frozenset())
        assert turn.claimed == []
    turn = await deliver(two).take_turn((), 1, frozenset())
    assert [owed.id for owed in turn.claimed] == [pending.id]


async def test_what_another_replica_makes_is_not_made_again_where_its_end_was_stored_unconfirmed(
    replicas: list[SqlStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "STORAGE_RETRY_SECONDS", 0.02)
    one, two = UnconfirmedStore(replicas[0]._database), replicas[1]
    telegram, clock = ThrottlingOnce(one), SystemClock()
    other = Deliver(two, NoTelegram(), clock)
    async with two.writing() as tx:
        await tx.outbox.add(a_call("reply", 1, params={"chat_id": 1}), clock.now())

    async def take_it() -> None:
        claimed = await until(lambda: claim(other))
        assert [owed.outgoing.chat_id for owed in claimed] == [1]
        async with two.writing() as tx:
            await tx.outbox.add(a_call("next", 2, params={"chat_id": 2}), clock.now())

    one.meanwhile = take_it
    sender = Sender(Deliver(one, telegram, clock), one, clock)
    async with asyncio.TaskGroup() as running:
        running.create_task(sender.run())
        await until(lambda: telegram.has_called(2))
        sender.stop()

    assert telegram.calls == [1, 2]
    async with two.reading() as tx:
        assert await tx.outbox.counts() == {**NO_CALLS, "sending": 1, "sent": 1}


async def test_a_call_that_was_never_made_waits_again_though_the_session_was_cut_off(
    replicas: list[SqlStore], url: str, postgres_server: Server
) -> None:
    one = replicas[0]
    async with one.writing() as tx:
        await tx.outbox.add(a_call("made", 1), NOW)
        await tx.outbox.add(a_call("marked", 2), NOW)
    made, marked = (await deliver(one).take_turn((), 2, frozenset())).claimed
    postgres_server.ask("postgres", cut_off(url))

    async def make_sure() -> Collection[OutgoingId] | None:
        try:
            return await deliver(one).make_sure({made.id})
        except StorageUnavailable:
            return None

    assert await until(make_sure) == {made.id}
    assert [owed.id for owed in await claim(deliver(one))] == [marked.id]


async def claim(deliver: Deliver) -> Sequence[Owed]:
    return (await deliver.take_turn((), 8, frozenset())).claimed


async def test_no_sender_takes_what_is_read_to_be_taken_back(replicas: list[SqlStore]) -> None:
    one, two, _ = replicas
    async with one.writing() as tx:
        await tx.outbox.add(a_call("reply"), NOW)
    async with one.writing() as tx:
        [pending] = await tx.outbox.paying(["reply"], locked=True)
        turn = await deliver(two).take_turn((), 1, frozenset())
        assert turn.claimed == []
    turn = await deliver(two).take_turn((), 1, frozenset())
    assert [owed.id for owed in turn.claimed] == [pending.id]


async def test_nobody_is_told_that_their_question_was_set_aside_while_that_is_undone(
    replicas: list[SqlStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = replicas
    clock = FakeClock(NOW)
    voice = TelegramVoice(Catalogues.load(), clock, "Test newsroom")
    caller = Caller(
        moderator_id=ModeratorId(7), address=Address(chat_id=ChatId(7), debt="reply", language="en")
    )
    await ManageModerators(one, clock).add(ModeratorId(7), "Max")
    async with one.writing() as tx:
        item_id = await tx.items.add("key", "Onions?", "en", (), (), NOW)
        await tx.submissions.add(a_submission(1), "key", item_id)
    await DismissItem(one, voice, clock)(caller, item_id, DismissReason.OPINION)
    amend, claimed = SqlOutbox.amend, []

    async def amend_late(outbox: SqlOutbox, *calls: Owed) -> None:
        """Let a sender take its turn between what the undoing reads and what it writes."""
        claimed.extend((await deliver(two).take_turn((), 8, frozenset())).claimed)
        await amend(outbox, *calls)

    monkeypatch.setattr(SqlOutbox, "amend", amend_late)
    await UndoDismissal(one, voice, clock)(caller, item_id)

    assert [owed.outgoing.chat_id for owed in claimed] == [7]


async def test_use_cases_of_all_replicas_take_turns(replicas: list[SqlStore]) -> None:
    async def publish(store: SqlStore, number: int) -> None:
        async with store.writing() as tx:
            before = await tx.verdicts.revision()
            await asyncio.sleep(0.002)
            ruling = a_ruling(f"Claim {number}", url=f"https://facts.example/{number}")
            await tx.verdicts.add(ruling, str(number), NOW)
            assert await tx.verdicts.revision() == before + 1

    await asyncio.gather(*[publish(replicas[n % 3], n) for n in range(15)])

    async with replicas[0].reading() as tx:
        assert await tx.verdicts.revision() == 15


async def test_updates_are_taken_in_while_somebody_else_writes(replicas: list[SqlStore]) -> None:
    one, two, _ = replicas
    async with one.writing() as tx:
        await tx.verdicts.count()
        async with asyncio.timeout(5), two.writing(WriteTurn.INTAKE) as intake:
            assert await intake.inbox.add([{"update_id": 1}], NOW) == 1


async def test_every_replica_hears_of_a_new_verdict_at_once(replicas: list[SqlStore]) -> None:
    one, two, three = replicas
    for store in (two, three):
        await store.until_changed(0.01)  # begins to listen
    hearing = [asyncio.create_task(store.until_changed(60)) for store in (two, three)]
    await asyncio.sleep(0.1)
    async with one.writing() as tx:
        await tx.verdicts.add(a_ruling(), "key", NOW)

    async with asyncio.timeout(5):
        await asyncio.gather(*hearing)


async def test_a_session_that_the_server_cut_off_is_made_anew(
    replicas: list[SqlStore], url: str, postgres_server: Server
) -> None:
    one, _, _ = replicas
    assert await one.keeps_house()
    postgres_server.ask("postgres", cut_off(url))

    with pytest.raises(StorageUnavailable):
        await one.keeps_house()
    assert await one.keeps_house()


def cut_off(url: str) -> str:
    name = url.rsplit("/", 1)[1]
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - ours


@pytest.mark.usefixtures("replicas")
async def test_a_newer_database_is_refused(url: str, postgres_server: Server) -> None:
    name = url.rsplit("/", 1)[1]
    postgres_server.ask(name, "UPDATE alembic_version SET version_num = '0999'")

    with pytest.raises(DatabaseTooNew, match="written by a newer version"):
        await open_store(url)


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(StorageUnavailable) as raised:
        await open_store("postgresql://user:hidden@127.0.0.1:1/nothing")

    assert "does not answer" in str(raised.value)
    assert "hidden" not in str(raised.value)


async def test_a_database_that_takes_no_connections_is_said_to_take_none(
    url: str, postgres_server: Server
) -> None:
    name = url.rsplit("/", 1)[1]
    postgres_server.ask("postgres", f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')

    with pytest.raises(StorageUnavailable, match="takes no connections at present"):
        await open_store(url)


@pytest.mark.parametrize("how", ["it took too long", "somebody ended it"])
async def test_a_statement_that_the_server_ended_is_not_taken_for_the_end_of_the_server(
    how: str, url: str, postgres_server: Server
) -> None:
    database = await open_database(url)
    if how == "it took too long":
        name = url.rsplit("/", 1)[1]
        postgres_server.ask("postgres", f"ALTER DATABASE \"{name}\" SET statement_timeout = '50ms'")

    with pytest.raises(StorageUnavailable, match="a statement was ended by the server"):
        async with database.reading() as connection:
            await connection.execute(text(_SLEEPS if how == "it took too long" else _ENDS_ITSELF))
    await database.close()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has other options")
async def test_the_system_watches_every_connection_to_the_server(url: str) -> None:
    database = await open_database(url)
    async with database.reading() as reader, database.writing() as writer:
        watched = [await connection.run_sync(_options) for connection in (reader, writer)]
    await database.close()

    assert watched == [(1, 10, 5, 3, 25_000)] * 2


def _options(connection: Connection) -> tuple[int, ...]:
    driver: Any = connection.connection.driver_connection
    own = driver._transport.get_extra_info("socket")
    tcp = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT")
    numbers = [own.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in tcp]
    return (own.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), *numbers)


_SLEEPS = "SELECT pg_sleep(10)"
_ENDS_ITSELF = "SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(10)"
