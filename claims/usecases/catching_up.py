"""Tells somebody who takes the bot back what they missed while they had stopped it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.delivery import BLOCKED, POINTED, TO_ASKERS, OutgoingState, Owed, send_again
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.review import DismissReason, ItemState, ReviewItem
from claims.submission import ChatId, PersonId
from claims.usecases.debts import item_of_telling
from claims.usecases.following import OF_VERDICTS
from claims.usecases.ruled_texts import standing_ruling
from claims.usecases.telling import telling
from claims.verdict import Verdict

PUT_RIGHT = (*OF_VERDICTS, f"{POINTED}:")
"""How the debts begin of what puts right what stands in a chat already. In their order they are true at any
time, as if they had only taken long."""


@dataclass(frozen=True)
class CatchUp:
    """Owe once more what Telegram refused: answers are put right that stand in the chat, and what became of
    questions is told as it is now. Whose question is open again waits for it again."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, person_id: PersonId) -> int:
        """Return how many calls that are."""
        async with self.store.writing() as tx:
            person = await tx.people.get(person_id)
            if person is None or not person.blocked:
                return 0
            await tx.people.save(replace(person, blocked=False))
            missed = await _missed(tx, ChatId(person_id))
            again = [one for owed in missed if (one := await self._as_it_is_now(tx, owed, person_id))]
            await tx.outbox.amend(*again)
            return len(again)

    async def _as_it_is_now(self, tx: Transaction, owed: Owed, person_id: PersonId) -> Owed | None:
        """Return the call as it is to be made now; None where there is nothing to tell any more."""
        debt, now = owed.outgoing.dedupe, self.clock.now()
        if debt.startswith(PUT_RIGHT) and not owed.outgoing.answers:
            return send_again(owed, now)
        item_id = item_of_telling(debt)
        item = await tx.items.get(item_id) if item_id is not None else None
        stored = await _asked_with(tx, owed, person_id)
        if item is None or stored is None or stored.hushed or stored.item_id is not None:
            return None
        if item.state is ItemState.OPEN:
            await tx.submissions.move(stored.id, item.id)
            return None
        outcome = await _outcome(tx, item)
        if outcome is None:
            return None
        said = replace(telling(self.voice, item, stored, outcome), dedupe=debt)
        return send_again(replace(owed, outgoing=said), now)


async def _missed(tx: Transaction, chat_id: ChatId) -> Sequence[Owed]:
    """Return what failed since the person was last reached, oldest first. What failed before is over: they
    took the bot back while we did not hear of it, and what was sent then must not be overwritten."""
    calls = await tx.outbox.owed_to(chat_id, [f"{kind}:" for kind in TO_ASKERS])
    reached = max((one.id for one in calls if one.state is OutgoingState.SENT), default=0)
    failed = [one for one in calls if one.state is OutgoingState.FAILED and one.problem == BLOCKED]
    return [one for one in failed if one.id > reached]


async def _asked_with(tx: Transaction, owed: Owed, person_id: PersonId) -> StoredSubmission | None:
    """Return the question under whose message the reply was to stand."""
    message_id = (owed.outgoing.params.get("reply_parameters") or {}).get("message_id")
    return await tx.submissions.sent_as(person_id, message_id) if message_id else None


async def _outcome(tx: Transaction, item: ReviewItem) -> Verdict | DismissReason | None:
    """Return how a closed item is closed; None where its verdict was withdrawn, or it is part of another."""
    if item.state is ItemState.DISMISSED:
        return item.dismiss_reason
    return await standing_ruling(tx, item) if item.state is ItemState.RULED else None
