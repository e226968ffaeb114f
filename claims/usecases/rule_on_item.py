"""Closes review items: with a new ruling, with an existing verdict, or without a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.approval import KnownRuling, NewRuling
from claims.days import UTC_DAYS, Days
from claims.news import Dismissed, News, NoSuchItem, Published, RetractedBefore, TooLong, Usage
from claims.ports import Transaction
from claims.question import leans
from claims.review import DismissReason, ItemId, Moderator, ReviewItem, dismiss, rule
from claims.site import Site
from claims.usecases.learning import learn_from_ruling
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.proposing import ProposingAct
from claims.usecases.telling import tell_ruling, tell_set_aside
from claims.verdict import Rating, Ruling, Source, Verdict, VerdictId

# In UTF-16 code units, as Telegram counts. People read 500 of a claim and 600 of a summary, in which links
# take more room once they cannot be tapped.
MAX_CLAIM_LENGTH = 500
MAX_SUMMARY_LENGTH = 550
MAX_APPEARANCES = 50


@dataclass(frozen=True)
class ClosingAct(ProposingAct):
    """What closing an item with a verdict shares."""

    async def close_with(
        self,
        tx: Transaction,
        moderator: Moderator,
        item: ReviewItem,
        verdict: Verdict,
        act: str,
        *,
        look_further: bool = True,
        probability: float | None = None,
        approver: Moderator | None = None,
    ) -> News:
        """Close the item with a stored verdict and tell its askers; `look_further` for who else waits for
        it. `probability` is what the matcher said of the two, where the item does not know; `approver` is
        who approved what the moderator wrote."""
        ruled = rule(item, approver or moderator, verdict.id, self.clock.now())
        if not isinstance(ruled, ReviewItem):
            return await self.refused(tx, ruled)
        await self.save(tx, ruled)
        await learn_from_ruling(tx, ruled, verdict, act, self.clock.now(), probability)
        waiting = await tx.submissions.ids_on(item.id)
        told = await tell_ruling(tx, self.voice, self.clock, ruled, verdict)
        approval: dict[str, object] = {"approved_by": approver.id} if approver else {}
        more: dict[str, object] = {"submissions": list(waiting)} if len(waiting) > told else {}
        await self.record(tx, moderator, act, item, ruled, {"told": told} | more | approval)
        done = "published" if act == "ruled" else "answered_item"
        await self.record_use(tx, moderator, done, verdict, item, approval)
        if look_further:
            await tx.offers.plan(verdict.id, moderator.id, self.clock.now())
        return Published(item.id, verdict, told, linked=act == "linked")


@dataclass(frozen=True)
class RuleOnItem(ClosingAct):
    """Publish a ruling of this newsroom on an item and tell every asker."""

    newsroom: str
    days: Days = UTC_DAYS

    async def __call__(self, caller: Caller, item_id: ItemId, rating: Rating, summary: str, url: str) -> News:
        """Return how many people are told, or why nothing was published. The claim reads as the caller has
        worded it, if they did."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if too_long := exceeds(summary, MAX_SUMMARY_LENGTH):
                return too_long
            claim = await worded_claim(tx, moderator, item_id)
            done = await self.publish(tx, moderator, item_id, rating, summary, url, claim)
            return replace(done, worded=bool(claim)) if isinstance(done, Published) else done

        return await self.perform(caller, act)

    async def publish(
        self,
        tx: Transaction,
        moderator: Moderator,
        item_id: ItemId,
        rating: Rating,
        summary: str,
        url: str,
        claim: str = "",
    ) -> News:
        """Discard the draft, and publish the ruling or let it wait for approval."""
        item = await self.item_or_news(tx, item_id)
        if isinstance(item, NoSuchItem):
            return item
        allowed = rule(item, moderator, VerdictId(0), self.clock.now())
        if not isinstance(allowed, ReviewItem):
            return await self.refused(tx, allowed)
        ruling = self._ruling(item, rating, summary, url, claim)
        ruling = replace(ruling, appearances=await _posts(tx, item))
        await tx.drafts.discard(moderator.id)
        await tx.prompts.discard(moderator.id)
        if self.four_eyes:
            return await self.propose(tx, moderator, NewRuling(item.id, ruling), item)
        return await self.publish_new(tx, moderator, item, ruling)

    async def publish_new(
        self,
        tx: Transaction,
        moderator: Moderator,
        item: ReviewItem,
        ruling: Ruling,
        approver: Moderator | None = None,
    ) -> News:
        """Add the verdict, which counts as checked today, and close the item with it."""
        dated = replace(ruling, published_at=self.days.of(self.clock.now()))
        verdict = await tx.verdicts.add(dated, item.key, self.clock.now())
        return await self.close_with(tx, moderator, item, verdict, "ruled", approver=approver)

    def _ruling(self, item: ReviewItem, rating: Rating, summary: str, url: str, claim: str) -> Ruling:
        return Ruling(
            claim=claim or as_claim(item.text),
            wordings=() if claim and leans(item.key) else (item.text,),
            rating=rating,
            publisher=self.newsroom,
            summary=summary,
            published_at=self.days.of(self.clock.now()),
            language=item.language,
            sources=(Source(url),) if url else (),
        )


async def worded_claim(tx: Transaction, moderator: Moderator, item_id: ItemId) -> str:
    """Return the claim of an item as the moderator has worded it in their draft; "" where they did not."""
    draft = await tx.drafts.get(moderator.id)
    return draft.claim if draft is not None and draft.item_id == item_id else ""


async def _posts(tx: Transaction, item: ReviewItem) -> tuple[str, ...]:
    """Return the links of the channel posts that people forwarded."""
    forwarded = await tx.submissions.forwarded_to(item.id, MAX_APPEARANCES)
    return tuple(dict.fromkeys(filter(None, (stored.submission.origin_link for stored in forwarded))))


@dataclass(frozen=True)
class LinkItem(ClosingAct):
    """Answer an item with a verdict that exists already."""

    site: Site

    async def __call__(self, caller: Caller, item_id: ItemId, reference: VerdictId | str) -> News:
        """Return how many people are told; `reference` is a verdict's number or its fact-check's link."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            verdict = await find_verdict(tx, reference, self.site)
            if verdict is None:
                withdrawn = await find_withdrawn(tx, reference, self.site)
                return RetractedBefore(withdrawn) if withdrawn else Usage("link", "verdict")
            await tx.prompts.discard(moderator.id)
            if self.four_eyes:
                return await self.propose(tx, moderator, KnownRuling(item.id, verdict.id), item)
            return await self.close_with(tx, moderator, item, verdict, "linked")

        return await self.perform(caller, act)


class DismissItem(ModeratorAct):
    """Set an item aside without a verdict and tell its askers kindly."""

    async def __call__(self, caller: Caller, item_id: ItemId, reason: DismissReason) -> News:
        """Return how many people are told, or why nothing was done."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            item = await self.item_or_news(tx, item_id)
            if isinstance(item, NoSuchItem):
                return item
            dismissed = dismiss(item, moderator, reason, self.clock.now())
            if not isinstance(dismissed, ReviewItem):
                return await self.refused(tx, dismissed)
            await self.save(tx, dismissed)
            waiting = await tx.submissions.ids_on(item.id)
            told = await tell_set_aside(tx, self.voice, self.clock, dismissed, reason)
            more = {"submissions": list(waiting), "told": told}
            await self.record(tx, moderator, "dismissed", item, dismissed, more)
            await tx.prompts.discard(moderator.id)
            return Dismissed(item.id, reason, told)

        return await self.perform(caller, act)


def exceeds(text: str, limit: int) -> TooLong | None:
    """Return that `text` is too long, if it is: cut, it could say the opposite."""
    length = len(text) + sum(1 for character in text if ord(character) > 0xFFFF)
    return TooLong(length, limit) if length > limit else None


def as_claim(text: str) -> str:
    """Return a post as the claim that others will read: without its links, no longer than people read."""
    words = [word for word in text.split() if not word.lower().startswith(("http://", "https://", "www."))]
    return " ".join(words)[:MAX_CLAIM_LENGTH] or text[:MAX_CLAIM_LENGTH]


async def find_verdict(tx: Transaction, reference: VerdictId | str, site: Site) -> Verdict | None:
    """Return the verdict with that number, or the only one that the fact-check's page, which may be our own,
    ever had; unless withdrawn. Where another one of the page was withdrawn, that may be the one meant."""
    meant = await _meant(tx, reference, site)
    return meant[0] if len(meant) == 1 and meant[0].retracted_at is None else None


async def find_withdrawn(tx: Transaction, reference: VerdictId | str, site: Site) -> Verdict | None:
    """Return the withdrawn verdict that is meant, where no other one is."""
    meant = await _meant(tx, reference, site)
    return meant[0] if meant and all(verdict.retracted_at is not None for verdict in meant) else None


async def _meant(tx: Transaction, reference: VerdictId | str, site: Site) -> Sequence[Verdict]:
    if isinstance(reference, str):
        reference = site.number_of(reference) or reference
    if isinstance(reference, str):
        return await tx.verdicts.find_by_url(reference)
    verdict = await tx.verdicts.get(reference)
    return [verdict] if verdict is not None else []
