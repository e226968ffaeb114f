"""Delivers what is owed: one call at a time for a chat, its outcome stored before the next."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.delivery import OutgoingState, Owed, Rejected, Throttled, recover, settle, start
from claims.ports import Clock, Store, Telegram, Transaction
from claims.submission import ChatId, PersonId


@dataclass(frozen=True)
class Deliver:
    """Send due calls; `sending` is committed before each call, so a crash makes no second answer."""

    store: Store
    telegram: Telegram
    clock: Clock

    async def __call__(self, limit: int, busy: frozenset[ChatId] = frozenset()) -> Sequence[Owed]:
        """Send up to `limit` calls side by side, each to another chat; return how they ended."""
        return await asyncio.gather(*[self.send(owed) for owed in await self.claim(limit, busy)])

    async def claim(self, limit: int, busy: frozenset[ChatId]) -> Sequence[Owed]:
        """Mark due calls as under way and return them."""
        async with self.store.writing() as tx:
            due = [start(owed) for owed in await tx.outbox.due(self.clock.now(), limit, busy)]
            for owed in due:
                await tx.outbox.save(owed)
            return due

    async def send(self, owed: Owed) -> Owed:
        """Make one claimed call and store how it ended."""
        outcome = await self.telegram.call(owed.outgoing.method, owed.outgoing.params)
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


async def _mark_blocked(tx: Transaction, person_id: PersonId) -> None:
    person = await tx.people.get(person_id)
    if person is not None:
        await tx.people.save(replace(person, blocked=True))
