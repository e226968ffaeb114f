"""Takes back a ruling that was made a moment ago, as if it had not been made."""

from collections.abc import Sequence

from claims.decision import How
from claims.news import ForEditors, News, NoSuchItem, RulingUndone, UndoneBefore, UndoTooLate
from claims.ports import Transaction
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others, reopen
from claims.usecases.following import FollowUp, Told, told_of
from claims.usecases.learning import unlearn_ruling
from claims.usecases.moderating import CLOSING_ACTS, Caller, ModeratorAct, actor_of
from claims.usecases.telling import CHECKED, tells_how_closed
from claims.usecases.waiting_anew import find_places, show_again
from claims.verdict import Verdict, VerdictId


class UndoRuling(ModeratorAct):
    """Reopen the item for whoever undoes, let those wait again who waited for it or asked when it was closed,
    and retract the verdict if it was made for this item."""

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
        ours, others = await self._take_off(tx, moderator, item, verdict)
        reopened = reopen(item, moderator.id, self.clock.now())
        await self.save(tx, reopened)
        await self.record(tx, moderator, "undid", item, reopened)
        ruled = await tx.audit.latest(f"item:{item.id}", CLOSING_ACTS)
        keys = {one.stored.key for one in ours} | await tx.submissions.keys_on(item.id)
        await unlearn_ruling(tx, item, verdict, ruled.act if ruled else "", keys)
        follow_up = FollowUp(self.voice, self.clock)
        occasion = f"undone:{item.id}:{reopened.version}"
        places = await find_places(tx, self.clock, verdict.id, others, actor_of(moderator.id))
        waiting = places.of | {one.stored.id: item.id for one in ours if one.stored.item_id is None}
        taken_back = await follow_up.unsay(tx, verdict.id, [*ours, *others], waiting, occasion)
        await show_again(tx, self.voice, self.clock, places.opened)
        fresh = await tx.items.get(item.id)
        return RulingUndone(await self.card(tx, moderator, fresh or reopened), taken_back)

    async def _take_off(
        self, tx: Transaction, moderator: Moderator, item: ReviewItem, verdict: Verdict
    ) -> tuple[Sequence[Told], Sequence[Told]]:
        """Return the answers to take back: those that came of this item, and, with a verdict that was made
        here, which is retracted, all others."""
        ruled = await tx.audit.latest(f"item:{item.id}", CLOSING_ACTS)
        made_here = ruled is not None and ruled.act == "ruled"
        if made_here:
            retracted = await tx.verdicts.retract(verdict.id, self.clock.now())
            await self.record_verdict(tx, moderator, "retracted", verdict, retracted)
        else:
            await self.record_use(tx, moderator, "took_back_answer", verdict, item)
        told = await told_of(tx, verdict.id)
        ours, others = await _split(tx, item, verdict.id, told)
        return ours, others if made_here else ()

    async def _undone_before(self, tx: Transaction, moderator: Moderator, item: ReviewItem) -> News:
        if item.state is ItemState.OPEN and item.holder(self.clock.now()) == moderator.id:
            return await self.card(tx, moderator, item)
        undid = await tx.audit.latest(f"item:{item.id}", {"undid"})
        return UndoneBefore(item, await self.name_of(tx, undid.actor) if undid else "")


async def _split(
    tx: Transaction, item: ReviewItem, verdict_id: VerdictId, told: Sequence[Told]
) -> tuple[Sequence[Told], Sequence[Told]]:
    """Return the answers that came of the closed item, and the others. It answers those who waited, whoever
    sent its text later, and whoever sent its picture without words."""
    answered = {one.owed.id for one in told if tells_how_closed(one.owed.outgoing.dedupe, item)}
    by_file = [one for one in told if _knows_by_file(one, verdict_id)]
    if by_file:
        its = [one.stored.id for one in told if one.owed.id in answered]
        shared = await tx.submissions.sharing_files(its)
        answered |= {one.owed.id for one in by_file if one.stored.id in shared}
    ours = [one for one in told if one.owed.id in answered]
    return ours, [one for one in told if one.owed.id not in answered]


def _knows_by_file(told: Told, verdict_id: VerdictId) -> bool:
    """Return whether a file was why the verdict was the answer, not only offered and chosen."""
    by_file = any(
        match.verdict_id == verdict_id and match.how is How.SAME_FILE for match in told.stored.offered
    )
    return by_file and told.owed.outgoing.dedupe.startswith(f"{CHECKED}:")
