"""Withdraws a verdict, by whoever does it: it is never given again, and those who were told wait anew."""

from collections.abc import Sequence

from claims.ports import Transaction
from claims.review import ItemId, reopen
from claims.usecases.following import FollowUp, Told, told_of
from claims.usecases.moderating import ItemChangedError, audited_item, audited_verdict
from claims.usecases.queueing import join_or_open_item, tell_moderators
from claims.verdict import Verdict


async def withdraw(
    tx: Transaction, follow_up: FollowUp, verdict: Verdict, actor: str
) -> tuple[Verdict, Sequence[Told], ItemId | None]:
    """Return the verdict as withdrawn, the calls that told it, and the item on which their readers wait."""
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
    return retracted, told, await _requeue(tx, follow_up, retracted, told, actor) if told else None


async def _requeue(
    tx: Transaction, follow_up: FollowUp, verdict: Verdict, told: Sequence[Told], actor: str
) -> ItemId:
    """Let everyone who was told wait on one item: the one that was ruled on, else one for the claim."""
    item_id = await _reopened(tx, follow_up, verdict, actor)
    if item_id is None:
        first = told[0].stored
        item_id, _ = await join_or_open_item(
            tx,
            follow_up.clock,
            await tx.items.find_by_key(first.key),
            key=first.key,
            text=first.submission.text,
            links=first.submission.links,
        )
    occasion = f"withdrawn:{verdict.id}:{verdict.revision}"
    await follow_up.withdraw(tx, verdict, told, item_id, occasion)
    item = await tx.items.get(item_id)
    if item is not None:
        await tell_moderators(tx, follow_up.voice, follow_up.clock, item, again=True)
    return item_id


async def _reopened(tx: Transaction, follow_up: FollowUp, verdict: Verdict, actor: str) -> ItemId | None:
    """Open the item again that was closed with the verdict; return it, if there is one."""
    closed = await tx.items.find_by_verdict(verdict.id)
    if closed is None:
        return None
    now = follow_up.clock.now()
    reopened = reopen(closed, None, now)
    if not await tx.items.save(reopened):
        raise ItemChangedError(f"item {closed.id} is no longer at version {closed.version}")
    await tx.audit.write(
        actor=actor,
        act="reopened",
        subject=f"item:{closed.id}",
        now=now,
        before=audited_item(closed),
        after=audited_item(reopened),
    )
    return closed.id
