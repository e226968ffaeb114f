"""Points the later replies to somebody who asked the same more than once to the first, with the answer."""

from collections.abc import Sequence
from dataclasses import replace

from claims.delivery import CHECKED, OutgoingState, Urgency, take_back
from claims.news import Address, AskedBefore
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import ReviewItem
from claims.usecases.debts import debt_of_pointing


async def point_to_first(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, later: Sequence[StoredSubmission]
) -> None:
    """Edit the replies to these submissions that promise an answer, which comes under an earlier one: without
    a message, once, into words that stay true whatever becomes of the answer. What told a verdict or offered
    some promises nothing. A reply that may not have arrived is not sent again."""
    asked = {f"{CHECKED}:{one.id}": one for one in later if not one.offered}
    promises = [owed for owed in await tx.outbox.paying(list(asked)) if not owed.outgoing.answers]
    lost = [owed for owed in promises if owed.state is OutgoingState.UNKNOWN]
    await tx.outbox.save(*map(take_back, lost))
    calls = []
    for owed in promises:
        if owed.state in {OutgoingState.UNKNOWN, OutgoingState.FAILED}:
            continue
        stored, sent = asked[owed.outgoing.dedupe], owed.message_id
        address = Address(
            chat_id=owed.outgoing.chat_id,
            debt=debt_of_pointing(item, stored.id),
            language=stored.submission.language,
            edit=sent,
            edit_of=None if sent else owed.id,
        )
        calls.append(replace(voice.say(address, AskedBefore()), urgency=Urgency.BROADCAST))
    await tx.outbox.add_many(calls, clock.now())
