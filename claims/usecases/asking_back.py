"""Notes between reviewers, the one question to an item's askers, and what they reply."""

from dataclasses import dataclass, replace

from claims.asking import (
    ASKED,
    MAX_NOTE_LENGTH,
    MAX_QUESTION_LENGTH,
    MAX_REPLY_LENGTH,
    MOST_REPLIES_OF_ONE,
    TOLD_AT,
    Note,
    Question,
)
from claims.delivery import Outgoing, Urgency
from claims.news import Address, AskedBack, AskersAnswers, News, NoSuchItem, ReplyTaken
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import ItemId, ItemState, Moderator, ReviewItem, take
from claims.submission import ChatId, PersonId
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.rule_on_item import exceeds


class AddNote(ModeratorAct):
    """Note something on an item, for the other reviewers."""

    async def __call__(self, caller: Caller, item_id: ItemId, text: str) -> News:
        """Return the card with the note; a note does not take the item from whoever holds it."""

        written = " ".join(text.split())

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if too_long := exceeds(written, MAX_NOTE_LENGTH):
                return too_long
            await tx.prompts.discard(moderator.id)
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            note = Note(
                item_id=item_id,
                moderator_id=moderator.id,
                text=written,
                written_at=self.clock.now(),
            )
            await tx.notes.add(note)
            await self.record(tx, moderator, "noted", item, item, {"note": note.text})
            if item.state is not ItemState.OPEN:
                return await self.closed(tx, item)
            return await self.card(tx, moderator, item)

        return await self.perform(caller, act)


class AskAskers(ModeratorAct):
    """Ask everybody who waits on an item one question, once."""

    async def __call__(self, caller: Caller, item_id: ItemId, text: str) -> News:
        """Return how many are asked; if it was asked before, that question and the replies."""

        written = " ".join(text.split())

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if too_long := exceeds(written, MAX_QUESTION_LENGTH):
                return too_long
            await tx.prompts.discard(moderator.id)
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            asked = await tx.questions.get(item_id)
            if asked is not None:
                replies = await tx.questions.replies(item_id)
                return AskersAnswers(item, asked, tuple(replies), unasked=True)
            taken = take(item, moderator, self.clock.now())
            if not isinstance(taken, ReviewItem):
                return await self.refused(tx, taken)
            await self.save(tx, taken)
            question = await self._ask(tx, moderator, item, written)
            await self.record(tx, moderator, "asked_askers", item, taken, {"question": question.text})
            return AskersAnswers(taken, question, fresh=True)

        return await self.perform(caller, act)

    async def _ask(self, tx: Transaction, moderator: Moderator, item: ReviewItem, text: str) -> Question:
        """Owe the question to each person once, under the first message they asked with."""
        asked: dict[PersonId, Outgoing] = {}
        now = self.clock.now()
        for stored in await tx.submissions.waiting_on(item.id):
            submission = stored.submission
            if submission.person_id in asked:
                continue
            address = Address(
                chat_id=submission.chat_id,
                debt=f"{ASKED}:{item.id}:{submission.person_id}",
                language=submission.language,
                reply_to=submission.message_id,
            )
            outgoing = self.voice.say(address, AskedBack(text))
            asked[submission.person_id] = replace(outgoing, urgency=Urgency.BROADCAST)
        await tx.outbox.add_many(list(asked.values()), now)
        question = Question(
            item_id=item.id, moderator_id=moderator.id, text=text, asked=len(asked), asked_at=now
        )
        await tx.questions.add(question)
        return question


class ShowAnswers(ModeratorAct):
    """Show the question to an item's askers and what they replied, also after the ruling."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News | None:
        """Return it; None when nothing was asked yet."""
        async with self.store.reading() as tx:
            if await tx.questions.get(item_id) is None:
                return None

        async def act(tx: Transaction, _: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            question = await tx.questions.get(item_id)
            if isinstance(item, NoSuchItem) or question is None:
                return NoSuchItem(item_id)
            return AskersAnswers(item, question, tuple(await tx.questions.replies(item_id)))

        return await self.perform(caller, act)


@dataclass(frozen=True)
class TakeReply:
    """Take an asker's reply to a reviewer's question; it never becomes a question of its own."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, to: Address, person_id: PersonId, replied_to: int, text: str) -> News | None:
        """Return what the person is told; None when the message they replied to was no such question."""
        async with self.store.reading() as tx:
            item_id = await _asked_in(tx, to.chat_id, replied_to, person_id)
            if item_id is None:
                return None
        async with self.store.writing() as tx:
            if await tx.questions.count_of(item_id, person_id) < MOST_REPLIES_OF_ONE:
                await tx.questions.reply(item_id, person_id, text[:MAX_REPLY_LENGTH], self.clock.now())
                await self._tell_who_asked(tx, item_id, to.debt)
            news = ReplyTaken()
            await tx.outbox.add(self.voice.say(to, news), self.clock.now())
            return news

    async def _tell_who_asked(self, tx: Transaction, item_id: ItemId, occasion: str) -> None:
        """Tell who asked, now and then; replies may be deleted, so their number names no debt."""
        question, item = await tx.questions.get(item_id), await tx.items.get(item_id)
        replies = await tx.questions.replies(item_id)
        if question is None or item is None:
            return
        is_late = item.state is not ItemState.OPEN
        moderator = await tx.moderators.get(question.moderator_id)
        if moderator is None or not (len(replies) in TOLD_AT or is_late):
            return
        person = await tx.people.get(PersonId(moderator.id))
        address = Address(
            chat_id=ChatId(moderator.id),
            debt=f"replied:{item_id}:{occasion}",
            language=person.language if person else moderator.language,
        )
        said = self.voice.say(address, AskersAnswers(item, question, tuple(replies)))
        await tx.outbox.add(said, self.clock.now())


async def _asked_in(tx: Transaction, chat_id: ChatId, message_id: int, person_id: PersonId) -> ItemId | None:
    """Return the item about which this message asked this person back."""
    debt = await tx.outbox.debt_of(chat_id, message_id)
    match (debt or "").split(":"):
        case [kind, item, person] if kind == ASKED and person == str(person_id):
            return ItemId(int(item))
        case _:
            return None
