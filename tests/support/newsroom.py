"""A whole newsroom for stories: the real bot, real storage, the small Telegram in the same process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import Settings
from bot.stage import NoWeb
from bot.ways import Ways
from bot.wiring import Program, open_program
from claims.ports import FactCheckReader
from claims.review import ModeratorId
from claims.roles import Role
from claims.site import Site
from claims.usecases.following import FollowUp
from claims.usecases.import_verdicts import ImportVerdicts
from claims.usecases.manage_moderators import ManageModerators
from claims.verdict import Ruling
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from matching.embeddings import TwoEncoders
from matching.segment import fingerprint
from simulator.faults import Faults
from simulator.person import Person
from simulator.world import DEFAULT_TOKEN, World
from tests.support.clock import FakeClock
from tests.support.in_process import InProcessRequest

NEWSROOM = "Test newsroom"
MAX_ROUNDS = 10_000


@dataclass
class Newsroom:
    """The bot, stepped by hand: nothing happens between two calls of `settle`, in which time passes in steps
    of `step_seconds` or more."""

    program: Program
    world: World
    faults: Faults
    clock: FakeClock
    home: Path
    site: Site
    moderators: dict[int, Person] = field(default_factory=dict)
    step_seconds: float = 0.01

    def person(self, name: str = "Ana", *, language: str = "en") -> Person:
        """Return someone from the public."""
        return Person(self.world, name, language_code=language)

    async def moderator(self, name: str = "Max", role: Role = Role.EDITOR) -> Person:
        """Return a moderator who has opened a chat with the bot; the first one is owner in any case."""
        person = Person(self.world, name)
        await ManageModerators(self.program.store, self.clock).add(ModeratorId(person.id), name, role)
        person.says("/start")
        await self.settle()
        return person

    async def publishes(self, *rulings: Ruling) -> None:
        """Import verdicts, as `forwardcheck import` does."""
        voice = TelegramVoice(Catalogues.load(), self.clock, NEWSROOM, self.site)
        follow_up = FollowUp(voice, self.clock)
        await ImportVerdicts(self.program.store, self.clock, fingerprint, follow_up)(rulings)

    async def keep_house(self) -> None:
        """Do what the program does by the clock, and send what that owes."""
        await self.program.housekeeping.keep_once(1)
        await self.settle()

    async def settle(self) -> None:
        """Take in, handle and send until nothing is left that can be done now."""
        for _round in range(MAX_ROUNDS):
            received = await self.receive()
            handled = await self.program.worker.handle_waiting()
            sent = await self.program.sender.send_all()
            if not (received or handled or sent) and not await self._time_passes():
                return
        raise AssertionError("the bot does not come to rest")

    async def _time_passes(self) -> bool:
        """Move the clock to the moment when waiting messages are joined or sent; False when none wait."""
        ready_at = await self.program.worker.next_ready_at()
        async with self.program.store.reading() as tx:
            due_at = await tx.outbox.next_due_at()
        moments = [moment for moment in (ready_at, due_at) if moment is not None]
        if moments:
            self.clock.advance(
                seconds=max((min(moments) - self.clock.now()).total_seconds(), self.step_seconds)
            )
        return bool(moments)

    async def receive(self) -> int:
        """Store what waits at Telegram and acknowledge it, as the poller does; return how many there were."""
        waiting = list(self.world.updates.pending)
        if waiting:
            async with self.program.store.writing() as tx:
                await tx.inbox.add(waiting, self.clock.now())
            self.world.updates.acknowledge(waiting[-1]["update_id"] + 1)
        return len(waiting)


@asynccontextmanager
async def open_newsroom(
    home: Path,
    world: World | None = None,
    clock: FakeClock | None = None,
    embedder: TwoEncoders | None = None,
    reader: FactCheckReader | None = None,
    ways: Ways | None = None,
    *,
    four_eyes: bool = False,
    answer_days: int = 0,
    keep_days: int = 365,
    site_url: str = "",
    time_zone: str = "UTC",
    name: str = NEWSROOM,
) -> AsyncIterator[Newsroom]:
    """Open a newsroom whose database and index are in `home`; open it again for a restart."""
    world, clock, faults = world or World(), clock or FakeClock(), Faults()
    settings = Settings(
        home=home,
        newsroom=name,
        time_zone=time_zone,
        four_eyes=four_eyes,
        answer_days=answer_days,
        keep_days=keep_days,
        site_url=site_url,
    )
    request = InProcessRequest(world, faults)
    async with open_program(
        settings,
        DEFAULT_TOKEN,
        clock=clock,
        request=request,
        embedder=embedder,
        reader=reader or NoWeb(),
        ways=ways,
    ) as program:
        await program.application.initialize()
        try:
            await program.sender.recover()
            yield Newsroom(program, world, faults, clock, home, settings.site)
        finally:
            await program.application.shutdown()
