"""Mends the desk when its group is lost: the cards go where the group went, or on in private chats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.cards import Desk
from claims.delivery import PlaceLost
from claims.news import Address, DeskLost
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import ItemId, ItemState
from claims.roles import Role
from claims.submission import ChatId, PersonId
from claims.usecases.cards import send_card
from claims.usecases.queueing import desk_address, gets_cards, tell_in_private

MOST_AT_ONCE = 20


@dataclass(frozen=True)
class MendDesks:
    """Look for groups that Telegram says are gone. Run by the clock; each is told of once."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self) -> int:
        """Return how many groups were mended."""
        async with self.store.reading() as tx:
            if not await tx.desks.lost():
                return 0
        async with self.store.writing() as tx:
            lost = await tx.desks.lost()
            for desk in lost:
                await self._mend(tx, desk)
            return len(lost)

    async def _mend(self, tx: Transaction, desk: Desk) -> None:
        unseen = await tx.cards.never_seen(desk.chat_id)
        await tx.desks.remove(desk.chat_id)
        moved = desk.lost is PlaceLost.MOVED and desk.moved_to is not None
        if moved and desk.moved_to is not None and await tx.desks.get(desk.moved_to) is None:
            await self._move(tx, desk, desk.moved_to)
        elif not moved:
            await self._go_on_in_private(tx, unseen)
        await tx.audit.write(
            actor="telegram",
            act="lost_desk",
            subject=f"group:{desk.chat_id}",
            now=self.clock.now(),
            before={"desk": True, "topic": desk.thread_id},
            after={"desk": False, "why": desk.lost, "moved_to": desk.moved_to},
        )
        await self._tell(tx, desk)

    async def _move(self, tx: Transaction, desk: Desk, to: ChatId) -> None:
        """Let the new group be the desk; its messages have other numbers, so the cards are sent anew."""
        new = replace(desk, chat_id=to, thread_id=None, lost=None, moved_to=None)
        await tx.desks.put(new)
        for item in await tx.items.open(MOST_AT_ONCE):
            await send_card(tx, self.voice, self.clock, item, desk_address(new, item))

    async def _go_on_in_private(self, tx: Transaction, unseen: Sequence[ItemId]) -> None:
        """Send in private what nobody saw in the group."""
        with_desk = bool(await tx.desks.all())
        for item_id in unseen:
            item = await tx.items.get(item_id)
            if item is not None and item.state is ItemState.OPEN:
                await tell_in_private(tx, self.voice, self.clock, item, with_desk=with_desk)

    async def _tell(self, tx: Transaction, desk: Desk) -> None:
        """Tell the owners, and whoever gets cards in private in place of the group."""
        now, with_desk = self.clock.now(), bool(await tx.desks.all())
        waiting = await tx.items.count_open()
        for moderator in await tx.moderators.all():
            is_owner = moderator.role is Role.OWNER
            here = gets_cards(moderator, with_desk=with_desk)
            if not is_owner and (with_desk or not here):
                continue
            person = await tx.people.get(PersonId(moderator.id))
            address = Address(
                chat_id=ChatId(moderator.id),
                debt=f"desk-lost:{desk.chat_id}:{now.isoformat()}:{moderator.id}",
                language=person.language if person else moderator.language,
            )
            news = DeskLost(desk.lost or PlaceLost.REMOVED, waiting, owner=is_owner, here=here)
            await tx.outbox.add(self.voice.say(address, news), now)
