"""Finds what was merged into an item, and who is on another one by way of it."""

from collections.abc import Sequence

from claims.learning import base_key, disputed_verdict
from claims.ports import StoredSubmission, Transaction
from claims.review import ItemId, ReviewItem
from claims.verdict import VerdictId


async def family_of(tx: Transaction, item: ReviewItem) -> Sequence[ReviewItem]:
    """Return the item and those that were merged into it, or into one that was."""
    found = {item.id: item}
    waiting = [item]
    while waiting:
        for merged in await tx.items.merged_into(waiting.pop().id):
            if merged.id not in found:
                found[merged.id] = merged
                waiting.append(merged)
    return list(found.values())


async def led_here(
    tx: Transaction, family: Sequence[ReviewItem], where: ItemId
) -> Sequence[StoredSubmission]:
    """Return who waits on the item `where` with a question of the family: with the text of one of its items,
    or, where that is about a disputed answer, with a "not this claim" to that."""
    texts = {item.key for item in family}
    disputed = {(base_key(item.key), verdict) for item in family if (verdict := disputed_verdict(item.key))}
    found = []
    for stored in await tx.submissions.waiting_on(where):
        verdicts = {verdict for key, verdict in disputed if key == stored.key}
        if stored.key in texts or (verdicts and verdicts & await _rejected(tx, stored)):
            found.append(stored)
    return found


async def _rejected(tx: Transaction, stored: StoredSubmission) -> frozenset[VerdictId]:
    return await tx.rejections.of(stored.submission.person_id, stored.key)
