"""Owns the sending of what is owed: several chats side by side, one call at a time for each."""

import asyncio
import logging

from claims.delivery import OutgoingState, Owed
from claims.ports import Clock, Store
from claims.submission import ChatId
from claims.usecases.deliver import Deliver
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

MAX_SIDE_BY_SIDE = 8
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
                except StorageUnavailable as error:
                    log.error("storage_unavailable: %s", error)
                    await asyncio.sleep(STORAGE_RETRY_SECONDS)
                    continue
                for owed in claimed:
                    sends.create_task(self._send(owed))
                if not claimed and not self._stopping:
                    await self._nap()

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
            settled = await self._deliver.send(owed)
            if settled.state not in {OutgoingState.SENT, OutgoingState.PENDING}:
                log.warning(
                    "delivery_%s method=%s problem=%s", settled.state, owed.outgoing.method, settled.problem
                )
        finally:
            self._busy.discard(owed.outgoing.chat_id)
            self._wake.set()

    async def _nap(self) -> None:
        async with self._store.reading() as tx:
            due_at = await tx.outbox.next_due_at()
        seconds = LONGEST_NAP_SECONDS
        if due_at is not None and not self._busy:
            seconds = min(max((due_at - self._clock.now()).total_seconds(), 0.01), seconds)
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
