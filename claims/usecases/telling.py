"""Owes every waiting asker what became of their question."""

from collections.abc import Sequence, Set
from dataclasses import replace

from claims.delivery import AnswerGiven, Outgoing, Urgency
from claims.news import Address, RulingArrived, SetAside
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import DismissReason, ReviewItem
from claims.submission import PersonId, SubmissionId
from claims.usecases.debts import debt_of_near_miss, debt_of_telling, occasion_of_standing
from claims.usecases.following import FollowUp, told_of
from claims.usecases.pointing import point_to_first, take_back_lost
from claims.verdict import Verdict, VerdictId

SOME = 200  # submissions that one transaction tells


async def tell_ruling(tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, verdict: Verdict) -> int:
    """Tell those who wait on the item about its verdict, all of them in the end; return how many people that
    is."""
    return await _tell_first(tx, voice, clock, item, verdict)


async def tell_unanswered(
    tx: Transaction, voice: Voice, clock: Clock, verdict: Verdict, waiting: Sequence[StoredSubmission]
) -> int:
    """Tell people of a verdict who were shown suggestions and took none; return how many that is."""
    first: dict[PersonId, StoredSubmission] = {}
    for stored in waiting:
        first.setdefault(stored.submission.person_id, stored)
    calls = [telling_of_near_miss(voice, stored, verdict) for stored in first.values()]
    await tx.outbox.add_many(calls, clock.now())
    return len(calls)


def telling_of_near_miss(voice: Voice, stored: StoredSubmission, verdict: Verdict) -> Outgoing:
    """Return the call that tells one of them."""
    submission = stored.submission
    address = Address(
        chat_id=submission.chat_id,
        debt=debt_of_near_miss(verdict.id, stored.id),
        language=submission.language,
        reply_to=submission.message_id,
    )
    said = voice.say(address, RulingArrived(stored.id, verdict, submission.sent_at))
    given = (AnswerGiven(stored.id, verdict.id, verdict.revision),)
    return replace(said, answers=given, urgency=Urgency.BROADCAST)


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
    with, to which the replies to their others point; return whether more are left. Who holds the verdict
    already, beside one that was withdrawn, does not get it again; who said that it is about another claim
    was promised a reply, and gets it."""
    waiting = await tx.submissions.waiting_on(item.id, SOME)
    holding: Set[SubmissionId] = set()
    doubted: Set[SubmissionId] = set()
    if not isinstance(outcome, DismissReason):
        held = await tx.submissions.holding([stored.id for stored in waiting], outcome.id)
        doubted = await _doubted(tx, outcome.id, [stored for stored in waiting if stored.id in held])
        holding = held - doubted
        await _show_that_it_stands(tx, FollowUp(voice, clock), item, outcome, holding)
    holders = {stored.submission.person_id for stored in waiting if stored.id in holding}
    first: dict[PersonId, StoredSubmission] = {}
    for stored in waiting:
        first.setdefault(stored.submission.person_id, stored)
    told = await _told_before(tx, item, list(first))
    calls = [
        telling(voice, item, stored, outcome, confirmed=stored.id in doubted)
        for who, stored in first.items()
        if who not in holders
    ]
    await tx.outbox.add_many(calls, clock.now())
    under = {who: one.id for who, one in first.items() if who not in holders or one.id in holding}
    later = [
        stored
        for stored in waiting
        if stored.submission.person_id in told
        or under.get(stored.submission.person_id, stored.id) != stored.id
    ]
    await point_to_first(tx, voice, clock, item, later)
    await take_back_lost(tx, waiting)
    await tx.submissions.settle([stored.id for stored in waiting], clock.now())
    return len(waiting) == SOME


async def _told_before(tx: Transaction, item: ReviewItem, people: Sequence[PersonId]) -> Set[PersonId]:
    """Return those who were told how the item was closed under an earlier message."""
    debts = {debt_of_telling(item, who): who for who in people}
    return {debts[owed.outgoing.dedupe] for owed in await tx.outbox.paying(list(debts))}


async def _doubted(
    tx: Transaction, verdict_id: VerdictId, holding: Sequence[StoredSubmission]
) -> Set[SubmissionId]:
    """Return those of the submissions to which the verdict was given, and called another claim."""
    return {
        stored.id
        for stored in holding
        if verdict_id in await tx.rejections.of(stored.submission.person_id, stored.key)
    }


async def _show_that_it_stands(
    tx: Transaction,
    follow_up: FollowUp,
    item: ReviewItem,
    verdict: Verdict,
    holding: Set[SubmissionId],
) -> None:
    """Edit the answers that hold the verdict, so that they no longer promise a new one."""
    if holding:
        told = [one for one in await told_of(tx, verdict.id) if one.stored.id in holding]
        await follow_up.confirm(tx, told, occasion_of_standing(item))


async def _tell_first(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, outcome: Verdict | DismissReason
) -> int:
    """Tell the first ones at once, and leave a mark for the others: a transaction that tells ten thousand
    would keep everybody else from writing for seconds."""
    if await tell_some(tx, voice, clock, item, outcome):
        await tx.tellings.plan(item.id)
    return item.askers


def telling(
    voice: Voice,
    item: ReviewItem,
    stored: StoredSubmission,
    outcome: Verdict | DismissReason,
    *,
    confirmed: bool = False,
) -> Outgoing:
    """Return the call that tells one who asked; the same person asked twice owes it once, for the debt names
    the person."""
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
    said = voice.say(address, RulingArrived(stored.id, outcome, submission.sent_at, confirmed))
    given = (AnswerGiven(stored.id, outcome.id, outcome.revision),)
    return replace(said, answers=given, urgency=Urgency.BROADCAST)
