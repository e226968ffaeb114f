"""Lets an asker stop waiting for a ruling."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from claims.asking import ASKED
from claims.delivery import CHECKED, RULED, UNDONE, OutgoingId, OutgoingState, Owed, take_back
from claims.news import Address, ButtonExpired, News, NoLongerWaiting, Press, ToldAlready
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.review import ItemState, ReviewItem
from claims.submission import PersonId, SubmissionId
from claims.usecases.debts import is_told_of_ruling

UNDER_WAY = {OutgoingState.SENDING, OutgoingState.UNKNOWN}
COMING = {OutgoingState.PENDING, OutgoingState.SENDING}


@dataclass(frozen=True)
class StopWaiting:
    """Take the asker off the list of those who will hear of a claim, however often they asked about it, and
    take back what they were to hear and was not sent yet. Should an answer that they have change later, it is
    put right where it stands, and nothing is sent."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, person_id: PersonId, press: Press, submission_id: SubmissionId) -> News:
        """Return what the person is told; a press on somebody else's message does nothing."""
        async with self.store.writing() as tx:
            stored = await tx.submissions.get(submission_id)
            news: News = ButtonExpired()
            if stored is not None and stored.is_pressed_about(person_id, press.chat_id):
                news = await self._stop(tx, press, stored)
            await tx.outbox.add(self.voice.acknowledge(press, news), self.clock.now())
            return news

    async def _stop(self, tx: Transaction, press: Press, stored: StoredSubmission) -> News:
        item = await _item_of(tx, stored)
        if item is None:
            await tx.submissions.hush(stored.submission.person_id, {stored.key})
            await tx.outbox.add(self.voice.strip_buttons(press), self.clock.now())
            return NoLongerWaiting()
        waiting = await _take_off(tx, stored, item, self.clock.now())
        owed = await _owed_about(tx, stored, item)
        await _hush(tx, stored, waiting, owed)
        unsent = [one for one in owed if one.state is OutgoingState.PENDING and one.outgoing.is_new_message]
        await tx.outbox.save(*map(take_back, unsent))
        stopped = bool(waiting or unsent)
        if _is_late(item, owed, stopped=stopped):
            await tx.outbox.add(self.voice.strip_buttons(press), self.clock.now())
            return ToldAlready()
        news = NoLongerWaiting(decided=item.state is not ItemState.OPEN)
        if stopped:
            again = _promise_again(owed) if item.state is ItemState.OPEN else []
            await self._withdraw_promises(tx, press, waiting, again, news)
        return news

    async def _withdraw_promises(
        self,
        tx: Transaction,
        press: Press,
        waiting: Sequence[StoredSubmission],
        again: Sequence[Owed],
        news: News,
    ) -> None:
        """Edit the messages that promise a reply: the pressed one, and those about the same claim, also those
        that are still to come. What told a verdict or offered some promises nothing."""
        debt = f"stopped:{press.callback_id}"
        pressed = Address(chat_id=press.chat_id, debt=debt, language=press.language, edit=press.message_id)
        debts = [f"{CHECKED}:{one.id}" for one in waiting if not one.offered]
        promises = [one for one in await tx.outbox.paying(debts) if one.message_id or one.state in COMING]
        others = [
            replace(pressed, debt=f"{debt}:{one.id}", edit=one.message_id, edit_of=_if_unsent(one))
            for one in [*promises, *(one for one in again if one.message_id)]
            if one.message_id != press.message_id and not one.outgoing.answers
        ]
        calls = [self.voice.say(address, news) for address in (pressed, *others)]
        await tx.outbox.add_many(calls, self.clock.now())


def _if_unsent(owed: Owed) -> OutgoingId | None:
    """Return the call whose message is not known yet."""
    return None if owed.message_id else owed.id


def _promise_again(owed: Sequence[Owed]) -> Sequence[Owed]:
    """Return the calls that told what came of an item which is open again: what they told was taken back."""
    return [one for one in owed if is_told_of_ruling(one.outgoing.dedupe)]


async def _item_of(tx: Transaction, stored: StoredSubmission) -> ReviewItem | None:
    """Return the item that the submission waits on, or waited on when it was closed."""
    if stored.item_id is not None:
        return await tx.items.get(stored.item_id)
    return await tx.items.find_by_key(stored.key)


async def _take_off(
    tx: Transaction, stored: StoredSubmission, item: ReviewItem, now: datetime
) -> Sequence[StoredSubmission]:
    """Let none of the asker's submissions wait on the item any more; return those that did."""
    waiting = await tx.submissions.waiting_of(stored.submission.person_id, item.id)
    await tx.submissions.settle([one.id for one in waiting], now)
    return waiting


async def _hush(
    tx: Transaction, stored: StoredSubmission, waiting: Sequence[StoredSubmission], owed: Sequence[Owed]
) -> None:
    """Remember not to write to the asker about it, in whichever of their words they asked."""
    told = {given.submission_id for one in owed for given in one.outgoing.answers}
    asked = [stored, *waiting, *(await tx.submissions.get_many(told)).values()]
    await tx.submissions.hush(stored.submission.person_id, {one.key for one in asked})


async def _owed_about(tx: Transaction, stored: StoredSubmission, item: ReviewItem) -> Sequence[Owed]:
    """Return the calls that told the asker what came of the item, or that it was undone, or asked them back,
    or are to."""
    kinds = (RULED, UNDONE, ASKED)
    return await tx.outbox.owed_to(stored.submission.chat_id, [f"{kind}:{item.id}:" for kind in kinds])


def _is_late(item: ReviewItem, owed: Sequence[Owed], *, stopped: bool) -> bool:
    """Return whether the asker was told what came of the item, or may be this very moment."""
    if item.state is ItemState.OPEN:
        return False
    states = {one.state for one in owed if is_told_of_ruling(one.outgoing.dedupe)}
    return bool(states & UNDER_WAY) or (OutgoingState.SENT in states and not stopped)
