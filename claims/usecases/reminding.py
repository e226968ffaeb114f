"""Reminds moderators of what waits for long, ever more rarely, and of a hold that is about to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.days import THE_END
from claims.news import Address, LeaseEnds, StillWaiting
from claims.night import Reminding
from claims.ports import Clock, Store, Transaction, Voice
from claims.queue import QueueFilter, QueueQuery, Showing
from claims.review import Moderator, ModeratorId, ReviewItem
from claims.submission import ChatId, PersonId

LEASE_NOTICE = timedelta(minutes=3)
LONGEST_PAUSE = timedelta(hours=24)
MOST_LOOKED_AT = 100
LAST, NEXT = "remind:last:", "remind:next:"


@dataclass(frozen=True, slots=True)
class Reader:
    """A chat that is reminded, but not at its night."""

    address: Address
    night: str


@dataclass(frozen=True)
class Remind:
    """Owe the reminders that are due, to nobody at night: that of the group or moderator, or else that of the
    installation. What was sent is in the database, so a restart repeats nothing."""

    store: Store
    voice: Voice
    clock: Clock
    reminding: Reminding

    async def __call__(self) -> int:
        """Return how many were owed."""
        now = self.clock.now()
        async with self.store.reading() as tx:
            if not await self._is_due(tx, now):
                return 0
        async with self.store.writing() as tx:
            return await self._of_leases(tx, now) + await self._of_waiting(tx, now)

    async def _is_due(self, tx: Transaction, now: datetime) -> bool:
        if await self._ending(tx, now):
            return True
        if await self._waiting(tx, now):
            return bool(await self._due_readers(tx, now))
        return bool(await self._planned(tx, await _readers(tx, now)))

    async def _waiting(self, tx: Transaction, now: datetime) -> list[ReviewItem]:
        """Return the free items that wait for too long, the oldest first."""
        if not self.reminding.after:
            return []
        oldest = QueueQuery(chosen=QueueFilter(Showing.OLDEST), viewer=ModeratorId(0), now=now)
        items = await tx.items.open(MOST_LOOKED_AT, 0, oldest)
        since = now - self.reminding.after
        return [item for item in items if item.holder(now) is None and item.waiting_since <= since]

    async def _planned(self, tx: Transaction, readers: Sequence[Reader]) -> Mapping[str, datetime]:
        names = [f"{kind}{reader.address.chat_id}" for reader in readers for kind in (LAST, NEXT)]
        return await tx.schedules.get_many(names)

    async def _due_readers(self, tx: Transaction, now: datetime) -> list[tuple[Reader, timedelta]]:
        """Return whom to remind now, and how long not to remind them after that."""
        readers = await _readers(tx, now)
        planned = await self._planned(tx, readers)
        due = []
        for reader in readers:
            last = planned.get(f"{LAST}{reader.address.chat_id}")
            after = planned.get(f"{NEXT}{reader.address.chat_id}")
            if self.reminding.with_night(reader.night).is_night(now) or (after and after > now):
                continue
            pause = self.reminding.after if last is None or after is None else (after - last) * 2
            due.append((reader, min(pause, LONGEST_PAUSE)))
        return due

    async def _of_waiting(self, tx: Transaction, now: datetime) -> int:
        waiting = await self._waiting(tx, now)
        if not waiting:  # the next long wait begins anew
            await tx.schedules.forget("remind:", THE_END)
            return 0
        due = await self._due_readers(tx, now)
        news = StillWaiting(len(waiting), waiting[0], now)
        for reader, pause in due:
            chat_id = reader.address.chat_id
            await tx.schedules.set_many({f"{LAST}{chat_id}": now, f"{NEXT}{chat_id}": now + pause})
            await tx.outbox.add(self.voice.say(reader.address, news), now)
        return len(due)

    async def _of_leases(self, tx: Transaction, now: datetime) -> int:
        ending = await self._ending(tx, now)
        for moderator, item in ending:
            assert item.lease is not None, "it ends"  # noqa: S101 - narrows the type
            address = await _private(tx, moderator, _notice(item))
            await tx.outbox.add(self.voice.say(address, LeaseEnds(item)), now)
            await tx.schedules.set(_notice(item), item.lease.until)
        return len(ending)

    async def _ending(self, tx: Transaction, now: datetime) -> list[tuple[Moderator, ReviewItem]]:
        """Return the holds that are about to end and of which nobody was reminded; not at their night."""
        ending = []
        for moderator in await tx.moderators.all():
            if self.reminding.with_night(moderator.night).is_night(now):
                continue
            mine = QueueQuery(chosen=QueueFilter(Showing.MINE), viewer=moderator.id, now=now)
            for item in await tx.items.open(MOST_LOOKED_AT, 0, mine):
                soon = item.lease is not None and item.lease.until <= now + LEASE_NOTICE
                if soon and await tx.schedules.get(_notice(item)) is None:
                    ending.append((moderator, item))
        return ending


async def _readers(tx: Transaction, now: datetime) -> list[Reader]:
    """Return the groups, or else everybody."""
    debt = f"remind:{now.isoformat()}"
    desks = await tx.desks.all()
    if not desks:
        return [Reader(await _private(tx, one, debt), one.night) for one in await tx.moderators.all()]
    return [
        Reader(
            Address(
                chat_id=desk.chat_id,
                debt=f"{debt}:{desk.chat_id}",
                language=desk.language,
                thread_id=desk.thread_id,
            ),
            desk.night,
        )
        for desk in desks
    ]


def _notice(item: ReviewItem) -> str:
    until = item.lease.until.isoformat() if item.lease else ""
    return f"lease-ends:{item.id}:{until}"


async def _private(tx: Transaction, moderator: Moderator, debt: str) -> Address:
    person = await tx.people.get(PersonId(moderator.id))
    language = person.language if person else moderator.language
    return Address(chat_id=ChatId(moderator.id), debt=f"{debt}:{moderator.id}", language=language)
