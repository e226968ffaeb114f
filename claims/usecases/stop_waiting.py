"""Lets an asker stop waiting for a ruling."""

from dataclasses import dataclass

from claims.delivery import Outgoing
from claims.news import Address, ButtonExpired, News, NoLongerWaiting, Press
from claims.ports import Clock, Store, Voice
from claims.submission import PersonId, SubmissionId


@dataclass(frozen=True)
class StopWaiting:
    """Take the asker off the list of those who will be told."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, person_id: PersonId, press: Press, submission_id: SubmissionId) -> News:
        """Return what the person is told; a press on somebody else's message does nothing."""
        async with self.store.writing() as tx:
            stored = await tx.submissions.get(submission_id)
            now = self.clock.now()
            mine = stored is not None and stored.submission.person_id == person_id
            news: News = NoLongerWaiting() if mine else ButtonExpired()
            if stored is not None and mine:
                waited = stored.item_id is not None
                await tx.submissions.move(submission_id, None)
                edited = self._edited(press, news) if waited else self.voice.strip_buttons(press)
                await tx.outbox.add(edited, now)
            await tx.outbox.add(self.voice.acknowledge(press, news), now)
            return news

    def _edited(self, press: Press, news: News) -> Outgoing:
        """Return the message without its promise of a reply."""
        address = Address(
            chat_id=press.chat_id,
            debt=f"stopped:{press.callback_id}",
            language=press.language,
            edit=press.message_id,
        )
        return self.voice.say(address, news)
