"""Brings the answers that people were given level with what became of a verdict."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from claims.age import NO_LIMIT, AgeLimit
from claims.days import UTC_DAYS, Days
from claims.decision import Answer, How, Match, Queued
from claims.delivery import (
    ANSWER_TO,
    MESSAGE_OF_CALL,
    PICKED,
    REPEATED,
    UNDONE,
    AnswerGiven,
    Outgoing,
    OutgoingId,
    OutgoingState,
    Owed,
    Urgency,
    take_back,
)
from claims.news import (
    Address,
    AnswerTakenBack,
    AnswerUpdated,
    AnswerWithdrawn,
    AskedBefore,
    Checked,
    CorrectionNote,
    News,
    NoLongerWaiting,
    RulingArrived,
)
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import ItemId
from claims.submission import ChatId, PersonId, SubmissionId
from claims.usecases.debts import debt_of_edit, debt_of_note, is_told_of_ruling
from claims.usecases.differing import reworded_in, still_differing
from claims.verdict import Rating, Verdict, VerdictId, is_told

OF_VERDICTS = tuple(f"{kind}:" for kind in ("corrected", "withdrawn", UNDONE, "stands"))
"""How the debts begin of edits of answers."""


@dataclass(frozen=True, slots=True)
class Told:
    """A call that tells verdicts, and the submission that it answers."""

    owed: Owed
    stored: StoredSubmission
    verdicts: dict[VerdictId, Verdict]

    @property
    def matches(self) -> tuple[Match, ...]:
        """How each verdict that still holds fits the submission, as the call tells it."""
        known = {match.verdict_id: match for match in self._known}
        plain = {
            id_: Match(verdict_id=id_, probability=1.0, how=How.EXACT_TEXT)
            for id_, verdict in self.verdicts.items()
            if verdict.retracted_at is None
        }
        return tuple(known.get(id_, match) for id_, match in plain.items())

    @property
    def _known(self) -> tuple[Match, ...]:
        """What was found out as it was asked, of which a choice tells no part, and a ruling nothing."""
        debt, found = self.owed.outgoing.dedupe, self.stored.offered
        if debt.startswith(f"{PICKED}:"):
            return tuple(replace(match, part="") for match in found)
        if debt.startswith(f"{REPEATED}:") and not any(match.how is How.EXACT_TEXT for match in found):
            return ()  # it was ruled on since
        return () if is_told_of_ruling(debt) else found

    @property
    def is_hushed(self) -> bool:
        """Whether the person wants to hear nothing more of it: the answer is put right where it stands, and
        nothing is sent. An answer that they have not got yet they asked for again."""
        return self.stored.hushed and self.owed.state is not OutgoingState.PENDING


async def told_of(tx: Transaction, verdict_id: VerdictId) -> Sequence[Told]:
    """Return every call that told the verdict, or is about to."""
    calls = await tx.outbox.telling(verdict_id)
    known = await tx.verdicts.get_many(
        {given.verdict_id for owed in calls for given in owed.outgoing.answers}
    )
    asked = await tx.submissions.get_many({owed.outgoing.answers[0].submission_id for owed in calls})
    offered = [match for stored in asked.values() for match in stored.offered]
    reworded = await reworded_in(tx, offered, known)
    return [
        Told(
            owed,
            _as_it_differs(asked[owed.outgoing.answers[0].submission_id], reworded),
            {given.verdict_id: known[given.verdict_id] for given in owed.outgoing.answers},
        )
        for owed in calls
    ]


def _as_it_differs(stored: StoredSubmission, reworded: Mapping[VerdictId, int]) -> StoredSubmission:
    return replace(stored, offered=tuple(still_differing(match, reworded) for match in stored.offered))


def count_people(told: Sequence[Told]) -> int:
    """Return how many people that is, without those who want to hear nothing more."""
    return len({one.stored.submission.person_id for one in told if not one.is_hushed})


@dataclass(frozen=True)
class FollowUp:
    """Edits answers. What was not sent yet is put right before it is; what may or may not have arrived, and
    cannot be edited, is told anew. `limit` says how old a ruling may be to be the answer to whoever waits
    anew."""

    voice: Voice
    clock: Clock
    limit: AgeLimit = NO_LIMIT
    days: Days = UTC_DAYS

    async def correct(self, tx: Transaction, verdict: Verdict) -> int:
        """Tell a new revision to everyone who was told an older one; return how many people that is. Where
        only its last day changed, the answers are edited without a note."""
        rulings = {old.revision: old.ruling for old in await tx.verdicts.history(verdict.id)}
        behind = [
            told for told in await told_of(tx, verdict.id) if _revision(told, verdict.id) < verdict.revision
        ]
        occasion = f"corrected:{verdict.id}:{verdict.revision}"
        amended = []
        for told in behind:
            now_given = tuple(
                replace(given, revision=told.verdicts[given.verdict_id].revision)
                for given in told.owed.outgoing.answers
            )
            if told.owed.state is OutgoingState.PENDING:
                amended.append(self._rewritten(told, _first_telling(told), now_given))
                amended += await _overtaken(tx, told.owed)
                continue
            told_ruling = rulings[_revision(told, verdict.id)]
            news = self._updated(told, told_ruling.rating, verdict)
            if told.owed.state is OutgoingState.UNKNOWN:
                amended.append(await self._tell_anew(tx, told, news, occasion, now_given))
            else:
                is_noted = is_told(told_ruling, verdict.ruling)
                await self._edit(tx, told, news, occasion, else_anew=is_noted)
                amended.append(self._as_it_stands(told, news, now_given))
                if is_noted:
                    await self._note(tx, told, CorrectionNote(), occasion)
        await tx.outbox.amend(*amended)
        return count_people(behind)

    async def withdraw(
        self,
        tx: Transaction,
        verdict: Verdict,
        told: Sequence[Told],
        places: Mapping[SubmissionId, ItemId],
        occasion: str,
    ) -> int:
        """Tell that the verdict does not hold, and let the askers wait on their items; return how many people
        that is."""
        now = verdict.retracted_at or self.clock.now()

        def news(one: Told, _others: int) -> News:
            return AnswerWithdrawn(one.stored.id, now, one.matches, one.verdicts, not one.is_hushed)

        note = CorrectionNote(withdrawn=True)
        await self._wait_again(tx, verdict.id, told, places, news, note, occasion)
        return count_people(told)

    async def unsay(
        self,
        tx: Transaction,
        verdict_id: VerdictId,
        told: Sequence[Told],
        places: Mapping[SubmissionId, ItemId],
        occasion: str,
    ) -> int:
        """Turn answers back into "not checked yet", tell that, and let the askers wait on their items; return
        how many people that is."""

        def news(one: Told, others: int) -> News:
            left = tuple(match for match in one.matches if match.verdict_id != verdict_id)
            if left:
                now = self.clock.now()
                return AnswerWithdrawn(one.stored.id, now, left, one.verdicts, not one.is_hushed)
            if one.is_hushed:
                return NoLongerWaiting()
            if one.owed.state is OutgoingState.UNKNOWN:
                return AnswerTakenBack(one.stored.id)
            return Checked(one.stored.id, Queued(), others_waiting=others)

        note = CorrectionNote(undone=True)
        await self._wait_again(tx, verdict_id, told, places, news, note, occasion)
        return count_people(told)

    async def _wait_again(
        self,
        tx: Transaction,
        verdict_id: VerdictId,
        told: Sequence[Told],
        places: Mapping[SubmissionId, ItemId],
        news_for: Callable[[Told, int], News],
        note: CorrectionNote,
        occasion: str,
    ) -> None:
        again = _asked_again(told, places)
        others_with = await self._move(
            tx, {number: place for number, place in places.items() if number not in again}
        )
        amended = []
        told_anew = set()
        for one in sorted(told, key=lambda one: one.stored.id in again):  # the note replies to the first
            others = others_with.get(one.stored.id, 0)
            left = tuple(given for given in one.owed.outgoing.answers if given.verdict_id != verdict_id)
            is_noted = one.owed.state in {OutgoingState.SENT, OutgoingState.SENDING}
            if one.stored.id in again:
                amended.append(await self._point_to_first(tx, one, left, occasion))
                if one.owed.state is OutgoingState.PENDING:
                    amended += await _overtaken(tx, one.owed)
                is_noted = is_noted and one.owed.outgoing.chat_id not in told_anew
            elif one.owed.state is OutgoingState.PENDING:
                amended.append(self._queued_instead(one, left, others))
                amended += await _overtaken(tx, one.owed)
            elif one.owed.state is OutgoingState.UNKNOWN:
                amended.append(await self._tell_anew(tx, one, news_for(one, others), occasion, left))
                told_anew.add(one.owed.outgoing.chat_id)
            else:
                news = news_for(one, others)
                await self._edit(tx, one, news, occasion, else_anew=not note.undone)
                amended.append(self._as_it_stands(one, news, left))
            if is_noted:
                in_part = CorrectionNote(withdrawn=True, in_part=True)
                await self._note(tx, one, in_part if left else note, occasion)
        await tx.outbox.amend(*amended)

    async def _point_to_first(
        self, tx: Transaction, told: Told, left: tuple[AnswerGiven, ...], occasion: str
    ) -> Owed:
        """Put a further answer to somebody who waits with an earlier message right, for good: without a
        message, and without a promise, which the first answer makes. Return the call as it stands."""
        standing = {given.verdict_id for given in left}
        matches = tuple(match for match in told.matches if match.verdict_id in standing)
        if told.owed.state is OutgoingState.UNKNOWN:
            return _giving(take_back(told.owed), ())
        if told.owed.state is OutgoingState.PENDING:
            if is_told_of_ruling(told.owed.outgoing.dedupe):
                return _giving(take_back(told.owed), ())
            kept = Checked(told.stored.id, Answer(matches), told.verdicts)
            return self._rewritten(told, kept if matches else AskedBefore(), left)
        now = self.clock.now()
        kept_in_part = AnswerWithdrawn(told.stored.id, now, matches, told.verdicts, waits=False)
        news = kept_in_part if matches else AskedBefore()
        await self._edit(tx, told, news, occasion)
        return self._as_it_stands(told, news, left)

    async def _move(
        self, tx: Transaction, places: Mapping[SubmissionId, ItemId]
    ) -> Mapping[SubmissionId, int]:
        """Let each of the submissions wait on its item; return how many other people wait with it."""
        waiting: dict[ItemId, list[SubmissionId]] = {}
        for submission_id, item_id in places.items():
            waiting.setdefault(item_id, []).append(submission_id)
        others: dict[SubmissionId, int] = {}
        for item_id, ids in waiting.items():
            await tx.submissions.move_many(ids, item_id)
            item = await tx.items.get(item_id)
            others |= dict.fromkeys(ids, max(item.askers - 1, 0) if item else 0)
        return others

    async def confirm(self, tx: Transaction, told: Sequence[Told], occasion: str) -> None:
        """Show answers as they stand, without the words that others of their verdicts were withdrawn."""
        for one in told:
            if one.owed.state in {OutgoingState.SENT, OutgoingState.SENDING}:
                news = AnswerUpdated(one.stored.id, one.matches, one.verdicts, self.clock.now())
                await self._edit(tx, one, news, occasion)

    def _updated(self, told: Told, was: Rating, verdict: Verdict) -> News:
        now = verdict.ruling.rating
        changed = was is not now
        return AnswerUpdated(
            told.stored.id,
            told.matches,
            told.verdicts,
            self.clock.now(),
            was if changed else None,
            now if changed else None,
        )

    def _queued_instead(self, told: Told, left: tuple[AnswerGiven, ...], others: int) -> Owed:
        """Someone who would have heard of a ruling waits on; someone who just asked is told so."""
        if is_told_of_ruling(told.owed.outgoing.dedupe):
            return _giving(take_back(told.owed), ())
        gone = {given.verdict_id for given in told.owed.outgoing.answers} - {one.verdict_id for one in left}
        matches = tuple(match for match in told.matches if match.verdict_id not in gone)
        decision = Answer(matches) if matches else Queued()
        return self._rewritten(told, Checked(told.stored.id, decision, told.verdicts, others), left)

    def _rewritten(self, told: Told, news: News, answers: tuple[AnswerGiven, ...]) -> Owed:
        """Return a call that has not been made with other words."""
        old = told.owed.outgoing
        edit = old.params.get("message_id") if old.method == "editMessageText" else None
        said = self._say(told, news, old.dedupe, edit=edit)
        return replace(told.owed, outgoing=replace(said, urgency=old.urgency, answers=answers))

    def _as_it_stands(self, told: Told, news: News, answers: tuple[AnswerGiven, ...]) -> Owed:
        """Return a call that was made with what it tells by now. One under way may have to be made again, and
        must not tell then what held when it was made first."""
        if told.owed.state is OutgoingState.SENDING:
            return self._rewritten(told, news, answers)
        return _giving(told.owed, answers)

    async def _edit(
        self, tx: Transaction, told: Told, news: News, occasion: str, *, else_anew: bool = False
    ) -> None:
        """Owe an edit of an answer. Where its message is gone by then, it is told in a new one if
        `else_anew`."""
        debt = debt_of_edit(occasion, told.owed.id)
        sent = told.owed.message_id
        said = self._say(told, news, debt, edit=sent, edit_of=None if sent else told.owed.id)
        if else_anew or not sent:
            said = replace(said, params={**said.params, ANSWER_TO: told.stored.id})
        await tx.outbox.add(said, self.clock.now())

    async def _tell_anew(
        self, tx: Transaction, told: Told, news: News, occasion: str, answers: tuple[AnswerGiven, ...]
    ) -> Owed:
        """Owe a new message, which gives the answers from now on, to whoever wants to hear more; return the
        old call, which gives none."""
        if told.is_hushed:
            return _giving(take_back(told.owed), ())
        said = self._say(told, news, f"{occasion}:anew:{told.owed.id}")
        await tx.outbox.add(replace(said, answers=answers), self.clock.now())
        return _giving(take_back(told.owed), ())

    async def _note(self, tx: Transaction, told: Told, note: CorrectionNote, occasion: str) -> None:
        if told.is_hushed:
            return
        edit = debt_of_edit(occasion, told.owed.id)
        debt = debt_of_note(edit, told.owed.id, told.owed.outgoing.chat_id)
        reply_to = told.owed.message_id or told.stored.submission.message_id
        await tx.outbox.add(self._say(told, note, debt, reply_to=reply_to), self.clock.now())

    def _say(
        self,
        told: Told,
        news: News,
        debt: str,
        *,
        reply_to: int | None = None,
        edit: int | None = None,
        edit_of: OutgoingId | None = None,
    ) -> Outgoing:
        submission = told.stored.submission
        address = Address(
            chat_id=ChatId(submission.chat_id),
            debt=debt,
            language=submission.language,
            reply_to=reply_to or submission.message_id,
            edit=edit,
            edit_of=edit_of,
        )
        return replace(self.voice.say(address, news), urgency=Urgency.BROADCAST)


def _asked_again(told: Sequence[Told], places: Mapping[SubmissionId, ItemId]) -> Set[SubmissionId]:
    """Return those of the submissions whose senders wait on the same item with an earlier one of that text:
    they are told once, under that."""
    first: dict[tuple[PersonId, str, ItemId], SubmissionId] = {}
    again: set[SubmissionId] = set()
    for one in sorted(told, key=lambda one: (one.stored.submission.sent_at, one.stored.id)):
        number = one.stored.id
        if number in places:
            asked = (one.stored.submission.person_id, one.stored.key, places[number])
            if first.setdefault(asked, number) != number:
                again.add(number)
    return again


async def _overtaken(tx: Transaction, owed: Owed) -> Sequence[Owed]:
    """Return the edits, taken back, that were owed to a call while it was under way, and that it need not get
    any more: it is made again, and tells what they would and more."""
    if not owed.problem:
        return ()  # it was never under way
    return [
        take_back(edit)
        for edit in await tx.outbox.owed_to(owed.outgoing.chat_id, OF_VERDICTS)
        if edit.state is OutgoingState.PENDING and edit.outgoing.params.get(MESSAGE_OF_CALL) == owed.id
    ]


def _first_telling(told: Told) -> News:
    """Return what a call that has not been made was to say, with the verdicts as they are now."""
    if is_told_of_ruling(told.owed.outgoing.dedupe):
        verdict = next(iter(told.verdicts.values()))
        return RulingArrived(told.stored.id, verdict, told.stored.submission.sent_at)
    return Checked(told.stored.id, Answer(told.matches), told.verdicts)


def _revision(told: Told, verdict_id: VerdictId) -> int:
    return next(given.revision for given in told.owed.outgoing.answers if given.verdict_id == verdict_id)


def _giving(owed: Owed, answers: tuple[AnswerGiven, ...]) -> Owed:
    return replace(owed, outgoing=replace(owed.outgoing, answers=answers))
