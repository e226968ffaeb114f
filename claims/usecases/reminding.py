"""Reminds moderators of what waits for long, ever more rarely, and of a hold that is about to end."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claims.news import Address, LeaseEnds, StillWaiting
from claims.night import Reminding
from claims.ports import Clock, Store, Transaction, Voice
from claims.queue import QueueFilter, QueueQuery, Showing
from claims.review import Moderator, ModeratorId, ReviewItem
from claims.submission import ChatId, PersonId

LEASE_NOTICE = timedelta(minutes=3)
LONGEST_PAUSE = timedelta(hours=24)
MOST_LOOKED_AT = 100
LAST, NEXT = "remind:last", "remind:next"
THE_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Remind:
    """Owe the reminders that are due. What was sent is in the database, so a restart repeats nothing."""

    store: Store
    voice: Voice
    clock: Clock
    reminding: Reminding

    async def __call__(self) -> int:
        """Return how many were owed; at night none."""
        now = self.clock.now()
        if self.reminding.is_night(now):
            return 0
        async with self.store.reading() as tx:
            if not await self._is_due(tx, now):
                return 0
        async with self.store.writing() as tx:
            return await self._of_leases(tx, now) + await self._of_waiting(tx, now)

    async def _is_due(self, tx: Transaction, now: datetime) -> bool:
        planned = await tx.schedules.get(NEXT)
        waiting = bool(await self._waiting(tx, now))
        is_over = planned is not None and not waiting
        return is_over or (waiting and (planned is None or planned <= now)) or bool(await _ending(tx, now))

    async def _waiting(self, tx: Transaction, now: datetime) -> list[ReviewItem]:
        """Return the free items that wait for too long, the oldest first."""
        if not self.reminding.after:
            return []
        oldest = QueueQuery(chosen=QueueFilter(Showing.OLDEST), viewer=ModeratorId(0), now=now)
        items = await tx.items.open(MOST_LOOKED_AT, 0, oldest)
        since = now - self.reminding.after
        return [item for item in items if item.holder(now) is None and item.waiting_since <= since]

    async def _of_waiting(self, tx: Transaction, now: datetime) -> int:
        waiting = await self._waiting(tx, now)
        if not waiting:  # the next long wait begins anew
            await tx.schedules.forget("remind:", THE_END)
            return 0
        last, planned = await tx.schedules.get(LAST), await tx.schedules.get(NEXT)
        if planned is not None and planned > now:
            return 0
        pause = self.reminding.after if last is None or planned is None else (planned - last) * 2
        await tx.schedules.set_many({LAST: now, NEXT: now + min(pause, LONGEST_PAUSE)})
        news = StillWaiting(len(waiting), waiting[0], now)
        addresses = await self._readers(tx, now)
        for address in addresses:
            await tx.outbox.add(self.voice.say(address, news), now)
        return len(addresses)

    async def _readers(self, tx: Transaction, now: datetime) -> list[Address]:
        """Return the groups, or else everybody."""
        desks = await tx.desks.all()
        if not desks:
            return [await _private(tx, one, f"remind:{now.isoformat()}") for one in await tx.moderators.all()]
        return [
            Address(
                chat_id=desk.chat_id,
                debt=f"remind:{now.isoformat()}:{desk.chat_id}",
                language=desk.language,
                thread_id=desk.thread_id,
            )
            for desk in desks
        ]

    async def _of_leases(self, tx: Transaction, now: datetime) -> int:
        ending = await _ending(tx, now)
        for moderator, item in ending:
            assert item.lease is not None, "it ends"  # noqa: S101 - narrows the type
            address = await _private(tx, moderator, _notice(item))
            await tx.outbox.add(self.voice.say(address, LeaseEnds(item)), now)
            await tx.schedules.set(_notice(item), item.lease.until)
        return len(ending)


async def _ending(tx: Transaction, now: datetime) -> list[tuple[Moderator, ReviewItem]]:
    """Return the holds that are about to end and of which nobody was reminded."""
    ending = []
    for moderator in await tx.moderators.all():
        mine = QueueQuery(chosen=QueueFilter(Showing.MINE), viewer=moderator.id, now=now)
        for item in await tx.items.open(MOST_LOOKED_AT, 0, mine):
            soon = item.lease is not None and item.lease.until <= now + LEASE_NOTICE
            if soon and await tx.schedules.get(_notice(item)) is None:
                ending.append((moderator, item))
    return ending


def _notice(item: ReviewItem) -> str:
    until = item.lease.until.isoformat() if item.lease else ""
    return f"lease-ends:{item.id}:{until}"


async def _private(tx: Transaction, moderator: Moderator, debt: str) -> Address:
    person = await tx.people.get(PersonId(moderator.id))
    language = person.language if person else moderator.language
    return Address(chat_id=ChatId(moderator.id), debt=f"{debt}:{moderator.id}", language=language)
