"""Tells those who wait on a closed item and were not told with the ruling: some at a time."""

from dataclasses import dataclass

from claims.ports import Clock, Store, Transaction, Voice
from claims.review import ItemState, ReviewItem, reopen
from claims.usecases.moderating import audited_item
from claims.usecases.queueing import tell_moderators
from claims.usecases.telling import tell_some


@dataclass(frozen=True)
class TellOn:
    """Work off what rulings left, in transactions that keep nobody waiting. A mark in the database says that
    some are left; who was told waits no more, in the same transaction: killed anywhere, it goes on where it
    was."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self) -> int:
        """Return how many transactions that took."""
        number = 0
        while await self._some():
            number += 1
        return number

    async def _some(self) -> bool:
        async with self.store.reading() as tx:
            if await tx.tellings.next() is None:
                return False
        async with self.store.writing() as tx:
            item_id = await tx.tellings.next()
            item = await tx.items.get(item_id) if item_id is not None else None
            if item is not None and not await self._tell(tx, item):
                await tx.tellings.done(item.id)
        return True

    async def _tell(self, tx: Transaction, item: ReviewItem) -> bool:
        """Tell the next ones; return whether more are left."""
        if item.state is ItemState.RULED and item.verdict_id is not None:
            verdict = await tx.verdicts.get(item.verdict_id)
            if verdict is not None and verdict.retracted_at is None:
                return await tell_some(tx, self.voice, self.clock, item, verdict)
            await self._reopen(tx, item)
        elif item.state is ItemState.DISMISSED and item.dismiss_reason is not None:
            return await tell_some(tx, self.voice, self.clock, item, item.dismiss_reason)
        return False

    async def _reopen(self, tx: Transaction, item: ReviewItem) -> None:
        """Let those wait on who were to be told a verdict that was withdrawn meanwhile."""
        now = self.clock.now()
        reopened = reopen(item, None, now)
        if not item.askers or not await tx.items.save(reopened):
            return
        await tx.audit.write(
            actor="forwardcheck",
            act="reopened",
            subject=f"item:{item.id}",
            now=now,
            before=audited_item(item),
            after=audited_item(reopened),
        )
        await tell_moderators(tx, self.voice, self.clock, reopened, again=True)
