"""Delivers what is owed: one call at a time for a chat, its outcome stored before the next."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from claims.delivery import (
    Outcome,
    Outgoing,
    OutgoingState,
    Owed,
    Rejected,
    Throttled,
    Urgency,
    recover,
    settle,
    start,
)
from claims.pacing import BROADCASTS, OVERALL, TO_A_GROUP, TO_A_PERSON, Booked, Pace, TooEarly, book
from claims.ports import Clock, Store, Telegram, Transaction
from claims.submission import ChatId, PersonId


@dataclass(frozen=True)
class Deliver:
    """Send due calls; `sending` is committed before each call, so a crash makes no second answer."""

    store: Store
    telegram: Telegram
    clock: Clock

    async def __call__(self, limit: int) -> Sequence[Owed]:
        """Send up to `limit` calls side by side, each to another chat; return how they ended."""
        claimed = await self.claim(limit, frozenset())
        outcomes = await asyncio.gather(*[self.call(owed) for owed in claimed])
        return [
            await self.store_outcome(owed, outcome) for owed, outcome in zip(claimed, outcomes, strict=True)
        ]

    async def claim(self, limit: int, busy: frozenset[ChatId]) -> Sequence[Owed]:
        """Mark due calls as under way and return them."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            due = await tx.outbox.due(now, limit, busy)
            claimed = [start(owed) for owed in due if await keep_pace(tx, owed, now)]
            for owed in claimed:
                await tx.outbox.save(owed)
            return claimed

    async def call(self, owed: Owed) -> Outcome:
        """Make one claimed call."""
        return await self.telegram.call(owed.outgoing.method, owed.outgoing.params)

    async def store_outcome(self, owed: Owed, outcome: Outcome) -> Owed:
        """Store how a call ended; return it as it stands now."""
        now = self.clock.now()
        settled = settle(owed, outcome, now)
        async with self.store.writing() as tx:
            await tx.outbox.save(settled)
            match outcome:
                case Throttled(retry_after, everywhere):
                    await tx.outbox.pause(None if everywhere else owed.outgoing.chat_id, now + retry_after)
                case Rejected(blocked=True):
                    await _mark_blocked(tx, PersonId(owed.outgoing.chat_id))
                case _:
                    pass
        return settled

    async def recover(self) -> Sequence[Owed]:
        """Settle the calls that were under way when the process died; return those nobody can be sure of."""
        async with self.store.writing() as tx:
            recovered = [recover(owed, self.clock.now()) for owed in await tx.outbox.in_flight()]
            for owed in recovered:
                await tx.outbox.save(owed)
            return [owed for owed in recovered if owed.state is OutgoingState.UNKNOWN]


async def keep_pace(tx: Transaction, owed: Owed, now: datetime) -> bool:
    """Return whether the call may be made now within Telegram's limits; else it waits its time."""
    if not owed.outgoing.is_new_message:
        return True
    chat_id = owed.outgoing.chat_id
    booked: dict[str, datetime] = {}
    for name, pace in _paces(owed.outgoing):
        match book(pace, await tx.schedules.get(name), now):
            case Booked(schedule):
                booked[name] = schedule
            case TooEarly(until) if name == "send:everything":
                await tx.outbox.pause(None, until)
                return False
            case TooEarly(until) if name == "send:broadcasts":
                await tx.outbox.save(replace(owed, not_before=until))
                return False
            case TooEarly(until):
                await tx.outbox.pause(chat_id, until)
                return False
    for name, schedule in booked.items():
        await tx.schedules.set(name, schedule)
    return True


def _paces(outgoing: Outgoing) -> list[tuple[str, Pace]]:
    chat_pace = TO_A_PERSON if outgoing.chat_id > 0 else TO_A_GROUP
    paces = [(f"send:{outgoing.chat_id}", chat_pace), ("send:everything", OVERALL)]
    broadcast = outgoing.urgency is Urgency.BROADCAST
    return [("send:broadcasts", BROADCASTS), *paces] if broadcast else paces


async def _mark_blocked(tx: Transaction, person_id: PersonId) -> None:
    person = await tx.people.get(person_id)
    if person is not None:
        await tx.people.save(replace(person, blocked=True))
