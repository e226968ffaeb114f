"""Takes the asker's choice among suggested fact-checks and shows it in full."""

from dataclasses import dataclass, replace

from claims.age import NO_LIMIT, AgeLimit
from claims.days import UTC_DAYS, Days
from claims.decision import Answer, How
from claims.delivery import PICKED, REPEATED
from claims.learning import barred
from claims.news import Address, ButtonExpired, Checked, News, Press
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.submission import PersonId, SubmissionId
from claims.usecases.answers import answers_given
from claims.usecases.differing import reworded_in, still_differing
from claims.usecases.learning import learn_from_asker
from claims.usecases.ruled_texts import ruling_for
from claims.verdict import VerdictId


@dataclass(frozen=True)
class PickSuggestion:
    """Turn the list of suggestions into the chosen answer, in place; where reviewers ruled on the very text
    since, into their ruling. `limit` says how old that may be."""

    store: Store
    voice: Voice
    clock: Clock
    limit: AgeLimit = NO_LIMIT
    days: Days = UTC_DAYS

    async def __call__(
        self, person_id: PersonId, press: Press, submission_id: SubmissionId, verdict_id: VerdictId
    ) -> News:
        """Return what the person is shown; a press on somebody else's list does nothing."""
        async with self.store.writing() as tx:
            stored = await tx.submissions.get(submission_id)
            if (
                stored is None
                or not stored.is_pressed_about(person_id, press.chat_id)
                or not _offers(stored, verdict_id)
            ):
                return await self._show(tx, press, ButtonExpired(), "")
            ruled = await ruling_for(tx, stored, self.days.of(self.clock.now()), self.limit)
            if ruled is not None and ruled.verdict.id != verdict_id:
                return await self._show(tx, press, ruled.news_for(stored.id), ruled.debt_to(stored.id))
            news = await self._chosen(tx, stored, verdict_id)
            return await self._show(tx, press, news, f"{PICKED}:{press.callback_id}")

    async def _show(self, tx: Transaction, press: Press, news: News, debt: str) -> News:
        now = self.clock.now()
        await tx.outbox.add(self.voice.acknowledge(press, news), now)
        if isinstance(news, Checked):
            address = Address(
                chat_id=press.chat_id, debt=debt, language=press.language, edit=press.message_id
            )
            outgoing = self.voice.say(address, news)
            await _forget_choices(tx, address, news.submission_id)
            await tx.outbox.add(replace(outgoing, answers=answers_given(news)), now)
        return news

    async def _chosen(self, tx: Transaction, stored: StoredSubmission, verdict_id: VerdictId) -> News:
        verdict = await tx.verdicts.get(verdict_id)
        if verdict is None or verdict.retracted_at is not None:
            return ButtonExpired()
        if verdict_id in barred(await tx.pairs.of(stored.key)):
            return ButtonExpired()  # reviewers said since that it is about another claim
        told = {given.verdict_id for given in await tx.submissions.answers_to(stored.id)}
        if verdict_id not in told:
            await learn_from_asker(tx, stored, verdict_id, self.clock.now(), same=True)
        offered = next(match for match in stored.offered if match.verdict_id == verdict_id)
        differing = still_differing(offered, await reworded_in(tx, [offered], {verdict_id: verdict}))
        chosen = replace(differing, probability=1.0, how=How.CHOSEN, part="")
        return Checked(stored.id, Answer((chosen,)), {verdict_id: verdict})


async def _forget_choices(tx: Transaction, shown_by: Address, submission_id: SubmissionId) -> None:
    """Let what was chosen before in the same list not follow its verdict any more: its message tells another
    one from now on, and would be overwritten. What is shown anew is owed once, and goes on following."""
    shown = await tx.outbox.owed_to(shown_by.chat_id, (f"{PICKED}:", f"{REPEATED}:"))
    earlier = [
        replace(owed, outgoing=replace(owed.outgoing, answers=()))
        for owed in shown
        if not owed.outgoing.is_new_message
        and owed.outgoing.dedupe != shown_by.debt
        and any(given.submission_id == submission_id for given in owed.outgoing.answers)
    ]
    await tx.outbox.amend(*earlier)


def _offers(stored: StoredSubmission, verdict_id: VerdictId) -> bool:
    return any(match.verdict_id == verdict_id for match in stored.offered)
