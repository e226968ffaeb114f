"""Owns the connections to the Bot API: each is used again at once, without the detours of a browser."""

from functools import cached_property
from ssl import SSLContext
from urllib.parse import urlencode
from urllib.request import getproxies

import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

FORM = "application/x-www-form-urlencoded"
CONNECT_SECONDS = 5.0
USUAL_SECONDS = 5.0  # without an answer


class KeptRequest(HTTPXRequest):
    """Makes calls over connections that it keeps, the one used last first.

    A call is one POST of a form to one host and its answer: no cookies, no redirects, no sign-in. Leaving
    these out, and looking at one connection in place of a whole pool, saves much of what a call costs. Where
    files are sent, httpx's client makes the call.
    """

    def __init__(self, connection_pool_size: int) -> None:
        super().__init__(connection_pool_size=connection_pool_size)
        self._free: list[httpx.AsyncHTTPTransport] = []
        self._urls: dict[str, httpx.URL] = {}

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
            TimedOut: there was no answer within the time.
            NetworkError: the call did not come through, or there was no whole answer.
        """
        if method != "POST" or (request_data and request_data.contains_files):
            return await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        form = urlencode(request_data.json_parameters).encode() if request_data else b""
        seconds = {
            "connect": _seconds(connect_timeout, CONNECT_SECONDS),
            "read": _seconds(read_timeout, USUAL_SECONDS),
            "write": _seconds(write_timeout, USUAL_SECONDS),
        }
        request = httpx.Request(
            method,
            self._parsed(url),
            headers={"Content-Type": FORM, "User-Agent": self.USER_AGENT, "Accept": "application/json"},
            content=form,
            extensions={"timeout": seconds},
        )
        try:
            return await self._call(request)
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(f"httpx.{type(error).__name__}: {error}") from error

    async def _call(self, request: httpx.Request) -> tuple[int, bytes]:
        transport = self._free.pop() if self._free else self._opened()
        try:
            response = await transport.handle_async_request(request)
            return response.status_code, await response.aread()
        finally:
            self._free.append(transport)

    def _opened(self) -> httpx.AsyncHTTPTransport:
        return httpx.AsyncHTTPTransport(verify=self._certificates, limits=httpx.Limits(max_connections=1))

    @cached_property
    def _certificates(self) -> SSLContext:
        return httpx.create_ssl_context()

    def _parsed(self, url: str) -> httpx.URL:
        """Return the URL, read once for each method."""
        if url not in self._urls:
            self._urls[url] = httpx.URL(url)
        return self._urls[url]


def request_for_calls(connections: int) -> HTTPXRequest:
    """Return what makes the calls, up to so many side by side; through a proxy where the system names one."""
    return HTTPXRequest(connection_pool_size=connections) if getproxies() else KeptRequest(connections)


def _seconds(given: object, usual: float) -> float | None:
    """Return a timeout in seconds; None for none."""
    return given if given is None or isinstance(given, int | float) else usual
