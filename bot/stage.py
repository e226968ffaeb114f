"""Owns the bot on a stage: the real program against the simulator, with someone from the public and a
moderator."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import lifecycle
from bot.clock import SystemClock
from bot.settings import Settings
from bot.wiring import Program, open_program
from claims.ports import LinkProblem, LinkRead, LinkUnreadable
from claims.review import ModeratorId
from claims.usecases.manage_moderators import ManageModerators
from simulator.chat_page import Sample, Seat
from simulator.person import Person
from simulator.server import serve
from simulator.world import DEFAULT_TOKEN, World

ASKER_NAME = "Ana"
NEIGHBOUR_NAME = "Ben"
MODERATOR_NAME = "Max"
# Ids of a later session in the same folder must differ from those of an earlier one.
FIRST_CURTAIN = datetime(2026, 1, 1, tzinfo=UTC)
QUIET_SECONDS = 0.02
PATIENCE_SECONDS = 30.0


class NoWeb:
    """A web without a page in it: on the stage, no network is used."""

    async def read(self, link: str) -> LinkRead | LinkUnreadable:
        """Say that the page does not exist."""
        return LinkUnreadable(LinkProblem.NOT_REACHED, f"{link} does not exist here.")


class BotFellSilentError(Exception):
    """The bot did not come to rest in time."""


@dataclass(frozen=True)
class Stage:
    """A running bot, its people, and the address of the browser chat."""

    program: Program
    world: World
    asker: Person
    neighbour: Person
    moderator: Person
    url: str

    async def settle(self) -> None:
        """Wait until every update is handled and everything owed is sent.

        Raises:
            BotFellSilentError: that took longer than 30 seconds.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await self._at_rest():  # noqa: ASYNC110 - the rest is in a database, not an event
                    await asyncio.sleep(QUIET_SECONDS)
        except TimeoutError:
            raise BotFellSilentError("the bot did not answer within 30 seconds") from None

    async def _at_rest(self) -> bool:
        if self.world.updates.pending:
            return False
        async with self.program.store.reading() as tx:
            inbox, outbox = await tx.inbox.counts(), await tx.outbox.counts()
        return not (inbox.get("new") or outbox.get("pending") or outbox.get("sending"))


@asynccontextmanager
async def open_stage(
    settings: Settings,
    samples: Sequence[Sample] = (),
    port: int = 0,
    more_seats: Callable[[World, Person], Sequence[Seat]] = lambda _world, _moderator: (),
) -> AsyncIterator[Stage]:
    """Serve the simulator, run the bot against it, and stop both when the block is left. `more_seats` are put
    beside those of somebody from the public and of the moderator."""
    world = World(
        bot_name="Forwardcheck",
        bot_username="forwardcheck_bot",
        numbers_from=int((SystemClock().now() - FIRST_CURTAIN).total_seconds() * 1_000),
    )
    asker, neighbour = Person(world, ASKER_NAME), Person(world, NEIGHBOUR_NAME)
    moderator = Person(world, MODERATOR_NAME)
    seats = [
        Seat(asker, "Someone from the public"),
        Seat(moderator, "A moderator"),
        *more_seats(world, moderator),
    ]
    async with serve(world, seats=seats, samples=samples, port=port) as simulator:
        here = on_this_machine(settings).model_copy(update={"api_url": simulator.url, "webhook_url": ""})
        async with open_program(here, DEFAULT_TOKEN, reader=NoWeb()) as program:
            await ManageModerators(program.store, SystemClock()).add(
                ModeratorId(moderator.id), MODERATOR_NAME
            )
            stop = asyncio.Event()
            running = asyncio.create_task(lifecycle.run(program, stop))
            try:
                moderator.says("/start")
                stage = Stage(program, world, asker, neighbour, moderator, simulator.url)
                await _until_settled(stage, running)
                yield stage
            finally:
                stop.set()
                await running


def on_this_machine(settings: Settings) -> Settings:
    """Return settings by which links to public pages, if these are on, lead to where they are served here."""
    if not settings.site.is_on:
        return settings
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.http_host, settings.http_host)  # noqa: S104 - compared
    netloc = f"[{host}]" if ":" in host else host
    address = f"http://{netloc}:{settings.listen_port}{settings.site.path}"
    return settings.model_copy(update={"site_url": address})


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def _until_settled(stage: Stage, running: "asyncio.Task[None]") -> None:
    """Wait for the first rest; if the program dies before, let its error out."""
    settling = asyncio.create_task(stage.settle())
    done, _pending = await asyncio.wait([settling, running], return_when=asyncio.FIRST_COMPLETED)
    if running in done and not settling.done():
        settling.cancel()
        running.result()
    await settling
