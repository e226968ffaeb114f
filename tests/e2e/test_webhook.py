"""Stories of the bot behind a webhook, over real HTTP in both directions."""

import asyncio
import json
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.disks import set_read_only
from bot import knowledge, lifecycle
from bot.clock import SystemClock
from bot.settings import Settings
from bot.web import MAX_BODY_BYTES, SECRET_HEADER
from bot.wiring import Program, open_program
from claims.usecases.import_verdicts import ImportVerdicts
from db.store import open_store
from matching.embeddings import TwoEncoders
from matching.segment import fingerprint
from simulator.faults import Duplicate, Faults
from simulator.person import Person
from simulator.server import serve
from simulator.world import DEFAULT_TOKEN, World
from tests.support.builders import a_ruling

LEMON = "Drinking warm lemon water cures the flu."
SECRET = "a-secret_word"
PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.02
FIRST_RETRY_SECONDS = 0.05
BUSY_TIMEOUT_MS = 50


@dataclass(frozen=True)
class Office:
    """A running bot to which the simulator posts, and a client that can post to it as well."""

    program: Program
    world: World
    faults: Faults
    client: httpx.AsyncClient
    database: Path
    running: "asyncio.Task[None]"

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until that holds; a bot that died meanwhile says why."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not holds():
                await self._look_again()

    async def settle(self) -> None:
        """Wait until everything posted is handled and everything owed is sent."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.world.updates.pending or await self._in_hand():
                await self._look_again()

    async def posts(self, update: dict[str, Any], secret: str = SECRET) -> int:
        """Post an update as somebody else would; return the status."""
        return await self.posts_raw(json.dumps(update).encode(), secret)

    async def posts_raw(self, body: bytes, secret: str = SECRET) -> int:
        headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
        return (await self.client.post("/telegram", content=body, headers=headers)).status_code

    async def stored(self) -> int:
        """Return how many updates were ever stored."""
        async with self.program.store.reading() as tx:
            return sum((await tx.inbox.counts()).values())

    async def _look_again(self) -> None:
        if self.running.done():
            self.running.result()
        await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _in_hand(self) -> int:
        async with self.program.store.reading() as tx:
            inbox, outbox = await tx.inbox.counts(), await tx.outbox.counts()
        return inbox["new"] + outbox["pending"] + outbox["sending"]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def open_office(home: Path, embedder: TwoEncoders, world: World) -> AsyncIterator[Office]:
    faults, port = Faults(), free_port()
    async with serve(world, faults=faults, first_retry_seconds=FIRST_RETRY_SECONDS) as simulator:
        settings = Settings(
            home=home,
            api_url=simulator.url,
            webhook_url=f"http://127.0.0.1:{port}/telegram",
            webhook_secret=SECRET,
            http_port=port,
        )
        address = f"http://127.0.0.1:{port}"
        async with (
            open_program(settings, DEFAULT_TOKEN, embedder=embedder) as program,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            await ImportVerdicts(program.store, SystemClock(), fingerprint)([a_ruling()])
            stop = asyncio.Event()
            running = asyncio.create_task(lifecycle.run(program, stop))
            office = Office(program, world, faults, client, settings.database_path, running)
            try:
                await office.until(lambda: world.webhook is not None)
                await office.settle()
                yield office
            finally:
                stop.set()
                await running


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def office(
    tmp_path: Path, embedder: TwoEncoders, world: World, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """A running office whose database gives up soon when somebody else holds it."""
    monkeypatch.setattr(knowledge, "open_store", partial(open_store, busy_timeout_ms=BUSY_TIMEOUT_MS))
    async with open_office(tmp_path, embedder, world) as opened:
        yield opened


async def test_a_forward_is_answered_once_although_it_is_posted_again_and_again(office: Office) -> None:
    ana = Person(office.world)
    office.faults.add(Duplicate())
    ana.forwards(LEMON)
    again = dict(office.world.updates.pending[0])
    await office.settle()
    assert await office.posts(again) == 200
    await office.settle()

    assert len(ana.messages) == 1
    assert ana.last_message.startswith("❌ False")
    assert await office.stored() == 1


async def test_what_came_while_the_bot_was_away_is_posted_when_it_is_back(
    tmp_path: Path, embedder: TwoEncoders, world: World
) -> None:
    ana = Person(world)
    ana.forwards(LEMON)
    async with open_office(tmp_path, embedder, world) as office:
        await office.settle()
    ana.forwards(f"{LEMON} Really!")  # posts are refused now
    async with open_office(tmp_path, embedder, world) as office:
        await office.settle()

    assert len(ana.messages) == 2


async def test_a_stranger_without_the_secret_gets_401_and_nothing_is_stored(office: Office) -> None:
    ana = Person(office.world)
    ana.forwards(LEMON)
    update = dict(office.world.updates.pending[0]) | {"update_id": 1}
    await office.settle()

    assert [await office.posts(update, secret) for secret in ("", "another", SECRET[:-1])] == [401] * 3
    assert await office.stored() == 1
    assert len(ana.messages) == 1


async def test_two_megabytes_get_413_and_nothing_is_stored(office: Office) -> None:
    body = b'{"update_id": 1, "text": "' + b"x" * 2 * MAX_BODY_BYTES + b'"}'

    assert await office.posts_raw(body) == 413
    assert await office.stored() == 0


@pytest.mark.sqlite
async def test_while_the_database_cannot_be_written_nothing_is_acknowledged_and_nothing_is_lost(
    office: Office,
) -> None:
    ana = Person(office.world)
    hook = office.world.webhook
    assert hook is not None
    with closing(
        sqlite3.connect(office.database, isolation_level=None, check_same_thread=False)
    ) as somebody_else:
        # From another thread: the bot of this test needs the event loop to end the transaction it may be in.
        await asyncio.to_thread(somebody_else.execute, "BEGIN IMMEDIATE")
        ana.forwards(LEMON)
        await office.until(lambda: bool(hook.problem))
        assert len(office.world.updates.pending) == 1
        somebody_else.execute("ROLLBACK")
    await office.settle()

    assert hook.problem == "Wrong response from the webhook: 503"
    assert len(ana.messages) == 1
    assert await office.stored() == 1


@pytest.mark.sqlite
async def test_while_the_database_is_read_only_nothing_is_acknowledged_and_health_says_so(
    office: Office,
) -> None:
    ana = Person(office.world)
    hook = office.world.webhook
    assert hook is not None
    await set_read_only(office.program.store, "ON")
    ana.forwards(LEMON)
    await office.until(lambda: bool(hook.problem))
    ill = await office.client.get("/healthz")
    waiting = len(office.world.updates.pending)
    await set_read_only(office.program.store, "OFF")
    await office.settle()
    well = await office.client.get("/healthz")

    assert hook.problem == "Wrong response from the webhook: 503"
    assert (ill.status_code, ill.json()["problems"]) == (503, ["the database cannot be written"])
    assert waiting == 1
    assert (well.status_code, well.json()["problems"]) == (200, [])
    assert len(ana.messages) == 1
    assert await office.stored() == 1


async def test_the_health_of_a_running_office_is_good(office: Office) -> None:
    async with asyncio.timeout(10):  # it serves before it has reached Telegram, and says so
        while (response := await office.client.get("/healthz")).status_code == 503:
            assert response.json()["problems"]
            await asyncio.sleep(0.1)

    assert (response.status_code, response.json()["problems"]) == (200, [])
