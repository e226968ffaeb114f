"""Says to whoever changes what they asked that the new words are not looked at."""

from collections.abc import Set
from dataclasses import dataclass

from claims.catalogue import Catalogue
from claims.evidence import MOST_FILES
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

    async def __call__(self, edited: Submission, *, in_album: bool = False) -> News | None:
        """Return what the sender is told; None where the message was no question, or still asks the same."""
        if self.clock.now() - edited.sent_at > KEEP_SENT_CALLS:
            return None  # that it was told may be forgotten by now; Telegram lets nobody edit what is older
        async with self.store.reading() as tx:
            asked = await _asked_in(tx, edited, in_album=in_album)
            if asked is None and not await _was_unreadable(tx, edited, in_album=in_album):
                return None
        if asked is not None and await self._asks_the_same(edited, asked, in_album=in_album):
            return None
        first = edited.message_id if asked is None else asked.submission.message_id
        async with self.store.writing() as tx:
            await tx.outbox.add(self.voice.say(_address(edited, first), EditNotRead()), self.clock.now())
        return EditNotRead()

    async def _asks_the_same(self, edited: Submission, asked: StoredSubmission, *, in_album: bool) -> bool:
        """Return whether nothing that matters is new; what was joined to it may have brought more."""
        before = asked.submission
        if not ({*edited.links} <= {*before.links} and {*edited.files} <= {*before.files}):
            return False
        if in_album:
            return await self._paragraphs(edited.text) <= await self._paragraphs(before.text)
        return asked.key == question_key(await self.catalogue.fingerprint(edited.text), edited, edited.text)

    async def _paragraphs(self, text: str) -> Set[str]:
        """Return the fingerprints of what the captions of an album say, which are joined by blank lines."""
        return {await self.catalogue.fingerprint(one) for one in text.split("\n\n") if one.strip()}


async def _asked_in(tx: Transaction, edited: Submission, *, in_album: bool) -> StoredSubmission | None:
    """Return what the message asked, or the album of which it is a part."""
    asked = await tx.submissions.sent_as(edited.person_id, edited.message_id)
    if asked is not None or not in_album or not edited.files:
        return asked
    return await tx.submissions.album_with(edited.person_id, edited.message_id, edited.files)


def _address(edited: Submission, first: int) -> Address:
    return Address(
        chat_id=edited.chat_id,
        debt=f"edited:{edited.chat_id}:{first}",
        language=edited.language,
        reply_to=edited.message_id,
    )


async def _was_unreadable(tx: Transaction, edited: Submission, *, in_album: bool) -> bool:
    """Return whether the message was answered with that it cannot be read; of an album, its first part."""
    parts = (
        range(edited.message_id - MOST_FILES + 1, edited.message_id + 1) if in_album else [edited.message_id]
    )
    unreadable = [f"unreadable:{edited.chat_id}:{part}" for part in parts]
    return bool(edited.text.strip()) and bool(await tx.outbox.paying(unreadable))
