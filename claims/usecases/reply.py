"""Owes one person one piece of news that changes nothing else: the start page, help, privacy, a hint."""

from dataclasses import dataclass

from claims.news import Address, AskInPrivate, ButtonExpired, Greeting, Help, News, Press
from claims.pacing import NOTICES, Booked, book
from claims.ports import Clock, Store, Voice
from claims.review import ModeratorId, Person
from claims.usecases.catching_up import CatchUp
from claims.usecases.queueing import send_undelivered


@dataclass(frozen=True)
class Reply:
    """Tell somebody something."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, to: Address, news: News) -> None:
        """Owe `news` to `to`."""
        async with self.store.writing() as tx:
            await tx.outbox.add(self.voice.say(to, news), self.clock.now())

    async def greet(self, to: Address, person: Person, catch_up: CatchUp) -> None:
        """Owe the start page, after what they missed who had stopped the bot; to a moderator, also the cards
        that could not be delivered to them before."""
        async with self.store.writing() as tx:
            if await tx.people.hear_from(person):
                await catch_up.within(tx, person.id)
            moderator = await tx.moderators.get(ModeratorId(person.id))
            greeting = Greeting(moderator.role, await tx.items.count_open()) if moderator else Greeting()
            await tx.outbox.add(self.voice.say(to, greeting), self.clock.now())
            if moderator is not None:
                await send_undelivered(tx, self.voice, self.clock, moderator, to)

    async def help(self, to: Address, person_id: ModeratorId) -> None:
        """Owe the help page, with what their role allows for those who are moderators now."""
        async with self.store.writing() as tx:
            moderator = await tx.moderators.get(person_id)
            page = Help(moderator.role if moderator else None)
            await tx.outbox.add(self.voice.say(to, page), self.clock.now())

    async def in_private(self, to: Address, bot_username: str) -> None:
        """Owe a group the way to our private chat, once in a while: it is no place to talk to bots."""
        now, name = self.clock.now(), f"in-private:{to.chat_id}"
        async with self.store.writing() as tx:
            turn = book(NOTICES, await tx.schedules.get(name), now)
            if isinstance(turn, Booked):
                await tx.schedules.set(name, turn.schedule)
                await tx.outbox.add(self.voice.say(to, AskInPrivate(f"https://t.me/{bot_username}")), now)

    async def expired(self, press: Press) -> None:
        """End the waiting of a button that no longer does anything."""
        async with self.store.writing() as tx:
            await tx.outbox.add(self.voice.acknowledge(press, ButtonExpired()), self.clock.now())
