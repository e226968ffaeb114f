"""Sets aside an update that cannot be handled, and owes its sender the truth."""

from dataclasses import dataclass

from claims.news import Address, OurFault
from claims.pacing import QUESTIONS, Booked, book
from claims.ports import Clock, Store, Transaction, UpdateId, Voice


@dataclass(frozen=True)
class GiveUp:
    """Try an update no more; its sender reads so, as often as they could have read an answer."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, update_id: UpdateId, problem: str, sender: Address | None) -> None:
        """Set it aside with its body, unless it is done; `sender` is None where nobody can be told."""
        async with self.store.writing() as tx:
            is_lost = await tx.inbox.failed(update_id, problem, dead=True)
            if is_lost and sender is not None:
                await self._tell(tx, sender)

    async def _tell(self, tx: Transaction, sender: Address) -> None:
        now, name = self.clock.now(), f"our-fault:{sender.chat_id}"
        turn = book(QUESTIONS, await tx.schedules.get(name), now)
        if isinstance(turn, Booked):
            await tx.schedules.set(name, turn.schedule)
            await tx.outbox.add(self.voice.say(sender, OurFault()), now)
