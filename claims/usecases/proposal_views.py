"""Puts together what a moderator sees of a proposal, as what it is about stands."""

from typing import assert_never

from claims.approval import (
    Change,
    Correcting,
    FurtherAnswers,
    KnownRuling,
    NewRuling,
    Proposal,
    ProposalView,
    Withdrawing,
    item_of,
    verdict_of,
)
from claims.offers import Offer
from claims.ports import Transaction
from claims.review import ReviewItem
from claims.usecases.following import count_people, told_of
from claims.verdict import Ruling, Verdict


async def basis_of(tx: Transaction, change: Change) -> str:
    """Return what the change is about, as it stands: the same text until that is something else."""
    item_id, verdict = item_of(change), await verdict_behind(tx, change)
    item = await tx.items.get(item_id) if item_id else None
    numbers = change.numbers if isinstance(change, FurtherAnswers) else ()
    version, about = item.version if item else "", f"{verdict.id}.{verdict.revision}" if verdict else ""
    return f"{version}/{about}/{','.join(map(str, numbers))}"


async def verdict_behind(tx: Transaction, change: Change) -> Verdict | None:
    """Return the stored verdict that the change is about: for a page that was read, once it is stored."""
    verdict_id = verdict_of(change)
    if verdict_id is not None:
        return await tx.verdicts.get(verdict_id)
    found = change.found if isinstance(change, KnownRuling) else None
    if found is None:
        return None
    stored = await tx.verdicts.find_by_url(found.url)
    return next((verdict for verdict in stored if verdict.ruling.claim == found.claim), None)


async def view_of(tx: Transaction, proposal: Proposal) -> ProposalView | None:
    """Return the proposal with what it is about; None when that is gone: the item closed or the verdict
    withdrawn."""
    change, item_id = proposal.change, item_of(proposal.change)
    item = await tx.items.get(item_id) if item_id else None
    verdict = await verdict_behind(tx, change)
    if (item_id and (item is None or item.proposal_id != proposal.id)) or (verdict and verdict.retracted_at):
        return None
    offers = await _offers(tx, change)
    ruling = _ruling(change, verdict)
    author = await tx.moderators.get(proposal.author)
    if ruling is None or author is None or (isinstance(change, FurtherAnswers) and not offers):
        return None
    return ProposalView(
        proposal=proposal,
        author_name=author.name or str(author.id),
        ruling=ruling,
        people=await _people(tx, item, verdict, offers, change),
        item=item,
        verdict=verdict,
        offers=offers,
    )


def _ruling(change: Change, verdict: Verdict | None) -> Ruling | None:
    """Return what people would read."""
    match change:
        case NewRuling(_, ruling):
            return ruling
        case KnownRuling(_, _, found):
            return verdict.ruling if verdict else found
        case Correcting(_, correction):
            return correction.applied_to(verdict.ruling) if verdict else None
        case FurtherAnswers() | Withdrawing():
            return verdict.ruling if verdict else None
        case _:
            assert_never(change)


async def _offers(tx: Transaction, change: Change) -> tuple[Offer, ...]:
    if not isinstance(change, FurtherAnswers):
        return ()
    offers = await tx.offers.of(change.verdict_id)
    return tuple(offer for offer in offers if offer.number in change.numbers and not offer.taken)


async def _people(
    tx: Transaction,
    item: ReviewItem | None,
    verdict: Verdict | None,
    offers: tuple[Offer, ...],
    change: Change,
) -> int:
    if item is not None:
        return item.askers
    if isinstance(change, FurtherAnswers):
        return sum(offer.people for offer in offers)
    return count_people(await told_of(tx, verdict.id)) if verdict else 0
