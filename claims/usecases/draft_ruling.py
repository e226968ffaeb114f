"""Guides a reviewer through a ruling step by step; the half-written draft is in the database."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from claims.news import ButtonExpired, DraftAsks, DraftDropped, News, NoSuchItem, Usage
from claims.ports import Transaction
from claims.review import DraftStep, ItemId, Moderator, ReviewItem, RulingDraft, take
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.rule_on_item import RuleOnItem
from claims.verdict import Rating

MAX_SUMMARY_LENGTH = 700


class DraftAct(ModeratorAct):
    """What the steps share: the caller's draft, and its item held by the caller."""

    async def advance(self, tx: Transaction, moderator: Moderator, draft: RulingDraft) -> News:
        """Store the draft and ask for what is missing, keeping the item leased to its author."""
        item = await self.item_or_news(tx, draft.item_id)
        if isinstance(item, NoSuchItem):
            return item
        taken = take(item, moderator.id, self.clock.now())
        if not isinstance(taken, ReviewItem):
            await tx.drafts.discard(moderator.id)
            return await self.refused(tx, taken)
        await self.save(tx, taken)
        if item.holder(self.clock.now()) != moderator.id:
            await self.record(tx, moderator, "took", item, taken)
        await tx.drafts.save(draft)
        return DraftAsks(draft, taken)


class StartRuling(DraftAct):
    """Begin a ruling; what the reviewer gave already is not asked again."""

    async def __call__(
        self, caller: Caller, item_id: ItemId, rating: Rating | None = None, summary: str = ""
    ) -> News:
        """Return the first question."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = RulingDraft(
                moderator_id=moderator.id,
                item_id=item_id,
                rating=rating,
                summary=summary[:MAX_SUMMARY_LENGTH],
            )
            return await self.advance(tx, moderator, replace(draft, step=_next_step(draft)))

        return await self.perform(caller, act)


class ChooseRating(DraftAct):
    """Take the rating of a guided ruling."""

    async def __call__(self, caller: Caller, item_id: ItemId, rating: Rating) -> News:
        """Return the next question; on another item than the draft's the button is stale."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id:
                return ButtonExpired()
            rated = replace(draft, rating=rating)
            return await self.advance(tx, moderator, replace(rated, step=_next_step(rated)))

        return await self.perform(caller, act)


class WriteDraft(DraftAct):
    """Take typed text for the step that waits for it: the summary, then the source link."""

    async def __call__(self, caller: Caller, text: str) -> News:
        """Return the next question, or the same one again for text that does not fit."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None:
                return Usage("verdict", "draft")
            if draft.step is DraftStep.SUMMARY:
                written = replace(draft, summary=text.strip()[:MAX_SUMMARY_LENGTH], step=DraftStep.SOURCE)
                return await self.advance(tx, moderator, written)
            if draft.step is DraftStep.SOURCE and is_web_link(text.strip()):
                linked = replace(draft, url=text.strip(), step=DraftStep.CONFIRM)
                return await self.advance(tx, moderator, linked)
            asked = await self.advance(tx, moderator, draft)
            return replace(asked, misread=True) if isinstance(asked, DraftAsks) else asked

        return await self.perform(caller, act)


class SkipSource(DraftAct):
    """Go on without a source link."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the preview to confirm."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id or draft.step is not DraftStep.SOURCE:
                return ButtonExpired()
            return await self.advance(tx, moderator, replace(draft, step=DraftStep.CONFIRM))

        return await self.perform(caller, act)


class CancelDraft(ModeratorAct):
    """Drop a half-written ruling; the item stays leased."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return that it was dropped; dropping it twice does no harm."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id:
                return ButtonExpired()
            await tx.drafts.discard(moderator.id)
            return DraftDropped(item_id)

        return await self.perform(caller, act)


@dataclass(frozen=True)
class PublishDraft(ModeratorAct):
    """Publish the confirmed draft."""

    rule_on_item: RuleOnItem

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return how many people are told; an unfinished draft is not published."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id or draft.rating is None or not draft.ready():
                return ButtonExpired()
            return await self.rule_on_item.publish(
                tx, moderator, item_id, draft.rating, draft.summary, draft.url
            )

        return await self.perform(caller, act)


def is_web_link(text: str) -> bool:
    """Return whether `text` is one plain http(s) link: a host, no user name, no white space."""
    if len(text) > 2_000 or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _next_step(draft: RulingDraft) -> DraftStep:
    if draft.rating is None:
        return DraftStep.RATING
    return DraftStep.SOURCE if draft.summary else DraftStep.SUMMARY
