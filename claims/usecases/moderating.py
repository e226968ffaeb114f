"""What every reviewer's act shares: who is acting is looked up at the moment of the act, and hears back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from claims.audit import AuditEntry
from claims.delivery import Urgency
from claims.news import (
    Address,
    ButtonExpired,
    Dismissed,
    ForEditors,
    GoOnInPrivate,
    ItemCard,
    ItemClosed,
    News,
    NoSuchItem,
    NotYourRole,
    Press,
    Proposed,
    Published,
    Refused,
    RulingUndone,
    UndoneBefore,
    UndoTooLate,
    UnknownCommand,
    WaitsForApproval,
)
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import (
    UNDO_DURATION,
    AlreadyClosed,
    AwaitsApproval,
    HeldByOther,
    ItemId,
    ItemState,
    LeftToEditors,
    Moderator,
    ModeratorId,
    ProposalId,
    Refusal,
    ReviewItem,
)
from claims.roles import Right, may
from claims.submission import ChatId, PersonId
from claims.usecases.cards import CLOSERS, edit_card, keep_level, proposed_on, written_on
from claims.usecases.disputes import on_card_of
from claims.verdict import Ruling, Verdict

CLOSING_ACTS = frozenset({"ruled", "linked"})


# What a group reads off the card itself.
ON_THE_CARD = (
    ItemCard,
    Refused,
    ForEditors,
    WaitsForApproval,
    Proposed,
    ItemClosed,
    Published,
    Dismissed,
    RulingUndone,
    UndoneBefore,
)


class ItemChangedError(Exception):
    """Two acts met on one item; nothing of the later one was written."""


Act = Callable[[Transaction, Moderator], Awaitable[News]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who gives a command or presses a button, and where the reply goes."""

    moderator_id: ModeratorId
    address: Address
    press: Press | None = None


@dataclass(frozen=True)
class ModeratorAct:
    """The part that is the same in every act: one transaction, the role, the reply."""

    needs: ClassVar[Right] = Right.REVIEW

    store: Store
    voice: Voice
    clock: Clock

    async def perform(self, caller: Caller, act: Act) -> News:
        """Run `act` if the caller's role allows it now, and owe them the news it returns."""
        async with self.store.writing() as tx:
            news = await self._run(tx, caller, act)
            if caller.press is None:
                await self._reply(tx, caller, news)
            elif caller.press.chat_id > 0:
                await self._replace_pressed(tx, caller, caller.press, news)
            else:
                await self._answer_in_group(tx, caller, caller.press, news)
            return news

    async def _reply(self, tx: Transaction, caller: Caller, news: News) -> None:
        """Owe what a command leads to; in a group, strangers get no answer."""
        if caller.address.chat_id > 0 or not isinstance(news, UnknownCommand):
            await tx.outbox.add(self.voice.say(caller.address, news), self.clock.now())

    async def _replace_pressed(self, tx: Transaction, caller: Caller, press: Press, news: News) -> None:
        """Owe the news in place of the message that was pressed, a live card only if it shows one."""
        now = self.clock.now()
        await tx.outbox.add(self.voice.acknowledge(press, news), now)
        if isinstance(news, ButtonExpired | NotYourRole):
            return
        card = await tx.cards.at(press.chat_id, press.message_id)
        if card is not None:
            await tx.cards.forget(card)
        await tx.outbox.add(self.voice.say(caller.address, news), now)
        shown = news.card if isinstance(news, RulingUndone) else news
        if isinstance(shown, ItemCard):
            await keep_level(tx, self.clock, shown.item, caller.address)

    async def _answer_in_group(self, tx: Transaction, caller: Caller, press: Press, news: News) -> None:
        """Owe the fresh card that everybody sees; what is one person's step goes on in their private chat."""
        now = self.clock.now()
        card = await tx.cards.at(press.chat_id, press.message_id)
        if isinstance(news, ButtonExpired | NotYourRole):
            await tx.outbox.add(self.voice.acknowledge(press, news), now)
            return
        if card is not None:
            await edit_card(tx, self.voice, self.clock, card, Urgency.ANSWER)
        if isinstance(news, ON_THE_CARD):
            await tx.outbox.add(self.voice.acknowledge(press, news), now)
            return
        person = await tx.people.get(PersonId(caller.moderator_id))
        await tx.outbox.add(self.voice.acknowledge(press, GoOnInPrivate(person is not None)), now)
        if person is not None:
            private = Address(
                chat_id=ChatId(person.id), debt=f"{caller.address.debt}:private", language=press.language
            )
            await tx.outbox.add(self.voice.say(private, news), now)

    async def _run(self, tx: Transaction, caller: Caller, act: Act) -> News:
        moderator = await tx.moderators.get(caller.moderator_id)
        if moderator is None:
            return _not_allowed(caller)
        if not may(moderator.role, self.needs):
            return NotYourRole(self.needs)
        return shown_to(moderator, await act(tx, moderator))

    async def item_or_news(self, tx: Transaction, item_id: ItemId) -> ReviewItem | NoSuchItem:
        """Return the item, or the news that there is none."""
        return await tx.items.get(item_id) or NoSuchItem(item_id)

    async def save(self, tx: Transaction, item: ReviewItem) -> None:
        """Write the item back.

        Raises:
            ItemChangedError: somebody else changed it meanwhile; the update is handled again from the start.
        """
        if not await tx.items.save(item):
            raise ItemChangedError(f"item {item.id} is no longer at version {item.version - 1}")

    async def refused(self, tx: Transaction, refusal: Refusal) -> News:
        """Return the news why the item is not theirs."""
        match refusal:
            case HeldByOther(_, holder_id):
                holder = await tx.moderators.get(holder_id)
                return Refused(refusal, holder.name if holder else "")
            case AlreadyClosed(item):
                return await self.closed(tx, item)
            case LeftToEditors(item):
                return ForEditors(item)
            case AwaitsApproval(item):
                proposal = await tx.proposals.get(item.proposal_id or ProposalId(0))
                if proposal is None:
                    return NoSuchItem(item.id)
                return WaitsForApproval(proposal, await self.name_of(tx, actor_of(proposal.author)))

    async def card(self, tx: Transaction, moderator: Moderator, item: ReviewItem) -> ItemCard:
        """Put together what a reviewer sees of an item."""
        now = self.clock.now()
        holder_id = item.holder(now)
        holder = await tx.moderators.get(holder_id) if holder_id else None
        near = await on_card_of(tx, item)
        card = ItemCard(item, now, moderator, holder, near, proposed=await proposed_on(tx, item))
        return replace(card, **await written_on(tx, item))

    async def closed(self, tx: Transaction, item: ReviewItem) -> ItemClosed:
        """Return the news that an item is done, by whom, and whether that can still be undone."""
        verdict = await tx.verdicts.get(item.verdict_id) if item.verdict_id else None
        act = await tx.audit.latest(f"item:{item.id}", CLOSERS)
        by_name = await self.name_of(tx, act.actor) if act else ""
        if item.merged_into is not None or item.state is ItemState.DISMISSED:
            return ItemClosed(item, undoable=act is not None and self.is_fresh(act), by_name=by_name)
        undoable = verdict is not None and await self.can_undo(tx, item)
        return ItemClosed(item, verdict, undoable=undoable, by_name=by_name)

    async def can_undo(self, tx: Transaction, item: ReviewItem) -> bool:
        """Return whether the item was ruled on so lately that the ruling can be undone."""
        ruled = await tx.audit.latest(f"item:{item.id}", CLOSING_ACTS)
        return ruled is not None and self.is_fresh(ruled)

    def is_fresh(self, entry: AuditEntry) -> bool:
        """Return whether an act is so young that it can be undone."""
        return self.clock.now() < entry.at + UNDO_DURATION

    async def record(
        self,
        tx: Transaction,
        moderator: Moderator,
        act: str,
        before: ReviewItem,
        after: ReviewItem,
        more: Mapping[str, object] | None = None,
    ) -> None:
        """Write the act to the audit log; `more` is what it did beside changing the item."""
        await tx.audit.write(
            actor=actor_of(moderator.id),
            act=act,
            subject=f"item:{before.id}",
            now=self.clock.now(),
            before=audited_item(before),
            after=audited_item(after) | dict(more or {}),
        )

    async def record_verdict(
        self, tx: Transaction, moderator: Moderator, act: str, before: Verdict, after: Verdict
    ) -> None:
        """Write an act on a verdict to the audit log."""
        await tx.audit.write(
            actor=actor_of(moderator.id),
            act=act,
            subject=f"verdict:{before.id}",
            now=self.clock.now(),
            before=audited_verdict(before),
            after=audited_verdict(after),
        )

    async def record_use(
        self,
        tx: Transaction,
        moderator: Moderator,
        act: str,
        verdict: Verdict,
        item: ReviewItem,
        more: Mapping[str, object] | None = None,
    ) -> None:
        """Write to the audit log of a verdict which item it came of or answers, or no longer answers."""
        await tx.audit.write(
            actor=actor_of(moderator.id),
            act=act,
            subject=f"verdict:{verdict.id}",
            now=self.clock.now(),
            after={"item": item.id} | dict(more or {}),
        )

    async def name_of(self, tx: Transaction, actor: str) -> str:
        """Return the name of a moderator whom the audit log mentions; "" when they are one no more."""
        moderators = {actor_of(moderator.id): moderator.name for moderator in await tx.moderators.all()}
        return moderators.get(actor, "")


def shown_to(moderator: Moderator, news: News) -> News:
    """Return the news without what this reader's role does not allow. A group, which has readers of several
    roles, is shown the card instead."""
    if not isinstance(news, ItemClosed | Published | UndoTooLate):
        return news
    return replace(news, may_change=may(moderator.role, Right.CHANGE_VERDICTS))


def proposal_facts(ruling: Ruling) -> dict[str, object]:
    """Return what the audit log keeps of a ruling that waits."""
    return {
        "rating": ruling.rating.value,
        "claim": ruling.claim,
        "summary": ruling.summary,
        "publisher": ruling.publisher,
        "link": ruling.url or (ruling.sources[0].url if ruling.sources else ""),
    }


def _not_allowed(caller: Caller) -> News:
    return UnknownCommand() if caller.press is None else ButtonExpired()


def actor_of(moderator_id: ModeratorId) -> str:
    """Return a moderator as the audit log names them."""
    return f"moderator:{moderator_id}"


def audited_verdict(verdict: Verdict) -> dict[str, object]:
    """Return what the audit log keeps of a verdict."""
    return {
        "rating": verdict.ruling.rating.value,
        "claim": verdict.ruling.claim,
        "summary": verdict.ruling.summary,
        "revision": verdict.revision,
        "retracted": verdict.retracted_at is not None,
    }


def audited_item(item: ReviewItem) -> dict[str, object]:
    """Return what the audit log keeps of an item."""
    return {
        "state": item.state.value,
        "holder": item.lease.holder if item.lease else None,
        "verdict_id": item.verdict_id,
        "dismiss_reason": item.dismiss_reason.value if item.dismiss_reason else None,
        "merged_into": item.merged_into,
        "version": item.version,
    }
