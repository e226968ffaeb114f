"""Owns the matcher at work: kept level with the stored verdicts, and off the event loop."""

import asyncio
from collections.abc import Collection

from claims.decision import Decision
from claims.ports import Matcher, Store
from claims.verdict import VerdictId

BATCH_SIZE = 1_000


class Catalogue:
    """Decides about texts with every verdict that was stored before the question was asked."""

    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._store = store
        self._matcher = matcher
        self._one_at_a_time = asyncio.Lock()

    async def decide(self, text: str, excluding: Collection[VerdictId] = ()) -> Decision:
        """Decide about `text`, after taking in what changed in the store."""
        async with self._one_at_a_time:
            await self._catch_up()
            return await asyncio.to_thread(self._matcher.decide, text, excluding=excluding)

    async def rank(self, text: str, limit: int) -> tuple[VerdictId, ...]:
        """Return the verdicts that come closest to `text`, best first, after taking in what changed."""
        async with self._one_at_a_time:
            await self._catch_up()
            return await asyncio.to_thread(self._matcher.rank, text, limit=limit)

    async def fingerprint(self, text: str) -> str:
        """Return the key that is equal for texts which differ only in what normalisation removes."""
        return await asyncio.to_thread(self._matcher.fingerprint, text)

    async def refresh(self) -> int:
        """Take in what changed in the store; return the revision reached."""
        async with self._one_at_a_time:
            await self._catch_up()
            return self._matcher.revision

    async def _catch_up(self) -> None:
        async with self._store.reading() as tx:
            stored = await tx.verdicts.revision()
            if stored < self._matcher.revision:
                await asyncio.to_thread(self._matcher.clear)
            while self._matcher.revision < stored:
                changed, reached = await tx.verdicts.changed_since(self._matcher.revision, BATCH_SIZE)
                await asyncio.to_thread(
                    self._matcher.apply, changed, max(reached, self._matcher.revision + 1)
                )
