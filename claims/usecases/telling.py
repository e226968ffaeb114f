"""Owes every waiting asker what became of their question."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from claims.delivery import RULED, AnswerGiven, Urgency
from claims.news import Address, News, RulingArrived, SetAside
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import DismissReason, ItemId, ReviewItem
from claims.submission import PersonId
from claims.verdict import Verdict


def is_told_of_ruling(debt: str, item_id: ItemId | None = None) -> bool:
    """Return whether a debt is that of telling an asker about a ruling (on that item)."""
    return debt.startswith(f"{RULED}:" if item_id is None else f"{RULED}:{item_id}:")


def debt_of_telling(item: ReviewItem, person_id: PersonId) -> str:
    """Return the name of the debt of telling somebody how the item was closed. It may be closed again after
    it was reopened, so the debt names its version."""
    return f"{RULED}:{item.id}:{item.version}:{person_id}"


async def tell_ruling(tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, verdict: Verdict) -> int:
    """Tell everyone who waits on the item about its verdict; return how many people that is."""
    return await _tell_all(
        tx,
        voice,
        clock,
        item,
        lambda stored: RulingArrived(stored.id, verdict, stored.submission.sent_at),
        verdict,
    )


async def tell_unanswered(
    tx: Transaction, voice: Voice, clock: Clock, verdict: Verdict, waiting: Sequence[StoredSubmission]
) -> int:
    """Tell people of a verdict who were shown suggestions and took none; return how many that is."""
    told = set()
    for stored in waiting:
        submission = stored.submission
        if submission.person_id in told:
            continue
        told.add(submission.person_id)
        address = Address(
            chat_id=submission.chat_id,
            debt=f"{RULED}:near:{verdict.id}:{stored.id}",
            language=submission.language,
            reply_to=submission.message_id,
        )
        outgoing = voice.say(address, RulingArrived(stored.id, verdict, submission.sent_at))
        answers = (AnswerGiven(stored.id, verdict.id, verdict.revision),)
        await tx.outbox.add(replace(outgoing, answers=answers, urgency=Urgency.BROADCAST), clock.now())
    return len(told)


async def tell_set_aside(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, reason: DismissReason
) -> int:
    """Tell everyone who waits on the item that there will be no verdict; return how many people that is."""
    return await _tell_all(
        tx,
        voice,
        clock,
        item,
        lambda stored: SetAside(stored.id, reason, stored.submission.sent_at),
    )


async def _tell_all(
    tx: Transaction,
    voice: Voice,
    clock: Clock,
    item: ReviewItem,
    news_for: Callable[[StoredSubmission], News],
    verdict: Verdict | None = None,
) -> int:
    """Tell each person once, under the first message they asked with."""
    told = set()
    for stored in await tx.submissions.waiting_on(item.id):
        submission = stored.submission
        if submission.person_id not in told:
            told.add(submission.person_id)
            outgoing = voice.say(
                Address(
                    chat_id=submission.chat_id,
                    debt=debt_of_telling(item, submission.person_id),
                    language=submission.language,
                    reply_to=submission.message_id,
                ),
                news_for(stored),
            )
            answers = (AnswerGiven(stored.id, verdict.id, verdict.revision),) if verdict else ()
            await tx.outbox.add(replace(outgoing, answers=answers, urgency=Urgency.BROADCAST), clock.now())
        await tx.submissions.move(stored.id, None)
    return len(told)
