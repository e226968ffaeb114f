"""Tells reviewers the figures: when they ask, and each morning those who want a digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.days import THE_END, Days
from claims.figures import stretches
from claims.news import Address, Digest, DigestSwitched, News, Stats, UnknownCommand
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import Moderator, ModeratorId
from claims.submission import ChatId, PersonId
from claims.usecases.moderating import Caller, ModeratorAct

USUAL_DAYS = 7
MOST_DAYS = 366
MOST_BARS = 31
# A digest is due within a day; one that seems due later was planned by a clock that was wrong.
LONGEST_WAIT = timedelta(days=2)


@dataclass(frozen=True)
class CountingAct(ModeratorAct):
    """What acts that count share: counting reads much, so it is done before the turn to write."""

    days: Days

    async def allowed(self, tx: Transaction, caller: Caller) -> bool:
        """Return whether the caller is a moderator; nothing is counted for anybody else."""
        return await tx.moderators.get(caller.moderator_id) is not None

    async def tell(self, caller: Caller, counted: News | None) -> News:
        """Owe the caller what was counted; None when they were no moderator a moment ago."""

        async def act(_tx: Transaction, _moderator: Moderator) -> News:
            return counted or UnknownCommand()

        return await self.perform(caller, act)


@dataclass(frozen=True)
class ShowStats(CountingAct):
    """Count the last days."""

    async def __call__(self, caller: Caller, number: int = USUAL_DAYS) -> News:
        """Return the figures of the last `number` days (1 to 366), today included."""
        number = min(max(number, 1), MOST_DAYS)
        now = self.clock.now()
        edges = self._edges(number, now)
        async with self.store.reading() as tx:
            allowed = await self.allowed(tx, caller)
            counted = Stats(await tx.bookkeeping.figures(edges[0], now, edges), number) if allowed else None
        return await self.tell(caller, counted)

    def _edges(self, number: int, now: datetime) -> Sequence[datetime]:
        """Return when the hours, days or weeks of the last days begin, and now."""
        first = self.days.of(now) - timedelta(days=number - 1)
        if number == 1:
            return stretches(self.days.start(first), now)
        step = 1 if number <= MOST_BARS else 7
        return [*(self.days.start(first + timedelta(days=day)) for day in range(0, number, step)), now]


@dataclass(frozen=True)
class ShowDigest(CountingAct):
    """Count yesterday."""

    async def __call__(self, caller: Caller) -> News:
        """Return yesterday's figures."""
        async with self.store.reading() as tx:
            allowed = await self.allowed(tx, caller)
            counted = await yesterday(tx, self.days, self.clock.now()) if allowed else None
        return await self.tell(caller, counted)


@dataclass(frozen=True)
class SwitchDigest(ModeratorAct):
    """Begin or end a reviewer's digest."""

    days: Days

    async def __call__(self, caller: Caller, *, on: bool) -> News:
        """Return when the next one comes."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if not on:
                await tx.schedules.forget(digest_name(moderator.id), THE_END)
                return DigestSwitched(None)
            due = self.days.next_morning(self.clock.now())
            await tx.schedules.set(digest_name(moderator.id), due)
            return DigestSwitched(due)

        return await self.perform(caller, act)


@dataclass(frozen=True)
class SendDigests:
    """Owe yesterday's digest to every reviewer for whom one is due."""

    store: Store
    voice: Voice
    clock: Clock
    days: Days

    async def __call__(self) -> int:
        """Return how many were owed; after a long stop each reviewer gets one, not one for each day."""
        now = self.clock.now()
        async with self.store.reading() as tx:
            if not await self._due(tx, now):
                return 0
            digest = await yesterday(tx, self.days, now)
        async with self.store.writing() as tx:
            due = await self._due(tx, now)
            for moderator in due:
                await tx.schedules.set(digest_name(moderator.id), self.days.next_morning(now))
                await self._owe(tx, moderator, digest)
            return len(due)

    async def _due(self, tx: Transaction, now: datetime) -> list[Moderator]:
        moderators = await tx.moderators.all()
        planned = await tx.schedules.get_many([digest_name(moderator.id) for moderator in moderators])
        return [
            moderator
            for moderator in moderators
            if (at := planned.get(digest_name(moderator.id))) and (at <= now or at > now + LONGEST_WAIT)
        ]

    async def _owe(self, tx: Transaction, moderator: Moderator, digest: Digest) -> None:
        person = await tx.people.get(PersonId(moderator.id))
        address = Address(
            chat_id=ChatId(moderator.id),
            debt=f"digest:{digest.day.isoformat()}:{moderator.id}",
            language=person.language if person else moderator.language,
        )
        await tx.outbox.add(self.voice.say(address, digest), self.clock.now())


async def yesterday(tx: Transaction, days: Days, now: datetime) -> Digest:
    """Return the digest of the day before the one to which `now` belongs."""
    today = days.of(now)
    since, until = days.start(today - timedelta(days=1)), days.start(today)
    figures = await tx.bookkeeping.figures(since, until, stretches(since, until))
    return Digest(today - timedelta(days=1), figures)


def digest_name(moderator_id: ModeratorId) -> str:
    """Return the name of a reviewer's schedule; its last character keeps 1 apart from 12 as a prefix."""
    return f"digest:{moderator_id}."
