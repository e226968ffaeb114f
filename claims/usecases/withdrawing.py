"""Withdraws a verdict, by whoever does it: it is never given again, and those who were told wait anew."""

from collections.abc import Sequence

from claims.age import Current
from claims.ports import Transaction
from claims.review import ItemId
from claims.usecases.following import FollowUp, Told, told_of
from claims.usecases.moderating import audited_verdict
from claims.usecases.waiting_anew import find_places, show_again
from claims.verdict import Verdict


async def withdraw(
    tx: Transaction, follow_up: FollowUp, verdict: Verdict, actor: str
) -> tuple[Verdict, Sequence[Told], Sequence[ItemId]]:
    """Return the verdict as withdrawn, the calls that told it, and the items on which their readers wait,
    most askers first."""
    now = follow_up.clock.now()
    retracted = await tx.verdicts.retract(verdict.id, now)
    await tx.audit.write(
        actor=actor,
        act="retracted",
        subject=f"verdict:{verdict.id}",
        now=now,
        before=audited_verdict(verdict),
        after=audited_verdict(retracted),
    )
    told = await told_of(tx, verdict.id)
    return retracted, told, await _requeue(tx, follow_up, retracted, told, actor)


async def _requeue(
    tx: Transaction, follow_up: FollowUp, verdict: Verdict, told: Sequence[Told], actor: str
) -> Sequence[ItemId]:
    """Let everyone who was told wait for a new ruling on what they sent."""
    current = Current(follow_up.days.of(follow_up.clock.now()), follow_up.limit)
    places = await find_places(tx, follow_up.clock, verdict.id, told, actor, current)
    await follow_up.withdraw(tx, verdict, told, places.of, f"withdrawn:{verdict.id}:{verdict.revision}")
    return await show_again(tx, follow_up.voice, follow_up.clock, set(places.of.values()))
