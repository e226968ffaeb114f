"""Calls over connections that are kept, and how they fail."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpcore
import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot import calls, lifecycle, polling
from bot.calls import USUAL_WAIT_SECONDS, KeptRequest, TelegramRequest, request_for_calls
from bot.gateway import TelegramGateway
from bot.polling import Poller
from bot.registration import look_up_webhook
from bot.wiring import Program, build_application
from claims.delivery import Delivered, NotReached, Outcome, PlaceLost, Rejected, Throttled, Unclear
from claims.submission import ChatId
from db.store import open_store
from tests.support.clock import FakeClock

ANSWER = b'{"ok": true, "result": "\xc3\xa9"}'


class Door:
    """A server that answers every call; it counts connections and keeps what it was asked."""

    def __init__(self, answer: bytes | None) -> None:
        self.status = b"200 OK"
        self.connections = 0
        self.serving: set[asyncio.Task[None] | None] = set()
        self.asked: list[bytes] = []
        self.was_asked = asyncio.Event()
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
            self.was_asked.set()
            if self.answer is None:
                break
            if self.answer:
                length = len(self.answer)
                writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (self.status, length))
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
        if serving := [task for task in door.serving if task]:
            ended, kept = await asyncio.wait(serving, timeout=1)
            for task in kept:
                task.cancel()  # whoever was cancelled amid a call leaves its connection open
            await asyncio.gather(*ended)


@asynccontextmanager
async def a_request(kind: type[TelegramRequest] = KeptRequest) -> AsyncIterator[TelegramRequest]:
    """Open what makes the calls."""
    request = kind(4)
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
        call = asyncio.create_task(request.post(silent.url, named(chat_id=7)))
        await silent.was_asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
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


MOVED = Rejected(
    "ChatMigrated: Group migrated to supergroup. New chat id: -9", lost=PlaceLost.MOVED, moved_to=ChatId(-9)
)
ODD_ANSWERS = [
    b'{"ok": true}',
    b'{"ok": true, "result": null}',
    b'{"ok": true, "result": "sent"}',
    b'{"ok": false, "result": {"message_id": 5}}',
    b"[]",
    b'"sent"',
    b"null",
    b"[" * 100_000,
    b"<html>",
]


@pytest.mark.parametrize("kind", [TelegramRequest, KeptRequest])
async def test_an_answer_that_says_nothing_of_the_kind_leaves_open_whether_the_call_arrived(
    kind: type[TelegramRequest],
) -> None:
    async with a_door() as door, a_request(kind) as request:
        for door.answer in ODD_ANSWERS:
            ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

            assert isinstance(ended, Unclear), door.answer[:50]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"[]", Rejected),
        (b'{"ok": false, "description": ["no"], "parameters": {"x": 1}}', Rejected),
        (b'{"ok": false, "description": "Bad Request", "parameters": [1]}', Rejected),
        (b'{"ok": false, "description": "Bad Request", "parameters": {"retry_after": "soon"}}', Rejected),
        (b'{"ok": false, "description": "Bad Request", "parameters": {"migrate_to_chat_id": "x"}}', Rejected),
        (b'{"ok": false, "description": "group upgraded", "parameters": {"migrate_to_chat_id": -9}}', MOVED),
    ],
)
async def test_an_odd_refusal_is_a_refusal(answer: bytes, outcome: Outcome | type) -> None:
    async with a_door(answer) as door, a_request() as request:
        door.status = b"400 Bad Request"
        ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

    assert isinstance(ended, outcome) if isinstance(outcome, type) else ended == outcome


FORBIDDEN_BETWEEN = [
    b"<html><h1>403 Forbidden</h1></html>",
    b" ",
    b"[]",
    b'{"error": "forbidden by policy"}',
    b'{"ok": false}',
]


@pytest.mark.parametrize("kind", [TelegramRequest, KeptRequest])
async def test_only_telegram_says_that_somebody_blocked_the_bot(kind: type[TelegramRequest]) -> None:
    async with a_door() as door, a_request(kind) as request:
        door.status = b"403 Forbidden"
        door.answer = b'{"ok": false, "description": "Forbidden: bot was blocked by the user"}'
        blocked = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})
        for door.answer in FORBIDDEN_BETWEEN:
            ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

            assert isinstance(ended, Unclear), door.answer
    assert isinstance(blocked, Rejected)
    assert blocked.blocked


WAITS = {
    b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 17}}': 17,
    b'{"ok": false, "error_code": 429, "description": "Too Many Requests"}': USUAL_WAIT_SECONDS,
    b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 0}}': USUAL_WAIT_SECONDS,
    b'{"ok": false, "error_code": 429, "parameters": {"retry_after": -3}}': USUAL_WAIT_SECONDS,
    b'{"ok": false, "error_code": 429, "parameters": {"retry_after": "3"}}': USUAL_WAIT_SECONDS,
    b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 1%s}}' % (b"0" * 30): USUAL_WAIT_SECONDS,
    b"<html>slow down</html>": USUAL_WAIT_SECONDS,
    b"[429]": USUAL_WAIT_SECONDS,
}


@pytest.mark.parametrize("kind", [TelegramRequest, KeptRequest])
async def test_who_is_told_to_wait_waits_and_knows_that_nothing_was_sent(kind: type[TelegramRequest]) -> None:
    async with a_door() as door, a_request(kind) as request:
        door.status = b"429 Too Many Requests"
        for door.answer, seconds in WAITS.items():
            ended = await _gateway(door, request).call("sendMessage", {"chat_id": 7, "text": "x"})

            assert ended == Throttled(timedelta(seconds=seconds)), door.answer


ODD_UPDATES = [
    b"null",
    b"{}",
    b'"x"',
    b"[null]",
    b"[{}]",
    b'[{"update_id": "7"}]',
    b'[{"update_id": true}]',
    b'[{"update_id": 1%s}]' % (b"0" * 30),
]


async def test_what_are_no_updates_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "LONGEST_DELAY_SECONDS", 0.01)
    store = await open_store(tmp_path / "forwardcheck.db")
    stored = asyncio.Event()
    async with a_door(b'{"ok": true, "result": true}') as door, a_request() as request:
        poller = Poller(_bot(door, request), store, FakeClock(), stored.set)
        poller._delay = 0.01
        intake = asyncio.create_task(poller.run())
        for updates in (*ODD_UPDATES, b'[{"update_id": 7}]'):
            door.answer, asked = b'{"ok": true, "result": %s}' % updates, len(door.asked)
            while len(door.asked) < asked + 2 and not intake.done():  # noqa: ASYNC110 - looked at from outside
                await asyncio.sleep(0.01)
            assert not intake.done(), updates
        async with asyncio.timeout(5):
            await stored.wait()
        intake.cancel()
        await asyncio.wait([intake])
    await store.close()


async def test_what_the_library_cannot_read_is_a_failed_call() -> None:
    async with a_door() as door, a_request() as request:
        for result in (b"null", b"[]", b'"x"', b"{}", b"7"):
            door.answer = b'{"ok": true, "result": %s}' % result
            with pytest.raises(TelegramError):
                await look_up_webhook(_bot(door, request))


@pytest.mark.parametrize("answer", [b"null", b"{}"])
async def test_a_start_waits_for_an_answer_that_can_be_read(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "FIRST_DELAY_SECONDS", 0.01)
    async with a_door(b'{"ok": true, "result": %s}' % answer) as door:
        request = KeptRequest(1)
        application = build_application(door.url.removesuffix("/bot1:x/sendMessage"), "1:x", request)
        program = cast("Program", SimpleNamespace(application=application))
        connecting = asyncio.create_task(lifecycle._connect(program, asyncio.Event()))
        while not door.asked and not connecting.done():  # noqa: ASYNC110 - looked at from outside
            await asyncio.sleep(0.01)
        door.answer = b'{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "x", "username": "x"}}'
        async with asyncio.timeout(5):
            assert await connecting
        await application.shutdown()


def _bot(door: Door, request: TelegramRequest) -> Bot:
    address = door.url.removesuffix("1:x/sendMessage")
    return Bot("1:x", base_url=address, request=request, get_updates_request=request)


def _gateway(door: Door, request: TelegramRequest) -> TelegramGateway:
    return TelegramGateway(_bot(door, request))


def test_where_the_system_names_a_proxy_the_usual_client_makes_the_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    without = type(request_for_calls(1))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")

    assert (without, type(request_for_calls(1))) == (KeptRequest, TelegramRequest)
