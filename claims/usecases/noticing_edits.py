"""Says to whoever changes what they asked that the new words are not looked at."""

from dataclasses import dataclass

from claims.catalogue import Catalogue
from claims.news import Address, EditNotRead, News
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.question import question_key
from claims.submission import Submission
from claims.usecases.keep_house import KEEP_SENT_CALLS


@dataclass(frozen=True)
class NoticeEdit:
    """Owe the sender of a changed question one hint, however often it is changed."""

    store: Store
    catalogue: Catalogue
    voice: Voice
    clock: Clock

    async def __call__(self, edited: Submission) -> News | None:
        """Return what the sender is told; None where the message was no question, or still asks the same."""
        if self.clock.now() - edited.sent_at > KEEP_SENT_CALLS:
            return None  # that it was told may be forgotten by now; Telegram lets nobody edit what is older
        async with self.store.reading() as tx:
            asked = await tx.submissions.sent_as(edited.person_id, edited.message_id)
            if asked is None and not await _was_unreadable(tx, edited):
                return None
        key = question_key(await self.catalogue.fingerprint(edited.text), edited, edited.text)
        if asked is not None and _asks_the_same(edited, key, asked):
            return None
        async with self.store.writing() as tx:
            await tx.outbox.add(self.voice.say(_address(edited), EditNotRead()), self.clock.now())
        return EditNotRead()


def _address(edited: Submission) -> Address:
    return Address(
        chat_id=edited.chat_id,
        debt=f"edited:{edited.chat_id}:{edited.message_id}",
        language=edited.language,
        reply_to=edited.message_id,
    )


def _asks_the_same(edited: Submission, key: str, asked: StoredSubmission) -> bool:
    """Return whether nothing that matters is new; what was joined to the message may have brought more."""
    before = asked.submission
    return key == asked.key and {*edited.links} <= {*before.links} and {*edited.files} <= {*before.files}


async def _was_unreadable(tx: Transaction, edited: Submission) -> bool:
    """Return whether the message was answered with that it cannot be read."""
    unreadable = f"unreadable:{edited.chat_id}:{edited.message_id}"
    return bool(edited.text.strip()) and bool(await tx.outbox.paying([unreadable]))
