"""Shows the queue and its items to reviewers, and lets them take and release items."""

from claims.news import News, NoSuchItem, NothingFree, QueuePage, Usage
from claims.ports import Transaction
from claims.queue import EVERYTHING, PAGE_LENGTH, QueueFilter, QueueQuery, Showing
from claims.review import ItemId, ItemState, Moderator, ReviewItem, release, take
from claims.roles import Right, may
from claims.usecases.moderating import Caller, ModeratorAct

OFFERED_LANGUAGES = 4


class ShowQueue(ModeratorAct):
    """List the open items of one view, most needed first."""

    async def __call__(self, caller: Caller, chosen: QueueFilter = EVERYTHING, offset: int = 0) -> News:
        """Return the page that starts at `offset`."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            query = QueueQuery(chosen=chosen, viewer=moderator.id, now=self.clock.now())
            total = await tx.items.count_open(query)
            start = offset if offset < total else 0  # an old button may point behind the end
            items = await tx.items.open(PAGE_LENGTH, start, query)
            languages = await tx.items.open_languages(OFFERED_LANGUAGES)
            return QueuePage(tuple(items), total, query.now, start, chosen, tuple(languages))

        return await self.perform(caller, act)


class ExplainUsage(ModeratorAct):
    """Tell a reviewer how a command is written; anybody else hears that there is no such command."""

    async def __call__(self, caller: Caller, usage: Usage) -> News:
        """Return the explanation."""

        async def act(_tx: Transaction, _moderator: Moderator) -> News:
            return usage

        return await self.perform(caller, act)


class CardAct(ModeratorAct):
    """What acts that end in an item's card share."""

    async def hand_over(self, tx: Transaction, moderator: Moderator, item: ReviewItem) -> News:
        """Lease the item, and return its card, or why not."""
        taken = take(item, moderator, self.clock.now())
        if not isinstance(taken, ReviewItem):
            return await self.refused(tx, taken)
        await self.save(tx, taken)
        await self.record(tx, moderator, "took", item, taken)
        return await self.card(tx, moderator, taken)


class ShowItem(CardAct):
    """Show one item as it stands."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return its card."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            if item.state is not ItemState.OPEN:
                return await self.closed(tx, item)
            return await self.card(tx, moderator, item)

        return await self.perform(caller, act)


class TakeItem(CardAct):
    """Lease an item to a reviewer."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the card with its new holder, or why not."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            return item if isinstance(item, NoSuchItem) else await self.hand_over(tx, moderator, item)

        return await self.perform(caller, act)


class TakeNext(CardAct):
    """Lease the most needed item that nobody holds."""

    async def __call__(self, caller: Caller) -> News:
        """Return its card, or that there is none."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            free = QueueQuery(
                chosen=QueueFilter(Showing.FREE),
                viewer=moderator.id,
                now=self.clock.now(),
                without_escalated=not may(moderator.role, Right.DECIDE_ESCALATED),
            )
            for item in await tx.items.open(1, 0, free):
                return await self.hand_over(tx, moderator, item)
            return NothingFree(await tx.items.count_open())

        return await self.perform(caller, act)


class ReleaseItem(CardAct):
    """Give an item back."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the free card, or why not."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            released = release(item, moderator, self.clock.now())
            if not isinstance(released, ReviewItem):
                return await self.refused(tx, released)
            if released != item:
                await self.save(tx, released)
                await self.record(tx, moderator, "released", item, released)
            return await self.card(tx, moderator, released)

        return await self.perform(caller, act)
