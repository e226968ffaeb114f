"""Finds where everybody waits whose answer no longer holds: each on an item of the text that they sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from claims.age import Current
from claims.ports import Clock, StoredSubmission, Transaction, Voice
from claims.review import ItemId, ItemState, ReviewItem, reopen
from claims.submission import SubmissionId
from claims.usecases.debts import item_of_telling
from claims.usecases.following import Told
from claims.usecases.moderating import CLOSING_ACTS, ItemChangedError, audited_item
from claims.usecases.queueing import join_or_open_item, tell_moderators
from claims.usecases.ruled_texts import standing_ruling
from claims.verdict import VerdictId

MOST_CARDS = 20  # at once; what is waiting beside is in the queue


@dataclass(frozen=True)
class Places:
    """The item on which each submission waits that waited on none, and those of the items that are new, or
    open again."""

    of: dict[SubmissionId, ItemId] = field(default_factory=dict)
    opened: set[ItemId] = field(default_factory=set)


async def find_places(
    tx: Transaction, clock: Clock, verdict_id: VerdictId, told: Sequence[Told], actor: str, current: Current
) -> Places:
    """Return the places of those who were told the verdict. A reviewer reads one text on an item, and what is
    ruled on it answers everybody there: so nobody waits under the words of somebody else, who may have asked
    about another claim. Who waits on an item already, because they said "not this claim", stays there; who
    wants to hear nothing more has none."""
    places = Places()
    found: dict[ItemId | str, ItemId] = {}
    closed: dict[ItemId, list[Told]] = {}
    for one in told:
        if one.stored.item_id is not None or one.is_hushed:
            continue
        asked = item_of_telling(one.owed.outgoing.dedupe) or one.stored.key
        if asked not in found:
            found[asked] = await _place(tx, clock, verdict_id, one, actor, current, places.opened)
        places.of[one.stored.id] = found[asked]
        if isinstance(asked, int):
            closed.setdefault(asked, []).append(one)
    for number, some in closed.items():
        beside = await asked_beside(tx, number, verdict_id, [one.stored for one in some], told)
        places.of.update(dict.fromkeys(beside, found[number]))
    return places


async def asked_beside(
    tx: Transaction,
    item_id: ItemId,
    verdict_id: VerdictId,
    again: Sequence[StoredSubmission],
    told: Sequence[Told],
) -> Sequence[SubmissionId]:
    """Return what else people had asked, who wait `again`, that was settled when the item was closed with the
    verdict: nothing was told them under that, and it may be another claim. What has an answer of its own is
    among those who were `told`."""
    entry = await tx.audit.latest(f"item:{item_id}", CLOSING_ACTS)
    settled = (entry.after or {}) if entry is not None else {}
    if settled.get("verdict_id") != verdict_id:
        return []
    numbers = set(settled.get("submissions", [])) - {one.stored.id for one in told}
    people = {stored.submission.person_id for stored in again}
    return [
        stored.id
        for stored in (await tx.submissions.get_many(numbers)).values()
        if stored.item_id is None and not stored.hushed and stored.submission.person_id in people
    ]


async def _place(
    tx: Transaction,
    clock: Clock,
    verdict_id: VerdictId,
    told: Told,
    actor: str,
    current: Current,
    opened: set[ItemId],
) -> ItemId:
    """Return the item that was closed with the verdict for this question, open again, or else that of its
    text. Where that was closed otherwise, its askers are told how; not with a ruling that is out of date by
    now."""
    stored = told.stored
    item = await _item_of(tx, verdict_id, told)
    if item is not None and item.state is ItemState.RULED and item.verdict_id == verdict_id:
        await _reopen(tx, clock, item, actor)
        opened.add(item.id)
        return item.id
    if item is not None and await _tells_something_else(tx, item, current):
        await tx.tellings.plan(item.id)
        return item.id
    item_id, is_new = await join_or_open_item(
        tx, clock, item, key=stored.key, text=stored.submission.text, links=stored.submission.links
    )
    if is_new:
        opened.add(item_id)
    return item_id


async def _item_of(tx: Transaction, verdict_id: VerdictId, told: Told) -> ReviewItem | None:
    number = item_of_telling(told.owed.outgoing.dedupe)
    item = await tx.items.get(number) if number is not None else None
    if item is not None and (item.state is ItemState.OPEN or item.verdict_id == verdict_id):
        return item
    return await tx.items.find_by_key(told.stored.key)


async def _tells_something_else(tx: Transaction, item: ReviewItem, current: Current) -> bool:
    """Return whether the item was closed in a way that still holds."""
    if item.state is ItemState.DISMISSED:
        return True
    verdict = await standing_ruling(tx, item)
    return verdict is not None and current.holds(verdict.ruling)


async def _reopen(tx: Transaction, clock: Clock, closed: ReviewItem, actor: str) -> None:
    now = clock.now()
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


async def show_again(
    tx: Transaction, voice: Voice, clock: Clock, items: Collection[ItemId]
) -> Sequence[ItemId]:
    """Owe the reviewers the cards of the items that people wait on anew; return these, most askers first."""
    found = [await tx.items.get(item_id) for item_id in sorted(items)]
    waiting = [item for item in found if item is not None and item.state is ItemState.OPEN]
    needed = sorted(waiting, key=lambda item: (-item.askers, item.id))
    for item in needed[:MOST_CARDS]:
        await tell_moderators(tx, voice, clock, item, again=True)
    return [item.id for item in needed]
