"""Lets somebody hear no more about anything they asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.asking import ASKED
from claims.delivery import CHECKED, RULED, UNDONE, Outgoing, OutgoingState, Owed, Urgency, take_back
from claims.news import Address, LeftAlone, News, NoLongerWaiting
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.submission import PersonId

SENT_UNASKED = tuple(f"{kind}:" for kind in (RULED, ASKED, "corrected", "withdrawn", UNDONE))
"""How the debts begin of what people are sent later than they asked."""
ARRIVING = {OutgoingState.PENDING, OutgoingState.SENDING, OutgoingState.SENT}


@dataclass(frozen=True)
class StopEverything:
    """Take somebody off every list of those who will hear of a claim, take back what they were to be sent,
    and send them nothing when answers that they have change: these are put right where they stand. What they
    ask later is answered, and told, as ever."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, to: Address, person_id: PersonId) -> News:
        """Return the confirmation; `to` is their private chat."""
        async with self.store.writing() as tx:
            now = self.clock.now()
            waiting = await tx.submissions.all_waiting_of(person_id)
            await tx.submissions.settle([one.id for one in waiting], now)
            await tx.submissions.hush(person_id)
            owed = await tx.outbox.owed_to(to.chat_id, SENT_UNASKED)
            await tx.outbox.save(*(take_back(one) for one in owed if _is_unsent(one)))
            await tx.outbox.add(self.voice.say(to, LeftAlone()), now)
            await tx.outbox.add_many(await self._promises_withdrawn(tx, to, waiting), now)
            return LeftAlone()

    async def _promises_withdrawn(
        self, tx: Transaction, to: Address, waiting: Sequence[StoredSubmission]
    ) -> Sequence[Outgoing]:
        """Return the edits of the messages that promise a reply; what offered some promises nothing."""
        promises = await tx.outbox.paying([f"{CHECKED}:{one.id}" for one in waiting if not one.offered])
        return [
            self._edited(to, one) for one in promises if one.state in ARRIVING and not one.outgoing.answers
        ]

    def _edited(self, to: Address, promise: Owed) -> Outgoing:
        sent = promise.message_id
        address = replace(
            to,
            debt=f"stopped:{to.debt}:{promise.id}",
            reply_to=None,
            edit=sent,
            edit_of=None if sent else promise.id,
        )
        return replace(self.voice.say(address, NoLongerWaiting()), urgency=Urgency.BROADCAST)


def _is_unsent(owed: Owed) -> bool:
    """Return whether the call would put a message into the chat, and was not made."""
    return owed.state is OutgoingState.PENDING and owed.outgoing.is_new_message
