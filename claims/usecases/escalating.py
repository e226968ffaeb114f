"""Hands an item to the editors: it is marked, free, and each of them hears of it."""

from claims.news import Address, Escalated, News, NoSuchItem
from claims.ports import Transaction
from claims.review import ItemId, Moderator, ReviewItem, escalate
from claims.roles import Right, may
from claims.submission import ChatId, PersonId
from claims.usecases.moderating import Caller, ModeratorAct


class EscalateItem(ModeratorAct):
    """Ask for an editor's decision on an item."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the marked card, or why not; a second time nobody is told again."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            marked = escalate(item, moderator, self.clock.now())
            if not isinstance(marked, ReviewItem):
                return await self.refused(tx, marked)
            if marked != item:
                await self.save(tx, marked)
                await self.record(tx, moderator, "escalated", item, marked)
                await self._tell(tx, moderator, marked)
            return await self.card(tx, moderator, marked)

        return await self.perform(caller, act)

    async def _tell(self, tx: Transaction, moderator: Moderator, item: ReviewItem) -> None:
        for editor in await tx.moderators.all():
            if editor.id == moderator.id or not may(editor.role, Right.DECIDE_ESCALATED):
                continue
            person = await tx.people.get(PersonId(editor.id))
            address = Address(
                chat_id=ChatId(editor.id),
                debt=f"escalated:{item.id}:{item.version}:{editor.id}",
                language=person.language if person else editor.language,
            )
            said = self.voice.say(address, Escalated(item, moderator))
            await tx.outbox.add(said, self.clock.now())
