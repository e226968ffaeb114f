"""Finds which verdicts the askers on an item said are about another claim: what they were answered with."""

from collections.abc import Mapping, Set

from claims.learning import disputed_verdict, verdicts_beside
from claims.ports import Transaction
from claims.review import ReviewItem
from claims.verdict import Verdict, VerdictId

MOST_ACTS = 1_000  # of an item, the newest, that are read for it


async def disputed_on(tx: Transaction, item: ReviewItem) -> Set[VerdictId]:
    """Return the verdicts: an answer may have told several, and the item's key names but one. None on an item
    that no disputed answer opened."""
    first = disputed_verdict(item.key)
    if first is None:
        return frozenset()
    acts = await tx.audit.about(f"item:{item.id}", MOST_ACTS)
    rejected = [(act.after or {}).get("verdicts", []) for act in acts if act.act == "rejected_answer"]
    return {first} | {VerdictId(number) for some in rejected for number in some}


async def on_card_of(tx: Transaction, item: ReviewItem) -> Mapping[VerdictId, Verdict]:
    """Return the verdicts that an item's card shows: those that its askers rejected, and what is near."""
    return await tx.verdicts.get_many([*sorted(await disputed_on(tx, item)), *verdicts_beside(item)])
