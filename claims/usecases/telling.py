"""Owes every waiting asker what became of their question."""

from collections.abc import Sequence
from dataclasses import replace

from claims.delivery import RULED, AnswerGiven, Outgoing, Urgency
from claims.news import Address, RulingArrived, SetAside
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import DismissReason, ItemId, ReviewItem
from claims.submission import PersonId, SubmissionId
from claims.verdict import Verdict

CHECKED = "checked"  # how the debt of answering a question begins
REPEATED = "repeated"  # the same, where the answer is how an item had been closed
SOME = 200  # submissions that one transaction tells


def is_told_of_ruling(debt: str, item_id: ItemId | None = None) -> bool:
    """Return whether a debt is that of telling an asker about a ruling (on that item)."""
    return debt.startswith(f"{RULED}:" if item_id is None else f"{RULED}:{item_id}:")


def item_of_telling(debt: str) -> ItemId | None:
    """Return the item whose ruling a debt tells of; None for a debt of another kind."""
    number = debt.removeprefix(f"{RULED}:").partition(":")[0] if is_told_of_ruling(debt) else ""
    return ItemId(int(number)) if number.isdecimal() else None


def debt_of_telling(item: ReviewItem, person_id: PersonId) -> str:
    """Return the name of the debt of telling somebody how the item was closed. It may be closed again after
    it was reopened, so the debt names its version."""
    return f"{RULED}:{item.id}:{item.version}:{person_id}"


def debt_of_repeating(item: ReviewItem, submission_id: SubmissionId) -> str:
    """Return the name of the debt of telling whoever asked after an item was closed how that was."""
    return f"{REPEATED}:{item.id}:{item.version}:{submission_id}"


def tells_how_closed(debt: str, item: ReviewItem) -> bool:
    """Return whether a debt is that of telling how a closed item was closed: to those who waited for it, or
    to who asked later."""
    return is_told_of_ruling(debt, item.id) or debt.startswith(f"{REPEATED}:{item.id}:{item.version}:")


async def tell_ruling(tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, verdict: Verdict) -> int:
    """Tell those who wait on the item about its verdict, all of them in the end; return how many people that
    is."""
    return await _tell_first(tx, voice, clock, item, verdict)


async def tell_unanswered(
    tx: Transaction, voice: Voice, clock: Clock, verdict: Verdict, waiting: Sequence[StoredSubmission]
) -> int:
    """Tell people of a verdict who were shown suggestions and took none; return how many that is."""
    calls: dict[PersonId, Outgoing] = {}
    for stored in waiting:
        submission = stored.submission
        if submission.person_id in calls:
            continue
        address = Address(
            chat_id=submission.chat_id,
            debt=f"{RULED}:near:{verdict.id}:{stored.id}",
            language=submission.language,
            reply_to=submission.message_id,
        )
        outgoing = voice.say(address, RulingArrived(stored.id, verdict, submission.sent_at))
        answers = (AnswerGiven(stored.id, verdict.id, verdict.revision),)
        calls[submission.person_id] = replace(outgoing, answers=answers, urgency=Urgency.BROADCAST)
    await tx.outbox.add_many(list(calls.values()), clock.now())
    return len(calls)


async def tell_set_aside(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, reason: DismissReason
) -> int:
    """Tell those who wait on the item, all of them in the end, that there will be no verdict; return how many
    people that is."""
    return await _tell_first(tx, voice, clock, item, reason)


async def tell_some(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, outcome: Verdict | DismissReason
) -> bool:
    """Tell the next ones who wait on a closed item, each person once, under the first message they asked
    with; return whether more are left."""
    waiting = await tx.submissions.waiting_on(item.id, SOME)
    first: dict[PersonId, StoredSubmission] = {}
    for stored in waiting:
        first.setdefault(stored.submission.person_id, stored)
    calls = [_telling(voice, item, stored, outcome) for stored in first.values()]
    await tx.outbox.add_many(calls, clock.now())
    await tx.submissions.move_many([stored.id for stored in waiting], None)
    return len(waiting) == SOME


async def _tell_first(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, outcome: Verdict | DismissReason
) -> int:
    """Tell the first ones at once, and leave a mark for the others: a transaction that tells ten thousand
    would keep everybody else from writing for seconds."""
    if await tell_some(tx, voice, clock, item, outcome):
        await tx.tellings.plan(item.id)
    return item.askers


def _telling(
    voice: Voice, item: ReviewItem, stored: StoredSubmission, outcome: Verdict | DismissReason
) -> Outgoing:
    """Return the call; the same person asked twice owes it once, for the debt names the person."""
    submission = stored.submission
    address = Address(
        chat_id=submission.chat_id,
        debt=debt_of_telling(item, submission.person_id),
        language=submission.language,
        reply_to=submission.message_id,
    )
    if isinstance(outcome, DismissReason):
        said = voice.say(address, SetAside(stored.id, outcome, submission.sent_at))
        return replace(said, urgency=Urgency.BROADCAST)
    said = voice.say(address, RulingArrived(stored.id, outcome, submission.sent_at))
    given = (AnswerGiven(stored.id, outcome.id, outcome.revision),)
    return replace(said, answers=given, urgency=Urgency.BROADCAST)
