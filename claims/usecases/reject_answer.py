"""Takes "not this claim" from an asker: remembered for them, and put before the reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.age import NO_LIMIT, AgeLimit
from claims.days import UTC_DAYS, Days
from claims.learning import disputed_key
from claims.news import Address, AnswerRejected, ButtonExpired, News, Press, SetAside
from claims.ports import Clock, Store, StoredSubmission, Transaction, Voice
from claims.review import DismissReason, ItemState, ReviewItem
from claims.submission import PersonId, SubmissionId
from claims.usecases.answers import answers_given
from claims.usecases.debts import debt_of_repeating
from claims.usecases.learning import learn_from_asker
from claims.usecases.queueing import join_or_open_item, tell_moderators
from claims.usecases.ruled_texts import ruling_for, standing_ruling
from claims.verdict import VerdictId


@dataclass(frozen=True)
class RejectAnswer:
    """Never offer these verdicts to this person for this text again, and queue the claim; where reviewers
    ruled on that text since, or set it aside, tell that."""

    store: Store
    voice: Voice
    clock: Clock
    limit: AgeLimit = NO_LIMIT
    days: Days = UTC_DAYS

    async def __call__(
        self,
        person_id: PersonId,
        press: Press,
        submission_id: SubmissionId,
        verdict_ids: tuple[VerdictId, ...],
    ) -> News:
        """Return what the person is told; a press on somebody else's answer does nothing."""
        async with self.store.writing() as tx:
            stored = await tx.submissions.get(submission_id)
            if stored is None or not stored.is_pressed_about(person_id, press.chat_id):
                return await self._acknowledge(tx, press, ButtonExpired())
            known = await _still_told(tx, stored, verdict_ids)
            if not known:
                return await self._acknowledge(tx, press, ButtonExpired())
            now = self.clock.now()
            new = [
                verdict_id
                for verdict_id in known
                if await tx.rejections.add(person_id, stored.key, verdict_id, now)
            ]
            aside = await _set_aside(tx, stored)
            if not new:
                looked_at = not await _is_with_reviewers(tx, stored, known)
                again = (
                    AnswerRejected(repeated=True, looked_at=looked_at)
                    if aside is None
                    else _news_of(aside, stored)
                )
                return await self._acknowledge(tx, press, again)
            for verdict_id in new:
                await learn_from_asker(tx, stored, verdict_id, now, same=False)
            await tx.outbox.add(self.voice.strip_buttons(press), now)
            ruled = await ruling_for(tx, stored, self.days.of(now), self.limit)
            if ruled is not None and ruled.verdict.id not in await _told(tx, stored):
                return await self._tell(tx, press, stored, ruled.news_for(stored.id), ruled.item)
            if aside is not None and not await _told(tx, stored):
                return await self._tell(tx, press, stored, _news_of(aside, stored), aside)
            await self._queue(tx, stored, tuple(new))
            news = await self._acknowledge(tx, press, AnswerRejected())
            address = _address(press, stored, f"rejected:{press.callback_id}")
            await tx.outbox.add(self.voice.say(address, news), now)
            return news

    async def _tell(
        self, tx: Transaction, press: Press, stored: StoredSubmission, news: News, item: ReviewItem
    ) -> News:
        """Tell how reviewers closed the item of the text after the verdicts were offered for it."""
        await self._acknowledge(tx, press, news)
        said = self.voice.say(_address(press, stored, debt_of_repeating(item, stored.id)), news)
        await tx.outbox.add(replace(said, answers=answers_given(news)), self.clock.now())
        return news

    async def _acknowledge(self, tx: Transaction, press: Press, news: News) -> News:
        await tx.outbox.add(self.voice.acknowledge(press, news), self.clock.now())
        return news

    async def _queue(
        self, tx: Transaction, stored: StoredSubmission, rejected: tuple[VerdictId, ...]
    ) -> None:
        key = await _disputed_key(tx, stored, rejected)
        item_id, is_new = await join_or_open_item(
            tx,
            self.clock,
            await tx.items.find_by_key(key),
            key=key,
            text=stored.submission.text,
            links=stored.submission.links,
        )
        await tx.submissions.move(stored.id, item_id)
        await tx.audit.write(
            actor="asker",
            act="rejected_answer",
            subject=f"item:{item_id}",
            now=self.clock.now(),
            after={"verdicts": list(rejected)},
        )
        item = await tx.items.get(item_id)
        if is_new and item is not None:
            await tell_moderators(tx, self.voice, self.clock, item)


async def _still_told(
    tx: Transaction, stored: StoredSubmission, verdict_ids: tuple[VerdictId, ...]
) -> list[VerdictId]:
    """Return those of the verdicts that the submission's messages tell or offer. An old button may be pressed
    on a message that tells of a withdrawal by now, and carries other buttons."""
    told = {given.verdict_id for given in await tx.submissions.answers_to(stored.id)}
    offered = {match.verdict_id for match in stored.offered}
    known = await tx.verdicts.get_many([number for number in verdict_ids if number in told | offered])
    is_over = stored.item_id is not None and all(verdict.retracted_at for verdict in known.values())
    return [] if is_over else list(known)


async def _disputed_key(tx: Transaction, stored: StoredSubmission, rejected: tuple[VerdictId, ...]) -> str:
    """Return the item's key: a disputed answer gets an item of its own, so that one person's press does not
    take a published verdict, or a reviewer's ruling, away from everybody else who sends the same text."""
    disputed = sorted(await _told(tx, stored) & set(rejected))
    ruling = await standing_ruling(tx, await tx.items.find_by_key(stored.key))
    if ruling is not None:
        disputed.append(ruling.id)
    return disputed_key(stored.key, disputed[0]) if disputed else stored.key


async def _is_with_reviewers(
    tx: Transaction, stored: StoredSubmission, rejected: Sequence[VerdictId]
) -> bool:
    """Return whether what its sender said about these verdicts waits for a reviewer's word."""
    keys = [stored.key, *(disputed_key(stored.key, verdict_id) for verdict_id in rejected)]
    items = [await tx.items.find_by_key(key) for key in keys]
    is_open = any(item is not None and item.state is ItemState.OPEN for item in items)
    return stored.item_id is not None or is_open


async def _set_aside(tx: Transaction, stored: StoredSubmission) -> ReviewItem | None:
    """Return the item of the very text, if reviewers set it aside. Not so for what somebody disputes: there
    an answer may be wrong, and each who says so is heard."""
    item = await tx.items.find_by_key(stored.key)
    return item if item is not None and item.state is ItemState.DISMISSED else None


def _news_of(aside: ReviewItem, stored: StoredSubmission) -> SetAside:
    return SetAside(stored.id, aside.dismiss_reason or DismissReason.CANNOT_BE_CHECKED)


async def _told(tx: Transaction, stored: StoredSubmission) -> set[VerdictId]:
    return {given.verdict_id for given in await tx.submissions.answers_to(stored.id)}


def _address(press: Press, stored: StoredSubmission, debt: str) -> Address:
    return Address(
        chat_id=press.chat_id,
        debt=debt,
        language=press.language,
        reply_to=stored.submission.message_id,
    )
