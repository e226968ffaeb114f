"""Owns the Bot API over HTTP: requests in, responses or broken connections out."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator import account
from simulator.api import call
from simulator.bodies import read_params
from simulator.faults import Faults
from simulator.refusals import ConnectionCut, Refused
from simulator.world import World


@dataclass(frozen=True, slots=True)
class HttpDoor:
    """`cut` breaks the connection of a client address; `closing` is set when the server is to stop."""

    world: World
    faults: Faults
    cut: Callable[[Any], None]
    closing: asyncio.Event

    def routes(self) -> list[Route]:
        """Return the routes that bots use."""
        return [
            Route("/bot{token}/{method}", self._on_call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._on_download, methods=["GET"]),
        ]

    async def _on_call(self, request: Request) -> Response:
        path = request.path_params
        try:
            params = await read_params(request)
            work = call(self.world, path["token"], path["method"], params, self.faults)
            status, body = await self._while_wanted(request, work)
        except Refused as refused:
            return JSONResponse(refused.to_json(), refused.code)
        except ConnectionCut:
            self.cut(request.scope["client"])
            await _gone(request)
            return Response()
        return JSONResponse(body, status)

    async def _while_wanted(
        self, request: Request, work: Coroutine[Any, Any, tuple[int, dict[str, Any]]]
    ) -> tuple[int, dict[str, Any]]:
        """Wait for the result; give up when the client does, or when the server stops."""
        task = asyncio.create_task(work)
        others = [asyncio.create_task(_gone(request)), asyncio.create_task(self.closing.wait())]
        try:
            await asyncio.wait([task, *others], return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise ConnectionCut(executed=False)
            return task.result()
        finally:
            for unfinished in [task, *others]:
                unfinished.cancel()
            await asyncio.gather(task, *others, return_exceptions=True)

    async def _on_download(self, request: Request) -> Response:
        path = request.path_params
        try:
            content = account.download(self.world, path["token"], path["path"])
        except Refused as refused:
            return JSONResponse(refused.to_json(), refused.code)
        return Response(content, media_type="application/octet-stream")


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
