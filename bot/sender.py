"""Owns the sending of what is owed: several chats side by side, one call at a time for each."""

import asyncio
import logging

from claims.delivery import Outcome, OutgoingState, Owed, Throttled
from claims.ports import Clock, Store
from claims.submission import ChatId
from claims.usecases.deliver import Deliver
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

MAX_SIDE_BY_SIDE = 8
SHORTEST_NAP_SECONDS = 0.01
LONGEST_NAP_SECONDS = 5.0
STORAGE_RETRY_SECONDS = 2.0


class Sender:
    """Sends due calls until told to stop."""

    def __init__(self, deliver: Deliver, store: Store, clock: Clock) -> None:
        self._deliver = deliver
        self._store = store
        self._clock = clock
        self._wake = asyncio.Event()
        self._busy: set[ChatId] = set()
        self._stopping = False

    def wake(self) -> None:
        """Look for due calls at once."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the calls under way, then return from `run`."""
        self._stopping = True
        self._wake.set()

    async def recover(self) -> None:
        """Settle what was under way when the process last died."""
        unknown = await self._deliver.recover()
        if unknown:
            log.warning(
                "deliveries_unknown n=%d: they may have arrived, so they are not sent again", len(unknown)
            )

    async def run(self) -> None:
        """Send for ever, or until `stop`."""
        async with asyncio.TaskGroup() as sends:
            while not self._stopping:
                self._wake.clear()
                try:
                    claimed = await self._claim()
                    seconds = 0.0 if claimed else await self._seconds_to_next()
                except StorageUnavailable as error:
                    log.error("storage_unavailable: %s", error)
                    claimed, seconds = [], STORAGE_RETRY_SECONDS
                for owed in claimed:
                    sends.create_task(self._send(owed))
                if seconds and not self._stopping:
                    await self._nap(seconds)

    async def send_all(self) -> int:
        """Send everything that is due now, one batch after the other; return how many calls were made."""
        made = 0
        while settled := await self._deliver(MAX_SIDE_BY_SIDE):
            made += len(settled)
        return made

    async def _claim(self) -> list[Owed]:
        free = MAX_SIDE_BY_SIDE - len(self._busy)
        claimed = list(await self._deliver.claim(free, frozenset(self._busy))) if free > 0 else []
        self._busy.update(owed.outgoing.chat_id for owed in claimed)
        return claimed

    async def _send(self, owed: Owed) -> None:
        try:
            outcome = await self._deliver.call(owed)
            settled = await self._keep_outcome(owed, outcome)
            if isinstance(outcome, Throttled):
                seconds = outcome.retry_after.total_seconds()
                log.warning("delivery_throttled method=%s wait=%.0fs", owed.outgoing.method, seconds)
            elif settled.state not in {OutgoingState.SENT, OutgoingState.PENDING}:
                log.warning(
                    "delivery_%s method=%s problem=%s", settled.state, owed.outgoing.method, settled.problem
                )
        finally:
            self._busy.discard(owed.outgoing.chat_id)
            self._wake.set()

    async def _keep_outcome(self, owed: Owed, outcome: Outcome) -> Owed:
        """Store how a call ended, as often as it takes: forgetting it could mean a second answer."""
        while True:
            try:
                return await self._deliver.store_outcome(owed, outcome)
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
                await asyncio.sleep(STORAGE_RETRY_SECONDS)

    async def _seconds_to_next(self) -> float:
        if len(self._busy) >= MAX_SIDE_BY_SIDE:
            return LONGEST_NAP_SECONDS  # the end of a call wakes us
        async with self._store.reading() as tx:
            due_at = await tx.outbox.next_due_at()
        if due_at is None:
            return LONGEST_NAP_SECONDS
        return min(
            max((due_at - self._clock.now()).total_seconds(), SHORTEST_NAP_SECONDS), LONGEST_NAP_SECONDS
        )

    async def _nap(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
