"""Tells somebody who takes the bot back what they missed while they had stopped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from claims.age import NO_LIMIT, AgeLimit
from claims.days import UTC_DAYS, Days
from claims.decision import Answer, Decision, How, Match, Queued, Suggest
from claims.delivery import (
    BLOCKED,
    CHECKED,
    POINTED,
    REPEATED,
    TO_ASKERS,
    Outgoing,
    OutgoingState,
    Owed,
    send_again,
    take_back,
)
from claims.learning import barred
from claims.news import Address, Checked, News, SetAside
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.review import DismissReason, ItemState, ReviewItem
from claims.standing import as_it_stands, without
from claims.submission import ChatId, PersonId
from claims.usecases.answers import answers_given
from claims.usecases.debts import debt_of_repeating, is_told_of_near_miss, item_of_telling
from claims.usecases.differing import reworded_in, still_differing
from claims.usecases.following import OF_VERDICTS
from claims.usecases.queueing import join_or_open_item, tell_moderators
from claims.usecases.ruled_texts import as_answer, is_ruled_otherwise, ruling_for, standing_ruling
from claims.usecases.telling import telling, telling_of_near_miss
from claims.verdict import Verdict, VerdictId

PUT_RIGHT = (*OF_VERDICTS, f"{POINTED}:", "stopped:")
"""How the debts begin of what puts right what stands in a chat already. In their order they are true at any
time, as if they had only taken long."""
FIRST_REPLIES = (f"{CHECKED}:", f"{REPEATED}:")


@dataclass(frozen=True)
class CatchUp:
    """Owe once more what Telegram refused: answers are put right that stand in the chat, and what became of
    questions is told as it is now. Whose question is open again waits for it again; whose answer was
    withdrawn waits for another. `limit` says how old a ruling may be to be the answer."""

    store: Store
    voice: Voice
    clock: Clock
    limit: AgeLimit = NO_LIMIT
    days: Days = UTC_DAYS

    async def __call__(self, person_id: PersonId) -> int:
        """Return how many calls that are."""
        async with self.store.writing() as tx:
            return await self.within(tx, person_id)

    async def within(self, tx: Transaction, person_id: PersonId) -> int:
        """Owe it in a transaction that does more, before that owes anything else: what they send may come to
        us before the word that they are back."""
        person = await tx.people.get(person_id)
        if person is None or not person.blocked:
            return 0
        missed = await _missed(tx, ChatId(person_id))  # senders lock calls first and people after that, too
        await tx.people.set_blocked(person_id, blocked=False)
        number = 0
        for owed in missed:
            said = await self._as_it_is_now(tx, owed, person_id)
            if said is not None:
                await self._owe(tx, owed, said)
                number += 1
        return number

    async def _owe(self, tx: Transaction, missed: Owed, said: Outgoing) -> None:
        """Owe a call in place of one that was missed: the same call again, where the debt is the same."""
        now = self.clock.now()
        if said.dedupe == missed.outgoing.dedupe:
            await tx.outbox.amend(send_again(replace(missed, outgoing=said), now))
            return
        await tx.outbox.amend(take_back(replace(missed, outgoing=replace(missed.outgoing, answers=()))))
        await tx.outbox.add(said, now)

    async def _as_it_is_now(self, tx: Transaction, owed: Owed, person_id: PersonId) -> Outgoing | None:
        """Return the call as it is to be made now; None where there is nothing to tell any more."""
        debt = owed.outgoing.dedupe
        if debt.startswith(PUT_RIGHT) and not owed.outgoing.answers:
            return owed.outgoing
        stored = await _asked_with(tx, owed, person_id)
        if stored is None or stored.hushed:
            return None
        if debt.startswith(FIRST_REPLIES):
            return await self._first_reply(tx, owed, stored)
        if stored.item_id is not None:
            return None
        if is_told_of_near_miss(debt):
            return await self._of_near_miss(tx, owed, stored)
        item_id = item_of_telling(debt)
        item = await _merged_into(tx, await tx.items.get(item_id)) if item_id is not None else None
        return await self._what_became(tx, item, stored, debt) if item is not None else None

    async def _what_became(
        self, tx: Transaction, item: ReviewItem, stored: StoredSubmission, debt: str
    ) -> Outgoing | None:
        """Return the call that tells how the item was closed; None where its asker waits again, also since
        the ruling is out of date by now."""
        if item.state is ItemState.OPEN:
            await tx.submissions.move(stored.id, item.id)
            return None
        outcome = await self._outcome(tx, item)
        if outcome is not None:
            return replace(telling(self.voice, item, stored, outcome), dedupe=debt)
        closed = await self._closed(tx, stored)
        if closed is not None:
            return telling(self.voice, closed[0], stored, closed[1])
        await self._let_wait(tx, stored)
        return None

    async def _outcome(self, tx: Transaction, item: ReviewItem) -> Verdict | DismissReason | None:
        """Return how a closed item is closed; None where its verdict was withdrawn or is out of date."""
        if item.state is ItemState.DISMISSED:
            return item.dismiss_reason
        verdict = await standing_ruling(tx, item) if item.state is ItemState.RULED else None
        if verdict is None or not self.limit.allows(verdict.ruling, self.days.of(self.clock.now())):
            return None
        return verdict

    async def _first_reply(self, tx: Transaction, owed: Owed, stored: StoredSubmission) -> Outgoing | None:
        """Return the first reply to a question, as it is by now; None where something else tells it."""
        debt = owed.outgoing.dedupe
        if stored.item_id is not None:
            item = await tx.items.get(stored.item_id)
            is_open = item is not None and item.state is ItemState.OPEN
            return self._say(stored, debt, _waiting(stored, item)) if item and is_open else None
        if not (owed.outgoing.answers or stored.offered or debt.startswith(f"{REPEATED}:")):
            return None  # it was settled, and how is told by itself; or there was nothing to check
        closed = await self._closed(tx, stored)
        if closed is not None and isinstance(closed[1], Verdict):
            answer = Answer((as_answer(closed[1]),))
            news: News = Checked(stored.id, answer, {closed[1].id: closed[1]})
            return self._say(stored, debt_of_repeating(closed[0], stored.id), news)
        decision, verdicts = await self._decided(tx, owed, stored)
        if not isinstance(decision, Queued):
            return self._say(stored, debt, Checked(stored.id, decision, verdicts))
        if closed is not None and isinstance(closed[1], DismissReason):
            aside = SetAside(stored.id, closed[1])
            return self._say(stored, debt_of_repeating(closed[0], stored.id), aside)
        return self._say(stored, debt, _waiting(stored, await self._let_wait(tx, stored)))

    async def _decided(
        self, tx: Transaction, owed: Owed, stored: StoredSubmission
    ) -> tuple[Decision, Mapping[VerdictId, Verdict]]:
        """Return what of the verdicts that were given or offered then may be told today."""
        given = dict.fromkeys(answer.verdict_id for answer in owed.outgoing.answers)
        verdicts = await tx.verdicts.get_many({*(match.verdict_id for match in stored.offered), *given})
        reworded = await reworded_in(tx, stored.offered, verdicts)
        offered = tuple(still_differing(match, reworded) for match in stored.offered)
        known = {match.verdict_id: match for match in offered}
        plain = {number: Match(verdict_id=number, probability=1.0, how=How.EXACT_TEXT) for number in given}
        answer = Answer(tuple(known.get(number, match) for number, match in plain.items()))
        decided = without(answer if given else Suggest(offered), barred(await tx.pairs.of(stored.key)))
        return as_it_stands(decided, verdicts, self.days.of(self.clock.now()), self.limit), verdicts

    async def _closed(
        self, tx: Transaction, stored: StoredSubmission
    ) -> tuple[ReviewItem, Verdict | DismissReason] | None:
        """Return how reviewers closed the item of the very text, and still mean it."""
        ruled = await ruling_for(tx, stored, self.days.of(self.clock.now()), self.limit)
        if ruled is not None:
            return ruled.item, ruled.verdict
        item = await tx.items.find_by_key(stored.key)
        if item is not None and item.state is ItemState.DISMISSED and item.dismiss_reason is not None:
            return item, item.dismiss_reason
        return None

    async def _of_near_miss(self, tx: Transaction, owed: Owed, stored: StoredSubmission) -> Outgoing | None:
        """Return the call that tells of a verdict which suggestions did not have, if that still holds."""
        verdict_id = owed.outgoing.answers[0].verdict_id
        verdict = await tx.verdicts.get(verdict_id)
        if verdict is None or verdict.retracted_at or await is_ruled_otherwise(tx, stored.key, verdict_id):
            return None
        return telling_of_near_miss(self.voice, stored, verdict)

    async def _let_wait(self, tx: Transaction, stored: StoredSubmission) -> ReviewItem:
        """Let the asker wait on the item of what they sent; return it."""
        asked = stored.submission
        found = await tx.items.find_by_key(stored.key)
        item_id, is_new = await join_or_open_item(
            tx, self.clock, found, key=stored.key, text=asked.text, links=asked.links
        )
        await tx.submissions.move(stored.id, item_id)
        item = await tx.items.get(item_id)
        assert item is not None, "an item of this transaction exists"  # noqa: S101 - narrows the type
        if is_new:
            await tell_moderators(tx, self.voice, self.clock, item)
        return item

    def _say(self, stored: StoredSubmission, debt: str, news: News) -> Outgoing:
        asked = stored.submission
        address = Address(
            chat_id=asked.chat_id, debt=debt, language=asked.language, reply_to=asked.message_id
        )
        return replace(self.voice.say(address, news), answers=answers_given(news))


def _waiting(stored: StoredSubmission, item: ReviewItem) -> Checked:
    return Checked(stored.id, Queued(), others_waiting=max(item.askers - 1, 0))


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


async def _merged_into(tx: Transaction, item: ReviewItem | None) -> ReviewItem | None:
    """Return the item that a merged one is part of by now; any other one as it is."""
    while item is not None and item.merged_into is not None:
        item = await tx.items.get(item.merged_into)
    return item
