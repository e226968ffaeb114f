"""Puts right what was replied before the answer: later replies to somebody who asked the same more than once
point to the first, no longer where that was something else, and what was lost is not sent again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claims.decision import Queued
from claims.delivery import CHECKED, POINTED, OutgoingState, Owed, Urgency, take_back
from claims.news import Address, AskedBefore, Checked
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import ItemId, ReviewItem
from claims.submission import PersonId, SubmissionId
from claims.usecases.debts import debt_of_parting, debt_of_pointing


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


async def point_no_longer(tx: Transaction, voice: Voice, clock: Clock, one: ItemId, other: ItemId) -> None:
    """Where somebody waits on two items now that were one before, edit the replies that pointed to one on the
    other item back into the promise of an answer: without a message."""
    first = {item_id: await _first_on(tx, item_id) for item_id in (one, other)}
    both = first[one].keys() & first[other].keys()
    for item_id in (one, other):
        item = await tx.items.get(item_id)
        for person in sorted(both):
            stored = first[item_id][person]
            if item is not None and await _points(tx, stored):
                await _promise_again(tx, voice, clock, item, stored)


async def _first_on(tx: Transaction, item_id: ItemId) -> dict[PersonId, StoredSubmission]:
    first: dict[PersonId, StoredSubmission] = {}
    for stored in await tx.submissions.waiting_on(item_id):
        first.setdefault(stored.submission.person_id, stored)
    return first


async def _points(tx: Transaction, stored: StoredSubmission) -> bool:
    pointing = await tx.outbox.owed_to(stored.submission.chat_id, [f"{POINTED}:"])
    return any(owed.outgoing.dedupe.endswith(f":{stored.id}") for owed in pointing)


async def _promise_again(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, stored: StoredSubmission
) -> None:
    for owed in await tx.outbox.paying([f"{CHECKED}:{stored.id}"]):
        if owed.state in {OutgoingState.UNKNOWN, OutgoingState.FAILED}:
            continue
        address = Address(
            chat_id=owed.outgoing.chat_id,
            debt=debt_of_parting(item, stored.id),
            language=stored.submission.language,
            edit=owed.message_id,
            edit_of=None if owed.message_id else owed.id,
        )
        said = voice.say(address, Checked(stored.id, Queued(), others_waiting=max(item.askers - 1, 0)))
        await tx.outbox.add(replace(said, urgency=Urgency.BROADCAST), clock.now())
