"""Shows reviewers what was done to an item, by whom and when, and how a verdict came to be and changed."""

from collections.abc import Mapping

from claims.news import ItemHistory, News, NoSuchItem, NoSuchVerdict, VerdictHistory
from claims.ports import Transaction
from claims.review import ItemId, Moderator, ModeratorId
from claims.usecases.moderating import Caller, ModeratorAct
from claims.verdict import VerdictId

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
            earlier = await tx.audit.count_about(subject) - len(entries)
            return ItemHistory(item, tuple(entries), await _names(tx), earlier)

        return await self.perform(caller, act)


class ShowVerdictHistory(ModeratorAct):
    """Read the revisions of one verdict, and the audit log about it."""

    async def __call__(self, caller: Caller, verdict_id: VerdictId) -> News:
        """Return every revision and the newest acts."""

        async def act(tx: Transaction, _: Moderator) -> News:
            revisions = await tx.verdicts.revisions(verdict_id)
            if not revisions:
                return NoSuchVerdict(verdict_id)
            subject = f"verdict:{verdict_id}"
            entries = await tx.audit.about(subject, MOST_ENTRIES)
            earlier = await tx.audit.count_about(subject) - len(entries)
            return VerdictHistory(tuple(revisions), tuple(entries), await _names(tx), earlier)

        return await self.perform(caller, act)


async def _names(tx: Transaction) -> Mapping[ModeratorId, str]:
    return {moderator.id: moderator.name for moderator in await tx.moderators.all()}
