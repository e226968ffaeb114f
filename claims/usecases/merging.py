"""Merges items that are one claim, takes a merger back, and gives a wording an item of its own."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from claims.catalogue import Catalogue
from claims.decision import Answer, Match, NotAClaim, Queued, Suggest
from claims.learning import base_key
from claims.news import ForEditors, Merged, News, NoSuchItem, SplitOut, Usage, Wording, Wordings
from claims.ports import StoredSubmission, Transaction
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others, merge, reopen, take
from claims.submission import SubmissionId
from claims.usecases.mergers import family_of, led_here
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.pointing import point_no_longer
from claims.usecases.queueing import tell_moderators

MOST_WORDINGS = 8


class MergeItems(ModeratorAct):
    """Let everybody who waits on one item wait on another; whoever sends its text later joins them."""

    async def __call__(self, caller: Caller, item_id: ItemId, into_id: ItemId) -> News:
        """Return how many people moved, or why nothing was done."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            await tx.prompts.discard(moderator.id)
            item, into = await self.item_or_news(tx, item_id), await self.item_or_news(tx, into_id)
            for one in (item, into):
                if isinstance(one, NoSuchItem):
                    return one
                if one.state is not ItemState.OPEN:
                    return await self.closed(tx, one)
            if item_id == into_id or isinstance(item, NoSuchItem) or isinstance(into, NoSuchItem):
                return Usage("merge", "other")
            return await self._merge(tx, moderator, item, into)

        return await self.perform(caller, act)

    async def _merge(self, tx: Transaction, moderator: Moderator, item: ReviewItem, into: ReviewItem) -> News:
        merged = merge(item, into.id, moderator, self.clock.now())
        if not isinstance(merged, ReviewItem):
            return await self.refused(tx, merged)
        numbers = list(await tx.submissions.ids_on(item.id))
        stayed = [stored.id for stored in await led_here(tx, await family_of(tx, item), into.id)]
        await tx.submissions.move_many(numbers, into.id)
        await tx.notes.move(item.id, into.id)
        grown = replace(into, version=into.version + 1)
        await self.save(tx, merged)
        await self.save(tx, grown)
        more = {"submissions": numbers} | ({"waited_there": stayed} if stayed else {})
        await self.record(tx, moderator, "merged", item, merged, more)
        await self.record(tx, moderator, "took_over", into, grown, {"merged_item": item.id})
        fresh = await tx.items.get(into.id) or grown
        return Merged(merged, fresh, fresh.askers - into.askers)


class UnmergeItem(ModeratorAct):
    """Take a merger back that was made a moment ago."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the item's card, or why the merger stands."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            if item.state is not ItemState.OPEN and is_left_to_others(item, moderator):
                return ForEditors(item)
            if item.merged_into is None:
                if item.state is ItemState.OPEN:
                    return await self.card(tx, moderator, item)
                return await self.closed(tx, item)
            into = await tx.items.get(item.merged_into)
            merged = await tx.audit.latest(f"item:{item_id}", {"merged"})
            if (
                into is None
                or into.state is not ItemState.OPEN
                or merged is None
                or not self.is_fresh(merged)
            ):
                return await self.closed(tx, into if into and into.state is not ItemState.OPEN else item)
            moved, waited_there = (
                {SubmissionId(number) for number in (merged.after or {}).get(name, [])}
                for name in ("submissions", "waited_there")
            )
            return await self._unmerge(tx, moderator, item, into, moved, waited_there)

        return await self.perform(caller, act)

    async def _unmerge(
        self,
        tx: Transaction,
        moderator: Moderator,
        item: ReviewItem,
        into: ReviewItem,
        moved: Set[SubmissionId],
        waited_there: Set[SubmissionId],
    ) -> News:
        """Give back who was moved and waits still, and who came since by way of the item; who had waited
        there with such a question before stays."""
        came = {stored.id for stored in await led_here(tx, await family_of(tx, item), into.id)}
        waiting = set(await tx.submissions.ids_on(into.id))
        came_since = sorted((moved & waiting) | (came - waited_there))
        await tx.submissions.move_many(came_since, item.id)
        reopened = reopen(item, moderator.id, self.clock.now())
        await self.save(tx, reopened)
        await self.record(tx, moderator, "unmerged", item, reopened, {"submissions": came_since})
        shrunk = replace(into, version=into.version + 1)
        await self.save(tx, shrunk)
        await self.record(tx, moderator, "gave_back", into, shrunk, {"merged_item": item.id})
        await point_no_longer(tx, self.voice, self.clock, item.id, into.id)
        return await self.card(tx, moderator, await tx.items.get(item.id) or reopened)


class ShowWordings(ModeratorAct):
    """Show which other wordings are on an item."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return them, most people first."""

        async def act(tx: Transaction, _: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            if item.state is not ItemState.OPEN:
                return await self.closed(tx, item)
            return Wordings(item, wordings_on(item, await tx.submissions.waiting_on(item_id)))

        return await self.perform(caller, act)


@dataclass(frozen=True)
class SplitOff(ModeratorAct):
    """Give one wording an item of its own, with everybody who sent it."""

    catalogue: Catalogue

    async def __call__(self, caller: Caller, item_id: ItemId, submission_id: SubmissionId) -> News:
        """Return the new item, or why nothing was done."""
        near = await self._near(caller, submission_id)

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            taken = take(item, moderator, self.clock.now())
            if not isinstance(taken, ReviewItem):
                return await self.refused(tx, taken)
            waiting = await tx.submissions.waiting_on(item_id)
            chosen = next((stored for stored in waiting if stored.id == submission_id), None)
            if chosen is None or chosen.key == base_key(item.key):
                return Wordings(item, wordings_on(item, waiting))
            return await self._split(tx, moderator, item, taken, chosen, near)

        return await self.perform(caller, act)

    async def _near(self, caller: Caller, submission_id: SubmissionId) -> tuple[Match, ...]:
        """Return the verdicts that come close to the wording."""
        async with self.store.reading() as tx:
            if await tx.moderators.get(caller.moderator_id) is None:
                return ()
            stored = await tx.submissions.get(submission_id)
        if stored is None:
            return ()
        match await self.catalogue.decide(stored.submission.searchable):
            case Answer(matches) | Suggest(matches):
                return matches
            case Queued(near):
                return near
            case NotAClaim():
                return ()

    async def _split(
        self,
        tx: Transaction,
        moderator: Moderator,
        item: ReviewItem,
        taken: ReviewItem,
        chosen: StoredSubmission,
        near: tuple[Match, ...],
    ) -> News:
        submission = chosen.submission
        new_id = await tx.items.add(
            chosen.key, submission.text, item.language, near, submission.links, self.clock.now()
        )
        moved = [stored.id for stored in await tx.submissions.waiting_on(item.id) if stored.key == chosen.key]
        for number in moved:
            await tx.submissions.move(number, new_id)
        await self.save(tx, taken)
        await self.record(tx, moderator, "split_out", item, taken, {"submissions": moved, "new_item": new_id})
        new = await tx.items.get(new_id)
        assert new is not None, "an item of this transaction exists"  # noqa: S101 - narrows the type
        await tell_moderators(tx, self.voice, self.clock, new)
        await point_no_longer(tx, self.voice, self.clock, new_id, item.id)
        return SplitOut(await tx.items.get(item.id) or taken, new)


def wordings_on(item: ReviewItem, waiting: Sequence[StoredSubmission]) -> tuple[Wording, ...]:
    """Return the texts on an item beside its own, each with the number of people who sent it."""
    own = base_key(item.key)
    groups: dict[str, list[StoredSubmission]] = {}
    for stored in waiting:
        if stored.key != own:
            groups.setdefault(stored.key, []).append(stored)
    counted = [
        Wording(group[0].id, group[0].submission.text, len({one.submission.person_id for one in group}))
        for group in groups.values()
    ]
    return tuple(sorted(counted, key=lambda one: (-one.people, one.submission_id))[:MOST_WORDINGS])
