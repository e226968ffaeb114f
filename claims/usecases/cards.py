"""Keeps the live cards level with their items: sent once to each chat that wants them, then edited."""

from dataclasses import dataclass, replace
from typing import Any

from claims.approval import ProposalView
from claims.asking import NamedNote
from claims.cards import LATELY, MOST_PENDING, Card, CardFacts, Closing
from claims.delivery import Urgency
from claims.news import Address, LiveCard
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import UNDO_DURATION, ItemState, ReviewItem
from claims.usecases.disputes import on_card_of
from claims.usecases.proposal_views import view_of

MOST_CARDS = 2_000
MOST_NOTES = 5
MOST_EDITS_AT_ONCE = 40
CLOSERS = frozenset({"ruled", "linked", "dismissed", "merged"})


async def live_card(tx: Transaction, clock: Clock, item: ReviewItem) -> LiveCard:
    """Return what a card shows of an item now."""
    now = clock.now()
    near = await on_card_of(tx, item)
    holder_id = item.holder(now)
    holder = await tx.moderators.get(holder_id) if holder_id else None
    return LiveCard(
        item=item,
        now=now,
        near=near,
        demand=await tx.items.demand(item.id, now - LATELY),
        holder_name=(holder.name or str(holder.id)) if holder else "",
        closing=None if item.state is ItemState.OPEN else await _closing(tx, clock, item),
        proposed=await proposed_on(tx, item),
        **(await written_on(tx, item) if item.state is ItemState.OPEN else {}),
    )


async def proposed_on(tx: Transaction, item: ReviewItem) -> ProposalView | None:
    """Return the ruling on an item that waits for approval."""
    proposal = await tx.proposals.get(item.proposal_id) if item.proposal_id is not None else None
    return await view_of(tx, proposal) if proposal is not None else None


async def written_on(tx: Transaction, item: ReviewItem) -> dict[str, Any]:
    """Return what is written under an item's card: notes, the question to the askers, and their replies."""
    notes = await tx.notes.on(item.id, MOST_NOTES)
    names = {moderator.id: moderator.name for moderator in await tx.moderators.all()} if notes else {}
    questions = await tx.questions.about(item.id)
    return {
        "notes": tuple(NamedNote(names.get(note.moderator_id, ""), note) for note in notes),
        "questions": tuple(questions),
        "replies": tuple(
            [reply for question in questions for reply in await tx.questions.replies(question.item_id)]
        ),
    }


async def _closing(tx: Transaction, clock: Clock, item: ReviewItem) -> Closing | None:
    act = await tx.audit.latest(f"item:{item.id}", CLOSERS)
    if act is None:
        return None
    names = {f"moderator:{moderator.id}": moderator.name for moderator in await tx.moderators.all()}
    told = (act.after or {}).get("told")
    return Closing(
        by_name=names.get(act.actor) or act.actor.removeprefix("moderator:"),
        at=act.at,
        told=told if isinstance(told, int) else None,
        verdict=await tx.verdicts.get(item.verdict_id) if item.verdict_id else None,
        undoable=clock.now() < act.at + UNDO_DURATION,
        approved_by=names.get(f"moderator:{(act.after or {}).get('approved_by')}", ""),
        linked=act.act == "linked",
    )


async def follow(tx: Transaction, clock: Clock, item: ReviewItem, address: Address) -> None:
    """Keep the message that this address's debt sends level with its item from now on."""
    card = Card(
        item_id=item.id,
        chat_id=address.chat_id,
        debt=address.debt,
        shown="",
        edits=0,
        changed_at=clock.now(),
        language=address.language,
    )
    await tx.cards.put(card)
    await _mark_shown(tx, clock, card)


async def keep_level(tx: Transaction, clock: Clock, item: ReviewItem, address: Address) -> None:
    """Keep the message that was edited into a card level with its item, unless another in this chat is."""
    others = [card for card in await tx.cards.of(item.id) if card.chat_id == address.chat_id]
    if any(card.can_be_edited for card in others):
        return
    card = Card(
        item_id=item.id,
        chat_id=address.chat_id,
        debt=address.debt,
        shown="",
        edits=0,
        changed_at=clock.now(),
        language=address.language,
        message_id=address.edit,
    )
    await tx.cards.put(card)
    await _mark_shown(tx, clock, card)


async def _mark_shown(tx: Transaction, clock: Clock, card: Card) -> None:
    facts = await tx.cards.facts(card)
    if facts is not None:
        await tx.cards.put(replace(card, shown=facts.mark(card, clock.now())))


async def send_card(tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, address: Address) -> None:
    """Owe a new card, and keep it level from now on."""
    await tx.outbox.add(voice.say(address, await live_card(tx, clock, item)), clock.now())
    await follow(tx, clock, item, address)


async def edit_card(tx: Transaction, voice: Voice, clock: Clock, card: Card, urgency: Urgency) -> None:
    """Owe the card as it is now."""
    item = await tx.items.get(card.item_id)
    if item is None:
        return
    address = Address(
        chat_id=card.chat_id,
        debt=f"{card.debt}:edit:{card.edits + 1}",
        language=card.language,
        edit=card.message_id,
        edit_of=card.sent_by if card.message_id is None else None,
    )
    said = voice.say(address, await live_card(tx, clock, item))
    await tx.outbox.add(replace(said, urgency=urgency), clock.now())
    await _mark_shown(tx, clock, replace(card, edits=card.edits + 1, changed_at=clock.now()))


@dataclass(frozen=True)
class RefreshCards:
    """Owe an edit of each card that no longer shows its item as it is. Run by the clock, so that changes
    within one round are one edit."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self) -> int:
        """Return how many edits were owed; a busy chat's cards wait for the next round."""
        async with self.store.reading() as tx:
            if not await self._stale(tx):
                return 0
        async with self.store.writing() as tx:
            return sum([await self._refresh(tx, card, facts) for card, facts in await self._stale(tx)])

    async def _stale(self, tx: Transaction) -> list[tuple[Card, CardFacts]]:
        now = self.clock.now()
        return [
            (card, facts)
            for card, facts in await tx.cards.all(MOST_CARDS)
            if (facts.mark(card, now) != card.shown if card.can_be_edited else facts.is_over(card, now))
        ][:MOST_EDITS_AT_ONCE]

    async def _refresh(self, tx: Transaction, card: Card, facts: CardFacts) -> bool:
        if not card.can_be_edited:
            await tx.cards.forget(card)
            return False
        if await tx.cards.pending(card.chat_id) >= MOST_PENDING:
            return False
        await edit_card(tx, self.voice, self.clock, card, Urgency.BROADCAST)
        if facts.is_over(card, self.clock.now()):
            await tx.cards.forget(card)
        return True
