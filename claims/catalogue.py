"""Owns the matcher at work: kept level with the stored verdicts, and off the event loop."""

import asyncio
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from claims.decision import Decision
from claims.ports import Matcher, Store
from claims.recent import Recent
from claims.verdict import VerdictId

BATCH_SIZE = 1_000
REMEMBERED = 2_000  # questions; what goes round is forwarded again and again


@dataclass(frozen=True, slots=True)
class _Question:
    """All that a decision depends on: a text (its digest), what is left out, the verdicts' revision."""

    text: bytes
    excluding: frozenset[VerdictId]
    revision: int


class Catalogue:
    """Decides about texts with every verdict that was stored before the question was asked."""

    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._store = store
        self._matcher = matcher
        self._one_at_a_time = asyncio.Lock()
        self._decided: Recent[_Question, Decision] = Recent(REMEMBERED)
        self._fingerprints: Recent[bytes, str] = Recent(REMEMBERED)

    async def decide(
        self, text: str, excluding: Collection[VerdictId] = (), at_least: int | None = None
    ) -> Decision:
        """Decide about `text`, after taking in what changed in the store; a caller that knows its revision
        spares the look at it with `at_least`. The same question is decided once a revision."""
        async with self._one_at_a_time:
            if at_least is None or self._matcher.revision < at_least:
                await self._catch_up()
            question = _Question(_digest(text), frozenset(excluding), self._matcher.revision)
            decided = self._decided.get(question)
            if decided is None:
                decided = await asyncio.to_thread(self._matcher.decide, text, excluding=question.excluding)
                self._decided.keep(question, decided)
            return decided

    async def rank(self, text: str, limit: int) -> tuple[VerdictId, ...]:
        """Return the verdicts that come closest to `text`, best first, after taking in what changed."""
        async with self._one_at_a_time:
            await self._catch_up()
            return await asyncio.to_thread(self._matcher.rank, text, limit=limit)

    async def fingerprint(self, text: str) -> str:
        """Return the key that is equal for texts which differ only in what normalisation removes."""
        asked = _digest(text)
        found = self._fingerprints.get(asked)
        if found is None:
            found = await asyncio.to_thread(self._matcher.fingerprint, text)
            self._fingerprints.keep(asked, found)
        return found

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


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
