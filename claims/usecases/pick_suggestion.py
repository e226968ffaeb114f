"""Takes the asker's choice among suggested fact-checks and shows it in full."""

from dataclasses import dataclass, replace

from claims.decision import Answer, How
from claims.news import Address, ButtonExpired, Checked, News, Press
from claims.ports import Clock, Store, Transaction, Voice
from claims.submission import PersonId, SubmissionId
from claims.usecases.check_claim import answers_given
from claims.usecases.learning import learn_from_asker
from claims.verdict import VerdictId


@dataclass(frozen=True)
class PickSuggestion:
    """Turn the list of suggestions into the chosen answer, in place."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(
        self, person_id: PersonId, press: Press, submission_id: SubmissionId, verdict_id: VerdictId
    ) -> News:
        """Return what the person is shown; a press on somebody else's list does nothing."""
        async with self.store.writing() as tx:
            news = await self._chosen(tx, person_id, press, submission_id, verdict_id)
            now = self.clock.now()
            await tx.outbox.add(self.voice.acknowledge(press, news), now)
            if isinstance(news, Checked):
                address = Address(
                    chat_id=press.chat_id,
                    debt=f"picked:{press.callback_id}",
                    language=press.language,
                    edit=press.message_id,
                )
                outgoing = self.voice.say(address, news)
                await tx.outbox.add(replace(outgoing, answers=answers_given(news)), now)
            return news

    async def _chosen(
        self,
        tx: Transaction,
        person_id: PersonId,
        press: Press,
        submission_id: SubmissionId,
        verdict_id: VerdictId,
    ) -> News:
        stored = await tx.submissions.get(submission_id)
        verdict = await tx.verdicts.get(verdict_id)
        if stored is None or not stored.is_pressed_about(person_id, press.chat_id):
            return ButtonExpired()
        offered = [match for match in stored.offered if match.verdict_id == verdict_id]
        if not offered or verdict is None or verdict.retracted_at is not None:
            return ButtonExpired()
        told = {given.verdict_id for given in await tx.submissions.answers_to(submission_id)}
        if verdict_id not in told:
            await learn_from_asker(tx, stored, verdict_id, self.clock.now(), same=True)
        chosen = replace(offered[0], probability=1.0, how=How.CHOSEN, part="")
        return Checked(submission_id, Answer((chosen,)), {verdict_id: verdict})
