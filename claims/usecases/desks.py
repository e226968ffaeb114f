"""Says where cards stand: in a moderators' group, and in private for those who want that."""

from dataclasses import replace
from typing import ClassVar

from claims.cards import Desk
from claims.news import CardsSwitched, DeskSet, News
from claims.ports import Transaction
from claims.review import Moderator
from claims.roles import Right
from claims.usecases.cards import send_card
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.queueing import desk_address

MOST_AT_ONCE = 20


class SetDesk(ModeratorAct):
    """Make a group the desk, or end that; only an owner may."""

    needs: ClassVar[Right] = Right.SETTINGS

    async def __call__(self, caller: Caller, *, on: bool) -> News:
        """Return how many open claims got their card at once, the most needed first."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            chat_id, thread_id = caller.address.chat_id, caller.address.thread_id
            before = await tx.desks.get(chat_id)
            changed = await tx.desks.remove(chat_id)
            await tx.audit.write(
                actor=f"moderator:{moderator.id}",
                act="set_desk",
                subject=f"group:{chat_id}",
                now=self.clock.now(),
                before={"desk": changed},
                after={"desk": on, "topic": thread_id},
            )
            if not on:
                return DeskSet(on=False)
            desk = Desk(
                chat_id=chat_id,
                thread_id=thread_id,
                language=caller.address.language,
                night=before.night if before else "",
            )
            await tx.desks.put(desk)
            items = await tx.items.open(MOST_AT_ONCE)
            for item in items:
                address = desk_address(desk, item)
                fresh = replace(address, debt=f"{address.debt}:{caller.address.debt}")
                await send_card(tx, self.voice, self.clock, item, fresh)
            return DeskSet(on=True, waiting=len(items))

        return await self.perform(caller, act)


class SwitchCards(ModeratorAct):
    """Begin or end somebody's cards in private."""

    async def __call__(self, caller: Caller, *, on: bool) -> News:
        """Return which it is."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            await tx.moderators.add(replace(moderator, wants_cards=on), self.clock.now())
            return CardsSwitched(on)

        return await self.perform(caller, act)
