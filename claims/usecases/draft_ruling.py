"""Guides a reviewer through a ruling step by step; the half-written draft is in the database."""

from dataclasses import dataclass, replace

from claims.approval import KnownRuling
from claims.catalogue import Catalogue
from claims.links import is_broken_link, is_web_link
from claims.news import ButtonExpired, DraftAsks, DraftDropped, News, NoSuchItem, Usage
from claims.ports import FactCheckReader, LinkRead, Store, Transaction
from claims.review import DraftStep, ItemId, Moderator, ReviewItem, RulingDraft, rule, take
from claims.site import Site
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.rule_on_item import (
    MAX_CLAIM_LENGTH,
    MAX_SUMMARY_LENGTH,
    LinkItem,
    RuleOnItem,
    exceeds,
    find_verdict,
    find_withdrawn,
    worded_claim,
)
from claims.verdict import Rating, Ruling, Verdict, VerdictId


@dataclass(frozen=True)
class DraftAct(ModeratorAct):
    """What the steps share: the caller's draft, and its item held by the caller. With `four_eyes`, what is
    published waits for approval first."""

    four_eyes: bool

    async def advance(self, tx: Transaction, moderator: Moderator, draft: RulingDraft) -> News:
        """Store the draft and ask for what is missing, keeping the item leased to its author. A draft on
        another item makes room for it, unless it is refused."""
        before = await tx.drafts.get(moderator.id)
        item = await self.item_or_news(tx, draft.item_id)
        if isinstance(item, NoSuchItem):
            return item
        taken = take(item, moderator, self.clock.now())
        is_other = before is not None and before.item_id != draft.item_id
        if not isinstance(taken, ReviewItem):
            if not is_other:
                await tx.drafts.discard(moderator.id)
            return await self.refused(tx, taken)
        await self.save(tx, taken)
        if item.holder(self.clock.now()) != moderator.id:
            await self.record(tx, moderator, "took", item, taken)
        await tx.drafts.save(draft)
        dropped = before if before is not None and is_other and before.is_begun() else None
        return DraftAsks(draft, taken, four_eyes=self.four_eyes, dropped=dropped)


@dataclass(frozen=True)
class LinkedDraftAct(DraftAct):
    """What steps that may be given a link share: the fact-check behind it is read."""

    reader: FactCheckReader
    site: Site

    async def read(self, caller: Caller, link: str, *, starting: bool = False) -> Ruling | None:
        """Return the fact-check on a page that is not stored; only for reviewers anything is fetched, and
        not where the link is but a source."""
        if not link:
            return None
        async with self.store.reading() as tx:
            draft = None if starting else await tx.drafts.get(caller.moderator_id)
            is_source = draft is not None and draft.step is DraftStep.SOURCE
            allowed = await tx.moderators.get(caller.moderator_id) is not None and not is_source
            known = await find_verdict(tx, link, self.site) is not None
        if known or not allowed:
            return None
        match await self.reader.read(link):
            case LinkRead((ruling,)):
                return ruling
            case _:  # nothing, or several claims on one page: which of them is meant cannot be told
                return None

    async def link(self, tx: Transaction, draft: RulingDraft, link: str, page: Ruling | None) -> RulingDraft:
        """Return the draft with the link, and with the fact-check behind it."""
        stored = await find_verdict(tx, link, self.site)
        linked = replace(
            draft,
            url=link,
            found=stored.ruling if stored else page,
            verdict_id=stored.id if stored else None,
        )
        return replace(linked, step=_next_step(linked))


class StartRuling(LinkedDraftAct):
    """Begin a ruling; what the reviewer gave already is not asked again. Of a ruling on the same item that
    was under way, the claim stays as they have worded it."""

    async def __call__(
        self, caller: Caller, item_id: ItemId, rating: Rating | None = None, summary: str = "", url: str = ""
    ) -> News:
        """Return the first question; behind a link without a summary, the fact-check is read."""
        page = await self.read(caller, url, starting=True)

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if too_long := exceeds(summary, MAX_SUMMARY_LENGTH):
                return too_long
            await tx.prompts.discard(moderator.id)
            draft = RulingDraft(
                moderator_id=moderator.id,
                item_id=item_id,
                rating=rating,
                summary=summary,
                claim=await worded_claim(tx, moderator, item_id),
            )
            linked = await self.link(tx, draft, url, page) if url else draft
            asked = await self.advance(tx, moderator, replace(linked, step=_next_step(linked)))
            return _unread(asked) if url else asked

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


class WriteDraft(LinkedDraftAct):
    """Take typed text for the step that waits for it: a fact-check's link, or the summary and then a link."""

    async def __call__(self, caller: Caller, item_id: ItemId, text: str) -> News:
        """Return the next question, or the same one again for text that does not fit. What was typed for one
        item goes into the draft of no other, which may have begun while a page was read."""
        typed = text.strip()
        link = typed if is_web_link(typed) else ""
        page = await self.read(caller, link)

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id:
                return Usage("verdict", "draft")
            match draft.step:
                case DraftStep.RATING | DraftStep.SUMMARY if link:
                    linked = await self.link(tx, draft, link, page)
                    return _unread(await self.advance(tx, moderator, linked))
                case DraftStep.RATING | DraftStep.SUMMARY if any(map(is_broken_link, typed.split()[-1:])):
                    asked = await self.advance(tx, moderator, draft)
                    return replace(asked, no_link=True) if isinstance(asked, DraftAsks) else asked
                case DraftStep.SUMMARY if typed:
                    written = _with_summary(draft, typed)
                    if too_long := exceeds(written.summary, MAX_SUMMARY_LENGTH):
                        return too_long
                    return await self.advance(tx, moderator, replace(written, step=_next_step(written)))
                case DraftStep.SOURCE if link:
                    return await self.advance(tx, moderator, replace(draft, url=link, step=DraftStep.CONFIRM))
                case _:
                    asked = await self.advance(tx, moderator, draft)
                    return replace(asked, misread=True) if isinstance(asked, DraftAsks) else asked

        return await self.perform(caller, act)


class RuleOurselves(DraftAct):
    """Go on with a ruling of this newsroom, the fact-check behind the link being a source; or say why."""

    async def __call__(self, caller: Caller, item_id: ItemId) -> News:
        """Return the next question."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id or not draft.ready():
                return ButtonExpired()
            own = replace(draft, found=None, verdict_id=None)
            step = DraftStep.RATING if own.rating is None else DraftStep.SUMMARY
            return await self.advance(tx, moderator, replace(own, step=step))

        return await self.perform(caller, act)


class WordClaim(DraftAct):
    """Say the claim in one sentence, which people read in place of the post's text."""

    async def __call__(self, caller: Caller, item_id: ItemId, claim: str) -> News:
        """Return what the ruling waits for; without one under way, a ruling begins."""

        worded = " ".join(claim.split())

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if too_long := exceeds(worded, MAX_CLAIM_LENGTH):
                return too_long
            await tx.prompts.discard(moderator.id)
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id:
                draft = RulingDraft(moderator_id=moderator.id, item_id=item_id)
            return await self.advance(tx, moderator, replace(draft, claim=worded))

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
class PublishDraft(DraftAct):
    """Publish the confirmed draft, as its preview showed it."""

    rule_on_item: RuleOnItem
    catalogue: Catalogue

    async def __call__(self, caller: Caller, item_id: ItemId, mark: int) -> News:
        """Return how many people are told; an unfinished draft is not published, and one that reads otherwise
        than the preview with that `mark` is shown instead."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            draft = await tx.drafts.get(moderator.id)
            if draft is None or draft.item_id != item_id or not draft.ready():
                return ButtonExpired()
            draft = await self._as_stored(tx, draft)
            if draft.mark() != mark:
                asked = await self.advance(tx, moderator, draft)
                return replace(asked, changed=True) if isinstance(asked, DraftAsks) else asked
            if draft.found is not None:
                return await self._publish_found(tx, moderator, draft, draft.found)
            assert draft.rating is not None, "the draft is ready"  # noqa: S101 - narrows the type
            return await self.rule_on_item.publish(
                tx, moderator, item_id, draft.rating, draft.summary, draft.url, draft.claim
            )

        return await self.perform(caller, act)

    async def _as_stored(self, tx: Transaction, draft: RulingDraft) -> RulingDraft:
        """Return the draft with the fact-check as it reads by now, where it is stored and stands."""
        stored = await self._stored(tx, draft, draft.found) if draft.found is not None else None
        if stored is None or stored.retracted_at is not None:
            return draft
        return replace(draft, found=stored.ruling, verdict_id=stored.id)

    async def _publish_found(
        self, tx: Transaction, moderator: Moderator, draft: RulingDraft, found: Ruling
    ) -> News:
        """Answer with the fact-check behind the link, which is stored with that if it is not yet."""
        item = await self.item_or_news(tx, draft.item_id)
        if isinstance(item, NoSuchItem):
            return item
        allowed = rule(item, moderator, VerdictId(0), self.clock.now())
        if not isinstance(allowed, ReviewItem):
            await tx.drafts.discard(moderator.id)
            return await self.refused(tx, allowed)
        stored = await self._stored(tx, draft, found)
        if self.four_eyes and (stored is None or stored.retracted_at is None):
            await tx.drafts.discard(moderator.id)
            change = KnownRuling(item.id, stored.id) if stored else KnownRuling(item.id, found=found)
            return await self.rule_on_item.propose(tx, moderator, change, item)
        verdict = stored or await self._added(tx, found)
        if verdict.retracted_at is not None:  # withdrawn while the draft waited
            waits = replace(draft, found=None, verdict_id=None, step=DraftStep.RATING)
            await tx.drafts.save(waits)
            return DraftAsks(waits, item, unread=True, four_eyes=self.four_eyes)
        await tx.drafts.discard(moderator.id)
        return await self.rule_on_item.close_with(tx, moderator, item, verdict, "linked")

    async def _stored(self, tx: Transaction, draft: RulingDraft, found: Ruling) -> Verdict | None:
        stored = await tx.verdicts.get(draft.verdict_id) if draft.verdict_id else None
        return stored or await tx.verdicts.find(found.url, await self.catalogue.fingerprint(found.claim))

    async def _added(self, tx: Transaction, found: Ruling) -> Verdict:
        return await tx.verdicts.add(found, await self.catalogue.fingerprint(found.claim), self.clock.now())


@dataclass(frozen=True)
class AnswerWith:
    """Answer an item with a fact-check that is known, or read the one behind a link."""

    store: Store
    link_item: LinkItem
    start_ruling: StartRuling

    async def __call__(self, caller: Caller, item_id: ItemId, reference: VerdictId | str) -> News:
        """Return how many people are told, or what was read, to be confirmed."""
        if isinstance(reference, str):
            async with self.store.reading() as tx:
                site = self.link_item.site
                known = await find_verdict(tx, reference, site) or await find_withdrawn(tx, reference, site)
            if known is None:
                return await self.start_ruling(caller, item_id, url=reference)
        return await self.link_item(caller, item_id, reference)


def _unread(asked: News) -> News:
    """Mark that no fact-check could be read behind the link."""
    return replace(asked, unread=asked.draft.found is None) if isinstance(asked, DraftAsks) else asked


def _with_summary(draft: RulingDraft, typed: str) -> RulingDraft:
    """Return the draft with its summary, and with the link that stands at its end."""
    words = typed.rsplit(maxsplit=1)
    if len(words) > 1 and is_web_link(words[1]):
        return replace(draft, summary=words[0], url=words[1])
    return replace(draft, summary=typed)


def _next_step(draft: RulingDraft) -> DraftStep:
    if draft.found is not None and not draft.summary:
        return DraftStep.CONFIRM
    if draft.rating is None:
        return DraftStep.RATING
    if draft.url:
        return DraftStep.CONFIRM
    return DraftStep.SOURCE if draft.summary else DraftStep.SUMMARY
