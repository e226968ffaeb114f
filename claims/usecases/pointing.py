"""Puts right what was replied before the answer: the later replies to somebody who asked the same more than
once point to the first, and what may not have arrived is not sent again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claims.delivery import CHECKED, OutgoingState, Owed, Urgency, take_back
from claims.news import Address, AskedBefore
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import ReviewItem
from claims.submission import SubmissionId
from claims.usecases.debts import debt_of_pointing


async def point_to_first(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, later: Sequence[StoredSubmission]
) -> None:
    """Edit the replies to these submissions that promise an answer, which comes under an earlier one: without
    a message, once, into words that stay true whatever becomes of the answer. A reply that may not have
    arrived is not sent again."""
    asked = {stored.id: stored for stored in later}
    calls = []
    for submission_id, owed in (await _promises(tx, later)).items():
        if owed.state in {OutgoingState.UNKNOWN, OutgoingState.FAILED}:
            continue
        stored, sent = asked[submission_id], owed.message_id
        address = Address(
            chat_id=owed.outgoing.chat_id,
            debt=debt_of_pointing(item, stored.id),
            language=stored.submission.language,
            edit=sent,
            edit_of=None if sent else owed.id,
        )
        calls.append(replace(voice.say(address, AskedBefore()), urgency=Urgency.BROADCAST))
    await tx.outbox.add_many(calls, clock.now())


async def take_back_lost(tx: Transaction, told: Sequence[StoredSubmission]) -> None:
    """Take back first replies that promise an answer and may not have arrived: sent again by a reviewer, they
    would say below the answer that nobody has checked this yet."""
    lost = [owed for owed in (await _promises(tx, told)).values() if owed.state is OutgoingState.UNKNOWN]
    await tx.outbox.save(*map(take_back, lost))


async def _promises(tx: Transaction, asked: Sequence[StoredSubmission]) -> Mapping[SubmissionId, Owed]:
    """Return the first replies that promise an answer. What told a verdict or offered some promises
    nothing."""
    debts = {f"{CHECKED}:{one.id}": one.id for one in asked if not one.offered}
    paying = await tx.outbox.paying(list(debts))
    return {debts[owed.outgoing.dedupe]: owed for owed in paying if not owed.outgoing.answers}
