"""Calls over connections that are kept, and how they fail."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore
import pytest
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot import calls
from bot.calls import KeptRequest, request_for_calls
from bot.gateway import TelegramGateway
from claims.delivery import Delivered, NotReached, Outcome, Unclear

ANSWER = b'{"ok": true, "result": "\xc3\xa9"}'


class Door:
    """A server that answers every call; it counts connections and keeps what it was asked."""

    def __init__(self, answer: bytes | None) -> None:
        self.connections = 0
        self.serving: set[asyncio.Task[None] | None] = set()
        self.asked: list[bytes] = []
        self.heads: list[list[bytes]] = []
        self.url = ""
        self.answer = answer
        self._writers: list[asyncio.StreamWriter] = []

    async def hang_up(self) -> None:
        """Close every connection."""
        for writer in self._writers:
            writer.close()
            await writer.wait_closed()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the other side hangs up; without an answer hang up, with an empty one stay silent."""
        self.connections += 1
        self._writers.append(writer)
        self.serving.add(asyncio.current_task())
        while head := await _head(reader):
            self.heads.append(head)
            length = next(
                int(line.split(b":")[1]) for line in head if line.lower().startswith(b"content-len")
            )
            self.asked.append(await reader.readexactly(length))
            if self.answer is None:
                break
            if self.answer:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(self.answer))
                writer.write(self.answer)
        writer.close()
        await writer.wait_closed()


async def _head(reader: asyncio.StreamReader) -> list[bytes]:
    lines = []
    while line := (await reader.readline()).strip():
        lines.append(line)
    return lines


@asynccontextmanager
async def a_door(answer: bytes | None = ANSWER) -> AsyncIterator[Door]:
    """Open a server on a free port."""
    door = Door(answer)
    server = await asyncio.start_server(door.serve, "127.0.0.1", 0)
    door.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:x/sendMessage"
    try:
        yield door
    finally:
        server.close()
        async with asyncio.timeout(5):
            await asyncio.gather(*(task for task in door.serving if task))


@asynccontextmanager
async def a_request() -> AsyncIterator[KeptRequest]:
    """Open what makes the calls."""
    request = KeptRequest(4)
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


def named(**values: object) -> RequestData:
    """Return the parameters of a call."""
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_one_call_after_the_other_uses_one_connection() -> None:
    async with a_door() as door, a_request() as request:
        for _ in range(3):
            assert await request.post(door.url, named(chat_id=7, text="é & more")) == "é"

        assert (door.connections, door.asked) == (1, [b'{"chat_id": 7, "text": "\\u00e9 & more"}'] * 3)


async def test_calls_side_by_side_have_a_connection_each() -> None:
    async with a_door() as door, a_request() as request:
        await asyncio.gather(*[request.post(door.url, named(chat_id=number)) for number in range(3)])

        assert door.connections == 3


async def test_a_call_that_never_left_says_so() -> None:
    async with a_door() as door:
        pass
    async with a_request() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(door.url, named(chat_id=7))

    assert isinstance(caught.value.__cause__, httpcore.ConnectError)


async def test_a_call_without_an_answer_is_not_taken_for_one_that_never_left() -> None:
    async with a_door(None) as door, a_request() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(door.url, named(chat_id=7))

    assert isinstance(caught.value.__cause__, httpcore.RemoteProtocolError)


async def test_a_kept_connection_that_the_server_closed_is_not_used_again() -> None:
    async with a_door() as door, a_request() as request:
        await request.post(door.url, named(chat_id=7))
        await door.hang_up()

        assert await request.post(door.url, named(chat_id=7)) == "é"
        assert (door.connections, len(door.asked)) == (2, 2)


async def test_a_connection_whose_call_was_cancelled_is_not_used_again() -> None:
    async with a_door() as door, a_door(b"") as silent, a_request() as request:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await request.post(silent.url, named(chat_id=7))
        silent.answer = ANSWER

        assert await request.post(silent.url, named(chat_id=8)) == "é"
        assert silent.connections == 2
        assert door.connections == 0


async def test_nested_values_are_objects_and_the_host_is_named() -> None:
    async with a_door() as door, a_request() as request:
        await request.post(door.url, named(reply_markup={"inline_keyboard": []}))

        assert json.loads(door.asked[0]) == {"reply_markup": {"inline_keyboard": []}}
        assert f"Host: {door.url.split('/')[2]}".encode() in door.heads[0]


async def test_an_answer_that_takes_too_long_times_out_and_the_next_call_works() -> None:
    async with a_door() as door, a_door(b"") as silent, a_request() as request:
        with pytest.raises(TimedOut):
            await request.post(silent.url, named(chat_id=7), read_timeout=0.05)

        assert await request.post(door.url, named(chat_id=7), read_timeout=BaseRequest.DEFAULT_NONE) == "é"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b'{"ok": true, "result": {"message_id": 5}}', Delivered(5)),
        (None, Unclear),
        (b"", Unclear),
        (b'{"ok": true', Unclear),
    ],
    ids=["answered", "hung up", "silent", "half an answer"],
)
async def test_how_a_call_ended_is_known(
    answer: bytes | None, outcome: Outcome | type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "USUAL_SECONDS", 0.1)
    async with a_door(answer) as door, a_request() as request:
        ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

    assert isinstance(ended, outcome) if isinstance(outcome, type) else ended == outcome


async def test_a_call_to_nobody_is_known_to_have_never_left() -> None:
    async with a_door() as door:
        pass
    async with a_request() as request:
        ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

    assert isinstance(ended, NotReached)


async def test_a_connection_that_takes_too_long_is_known_to_have_never_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_given: object, **_named: object) -> None:
        raise httpcore.ConnectTimeout

    monkeypatch.setattr(httpcore.AsyncHTTPConnection, "_connect", never)
    async with a_door() as door, a_request() as request:
        ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

    assert isinstance(ended, NotReached)


def _gateway(door: Door, request: KeptRequest) -> TelegramGateway:
    return TelegramGateway(Bot("1:x", base_url=door.url.removesuffix("1:x/sendMessage"), request=request))


def test_where_the_system_names_a_proxy_the_usual_client_makes_the_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    without = type(request_for_calls(1))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")

    assert (without, type(request_for_calls(1))) == (KeptRequest, HTTPXRequest)
