"""The doors, over real HTTP: who is let in, what is stored, and what is said about it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.health import Health
from bot.web import MAX_BODY_BYTES, SECRET_HEADER, CannotListenError, HealthDoor, TelegramDoor, WebServer
from db.errors import StorageUnavailable

SECRET = "the-secret_word"
HEADERS = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}


class Shelf:
    """Keeps updates in memory, or says that it cannot."""

    def __init__(self) -> None:
        self.kept: list[Mapping[str, Any]] = []
        self.broken = False

    async def keep(self, update: Mapping[str, Any]) -> None:
        if self.broken:
            raise StorageUnavailable("the disk is full")
        self.kept.append(update)


class Body:
    """Says how the program is."""

    def __init__(self) -> None:
        self.health = Health(timedelta(seconds=2))

    async def examine(self) -> Health:
        return self.health


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def body() -> Body:
    return Body()


@pytest.fixture
async def client(shelf: Shelf, body: Body) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a running server with both doors."""
    routes = TelegramDoor(shelf.keep, SECRET).routes() + HealthDoor(body.examine).routes()
    port = free_port()
    async with (
        running(WebServer(routes, "127.0.0.1", port)),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield client


@asynccontextmanager
async def running(server: WebServer) -> AsyncIterator[None]:
    serving = asyncio.create_task(server.run())
    await asyncio.sleep(0)  # from its first step on it listens
    try:
        yield
    finally:
        server.stop()
        await serving


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def post(client: httpx.AsyncClient, content: Any, **headers: str) -> int:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    response = await client.post("/telegram", content=content, headers={**HEADERS, **names})
    assert response.content == b""
    return response.status_code


async def test_an_update_with_the_secret_is_stored(client: httpx.AsyncClient, shelf: Shelf) -> None:
    update = {"update_id": 7, "message": {"text": "Grüße 🌞"}}
    kinds = ["application/json", "application/json; charset=utf-8", "Application/JSON"]

    assert [await post(client, json.dumps(update), Content_Type=kind) for kind in kinds] == [200] * 3
    assert shelf.kept == [update] * 3


async def test_another_secret_or_none_is_turned_away(client: httpx.AsyncClient, shelf: Shelf) -> None:
    plain = {"Content-Type": "application/json"}
    wrong = ["", "the-secret_wor", "the-secret_word2", "THE-SECRET_WORD", "g\xfcltig"]
    tried = [plain] + [{**plain, SECRET_HEADER: secret.encode("latin-1")} for secret in wrong]
    responses = [
        await client.post("/telegram", content='{"update_id": 7}', headers=headers) for headers in tried
    ]

    assert [response.status_code for response in responses] == [401] * len(tried)
    assert shelf.kept == []


NO_UPDATES = [
    "",
    "{",
    "[]",
    "7",
    "null",
    "{}",
    '{"update_id": "7"}',
    '{"update_id": true}',
    '{"update_id": 7.0}',
    '{"update_id": -1}',
    '{"update_id": 9223372036854775808}',
    '{"update_id": ' + "9" * 5_000 + "}",
    "[" * 100_000,
    b"\xff\xfe\x00",
]


async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, shelf: Shelf) -> None:
    assert [await post(client, content) for content in NO_UPDATES] == [400] * len(NO_UPDATES)
    assert shelf.kept == []


async def test_another_kind_of_content_is_refused(client: httpx.AsyncClient, shelf: Shelf) -> None:
    assert await post(client, '{"update_id": 7}', Content_Type="text/plain") == 415
    assert shelf.kept == []


async def test_a_body_over_a_mebibyte_is_refused_whether_its_length_is_told_or_not(
    client: httpx.AsyncClient, shelf: Shelf
) -> None:
    update = {"update_id": 7, "message": {"text": ""}}
    padding = MAX_BODY_BYTES - len(json.dumps(update))
    update["message"] = {"text": "x" * padding}
    just_fits = json.dumps(update).encode()

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(32):
            yield b" " * 65_536

    assert await post(client, just_fits) == 200
    assert await post(client, just_fits + b" ") == 413
    assert await post(client, b" " * 2_000_000) == 413
    assert await post(client, in_pieces()) == 413
    assert len(shelf.kept) == 1


async def test_what_could_not_be_stored_is_not_acknowledged(client: httpx.AsyncClient, shelf: Shelf) -> None:
    shelf.broken = True
    assert await post(client, '{"update_id": 7}') == 503

    shelf.broken = False
    assert await post(client, '{"update_id": 7}') == 200


async def test_health_is_told_with_its_numbers(client: httpx.AsyncClient, body: Body) -> None:
    well = await client.get("/healthz")
    body.health = Health(None, inbox_age=timedelta(minutes=6))
    ill = await client.get("/healthz")

    assert (well.status_code, well.json()["intake_seconds"]) == (200, 2.0)
    assert ill.status_code == 503
    assert ill.json() == {
        "healthy": False,
        "problems": ["Telegram is not reached", "updates wait too long"],
        "intake_seconds": None,
        "inbox_seconds": 360.0,
        "outbox_seconds": None,
    }


async def test_there_is_no_other_door(client: httpx.AsyncClient, shelf: Shelf) -> None:
    expected = {
        ("GET", "/telegram"): 405,
        ("PUT", "/telegram"): 405,
        ("POST", "/healthz"): 405,
        ("POST", "/telegram/"): 404,
        ("POST", f"/telegram/{SECRET}"): 404,
        ("GET", "/"): 404,
        ("GET", "/docs"): 404,
        ("GET", "/%2e%2e/healthz"): 404,
    }
    responses = {
        door: await client.request(*door, headers=HEADERS, content='{"update_id": 7}') for door in expected
    }

    assert {door: response.status_code for door, response in responses.items()} == expected
    assert shelf.kept == []
    assert not any("server" in response.headers for response in responses.values())


async def test_a_port_that_is_taken_is_named(shelf: Shelf) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = WebServer(TelegramDoor(shelf.keep, SECRET).routes(), "127.0.0.1", port)

        with pytest.raises(CannotListenError, match=f"Cannot serve HTTP on 127.0.0.1 port {port}"):
            await server.run()


async def test_a_cancelled_server_frees_its_port(shelf: Shelf) -> None:
    routes, port = TelegramDoor(shelf.keep, SECRET).routes(), free_port()
    serving = asyncio.create_task(WebServer(routes, "127.0.0.1", port).run())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        await asyncio.sleep(0)
        assert await post(client, '{"update_id": 7}') == 200
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving

        with pytest.raises(httpx.ConnectError):
            await post(client, '{"update_id": 8}')
    assert serving.cancelled()


async def test_a_post_in_hand_is_finished_before_the_server_stops() -> None:
    arrived, may_store = asyncio.Event(), asyncio.Event()

    async def keep(_: Mapping[str, Any]) -> None:
        arrived.set()
        await may_store.wait()

    port = free_port()
    server = WebServer(TelegramDoor(keep, SECRET).routes(), "127.0.0.1", port)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        serving = asyncio.create_task(server.run())
        await asyncio.sleep(0)
        posting = asyncio.create_task(post(client, '{"update_id": 7}'))
        await arrived.wait()
        server.stop()
        may_store.set()

        assert await posting == 200
        await serving
