"""Shows reviewers what was done to an item, by whom and when."""

from claims.news import ItemHistory, News, NoSuchItem
from claims.ports import Transaction
from claims.review import ItemId, Moderator
from claims.usecases.moderating import Caller, ModeratorAct

MOST_ENTRIES = 15


class ShowHistory(ModeratorAct):
    """Read the audit log of one item."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the newest acts."""

        async def act(tx: Transaction, _: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            subject = f"item:{item_id}"
            entries = await tx.audit.about(subject, MOST_ENTRIES)
            names = {moderator.id: moderator.name for moderator in await tx.moderators.all()}
            earlier = await tx.audit.count_about(subject) - len(entries)
            return ItemHistory(item, tuple(entries), names, earlier)

        return await self.perform(caller, act)
