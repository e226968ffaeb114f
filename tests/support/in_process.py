"""Owns the door by which a real `telegram.Bot` reaches the simulator without sockets."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from simulator.account import download
from simulator.api import call
from simulator.faults import Faults
from simulator.params import Upload
from simulator.refusals import ConnectionCut, Refused
from simulator.world import World


class InProcessRequest(BaseRequest):
    """Carries requests straight to a world. Errors look as they do from PTB's own HTTPXRequest."""

    def __init__(
        self, world: World, faults: Faults | None = None, *, read_timeout_seconds: float = 5.0
    ) -> None:
        self.world = world
        self.faults = faults or Faults()
        self._read_timeout = read_timeout_seconds

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - GET and POST are one to the Bot API
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - nothing is written to a socket
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - nothing is connected
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - there is no pool
    ) -> tuple[int, bytes]:
        """Make the call.

        Raises:
            NetworkError: the connection was cut; the cause is an `httpx.ConnectError` when nothing was
                executed, an `httpx.ReadError` when it was.
            TimedOut: no response came in time; the cause is an `httpx.ReadTimeout`.
        """
        seconds = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with asyncio.timeout(seconds):
                return await self._answer(url, request_data)
        except TimeoutError:
            raise TimedOut from httpx.ReadTimeout("no response in time")
        except ConnectionCut as cut:
            kind = httpx.ReadError if cut.executed else httpx.ConnectError
            raise NetworkError(f"httpx.{kind.__name__}: {cut}") from kind(str(cut))

    async def _answer(self, url: str, request_data: RequestData | None) -> tuple[int, bytes]:
        path = unquote(urlsplit(url).path).removeprefix("/")
        if path.startswith("file/bot"):
            return self._download(*path.removeprefix("file/bot").split("/", 1))
        token, method = path.removeprefix("bot").split("/", 1)
        status, body = await call(self.world, token, method, _params(request_data), self.faults)
        return status, json.dumps(body).encode()

    def _download(self, token: str, path: str) -> tuple[int, bytes]:
        try:
            return 200, download(self.world, token, path)
        except Refused as refused:
            return refused.code, json.dumps(refused.to_json()).encode()


def _params(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {}
    files = request_data.multipart_data or {}
    uploads = {name: Upload(str(part[0]), _content(part[1])) for name, part in files.items()}
    return {**request_data.json_parameters, **uploads}


def _content(content: Any) -> bytes:
    return content if isinstance(content, bytes) else content.read()
