"""Forgets a person who wants that: asks once, then deletes what is kept about them."""

from dataclasses import dataclass

from claims.delivery import FORGOTTEN
from claims.news import Address, AskForgetting, ButtonExpired, Forgotten, News, Press
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import ModeratorId
from claims.submission import ChatId, PersonId


@dataclass(frozen=True)
class AskBeforeForgetting:
    """Say what would go and what would stay, with the button that does it."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, to: Address, person_id: PersonId) -> None:
        """Owe the question."""
        async with self.store.writing() as tx:
            news = AskForgetting(await _is_at_the_desk(tx, person_id))
            await tx.outbox.add(self.voice.say(to, news), self.clock.now())


@dataclass(frozen=True)
class ForgetPerson:
    """Delete what is kept about somebody, and confirm that in place of the question. That and the update are
    one transaction: killed anywhere, it is done or still to be done."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, person_id: PersonId, press: Press) -> News:
        """Return what the person is told; a press outside their own private chat does nothing."""
        async with self.store.writing() as tx:
            now = self.clock.now()
            if press.chat_id != ChatId(person_id):
                await tx.outbox.add(self.voice.acknowledge(press, ButtonExpired()), now)
                return ButtonExpired()
            news = Forgotten(await _is_at_the_desk(tx, person_id))
            await tx.erasure.erase(person_id, now, at_the_desk=news.at_the_desk)
            await tx.audit.write(actor="asker", act="was_forgotten", subject="people", now=now)
            await tx.outbox.add(self.voice.say(_in_place_of_question(press), news), now)
            await tx.outbox.add(self.voice.acknowledge(press, news), now)
            return news


async def _is_at_the_desk(tx: Transaction, person_id: PersonId) -> bool:
    return await tx.moderators.get(ModeratorId(person_id)) is not None


def _in_place_of_question(press: Press) -> Address:
    """Return where the confirmation goes; a second press on the same question owes no second one."""
    return Address(
        chat_id=ChatId(press.chat_id),
        debt=f"{FORGOTTEN}:{press.chat_id}:{press.message_id}",
        language=press.language,
        edit=press.message_id,
    )
