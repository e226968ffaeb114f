"""Lets an asker stop waiting for a ruling."""

from dataclasses import dataclass

from claims.news import ButtonExpired, News, NoLongerWaiting, Press
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
            if mine:
                await tx.submissions.move(submission_id, None)
                await tx.outbox.add(self.voice.strip_buttons(press), now)
            await tx.outbox.add(self.voice.acknowledge(press, news), now)
            return news
