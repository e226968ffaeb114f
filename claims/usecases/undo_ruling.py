"""Takes back a ruling that was made a moment ago, as if it had not been made."""

from claims.news import ForEditors, News, NoSuchItem, RulingUndone, UndoneBefore, UndoTooLate
from claims.ports import Transaction
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others, reopen
from claims.usecases.following import FollowUp, Told, told_of
from claims.usecases.learning import unlearn_ruling
from claims.usecases.moderating import CLOSING_ACTS, Caller, ModeratorAct, actor_of
from claims.usecases.telling import is_told_of_ruling
from claims.usecases.waiting_anew import find_places, show_again
from claims.verdict import Verdict, VerdictId


class UndoRuling(ModeratorAct):
    """Reopen the item for whoever undoes, let its askers wait again, and retract the verdict if it was made
    for this item."""

    async def __call__(self, caller: Caller, item_id: ItemId, verdict_id: VerdictId) -> News:
        """Return the open item, or why the ruling stands."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            if item.state is not ItemState.OPEN and is_left_to_others(item, moderator):
                return ForEditors(item)
            if item.state is not ItemState.RULED or item.verdict_id != verdict_id:
                return await self._undone_before(tx, moderator, item)
            verdict = await tx.verdicts.get(verdict_id)
            if verdict is None or not await self.can_undo(tx, item):
                return UndoTooLate(item, verdict) if verdict else NoSuchItem(item_id)
            return await self._undo(tx, moderator, item, verdict)

        return await self.perform(caller, act)

    async def _undo(self, tx: Transaction, moderator: Moderator, item: ReviewItem, verdict: Verdict) -> News:
        told = await self._take_off(tx, moderator, item, verdict)
        reopened = reopen(item, moderator.id, self.clock.now())
        await self.save(tx, reopened)
        await self.record(tx, moderator, "undid", item, reopened)
        ruled = await tx.audit.latest(f"item:{item.id}", CLOSING_ACTS)
        keys = {one.stored.key for one in told} | await tx.submissions.keys_on(item.id)
        await unlearn_ruling(tx, item, verdict, ruled.act if ruled else "", keys)
        follow_up = FollowUp(self.voice, self.clock)
        occasion = f"undone:{item.id}:{reopened.version}"
        actor = actor_of(moderator.id)
        places = await find_places(tx, self.clock, verdict.id, told, actor)
        taken_back = await follow_up.unsay(tx, verdict.id, told, places.of, occasion)
        await show_again(tx, self.voice, self.clock, places.opened)
        fresh = await tx.items.get(item.id)
        return RulingUndone(await self.card(tx, moderator, fresh or reopened), taken_back)

    async def _take_off(
        self, tx: Transaction, moderator: Moderator, item: ReviewItem, verdict: Verdict
    ) -> list[Told]:
        """Return the answers to take back: all with a verdict that was made here, which is retracted; with a
        verdict that was there before, those that came of this item."""
        ruled = await tx.audit.latest(f"item:{item.id}", CLOSING_ACTS)
        if ruled is not None and ruled.act == "ruled":
            retracted = await tx.verdicts.retract(verdict.id, self.clock.now())
            await self.record_verdict(tx, moderator, "retracted", verdict, retracted)
            return list(await told_of(tx, verdict.id))
        await self.record_use(tx, moderator, "took_back_answer", verdict, item)
        told = await told_of(tx, verdict.id)
        return [one for one in told if is_told_of_ruling(one.owed.outgoing.dedupe, item.id)]

    async def _undone_before(self, tx: Transaction, moderator: Moderator, item: ReviewItem) -> News:
        if item.state is ItemState.OPEN and item.holder(self.clock.now()) == moderator.id:
            return await self.card(tx, moderator, item)
        undid = await tx.audit.latest(f"item:{item.id}", {"undid"})
        return UndoneBefore(item, await self.name_of(tx, undid.actor) if undid else "")
