"""Owns the calls to the Bot API: over connections that are used again at once, without the detours of a
browser; and how answers are read, which a proxy between may give any shape."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from http import HTTPStatus
from ssl import SSLContext
from typing import Any
from urllib.request import getproxies

import httpcore
import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

CONNECT_SECONDS = 5.0
USUAL_SECONDS = 5.0  # without an answer
KEPT_SECONDS = 5.0  # so long a connection is kept that nobody uses, as httpx does

USUAL_WAIT_SECONDS = 5  # where we are told to wait, and not for how long
LONGEST_WAIT_SECONDS = 7 * 24 * 3600

_FAILED = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


class TelegramRequest(HTTPXRequest):
    """Makes calls as httpx does. Whatever the answer is like, the library raises a `TelegramError` or returns
    its result; where the answer is 429, always a `RetryAfter`."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make one call; return the status of its answer, and the answer.

        Raises:
            RetryAfter: the call was turned away, for now.
            NetworkError: the call did not come through, there was no whole answer in time, or somebody
                between forbade it.
        """
        return _as_answered(*await super().do_request(*args, **kwargs))

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what the answer says and is of the shape that the Bot API gives it.

        Raises:
            TelegramError: it is no JSON object.
        """
        try:
            answer = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError) as error:
            raise TelegramError("an answer that is no JSON") from error
        if not isinstance(answer, dict):
            raise TelegramError("an answer that is no JSON object")
        if answer.get("ok") is False or answer.get("result") is None:
            answer.pop("result", None)
        if not isinstance(answer.get("description"), str):
            answer.pop("description", None)
        return _Answer(answer, parameters=_sound(answer.get("parameters")))


class _Answer(dict[str, Any]):
    """What the Bot API answered. The library takes the `result` without looking whether there is one."""

    def __missing__(self, name: str) -> Any:
        raise TelegramError(f"an answer without {name}")


class KeptRequest(TelegramRequest):
    """Makes calls over connections that it keeps, the one used last first.

    A call is one POST of a JSON object to one host and its answer: no cookies, no redirects, no sign-in.
    Leaving these out, and asking one connection in place of a client with a pool, saves much of what a call
    costs, and so does JSON in place of a form. Where files are sent, httpx's client makes the call.
    """

    def __init__(self, connection_pool_size: int) -> None:
        super().__init__(connection_pool_size=connection_pool_size)
        self._free: list[httpcore.AsyncHTTPConnection] = []
        self._addresses: dict[str, tuple[httpcore.URL, bytes]] = {}

    async def shutdown(self) -> None:
        """Close every connection."""
        while self._free:
            await self._free.pop().aclose()
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; return the status of its answer, and the answer.

        Raises:
            RetryAfter: the call was turned away, for now.
            TimedOut: there was no answer within the time.
            NetworkError: the call did not come through, there was no whole answer, or it was forbidden by
                somebody between.
        """
        if method != "POST" or (request_data and request_data.contains_files):
            return await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        asked = json.dumps(request_data.parameters if request_data else {}).encode()
        address, host = self._parsed(url)
        seconds = {
            "connect": _seconds(connect_timeout, CONNECT_SECONDS),
            "read": _seconds(read_timeout, USUAL_SECONDS),
            "write": _seconds(write_timeout, USUAL_SECONDS),
        }
        request = httpcore.Request(
            method,
            address,
            headers={
                "Host": host,
                "Content-Type": "application/json",
                "Content-Length": str(len(asked)),
                "User-Agent": self.USER_AGENT,
                "Accept": "application/json",
            },
            content=asked,
            extensions={"timeout": seconds},
        )
        try:
            status, answer = await self._call(request)
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except _FAILED as error:
            raise NetworkError(f"httpcore.{type(error).__name__}: {error}") from error
        return _as_answered(status, answer)

    async def _call(self, request: httpcore.Request) -> tuple[int, bytes]:
        connection = await self._free_or_new(request.url.origin)
        try:
            response = await connection.handle_async_request(request)
            try:
                return response.status, await response.aread()
            finally:
                await response.aclose()
        finally:
            if connection.is_available():
                self._free.append(connection)

    async def _free_or_new(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        while self._free:
            connection = self._free.pop()
            if connection.can_handle_request(origin) and not connection.has_expired():
                return connection
            await connection.aclose()
        return httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._certificates, keepalive_expiry=KEPT_SECONDS
        )

    @cached_property
    def _certificates(self) -> SSLContext:
        return httpx.create_ssl_context()

    def _parsed(self, url: str) -> tuple[httpcore.URL, bytes]:
        """Return the URL and its host as a header names it, read once for each method."""
        if url not in self._addresses:
            self._addresses[url] = httpcore.URL(url), httpx.URL(url).netloc
        return self._addresses[url]


def request_for_calls(connections: int) -> TelegramRequest:
    """Return what makes the calls, up to so many side by side; through a proxy where the system names one."""
    return TelegramRequest(connections) if getproxies() else KeptRequest(connections)


@contextmanager
def reading() -> Iterator[None]:
    """Turn what the library raises over a result of another shape into a `TelegramError`."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TelegramError("a result of another shape") from error


def _as_answered(status: int, answer: bytes) -> tuple[int, bytes]:
    """Return what was answered. Of 429 the library makes a `RetryAfter` only where the wait is told, and of
    each 403 that somebody blocked the bot: that only Telegram can say, not a proxy between."""
    if status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN}:
        return status, answer
    told = _read(answer)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RetryAfter(told.get("parameters", {}).get("retry_after", USUAL_WAIT_SECONDS))
    if told.get("ok") is not False or "description" not in told:
        raise NetworkError("forbidden, and not by Telegram")
    return status, answer


def _read(answer: bytes) -> dict[str, Any]:
    """Return what an answer says, nothing where it says nothing that can be read."""
    try:
        return TelegramRequest.parse_json_payload(answer)
    except TelegramError:
        return {}


def _sound(parameters: object) -> Mapping[str, int]:
    """Return what helps to go on after an error, where it is of use."""
    given = parameters if isinstance(parameters, dict) else {}
    numbers = {name: value for name, value in given.items() if type(value) is int}
    if not 0 < numbers.get("retry_after", 1) <= LONGEST_WAIT_SECONDS:
        del numbers["retry_after"]
    return numbers


def _seconds(given: object, usual: float) -> float | None:
    """Return a timeout in seconds; None for none."""
    return given if given is None or isinstance(given, int | float) else usual
