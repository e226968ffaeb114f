"""Sets aside an update whose handling failed, for a while or for good, and owes its sender the truth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.decision import Queued
from claims.delivery import CHECKED
from claims.news import Address, Checked, OurFault
from claims.pacing import QUESTIONS, Booked, book
from claims.ports import Clock, RawUpdate, Store, Transaction, Voice
from claims.question import question_key
from claims.retrying import next_try_at
from claims.review import ModeratorId, Person
from claims.submission import Submission
from claims.usecases.queueing import join_or_open_item, tell_moderators


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question whose handling failed; what a reviewer typed may have been a step at the desk instead."""

    submission: Submission
    typed: bool


@dataclass(frozen=True)
class GiveUp:
    """Try an update no more at once. A question is kept: it is tried again later, and at last a reviewer gets
    it without the matcher. Anything else is over; its sender reads so, as often as they could have read an
    answer."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(
        self, updates: Sequence[RawUpdate], problem: str, sender: Address | None, question: Unanswered | None
    ) -> bool:
        """Set aside updates that are handled as one, unless they are done; return whether that is for good.
        `sender` is None where nobody can be told."""
        first = updates[0]
        async with self.store.writing() as tx:
            if sender is None or question is None or await _may_be_step(tx, question):
                lost = [await tx.inbox.failed(raw.id, problem, dead=True) for raw in updates]
                if lost[0] and sender is not None:
                    await self._tell(tx, replace(sender, debt=f"{sender.debt}:lost"), OurFault())
                return True
            is_kept = await tx.inbox.hold([raw.id for raw in updates], first.tries + 1, problem)
            if is_kept and next_try_at(first.received_at, first.tries + 1) is not None:
                await self._tell(tx, sender, OurFault(kept=True))
            elif is_kept:
                await self._hand_over(tx, question.submission)
                for raw in updates:
                    await tx.inbox.done(raw.id)
            return False

    async def _tell(self, tx: Transaction, sender: Address, news: OurFault) -> None:
        now, name = self.clock.now(), f"our-fault:{sender.chat_id}"
        turn = book(QUESTIONS, await tx.schedules.get(name), now)
        if isinstance(turn, Booked):
            await tx.schedules.set(name, turn.schedule)
            await tx.outbox.add(self.voice.say(sender, news), now)

    async def _hand_over(self, tx: Transaction, submission: Submission) -> None:
        """Let a reviewer look at what the matcher cannot, as one question with nothing but the very same."""
        await tx.people.save(Person(submission.person_id, submission.language))
        key = question_key("", submission, submission.text)
        found = await tx.items.find_by_key(key)
        item_id, is_new = await join_or_open_item(
            tx, self.clock, found, key=key, text=submission.text, links=submission.links
        )
        number = await tx.submissions.add(submission, key, item_id)
        item = await tx.items.get(item_id)
        assert item is not None, "an item of this transaction exists"  # noqa: S101 - narrows the type
        if is_new:
            await tell_moderators(tx, self.voice, self.clock, item)
        address = Address(
            chat_id=submission.chat_id,
            debt=f"{CHECKED}:{number}",
            language=submission.language,
            reply_to=submission.message_id,
        )
        news = Checked(number, Queued(()), others_waiting=max(item.askers - 1, 0))
        await tx.outbox.add(self.voice.say(address, news), self.clock.now())


async def _may_be_step(tx: Transaction, question: Unanswered) -> bool:
    moderator_id = ModeratorId(question.submission.person_id)
    return question.typed and await tx.moderators.get(moderator_id) is not None
