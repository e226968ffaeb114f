"""Takes back a ruling that was made a moment ago, as if it had not been made."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.age import NO_LIMIT, AgeLimit, Current
from claims.days import UTC_DAYS, Days
from claims.decision import How
from claims.delivery import CHECKED, UNDONE
from claims.news import ForEditors, News, NoSuchItem, RulingUndone, UndoneBefore, UndoTooLate
from claims.ports import Transaction
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others, reopen
from claims.usecases.debts import debt_of_edit, occasion_of_standing, tells_how_closed
from claims.usecases.following import FollowUp, Told, told_of
from claims.usecases.learning import unlearn_ruling
from claims.usecases.moderating import CLOSING_ACTS, Caller, ModeratorAct, actor_of
from claims.usecases.waiting_anew import asked_beside, find_places, show_again
from claims.verdict import Verdict, VerdictId


@dataclass(frozen=True)
class UndoRuling(ModeratorAct):
    """Reopen the item for whoever undoes, let those wait again who waited for it or asked when it was closed,
    and retract the verdict if it was made for this item. `limit` says how old a ruling may be to be the
    answer to others who had it."""

    limit: AgeLimit = NO_LIMIT
    days: Days = UTC_DAYS

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
        ruled = await tx.audit.latest(f"item:{item.id}", CLOSING_ACTS)
        made_here = ruled is not None and ruled.act == "ruled"
        ours, others = await self._take_off(tx, moderator, item, verdict, made_here=made_here)
        again = [
            one.stored
            for one in [*ours, *await _held_before(tx, item, others)]
            if one.stored.item_id is None and not one.is_hushed
        ]
        beside = await asked_beside(tx, item.id, verdict.id, again, [*ours, *others])
        waiting = dict.fromkeys([*(stored.id for stored in again), *beside], item.id)
        reopened = reopen(item, moderator.id, self.clock.now())
        await self.save(tx, reopened)
        await self.record(tx, moderator, "undid", item, reopened)
        keys = {one.stored.key for one in ours} | await tx.submissions.keys_on(item.id)
        await unlearn_ruling(tx, item, verdict, ruled.act if ruled else "", keys)
        follow_up = FollowUp(self.voice, self.clock)
        occasion = f"{UNDONE}:{item.id}:{reopened.version}"
        wrong = others if made_here else ()
        current = Current(self.days.of(self.clock.now()), self.limit)
        places = await find_places(tx, self.clock, verdict.id, wrong, actor_of(moderator.id), current)
        taken_back = await follow_up.unsay(tx, verdict.id, [*ours, *wrong], places.of | waiting, occasion)
        await show_again(tx, self.voice, self.clock, places.opened)
        fresh = await tx.items.get(item.id)
        return RulingUndone(await self.card(tx, moderator, fresh or reopened), taken_back)

    async def _take_off(
        self, tx: Transaction, moderator: Moderator, item: ReviewItem, verdict: Verdict, *, made_here: bool
    ) -> tuple[Sequence[Told], Sequence[Told]]:
        """Return the answers with the verdict: those that came of this item, and the others. A verdict that
        was made here is retracted."""
        if made_here:
            retracted = await tx.verdicts.retract(verdict.id, self.clock.now())
            await self.record_verdict(tx, moderator, "retracted", verdict, retracted)
        else:
            await self.record_use(tx, moderator, "took_back_answer", verdict, item)
        told = await told_of(tx, verdict.id)
        return await _split(tx, item, verdict.id, told)

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


async def _held_before(tx: Transaction, item: ReviewItem, others: Sequence[Told]) -> Sequence[Told]:
    """Return the answers that held the verdict before the item was closed with it, of people who waited, in
    whatever words: they were shown that it stands."""
    occasion = occasion_of_standing(item)
    debts = {debt_of_edit(occasion, one.owed.id): one for one in others}
    return [debts[owed.outgoing.dedupe] for owed in await tx.outbox.paying(list(debts))]


def _knows_by_file(told: Told, verdict_id: VerdictId) -> bool:
    """Return whether a file was why the verdict was the answer, not only offered and chosen."""
    by_file = any(
        match.verdict_id == verdict_id and match.how is How.SAME_FILE for match in told.stored.offered
    )
    return by_file and told.owed.outgoing.dedupe.startswith(f"{CHECKED}:")
