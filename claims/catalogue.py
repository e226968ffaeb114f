"""Owns the matcher at work: kept level with the stored verdicts, and off the event loop."""

import asyncio
import hashlib
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from claims.decision import Answer, Decision, Suggest, answers_whole
from claims.marks import Marks
from claims.ports import KeptMarks, Matcher, Store, Transaction
from claims.recent import Recent
from claims.verdict import Verdict, VerdictId

log = logging.getLogger(__name__)

BATCH_SIZE = 1_000
AT_ONCE = 32
"""So many changes are taken in before an answer; more, as of an import or a new index, beside the answers."""
SLICE = 256
REMEMBERED = 2_000  # questions; what goes round is forwarded again and again


@dataclass(frozen=True, slots=True)
class _Question:
    """All that a decision depends on: a text (its digest), what is left out, the verdicts' revision."""

    text: bytes
    excluding: frozenset[VerdictId]
    revision: int


class Catalogue:
    """Decides about texts with every verdict that was stored before the question was asked.

    While `run` runs, answers wait for few changes only, and not for the index to be put in order after them.
    Of more, the newest few are taken in at once, the others beside the answers, which come from what is in
    already. With `kept`, an index that is not of the store's database is forgotten before the first answer.
    """

    def __init__(self, store: Store, matcher: Matcher, kept: KeptMarks | None = None) -> None:
        self._store = store
        self._matcher = matcher
        self._kept = kept
        self._marks: Marks | None = None  # None until it was looked at whether the index is of this database
        self._one_at_a_time = asyncio.Lock()
        self._runs = False
        self._far_behind = asyncio.Event()
        self._to_do = asyncio.Event()  # for `run`: far behind, or the index is to be put in order
        self._ahead = 0  # the change up to which the newest are taken in
        self._taken_ahead: dict[VerdictId, int] = {}  # as they stood after that change
        self._decided: Recent[_Question, Decision] = Recent(REMEMBERED)
        self._fingerprints: Recent[bytes, str] = Recent(REMEMBERED)

    async def decide(
        self, text: str, excluding: Collection[VerdictId] = (), at_least: int | None = None
    ) -> Decision:
        """Decide about `text`, after taking in what changed in the store; a caller that knows its revision
        spares the look at it with `at_least`. The same question is decided once a revision."""
        async with self._one_at_a_time:
            if self._marks is None or at_least is None or self._matcher.revision < at_least:
                await self._catch_up()
            question = _Question(_digest(text), frozenset(excluding), self._matcher.revision)
            decided = None if self._far_behind.is_set() else self._decided.get(question)
            if decided is None:
                decided = await asyncio.to_thread(self._matcher.decide, text, excluding=question.excluding)
                if not self._far_behind.is_set():  # else verdicts come in although the revision stays
                    self._decided.keep(question, decided)
                while self._far_behind.is_set() and await self._take_in_told(decided):
                    decided = await asyncio.to_thread(
                        self._matcher.decide, text, excluding=question.excluding
                    )
            return decided

    async def restates(self, verdict: Verdict, text: str) -> bool:
        """Say whether somebody who asked in these words would be answered with the verdict."""
        return answers_whole(await self.decide(text), verdict.id)

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

    async def behind(self) -> int | None:
        """Return how many changes the index is behind the store, taking in none; None where it will be made
        anew."""
        noted = await self._noted()
        async with self._store.reading() as tx:
            stored, reached = await tx.verdicts.revision(), self._matcher.revision
            is_ours = self._kept is None or not reached or (noted is not None and await _stand(tx, noted))
        return stored - reached if is_ours and (0 < reached <= stored or not stored) else None

    async def is_level(self) -> bool:
        """Say whether nothing is missing, after taking in what changed in the store."""
        await self.refresh()
        return not self._far_behind.is_set()

    async def run(self) -> None:
        """For ever take in, beside the answers, what is too much to take in before one."""
        self._runs = True  # for good: an answer in the last seconds must not take in all that is missing
        await self.refresh()
        while True:
            await self._to_do.wait()
            self._to_do.clear()
            if self._far_behind.is_set():
                await self._work_off()
            await asyncio.to_thread(self._matcher.put_in_order)

    async def _catch_up(self) -> None:
        # Before the store is read: another process may note meanwhile what that reading does not show.
        noted = await self._noted() if self._marks is None else None
        async with self._store.reading() as tx:
            if self._marks is None:
                self._marks = await self._recognise(tx, noted)
            stored = await tx.verdicts.revision()
            if stored < self._matcher.revision:
                await self._forget()
            if self._runs and stored - self._matcher.revision > AT_ONCE:
                self._far_behind.set()
                self._to_do.set()
                await self._take_in_newest(tx, stored)
                return
            while self._matcher.revision < stored:
                changed, reached = await tx.verdicts.changed_since(self._matcher.revision, BATCH_SIZE)
                await self._take_in(changed, max(reached, self._matcher.revision + 1))

    async def _noted(self) -> Marks | None:
        return None if self._kept is None else await asyncio.to_thread(self._kept.read)

    async def _recognise(self, tx: Transaction, noted: Marks | None) -> Marks:
        """Return the marks of the index; one that is not known to be of this database is forgotten."""
        if self._kept is None or not self._matcher.revision:
            return Marks()
        if noted is not None and await _stand(tx, noted):
            return noted
        log.warning("index_made_anew: it is not known to be of this database")
        return await self._forget()

    async def _forget(self) -> Marks:
        await asyncio.to_thread(self._matcher.clear)
        self._decided = Recent(REMEMBERED)  # of another past, whose revisions had the same numbers
        self._ahead, self._marks = 0, Marks()
        return self._marks

    async def _mark(self, changed: Sequence[Verdict], revision: int) -> None:
        """Note what is about to be taken in: marks may be ahead of the index, never behind it."""
        self._marks = (self._marks or Marks()).after(changed, revision)
        if self._kept is not None:
            await asyncio.to_thread(self._kept.write, self._marks)

    async def _take_in(self, changed: Sequence[Verdict], revision: int) -> None:
        """Take in changes for the next answer; the index is put in order beside it, if `run` runs."""
        await self._mark(changed, revision)
        if not self._runs:
            await asyncio.to_thread(self._matcher.apply, changed, revision)
            return
        prepared = await asyncio.to_thread(self._matcher.prepare, changed)
        await asyncio.to_thread(self._matcher.take_in, prepared, revision, more_follow=True)
        self._to_do.set()

    async def _take_in_newest(self, tx: Transaction, stored: int) -> None:
        """Take in what changed last, ahead of the many changes whose turn comes beside the answers."""
        since = max(self._ahead, stored - AT_ONCE)
        if since == stored:
            return
        changed, reached = await tx.verdicts.changed_since(since, AT_ONCE)
        changes = await tx.verdicts.last_changes(_ids(changed))
        prepared = await asyncio.to_thread(self._matcher.prepare, changed)
        await asyncio.to_thread(self._matcher.take_in, prepared, self._matcher.revision, more_follow=True)
        self._taken_ahead.update(changes)
        self._ahead = max(reached, since)

    async def _take_in_told(self, decided: Decision) -> bool:
        """Take in those of the verdicts just found that have changed: what was found may be what they said
        before. Return whether any had."""
        if not isinstance(decided, Answer | Suggest):
            return False
        reached, ahead = self._matcher.revision, self._taken_ahead
        async with self._store.reading() as tx:
            changes = await tx.verdicts.last_changes({match.verdict_id for match in decided.matches})
            changed = {
                number: change
                for number, change in changes.items()
                if change > max(reached, ahead.get(number, 0))
            }
            verdicts = list((await tx.verdicts.get_many(changed)).values()) if changed else []
        if not verdicts:
            return False
        prepared = await asyncio.to_thread(self._matcher.prepare, verdicts)
        await asyncio.to_thread(self._matcher.take_in, prepared, self._matcher.revision, more_follow=True)
        self._taken_ahead.update(changed)
        return True

    async def _work_off(self) -> None:
        log.info("index_behind revision=%d", self._matcher.revision)
        while await self._take_in_slice():
            pass
        self._far_behind.clear()
        log.info("index_level revision=%d", self._matcher.revision)

    async def _take_in_slice(self) -> bool:
        """Take in the oldest changes that are missing; return False when hardly any are."""
        async with self._store.reading() as tx:
            revision = self._matcher.revision
            if await tx.verdicts.revision() - revision <= AT_ONCE:
                return False
            self._taken_ahead.clear()
            changed, reached = await tx.verdicts.changed_since(revision, SLICE)
        prepared = await asyncio.to_thread(self._matcher.prepare, changed)
        async with self._one_at_a_time:
            # What changed again meanwhile, and is in already, must not be covered by how it was before.
            if self._matcher.revision == revision and self._taken_ahead.keys().isdisjoint(_ids(changed)):
                await self._mark(changed, max(reached, revision + 1))
                await asyncio.to_thread(
                    self._matcher.take_in, prepared, max(reached, revision + 1), more_follow=True
                )
        return True


async def _stand(tx: Transaction, marks: Marks) -> bool:
    stored = await tx.verdicts.get_many(marks.digests)
    return marks.stand(stored, await tx.verdicts.last_changes(marks.digests))


def _ids(verdicts: Sequence[Verdict]) -> set[VerdictId]:
    return {verdict.id for verdict in verdicts}


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
