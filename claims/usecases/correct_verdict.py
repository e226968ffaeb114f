"""Corrects and withdraws published verdicts; every answer already given follows."""

from dataclasses import dataclass
from typing import ClassVar

from claims.age import NO_LIMIT, AgeLimit
from claims.approval import Correcting, Withdrawing
from claims.catalogue import Catalogue
from claims.days import UTC_DAYS, Days
from claims.news import (
    AskCorrection,
    AskRetraction,
    Corrected,
    News,
    NothingChanged,
    NotOurs,
    Retracted,
    RetractedBefore,
    Usage,
)
from claims.ports import Transaction
from claims.review import Moderator
from claims.roles import Right
from claims.usecases.following import FollowUp, count_people, told_of
from claims.usecases.moderating import Caller, actor_of
from claims.usecases.proposing import ProposingAct
from claims.usecases.rule_on_item import MAX_CLAIM_LENGTH, MAX_SUMMARY_LENGTH, exceeds
from claims.usecases.withdrawing import withdraw
from claims.verdict import Correction, Rating, Ruling, Verdict, VerdictId


class VerdictAct(ProposingAct):
    """What acts on a verdict share."""

    needs: ClassVar[Right] = Right.CHANGE_VERDICTS

    async def standing(self, tx: Transaction, verdict_id: VerdictId, command: str) -> Verdict | News:
        """Return the verdict, or the news that there is none or that it was withdrawn."""
        verdict = await tx.verdicts.get(verdict_id)
        if verdict is None:
            return Usage(command, "verdict")
        return verdict if verdict.retracted_at is None else RetractedBefore(verdict)


@dataclass(frozen=True)
class OwnVerdictAct(VerdictAct):
    """What acts on a verdict of this newsroom share."""

    newsroom: str

    async def own(self, tx: Transaction, verdict_id: VerdictId) -> Verdict | News:
        """Return the verdict if it is this newsroom's, else the news why it cannot be changed here."""
        verdict = await self.standing(tx, verdict_id, "edit")
        if isinstance(verdict, Verdict) and not self._is_ours(verdict.ruling):
            return NotOurs(verdict)
        return verdict

    def _is_ours(self, ruling: Ruling) -> bool:
        """Whether it was made here, under whatever name, or was taken in under ours. What is taken in always
        has a page of its publisher."""
        return not ruling.url or ruling.publisher == self.newsroom


class AskForCorrection(OwnVerdictAct):
    """Show a verdict of this newsroom and what can be changed."""

    async def __call__(self, caller: Caller, verdict_id: VerdictId, rating: Rating | None = None) -> News:
        """Return the question; with a rating, whether it shall be that."""

        async def act(tx: Transaction, _moderator: Moderator) -> News:
            verdict = await self.own(tx, verdict_id)
            if not isinstance(verdict, Verdict):
                return verdict
            return AskCorrection(verdict, count_people(await told_of(tx, verdict_id)), rating)

        return await self.perform(caller, act)


@dataclass(frozen=True)
class CorrectVerdict(OwnVerdictAct):
    """Store a new revision of a verdict of this newsroom and bring every answer given level with it."""

    catalogue: Catalogue

    async def __call__(
        self, caller: Caller, verdict_id: VerdictId, correction: Correction, revision: int | None = None
    ) -> News:
        """Return how many people are told. With `revision`, only if that is still the newest."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            verdict = await self.own(tx, verdict_id)
            if not isinstance(verdict, Verdict):
                return verdict
            too_long = exceeds(correction.summary or "", MAX_SUMMARY_LENGTH)
            too_long = too_long or exceeds(correction.claim or "", MAX_CLAIM_LENGTH)
            if too_long is not None:
                return too_long
            ruling = correction.applied_to(verdict.ruling)
            if ruling == verdict.ruling:
                return NothingChanged(verdict)
            if revision is not None and revision != verdict.revision:
                told = count_people(await told_of(tx, verdict_id))
                return AskCorrection(verdict, told, overtaken=True)
            if self.four_eyes:
                return await self.propose(tx, moderator, Correcting(verdict_id, correction))
            return await self.apply(tx, moderator, verdict, correction)

        return await self.perform(caller, act)

    async def apply(
        self, tx: Transaction, moderator: Moderator, verdict: Verdict, correction: Correction
    ) -> News:
        """Store the new revision, and tell everybody who was told another."""
        ruling = correction.applied_to(verdict.ruling)
        if ruling == verdict.ruling:
            return NothingChanged(verdict)
        key = await self.catalogue.fingerprint(ruling.claim)
        revised = await tx.verdicts.revise(verdict.id, ruling, key, self.clock.now())
        await self.record_verdict(tx, moderator, "corrected", verdict, revised)
        told = await FollowUp(self.voice, self.clock).correct(tx, revised)
        return Corrected(revised, verdict.ruling, told)


class AskForRetraction(VerdictAct):
    """Show what withdrawing a verdict would do, for confirmation."""

    async def __call__(self, caller: Caller, verdict_id: VerdictId) -> News:
        """Return the question."""

        async def act(tx: Transaction, _moderator: Moderator) -> News:
            verdict = await self.standing(tx, verdict_id, "retract")
            if not isinstance(verdict, Verdict):
                return verdict
            return AskRetraction(verdict, count_people(await told_of(tx, verdict_id)))

        return await self.perform(caller, act)


@dataclass(frozen=True)
class RetractVerdict(VerdictAct):
    """Withdraw a verdict: it is never given again, and those who were told wait for a new one. `limit` says
    how old another ruling on what they sent may be to be the answer."""

    limit: AgeLimit = NO_LIMIT
    days: Days = UTC_DAYS

    async def __call__(self, caller: Caller, verdict_id: VerdictId) -> News:
        """Return how many people are told."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            verdict = await self.standing(tx, verdict_id, "retract")
            if not isinstance(verdict, Verdict):
                return verdict
            if self.four_eyes:
                return await self.propose(tx, moderator, Withdrawing(verdict_id))
            return await self.withdraw(tx, moderator, verdict)

        return await self.perform(caller, act)

    async def withdraw(self, tx: Transaction, moderator: Moderator, verdict: Verdict) -> News:
        """Withdraw the verdict, and let everybody who was told wait again."""
        retracted, told, items = await withdraw(
            tx, FollowUp(self.voice, self.clock, self.limit, self.days), verdict, actor_of(moderator.id)
        )
        return Retracted(retracted, count_people(told), tuple(items))


class KeepVerdict(VerdictAct):
    """Leave a verdict as it is: a correction or withdrawal was thought better of."""

    async def __call__(self, caller: Caller, verdict_id: VerdictId) -> News:
        """Return that nothing changed."""

        async def act(tx: Transaction, _moderator: Moderator) -> News:
            verdict = await self.standing(tx, verdict_id, "edit")
            return NothingChanged(verdict) if isinstance(verdict, Verdict) else verdict

        return await self.perform(caller, act)
