"""Asks a reviewer for what they type next, and shows the menus that lead there."""

from dataclasses import dataclass

from claims.catalogue import Catalogue
from claims.news import AskReason, ButtonExpired, DeskMenu, News, NoSuchItem, TypeNext
from claims.ports import Transaction
from claims.prompt import PROMPT_DURATION, Prompt, PromptKind
from claims.queue import QueueQuery, with_words
from claims.review import ItemId, ItemState, Moderator, ReviewItem, take
from claims.usecases.moderating import Caller, ModeratorAct
from claims.verdict import Verdict, VerdictId

MOST_CHOICES = 5
SHORTEST_TELLING_WORD = 5


class MenuAct(ModeratorAct):
    """What menus share: an item that is open."""

    async def open_item(self, tx: Transaction, item_id: ItemId) -> ReviewItem | News:
        """Return the item, or the news that there is none, or that it is done."""
        item = await self.item_or_news(tx, item_id)
        if isinstance(item, NoSuchItem) or item.state is ItemState.OPEN:
            return item
        return await self.closed(tx, item)


class OpenMenu(MenuAct):
    """Show what else can be done with an item."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the menu."""

        async def act(tx: Transaction, _: Moderator) -> News:
            item = await self.open_item(tx, item_id)
            return DeskMenu(item) if isinstance(item, ReviewItem) else item

        return await self.perform(caller, act)


class AskForReason(MenuAct):
    """Show the reasons for setting an item aside, each with what its askers would be told."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the reasons."""

        async def act(tx: Transaction, _: Moderator) -> News:
            item = await self.open_item(tx, item_id)
            return AskReason(item) if isinstance(item, ReviewItem) else item

        return await self.perform(caller, act)


@dataclass(frozen=True)
class AskFor(MenuAct):
    """Wait for what a reviewer types next, holding the item for them where they decide on it."""

    catalogue: Catalogue

    async def __call__(
        self, caller: Caller, item_id: ItemId, kind: PromptKind, *, misread: bool = False
    ) -> News:
        """Return what to type, with what can be chosen by a tap instead."""
        closest = await self._closest(caller, item_id) if kind is PromptKind.SAME_AS else ()

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.open_item(tx, item_id)
            if not isinstance(item, ReviewItem):
                return item
            now = self.clock.now()
            held = await self._hold(tx, moderator, item, kind)
            if not isinstance(held, ReviewItem):
                return held
            await tx.prompts.save(Prompt(moderator.id, item_id, kind, now + PROMPT_DURATION))
            verdicts = await _choices(tx, item, closest) if kind is PromptKind.SAME_AS else ()
            items = await _alike(tx, item, moderator, self) if kind is PromptKind.MERGE else ()
            return TypeNext(kind, held, verdicts, items, misread)

        return await self.perform(caller, act)

    async def _hold(
        self, tx: Transaction, moderator: Moderator, item: ReviewItem, kind: PromptKind
    ) -> ReviewItem | News:
        """Lease the item, or return why not; for a note nobody needs to hold it."""
        now = self.clock.now()
        mine = item.holder(now) == moderator.id
        if kind is PromptKind.NOTE and not mine:
            return item
        taken = take(item, moderator, now)
        if not isinstance(taken, ReviewItem):
            return await self.refused(tx, taken)
        await self.save(tx, taken)
        if not mine:
            await self.record(tx, moderator, "took", item, taken)
        return taken

    async def _closest(self, caller: Caller, item_id: ItemId) -> tuple[VerdictId, ...]:
        """Return the verdicts that come closest to the item's text."""
        async with self.store.reading() as tx:
            if await tx.moderators.get(caller.moderator_id) is None:
                return ()
            item = await tx.items.get(item_id)
        return await self.catalogue.rank(item.text, MOST_CHOICES) if item else ()


class DropPrompt(ModeratorAct):
    """Type nothing after all."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the item's card."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            waits = await tx.prompts.get(moderator.id, self.clock.now())
            if isinstance(waits, Prompt) and waits.item_id == item_id:
                await tx.prompts.discard(moderator.id)
            item = await tx.items.get(item_id)
            if item is None:
                return ButtonExpired()
            if item.state is not ItemState.OPEN:
                return await self.closed(tx, item)
            return await self.card(tx, moderator, item)

        return await self.perform(caller, act)


async def _choices(tx: Transaction, item: ReviewItem, closest: tuple[VerdictId, ...]) -> tuple[Verdict, ...]:
    """Return the near verdicts that stand, and then the closest others."""
    wanted = list(dict.fromkeys([*(match.verdict_id for match in item.near), *closest]))
    stored = await tx.verdicts.get_many(wanted)
    standing = [stored[id_] for id_ in wanted if id_ in stored and stored[id_].retracted_at is None]
    return tuple(standing[:MOST_CHOICES])


async def _alike(
    tx: Transaction, item: ReviewItem, moderator: Moderator, act: ModeratorAct
) -> tuple[ReviewItem, ...]:
    """Return other open items that share a telling word, those that share most of them first."""
    words = {word.strip(".,;:!?“”\"'()").lower() for word in item.text[:1_000].split()}
    shared: dict[ItemId, int] = {}
    known: dict[ItemId, ReviewItem] = {}
    telling = sorted((word for word in words if len(word) >= SHORTEST_TELLING_WORD), key=len)[-MOST_CHOICES:]
    for word in telling:
        query = QueueQuery(chosen=with_words(word), viewer=moderator.id, now=act.clock.now())
        for other in await tx.items.open(MOST_CHOICES, 0, query):
            if other.id != item.id:
                shared[other.id] = shared.get(other.id, 0) + 1
                known[other.id] = other
    best = sorted(known, key=lambda id_: (-shared[id_], -known[id_].askers, id_))
    return tuple(known[id_] for id_ in best[:MOST_CHOICES])
