"""Delivers what is owed: one call at a time for a chat, its outcome stored before the next."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from claims.delivery import (
    ANSWER_TO,
    MESSAGE_OF_CALL,
    Gone,
    Outcome,
    Outgoing,
    OutgoingId,
    OutgoingState,
    Owed,
    Rejected,
    Repeat,
    Throttled,
    Urgency,
    never_made,
    recover,
    settle,
    start,
    take_back,
)
from claims.pacing import (
    BROADCASTS,
    OVERALL,
    TO_A_GROUP,
    TO_A_PERSON,
    Booked,
    Pace,
    TooEarly,
    book,
    until_several,
)
from claims.ports import Clock, Store, Telegram, Transaction, WriteTurn
from claims.submission import ChatId, PersonId, SubmissionId
from claims.usecases.debts import debt_of_note, debt_of_telling_instead, edited_by
from claims.usecases.following import OF_VERDICTS

EVERYTHING, ALL_BROADCASTS = "send:everything", "send:broadcasts"
# Under full load calls are started this many at a time: a transaction for each would be most of the work.
AT_A_TIME = 5
OF_AN_EDIT = frozenset({"message_id", MESSAGE_OF_CALL, ANSWER_TO})
"""What the params of an edit have, and those of a new message have not."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A claimed call, and how it ended."""

    owed: Owed
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Turn:
    """What one transaction did: the calls that ended, as they stand now, and those marked as under way.
    `next_at` is when more can be claimed; None when something else must happen first."""

    settled: Sequence[Owed]
    claimed: Sequence[Owed]
    next_at: datetime | None


@dataclass(frozen=True)
class Deliver:
    """Send due calls; `sending` is committed before each call, so a crash makes no second answer."""

    store: Store
    telegram: Telegram
    clock: Clock

    async def __call__(self, limit: int) -> Sequence[Owed]:
        """Send up to `limit` calls side by side, each to another chat; return how they ended."""
        claimed = (await self.take_turn((), limit, frozenset())).claimed
        if not claimed:
            return []
        outcomes = await asyncio.gather(*[self.call(owed) for owed in claimed])
        finished = [Finished(owed, outcome) for owed, outcome in zip(claimed, outcomes, strict=True)]
        return (await self.take_turn(finished, 0, frozenset())).settled

    async def take_turn(self, finished: Sequence[Finished], limit: int, busy: frozenset[ChatId]) -> Turn:
        """Store how calls ended, and mark up to `limit` due ones as under way, none to a chat in `busy`."""
        now = self.clock.now()
        settled = [settle(one.owed, one.outcome, now) for one in finished]
        async with self.store.writing(WriteTurn.SENDING) as tx:
            await tx.outbox.save(*settled)
            for one in finished:
                await _heed(tx, one, now)
            waiting = await tx.outbox.due(now, limit, busy) if limit else []
            aimed = [await _aimed(tx, owed, now) for owed in waiting]
            await tx.outbox.save(*(owed for owed in aimed if owed.state is OutgoingState.FAILED))
            due = [owed for owed in aimed if owed.state is not OutgoingState.FAILED]
            paced = await keep_pace(tx, due, now)
            claimed = [start(owed) for owed in paced.going]
            await tx.outbox.save(*claimed)
            return Turn(settled, claimed, await _next_at(tx, paced, limit, now))

    async def make_sure(self, made: Collection[OutgoingId]) -> Collection[OutgoingId]:
        """After a turn of which nobody knows whether it was committed, let the calls wait again that it only
        marked as under way; `made` are those that were made, or are being made. Return those of which no end
        is stored: of the others it is, and somebody else may be making them by now."""
        async with self.store.writing(WriteTurn.SENDING) as tx:
            claimed = await tx.outbox.claimed()
            await tx.outbox.save(*(never_made(owed) for owed in claimed if owed.id not in made))
            unsettled = {owed.id for owed in claimed if owed.id in made}
            stored = [await tx.outbox.get(number) for number in made if number not in unsettled]
            unsure = {one.id for one in stored if one is not None and one.state is OutgoingState.UNKNOWN}
            return unsettled | unsure

    async def call(self, owed: Owed) -> Outcome:
        """Make one claimed call."""
        said = {name: value for name, value in owed.outgoing.params.items() if name != ANSWER_TO}
        return await self.telegram.call(owed.outgoing.method, said)

    async def recover(self) -> Sequence[Owed]:
        """Settle the calls of processes that are gone; return those nobody can be sure of."""
        async with self.store.reading() as tx:
            if not await tx.outbox.in_flight():
                return []
        async with self.store.writing(WriteTurn.SENDING) as tx:
            recovered = [recover(owed, self.clock.now()) for owed in await tx.outbox.in_flight()]
            await tx.outbox.save(*recovered)
            return [owed for owed in recovered if owed.state is OutgoingState.UNKNOWN]


@dataclass(frozen=True, slots=True)
class Paced:
    """The calls that may be made now; `held_until` is when the pace for all, or for broadcasts, lets more
    through."""

    going: Sequence[Owed]
    held_until: datetime | None


async def keep_pace(tx: Transaction, due: Sequence[Owed], now: datetime) -> Paced:
    """Pick the calls that may be made now within Telegram's limits, and book them."""
    paced = [owed.outgoing for owed in due if owed.outgoing.is_paced]
    schedules = dict(await tx.schedules.get_many({name for one in paced for name in _paces(one)}))
    booked: dict[str, datetime] = {}
    held: dict[str, list[datetime]] = {EVERYTHING: [], ALL_BROADCASTS: []}
    going: list[Owed] = []
    for owed in due:
        match _book(owed.outgoing, schedules | booked, now):
            case Held(name, until) if name in held:
                held[name].append(until)
            case Held(_, until):
                await tx.outbox.pause(owed.outgoing.chat_id, until)
            case bookings:
                booked |= bookings
                going.append(owed)
    await tx.schedules.set_many(booked)
    return Paced(going, _several(OVERALL, held[EVERYTHING]) or _several(BROADCASTS, held[ALL_BROADCASTS]))


@dataclass(frozen=True, slots=True)
class Held:
    """The pace of that name does not let the call through before `until`."""

    name: str
    until: datetime


def _book(outgoing: Outgoing, schedules: Mapping[str, datetime], now: datetime) -> dict[str, datetime] | Held:
    """Return the bookings to be stored, all of them or none."""
    booked: dict[str, datetime] = {}
    if not outgoing.is_paced:
        return booked
    for name, pace in _paces(outgoing).items():
        match book(pace, schedules.get(name), now):
            case Booked(schedule):
                booked[name] = schedule
            case TooEarly(until):
                return Held(name, until)
    return booked


def _paces(outgoing: Outgoing) -> dict[str, Pace]:
    chat_pace = TO_A_PERSON if outgoing.chat_id > 0 else TO_A_GROUP
    paces = {f"send:{outgoing.chat_id}": chat_pace, EVERYTHING: OVERALL}
    broadcast = outgoing.urgency is Urgency.BROADCAST
    return {ALL_BROADCASTS: BROADCASTS, **paces} if broadcast else paces


def _several(pace: Pace, held: Sequence[datetime]) -> datetime | None:
    """Return when the calls that a pace held back can go together, up to a few of them."""
    return until_several(pace, held[0], min(len(held), AT_A_TIME)) if held else None


async def _aimed(tx: Transaction, owed: Owed, now: datetime) -> Owed:
    """Return the call with the message that it edits; as failed where that never arrived."""
    params = dict(owed.outgoing.params)
    edited, asked = params.pop(MESSAGE_OF_CALL, None), params.get(ANSWER_TO)
    if edited is None:
        return owed
    earlier = await tx.outbox.get(OutgoingId(edited))
    if earlier is None or earlier.message_id is None:
        if earlier is not None and asked is not None and earlier.state is OutgoingState.UNKNOWN:
            await _tell_anew(tx, owed, earlier, SubmissionId(asked), now)
        return replace(owed, state=OutgoingState.FAILED, problem="the message that it edits was not sent")
    params["message_id"] = earlier.message_id
    return replace(owed, outgoing=replace(owed.outgoing, params=params))


async def _tell_anew(tx: Transaction, edit: Owed, earlier: Owed, asked: SubmissionId, now: datetime) -> None:
    """Owe an answer as it was put right, to whoever wants to hear more, and no note that points to it: nobody
    knows whether the one arrived that was under way then."""
    stored = await tx.submissions.get(asked)
    said = earlier.outgoing
    if stored is not None and not stored.hushed:
        anew = replace(said, dedupe=f"{edit.outgoing.dedupe}:anew", urgency=edit.outgoing.urgency)
        await tx.outbox.add(anew, now)
    replied_to = (said.params.get("reply_parameters") or {}).get("message_id")
    notes = await _notes_to(tx, replied_to, edit)
    without_answers = replace(take_back(earlier), outgoing=replace(said, answers=()))
    await tx.outbox.amend(without_answers, *map(take_back, notes))


async def _tell_instead(tx: Transaction, edit: Owed, now: datetime) -> None:
    """Owe in a new message what an answer was to be edited into and cannot be, to whoever wants to hear more;
    the words of the latest edit that waits for it are told, and no note points to it."""
    asked, told = edit.outgoing.params.get(ANSWER_TO), edited_by(edit.outgoing.dedupe)
    stored = await tx.submissions.get(SubmissionId(asked)) if asked is not None else None
    if stored is None or stored.hushed or told is None:
        return
    held = await tx.outbox.get(told)
    if held is not None:  # a correction that is under way holds it, and is to be read here
        await tx.outbox.paying([held.outgoing.dedupe], locked=True)
    owed = await tx.outbox.owed_to(edit.outgoing.chat_id, OF_VERDICTS)
    waiting = [
        one for one in owed if one.state is OutgoingState.PENDING and edited_by(one.outgoing.dedupe) == told
    ]
    said = (waiting or [edit])[-1].outgoing
    words = {name: value for name, value in said.params.items() if name not in OF_AN_EDIT}
    reply = {"message_id": stored.submission.message_id, "allow_sending_without_reply": True}
    answer = await tx.outbox.get(told)
    anew = replace(
        said,
        dedupe=debt_of_telling_instead(edit.outgoing.dedupe, told, stored.id),
        method="sendMessage",
        params={**words, "reply_parameters": reply},
        repeat=Repeat.NEVER,
        answers=answer.outgoing.answers if answer is not None else (),
    )
    await tx.outbox.add(anew, now)
    notes = await _notes_to(tx, edit.outgoing.params["message_id"], edit, *waiting)
    silent = [replace(answer, outgoing=replace(answer.outgoing, answers=()))] if answer is not None else []
    await tx.outbox.amend(*silent, *map(take_back, [*waiting, *notes]))


async def _notes_to(tx: Transaction, message_id: int | None, *edits: Owed) -> Sequence[Owed]:
    """Return the notes beside these edits that wait and point to that message."""
    debts = {
        debt_of_note(edit.outgoing.dedupe, told, edit.outgoing.chat_id)
        for edit in edits
        if (told := edited_by(edit.outgoing.dedupe)) is not None
    }
    return [
        note
        for note in await tx.outbox.paying(debts)
        if note.state is OutgoingState.PENDING
        and (note.outgoing.params.get("reply_parameters") or {}).get("message_id") == message_id
    ]


async def _next_at(tx: Transaction, paced: Paced, limit: int, now: datetime) -> datetime | None:
    if not limit:
        return None
    if len(paced.going) == limit:
        return now
    return paced.held_until or await tx.outbox.next_due_at()


async def _heed(tx: Transaction, finished: Finished, now: datetime) -> None:
    """Keep what an outcome means for later calls."""
    chat_id = finished.owed.outgoing.chat_id
    match finished.outcome:
        case Throttled(retry_after, everywhere):
            await tx.outbox.pause(None if everywhere else chat_id, now + retry_after)
        case Rejected(lost=lost, moved_to=moved_to) if lost is not None and chat_id < 0:
            await tx.desks.lose(chat_id, lost, moved_to)
        case Gone() | Rejected(blocked=False, lost=None):
            await _tell_instead(tx, finished.owed, now)
        case Rejected(blocked=True):
            await tx.people.set_blocked(PersonId(chat_id), blocked=True)
        case _:
            pass
