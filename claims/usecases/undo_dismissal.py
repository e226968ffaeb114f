"""Takes back that an item was set aside a moment ago, as if it had not been."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.decision import Queued
from claims.delivery import TAKEN_BACK, OutgoingId, OutgoingState, Owed, Urgency, take_back
from claims.news import Address, Checked, ForEditors, News, NoSuchItem, RulingUndone
from claims.ports import StoredSubmission, Transaction
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others, reopen
from claims.submission import PersonId, SubmissionId
from claims.usecases.approving import TakeBackProposal
from claims.usecases.merging import UnmergeItem
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.telling import debt_of_telling
from claims.usecases.undo_ruling import UndoRuling
from claims.verdict import VerdictId


class UndoDismissal(ModeratorAct):
    """Reopen the item for whoever undoes; what its askers were told turns back into "not checked yet"."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the open item, or why it stays set aside."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            if item.state is not ItemState.OPEN and is_left_to_others(item, moderator):
                return ForEditors(item)
            if item.state is ItemState.OPEN:
                return await self.card(tx, moderator, item)
            dismissed = await tx.audit.latest(f"item:{item_id}", {"dismissed"})
            if item.state is not ItemState.DISMISSED or dismissed is None or not self.is_fresh(dismissed):
                return await self.closed(tx, item)
            told = [SubmissionId(number) for number in (dismissed.after or {}).get("submissions", [])]
            return await self._undo(tx, moderator, item, told)

        return await self.perform(caller, act)

    async def _undo(
        self, tx: Transaction, moderator: Moderator, item: ReviewItem, told: Sequence[SubmissionId]
    ) -> News:
        reopened = reopen(item, moderator.id, self.clock.now())
        await self.save(tx, reopened)
        await self.record(tx, moderator, "undid", item, reopened)
        waiting = [
            stored for stored in (await tx.submissions.get_many(told)).values() if stored.item_id is None
        ]
        first: dict[PersonId, StoredSubmission] = {}
        for stored in sorted(waiting, key=lambda one: (one.submission.sent_at, one.id)):
            first.setdefault(stored.submission.person_id, stored)
        debts = {debt_of_telling(item, person): person for person in first}
        calls = await tx.outbox.paying(list(debts))
        for owed in calls:
            if owed.problem == TAKEN_BACK:  # they did not want to hear of it any more
                del first[debts[owed.outgoing.dedupe]]
        again = [stored.id for stored in waiting if stored.submission.person_id in first]
        await tx.submissions.move_many(again, item.id)
        for owed in calls:
            person = debts[owed.outgoing.dedupe]
            if person in first:
                await self._unsay(tx, owed, first[person], len(first) - 1)
        fresh = await tx.items.get(item.id)
        return RulingUndone(await self.card(tx, moderator, fresh or reopened), len(first), aside=True)

    async def _unsay(self, tx: Transaction, owed: Owed, stored: StoredSubmission, others: int) -> None:
        match owed.state:
            case OutgoingState.PENDING:
                await tx.outbox.amend(take_back(owed))
            case OutgoingState.SENT:
                await self._queued_again(tx, owed, stored, others, edit=owed.message_id)
            case OutgoingState.SENDING:
                await self._queued_again(tx, owed, stored, others, edit_of=owed.id)
            case OutgoingState.UNKNOWN:
                await tx.outbox.amend(take_back(owed))
                await self._queued_again(tx, owed, stored, others)
            case OutgoingState.FAILED:
                pass

    async def _queued_again(
        self,
        tx: Transaction,
        owed: Owed,
        stored: StoredSubmission,
        others: int,
        *,
        edit: int | None = None,
        edit_of: OutgoingId | None = None,
    ) -> None:
        submission = stored.submission
        address = Address(
            chat_id=submission.chat_id,
            debt=f"undone:{owed.id}",
            language=submission.language,
            reply_to=submission.message_id,
            edit=edit,
            edit_of=edit_of,
        )
        said = self.voice.say(address, Checked(stored.id, Queued(), others_waiting=others))
        await tx.outbox.add(replace(said, urgency=Urgency.BROADCAST), self.clock.now())


@dataclass(frozen=True)
class UndoLatest(ModeratorAct):
    """Take back how an item was closed: a ruling, that it was set aside, or a merger; or what oneself
    proposed and still waits."""

    undo_ruling: UndoRuling
    undo_dismissal: UndoDismissal
    unmerge_item: UnmergeItem
    take_back: TakeBackProposal

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the open item, or why it stays closed."""
        async with self.store.reading() as tx:
            item = await tx.items.get(item_id)
        if item is not None and item.proposal_id is not None:
            return await self.take_back(caller, item.proposal_id)
        if item is not None and item.state is ItemState.RULED:
            return await self.undo_ruling(caller, item_id, item.verdict_id or VerdictId(0))
        if item is not None and item.state is ItemState.MERGED:
            return await self.unmerge_item(caller, item_id)
        return await self.undo_dismissal(caller, item_id)
