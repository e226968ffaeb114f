"""Takes back that an item was set aside: a moment ago, as if it had not been, or any time later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from claims.decision import Queued
from claims.delivery import TAKEN_BACK, OutgoingId, OutgoingState, Owed, Urgency, take_back
from claims.news import Address, AskedBefore, Checked, ForEditors, News, NoSuchItem, RulingUndone
from claims.ports import StoredSubmission, Transaction
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others, reopen
from claims.submission import PersonId, SubmissionId
from claims.usecases.approving import TakeBackProposal
from claims.usecases.debts import debt_of_repeating, debt_of_telling, is_told_of_ruling
from claims.usecases.merging import UnmergeItem
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.undo_ruling import UndoRuling
from claims.verdict import VerdictId


class ReopenItem(ModeratorAct):
    """Reopen an item that was set aside, for whoever does so, at any time: whoever sends its text would else
    be sent away for ever. What its askers were told, and those who asked later, turns back into "not checked
    yet" where it can still be edited."""

    only_fresh: ClassVar[bool] = False

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
            if item.state is not ItemState.DISMISSED or dismissed is None:
                return await self.closed(tx, item)
            if self.only_fresh and not self.is_fresh(dismissed):
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
        waited = (await tx.submissions.get_many(told)).values()
        waiting = [stored for stored in waited if stored.item_id is None]
        later = await self._asked_later(tx, item, {item.key, *(stored.key for stored in waited)})
        debts = _debts_of_telling(item, waiting) | later
        calls = await tx.outbox.paying(list(debts), locked=True)
        stopped = {  # they did not want to hear of it any more, unless they asked again
            debts[owed.outgoing.dedupe].submission.person_id
            for owed in calls
            if owed.problem == TAKEN_BACK and is_told_of_ruling(owed.outgoing.dedupe)
        } | {stored.submission.person_id for stored in waiting if stored.hushed}
        again = [
            *(stored for stored in waiting if stored.submission.person_id not in stopped),
            *(stored for stored in later.values() if not stored.hushed),
        ]
        wanted = {stored.id for stored in again}
        people = len({stored.submission.person_id for stored in again})
        await tx.submissions.move_many([stored.id for stored in again], item.id)
        first = {stored.id for stored in _first_of_each(again).values()}
        for owed in calls:
            stored = debts[owed.outgoing.dedupe]
            if stored.id in wanted:
                waits = Checked(stored.id, Queued(), others_waiting=people - 1)
                await self._unsay(tx, owed, stored, waits if stored.id in first else AskedBefore())
        fresh = await tx.items.get(item.id)
        return RulingUndone(await self.card(tx, moderator, fresh or reopened), people, aside=True)

    async def _asked_later(
        self, tx: Transaction, item: ReviewItem, keys: Collection[str]
    ) -> dict[str, StoredSubmission]:
        """Return who sent one of these texts while the item was set aside and was told so, by the debt."""
        unplaced = await tx.submissions.waiting_nowhere(keys)
        asked = {debt_of_repeating(item, stored.id): stored for stored in unplaced}
        told = [owed.outgoing.dedupe for owed in await tx.outbox.paying(list(asked))]
        return {debt: asked[debt] for debt in told}

    async def _unsay(self, tx: Transaction, owed: Owed, stored: StoredSubmission, news: News) -> None:
        match owed.state:
            case OutgoingState.PENDING if is_told_of_ruling(owed.outgoing.dedupe):
                await tx.outbox.amend(take_back(owed))
            case OutgoingState.SENT:
                await self._say_instead(tx, owed, stored, news, edit=owed.message_id)
            case OutgoingState.SENDING:
                await self._say_instead(tx, owed, stored, news, edit_of=owed.id)
            case OutgoingState.UNKNOWN | OutgoingState.PENDING:
                await tx.outbox.amend(take_back(owed))
                await self._say_instead(tx, owed, stored, news)
            case OutgoingState.FAILED:
                pass

    async def _say_instead(
        self,
        tx: Transaction,
        owed: Owed,
        stored: StoredSubmission,
        news: News,
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
        said = self.voice.say(address, news)
        await tx.outbox.add(replace(said, urgency=Urgency.BROADCAST), self.clock.now())


class UndoDismissal(ReopenItem):
    """Reopen an item that was set aside a moment ago."""

    only_fresh: ClassVar[bool] = True


def _debts_of_telling(item: ReviewItem, told: Sequence[StoredSubmission]) -> dict[str, StoredSubmission]:
    """Return what everybody who waited was told with, and under which of their messages: the first."""
    return {debt_of_telling(item, person): stored for person, stored in _first_of_each(told).items()}


def _first_of_each(asked: Sequence[StoredSubmission]) -> dict[PersonId, StoredSubmission]:
    first: dict[PersonId, StoredSubmission] = {}
    for stored in sorted(asked, key=lambda one: (one.submission.sent_at, one.id)):
        first.setdefault(stored.submission.person_id, stored)
    return first


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
