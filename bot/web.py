"""Owns HTTP into the program: the door for Telegram's posts, the one for health checks, and their server."""

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.health import Health
from bot.polling import is_update_id
from bot.settings import TELEGRAM_PATH
from claims.problems import Problem
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

HEALTH_PATH = "/healthz"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

MAX_BODY_BYTES = 1024 * 1024  # a message has 4096 characters; updates are a few kilobytes
READ_SECONDS = 10.0
MAX_CONNECTIONS = 128  # Telegram opens 16; the rest is for the proxy and health checks
STOP_SECONDS = 3


class CannotListenError(Problem):
    """The address is taken, or not this machine's."""


class RefusedError(Exception):
    """A request that gets an error `status` and no more."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class TelegramDoor:
    """Takes updates that carry the secret; `keep` stores one, and 200 is said only when it has returned."""

    keep: Callable[[Mapping[str, Any]], Awaitable[None]]
    secret: str = field(repr=False)

    def routes(self) -> list[Route]:
        """Return the route that Telegram posts to."""
        return [Route(TELEGRAM_PATH, self._on_post, methods=["POST"])]

    async def _on_post(self, request: Request) -> Response:
        try:
            self._check_secret(request)
            await self.keep(await _read_update(request))
        except RefusedError as refused:
            log.debug("post_refused status=%d", refused.status)  # anybody can post: no line for each
            return Response(status_code=refused.status)
        except StorageUnavailable as error:
            log.error("storage_unavailable: %s", error)
            return Response(status_code=503)
        return Response()

    def _check_secret(self, request: Request) -> None:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise RefusedError(401)


async def _read_update(request: Request) -> Mapping[str, Any]:
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        raise RefusedError(415)
    try:
        async with asyncio.timeout(READ_SECONDS):
            update = json.loads(await _read_body(request))
    except TimeoutError as error:
        raise RefusedError(408) from error
    except (ValueError, RecursionError, ClientDisconnect) as error:
        raise RefusedError(400) from error
    if not isinstance(update, dict) or not is_update_id(update.get("update_id")):
        raise RefusedError(400)
    return update


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY_BYTES:
            raise RefusedError(413)
    return bytes(body)


@dataclass(frozen=True, slots=True)
class HealthDoor:
    """Tells whoever asks how the program is; 503 when something is wrong."""

    examine: Callable[[], Awaitable[Health]]

    def routes(self) -> list[Route]:
        """Return the route that health checks use."""
        return [Route(HEALTH_PATH, self._on_get, methods=["GET"])]

    async def _on_get(self, _: Request) -> Response:
        health = await self.examine()
        return JSONResponse(
            health.as_json(), 503 if health.problems else 200, headers={"Cache-Control": "no-store"}
        )


def build_app(routes: Sequence[Route]) -> Starlette:
    """Return an application with these routes and no other, not even with a slash more."""
    app = Starlette(routes=list(routes))
    app.router.redirect_slashes = False
    return app


class WebServer:
    """Serves the doors inside the running event loop."""

    def __init__(self, routes: Sequence[Route], host: str, port: int) -> None:
        self._host = host
        self._port = port
        self.app = build_app(routes)
        self._server = _Uvicorn(
            uvicorn.Config(
                self.app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )

    def stop(self) -> None:
        """Finish the requests in hand, then return from `run`."""
        self._server.should_exit = True

    async def run(self) -> None:
        """Serve for ever, or until `stop`.

        Raises:
            CannotListenError: the address cannot be used.
        """
        with _listen(self._host, self._port) as bound:
            log.info("listening address=%s:%d", *bound.getsockname()[:2])
            try:
                await self._server.serve([bound])
            except asyncio.CancelledError:
                if self._server.started:
                    await self._server.shutdown([bound])
                raise


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small segments at once (TCP_NODELAY) only where the protocol is named
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise CannotListenError(f"Cannot serve HTTP on {host} port {port}: {error.strerror}.") from error
    return bound


class _Uvicorn(uvicorn.Server):
    """uvicorn that leaves the signals to the program it runs in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
