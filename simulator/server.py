"""Owns the running simulator: one loopback address with the Bot API, the browser chat and the controls."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulator.chat_page import ChatPage, Sample, Seat
from simulator.control import Control
from simulator.faults import Faults
from simulator.http_door import HttpDoor
from simulator.loopback import OnlyThisMachine, listen
from simulator.webhook import Delivery
from simulator.world import World

STOP_SECONDS = 3
KEEP_ALIVE_SECONDS = 75  # longer than clients keep idle connections: else they send into closing ones


@dataclass(frozen=True, slots=True)
class Running:
    """A simulator that answers. Bots use `bot_url` and `file_url` as base addresses, before their token."""

    url: str
    world: World
    faults: Faults

    @property
    def bot_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        return f"{self.url}/file/bot"


class _Uvicorn(uvicorn.Server):
    """uvicorn that leaves the signals to the program it runs in, and can break a connection."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def cut(self, client: Any) -> None:
        """Reset the connection from that address."""
        for connection in list(self.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == client:
                connection.transport.abort()


@asynccontextmanager
async def serve(
    world: World,
    *,
    faults: Faults | None = None,
    seats: Sequence[Seat] = (),
    samples: Sequence[Sample] = (),
    host: str = "127.0.0.1",
    port: int = 0,
    first_retry_seconds: float = 1.0,
) -> AsyncIterator[Running]:
    """Serve the world inside the running event loop until the block is left; port 0 takes a free one.

    Raises:
        ValueError: the host is not this machine's loopback address.
        OSError: the port is taken.
    """
    faults = faults or Faults()
    closing = asyncio.Event()
    bound = listen(host, port)
    server = _Uvicorn(_settings())
    server.config.app = _app(world, faults, seats, samples, server, closing)
    serving = asyncio.create_task(server.serve([bound]), name="simulator")
    delivery = asyncio.create_task(
        Delivery(world, faults, first_retry_seconds).run(), name="simulator-webhook"
    )
    try:
        await server.ready.wait()
        address, actual = bound.getsockname()[:2]
        yield Running(f"http://{f'[{address}]' if ':' in address else address}:{actual}", world, faults)
    finally:
        closing.set()
        world.changes.fire()
        server.should_exit = True
        delivery.cancel()
        await asyncio.wait([serving, delivery])
        bound.close()
    for task in (serving, delivery):
        if not task.cancelled():
            task.result()


def _settings() -> uvicorn.Config:
    return uvicorn.Config(
        Starlette(),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def _app(
    world: World,
    faults: Faults,
    seats: Sequence[Seat],
    samples: Sequence[Sample],
    server: _Uvicorn,
    closing: asyncio.Event,
) -> Starlette:
    control = Control(world, faults, {seat.person.id: seat.person for seat in seats})
    doors = (
        HttpDoor(world, faults, server.cut, closing),
        control,
        ChatPage(world, seats, samples, closing),
    )
    routes = [route for door in doors for route in door.routes()]
    return Starlette(routes=routes, middleware=[Middleware(OnlyThisMachine)])
