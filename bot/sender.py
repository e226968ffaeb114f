"""Owns the sending of what is owed: several chats side by side, one call at a time for each."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from claims.delivery import OutgoingId, OutgoingState, Owed, Throttled
from claims.ports import Clock, Store
from claims.submission import ChatId
from claims.usecases.deliver import Deliver, Finished
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

MAX_SIDE_BY_SIDE = 8
# What ends, and what is owed, within this time shares a transaction.
GATHER_SECONDS = 0.04
LONGEST_NAP_SECONDS = 5.0
STORAGE_RETRY_SECONDS = 2.0


class Sender:
    """Sends due calls until told to stop."""

    def __init__(self, deliver: Deliver, store: Store, clock: Clock) -> None:
        self._deliver = deliver
        self._store = store
        self._clock = clock
        self._wake = asyncio.Event()
        self._busy: dict[ChatId, OutgoingId] = {}  # chats with a call under way, or ended and not stored yet
        self._finished: list[Finished] = []
        self._in_doubt = False  # whether the last turn may have been committed, and nobody said so
        self._stopping = False

    def wake(self) -> None:
        """Look for due calls at once."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the calls under way, then return from `run`."""
        self._stopping = True
        self._wake.set()

    async def recover(self) -> None:
        """Settle what was under way in a process that is gone."""
        unknown = await self._deliver.recover()
        self.wake()  # what may be repeated waits again
        if unknown:
            log.warning(
                "deliveries_unknown n=%d: they may have arrived, so they are not sent again", len(unknown)
            )

    async def run(self) -> None:
        """Send for ever, or until `stop`.

        How a call ended is stored as often as it takes: forgetting it could mean a second answer.
        """
        async with asyncio.TaskGroup() as calls:
            while not self._is_done:
                self._wake.clear()
                try:
                    seconds = await self._take_turn(calls)
                except StorageUnavailable as error:
                    log.error("storage_unavailable: %s", error)
                    self._in_doubt = True
                    await asyncio.sleep(STORAGE_RETRY_SECONDS)
                else:
                    if not self._is_done:
                        await self._nap(seconds)

    @property
    def _is_done(self) -> bool:
        return self._stopping and not self._busy

    async def send_all(self) -> int:
        """Send everything that is due now, one batch after the other; return how many calls were made."""
        made = 0
        while settled := await self._deliver(MAX_SIDE_BY_SIDE):
            made += len(settled)
        return made

    async def _take_turn(self, calls: asyncio.TaskGroup) -> float:
        """Store what ended and start what is due; return for how many seconds nothing else can be done."""
        if self._in_doubt:
            await self._make_sure()
        finished = tuple(self._finished)
        still_busy = self._busy.keys() - {one.owed.outgoing.chat_id for one in finished}
        free = 0 if self._stopping else MAX_SIDE_BY_SIDE - len(still_busy)
        if not finished:
            if not free:
                return LONGEST_NAP_SECONDS  # the end of a call wakes us
            seconds = self._seconds_until(await self._next_at(still_busy))
            if seconds:
                return seconds  # nothing is written when there is nothing to do
        turn = await self._deliver.take_turn(finished, free, frozenset(still_busy))
        self._forget(finished)
        self._busy |= {owed.outgoing.chat_id: owed.id for owed in turn.claimed}
        for owed in turn.claimed:
            calls.create_task(self._call(owed))
        _report(finished, turn.settled)
        return self._seconds_until(turn.next_at)

    async def _make_sure(self) -> None:
        """Find out what the last turn did, if it did anything."""
        unsettled = await self._deliver.make_sure(set(self._busy.values()))
        self._forget([one for one in self._finished if one.owed.id not in unsettled])
        self._in_doubt = False

    def _forget(self, stored: Collection[Finished]) -> None:
        self._finished = [one for one in self._finished if one not in stored]
        for one in stored:
            del self._busy[one.owed.outgoing.chat_id]

    async def _call(self, owed: Owed) -> None:
        outcome = await self._deliver.call(owed)
        self._finished.append(Finished(owed, outcome))
        self._wake.set()

    async def _next_at(self, busy: Collection[ChatId]) -> datetime | None:
        now = self._clock.now()
        async with self._store.reading() as tx:
            return now if await tx.outbox.due(now, 1, busy) else await tx.outbox.next_due_at()

    def _seconds_until(self, moment: datetime | None) -> float:
        if moment is None:
            return LONGEST_NAP_SECONDS
        return min(max((moment - self._clock.now()).total_seconds(), 0.0), LONGEST_NAP_SECONDS)

    async def _nap(self, seconds: float) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        try:
            async with asyncio.timeout(max(seconds - GATHER_SECONDS, 0.0)):
                await self._wake.wait()
        except TimeoutError:
            return


def _report(finished: Sequence[Finished], settled: Sequence[Owed]) -> None:
    for one, owed in zip(finished, settled, strict=True):
        method = owed.outgoing.method
        if isinstance(one.outcome, Throttled):
            seconds = one.outcome.retry_after.total_seconds()
            log.warning("delivery_throttled method=%s wait=%.0fs", method, seconds)
        elif owed.state not in {OutgoingState.SENT, OutgoingState.PENDING}:
            log.warning("delivery_%s method=%s problem=%s", owed.state, method, owed.problem)
