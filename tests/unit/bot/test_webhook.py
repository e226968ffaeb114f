"""The intake by webhook: registered, watched, and what is said about its troubles."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.polling import KINDS, LAST_SEEN, TokenRefusedError
from bot.registration import PostTo, is_about_webhook, leave_webhook
from bot.webhook import Webhook
from db.errors import StorageUnavailable
from db.store import SqlStore, open_store
from simulator import world as telegram
from simulator.faults import Faults, ServerError
from simulator.person import Person
from tests.support.builders import NOON
from tests.support.clock import FakeClock
from tests.support.in_process import InProcessRequest

POST_TO = PostTo("http://127.0.0.1:8080/telegram", "a-secret_word")
PATIENCE_SECONDS = 10.0


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def world() -> telegram.World:
    return telegram.World()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def bot(world: telegram.World, faults: Faults) -> AsyncIterator[Bot]:
    request = InProcessRequest(world, faults)
    async with Bot(world.token, request=request, get_updates_request=request) as bot:
        yield bot


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = await open_store(tmp_path / "forwardcheck.db")
    yield store
    await store.close()


@pytest.fixture
def webhook(bot: Bot, store: SqlStore, clock: FakeClock) -> Webhook:
    return Webhook(bot, store, clock, lambda: None, POST_TO, look_every_seconds=0.01)


@asynccontextmanager
async def running(webhook: Webhook) -> AsyncIterator[None]:
    task = asyncio.create_task(webhook.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():  # noqa: ASYNC110 - what is waited for is a log line or a time, not an event
            await asyncio.sleep(0.005)


async def logged(log: pytest.LogCaptureFixture, event: str) -> str:
    """Wait for the first line that has `event` in it, and return it."""
    await until(lambda: event in log.text)
    return next(message for message in log.messages if event in message)


async def test_telegram_is_told_address_secret_and_kinds_and_keeps_what_waits(
    world: telegram.World, webhook: Webhook, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    Person(world).says("before the start")
    async with running(webhook):
        await logged(caplog, "webhook_set")
        await until(lambda: webhook.last_success is not None)

    assert world.webhook == telegram.Webhook(POST_TO.url, POST_TO.secret)
    assert sorted(world.updates.allowed) == sorted(KINDS)
    assert len(world.updates.pending) == 1
    assert webhook.last_success == clock.now()


async def test_telegram_out_of_order_is_asked_again(
    faults: Faults, webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    faults.add(ServerError(), method="setWebhook")
    async with running(webhook):
        failed = await logged(caplog, "webhook_check_failed")
        await logged(caplog, "webhook_set")

    assert failed.endswith("retry_in=1s")


async def test_a_refused_token_ends_the_intake(world: telegram.World, webhook: Webhook) -> None:
    world.token = "123456:a-new-token-after-the-old-one-was-revoked"

    with pytest.raises(TokenRefusedError):
        await webhook.run()


async def test_failing_posts_are_logged_without_address_or_secret_and_are_no_success(
    world: telegram.World, webhook: Webhook, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with running(webhook):
        await logged(caplog, "webhook_set")
        hook = world.webhook
        assert hook is not None
        hook.problem, hook.problem_date = f"{POST_TO.url} said\n401 to {POST_TO.secret}", 1_760_000_000
        Person(world).says("this waits")
        line = await logged(caplog, "webhook_trouble")
        clock.advance(minutes=1)
        caplog.clear()
        await logged(caplog, "webhook_trouble")  # the same failure, while something still waits

        assert line == "webhook_trouble waiting=1 problem=<url> said 401 to <secret>"
        assert webhook.last_success == NOON
        world.updates.clear()
        await until(lambda: webhook.last_success == clock.now())


async def test_each_look_that_finds_nothing_wrong_is_a_success(
    webhook: Webhook, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with running(webhook):
        await logged(caplog, "webhook_set")
        clock.advance(seconds=1)
        await until(lambda: webhook.last_success == clock.now())

    assert "webhook_trouble" not in caplog.text


async def test_a_webhook_that_somebody_took_away_is_set_again_and_said(
    world: telegram.World, bot: Bot, webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with running(webhook):
        await logged(caplog, "webhook_set")
        caplog.clear()
        await bot.delete_webhook()
        await logged(caplog, "webhook_lost")
        await logged(caplog, "webhook_set")

    assert world.webhook == telegram.Webhook(POST_TO.url, POST_TO.secret)


@pytest.mark.parametrize(("minutes_away", "late"), [(4, False), (6, True)])
async def test_what_waited_through_an_outage_is_marked(
    store: SqlStore, webhook: Webhook, clock: FakeClock, minutes_away: int, late: bool
) -> None:
    async with store.writing() as tx:
        await tx.schedules.set(LAST_SEEN, clock.now() - timedelta(minutes=minutes_away))
    await webhook.keep({"update_id": 1})

    async with store.reading() as tx:
        [update] = await tx.inbox.waiting(10, 10)
    assert update.late is late


async def test_what_is_in_hand_ends_the_silence_until_it_is_stored(
    store: SqlStore, webhook: Webhook, clock: FakeClock
) -> None:
    async with asyncio.TaskGroup() as posts, store.writing():
        for number in (1, 2):
            posts.create_task(webhook.keep({"update_id": number}))
            await asyncio.sleep(0)
            clock.advance(seconds=1)
        heard_until = webhook.heard_until(clock.now())

    assert heard_until == NOON
    assert webhook.heard_until(clock.now()) == clock.now()


async def test_what_could_not_be_stored_is_in_hand_no_more(
    store: SqlStore, webhook: Webhook, clock: FakeClock
) -> None:
    await store.close()
    with pytest.raises(StorageUnavailable):
        await webhook.keep({"update_id": 1})
    clock.advance(seconds=1)

    assert webhook.heard_until(clock.now()) == clock.now()


@pytest.mark.parametrize("waiting", [0, 1])
async def test_a_button_pressed_once_an_outage_is_over_is_soon_fresh_again(
    world: telegram.World,
    store: SqlStore,
    webhook: Webhook,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    waiting: int,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("bot.webhook.CATCHING_UP_LOOK_SECONDS", 0.01)
    webhook._look_every_seconds = 3600
    async with running(webhook):
        await until(lambda: webhook.last_success is not None)
        clock.advance(minutes=6)
        assert world.webhook is not None
        world.webhook.problem, world.webhook.problem_date = "503 Service Unavailable", 1_760_000_000
        Person(world).says("posted again in a moment")
        del world.updates.pending[waiting:]
        await webhook.keep({"update_id": 1})
        await logged(caplog, f"webhook_trouble waiting={waiting}")
        world.updates.clear()
        for number in range(waiting):
            await webhook.keep({"update_id": 2 + number})
        await until(lambda: not webhook._catching_up)
        await webhook.keep({"update_id": 9})

    async with store.reading() as tx:
        late = [update.late for update in await tx.inbox.waiting(10, 10)]
    assert late == [*[True] * (1 + waiting), False]


async def test_polling_after_a_webhook_takes_it_away_and_keeps_what_waits(
    world: telegram.World, bot: Bot
) -> None:
    await bot.set_webhook(POST_TO.url)
    Person(world).says("while the webhook was set")
    with pytest.raises(Conflict) as refused:
        await bot.get_updates()
    await leave_webhook(bot)

    assert is_about_webhook(refused.value)
    assert [update.message.text for update in await bot.get_updates()] == ["while the webhook was set"]


def test_another_poller_is_not_taken_for_a_webhook() -> None:
    other = Conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running"
    )

    assert not is_about_webhook(other)


def test_the_secret_is_not_shown() -> None:
    assert "a-secret_word" not in repr(POST_TO)
