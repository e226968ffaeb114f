"""Decides on what waits for a second moderator: shown, approved, sent back, or taken back by its author."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from claims.approval import (
    Correcting,
    FurtherAnswers,
    KnownRuling,
    NewRuling,
    Proposal,
    ProposalView,
    Stage,
    Withdrawing,
    item_of,
)
from claims.news import (
    ApprovalAsked,
    Corrected,
    News,
    NoSuchProposal,
    Offered,
    ProposalApproved,
    ProposalDecided,
    ProposalsPage,
    Published,
    Retracted,
    SentBack,
    SentBackDone,
    TypeWhy,
)
from claims.ports import Transaction
from claims.prompt import PROMPT_DURATION, SendBackPrompt
from claims.review import (
    DraftStep,
    Moderator,
    ModeratorId,
    ProposalId,
    ReviewItem,
    RulingDraft,
    hand_back,
)
from claims.roles import Right
from claims.usecases.correct_verdict import CorrectVerdict, RetractVerdict
from claims.usecases.moderating import Caller, ModeratorAct, shown_to
from claims.usecases.offering import TakeOffers
from claims.usecases.proposal_views import basis_of, verdict_behind, view_of
from claims.usecases.proposing import (
    may_approve,
    other_wordings,
    private_address,
    record_proposal,
    withdraw_requests,
)
from claims.usecases.rule_on_item import RuleOnItem, as_claim, exceeds
from claims.verdict import Verdict

MOST_LISTED = 10
MAX_NOTE_LENGTH = 500


class ProposalAct(ModeratorAct):
    """What acts on a proposal share: it is looked up as it stands."""

    async def waiting(self, tx: Transaction, proposal_id: ProposalId) -> ProposalView | News:
        """Return what waits, or the news that there is no such thing, or what was decided; what is about
        something that is gone ends here."""
        proposal = await tx.proposals.get(proposal_id)
        if proposal is None:
            return NoSuchProposal(proposal_id)
        if proposal.stage is not Stage.WAITING:
            return await self.decided(tx, proposal)
        view = await view_of(tx, proposal)
        if view is not None:
            return view
        over = replace(proposal, stage=Stage.OVERTAKEN)
        await self._end(tx, "bot", over)
        await self._free(tx, over, proposal.author)
        address = await private_address(tx, proposal.author, f"overtaken:{proposal.id}")
        await tx.outbox.add(self.voice.say(address, await self.decided(tx, over)), self.clock.now())
        return await self.decided(tx, over)

    async def decided(self, tx: Transaction, proposal: Proposal) -> ProposalDecided:
        """Return the news of what was decided, and by whom."""
        by = proposal.decided_by
        return ProposalDecided(proposal, await self.name_of(tx, f"moderator:{by}") if by else "")

    async def shown(
        self, tx: Transaction, moderator: Moderator, view: ProposalView, *, fresh: bool = False
    ) -> News:
        """Return the whole proposal, with what this moderator may do, as it stands now."""
        proposal, basis = view.proposal, await basis_of(tx, view.proposal.change)
        if basis != proposal.basis:
            proposal = replace(proposal, basis=basis, version=proposal.version + 1)
            await tx.proposals.save(proposal)
        return ApprovalAsked(
            replace(view, proposal=proposal),
            may_decide=may_approve(moderator, proposal),
            mine=moderator.id == proposal.author,
            fresh=fresh,
            wordings=await other_wordings(tx, view),
        )

    async def end(
        self, tx: Transaction, moderator: Moderator, proposal: Proposal, stage: Stage, note: str = ""
    ) -> Proposal:
        """Decide on what waits, once, and take the buttons off what the other approvers were sent."""
        over = replace(proposal, stage=stage, decided_by=moderator.id, note=note)
        await self._end(tx, f"moderator:{moderator.id}", over)
        return over

    async def _end(self, tx: Transaction, actor: str, over: Proposal) -> None:
        await tx.proposals.save(over)
        note = {"note": over.note} if over.note else None
        await record_proposal(tx, self.clock, actor, over.stage.value, over, note)
        decided = await self.decided(tx, over)
        await withdraw_requests(tx, self.voice, self.clock, decided, but=over.decided_by)

    async def _free(self, tx: Transaction, proposal: Proposal, to: ModeratorId | None) -> ReviewItem | None:
        """End the wait on the item, if there is one, and return it, leased to `to`."""
        item_id = item_of(proposal.change)
        item = await tx.items.get(item_id) if item_id else None
        if item is None or item.proposal_id != proposal.id:
            return None
        freed = hand_back(item, to, self.clock.now())
        await self.save(tx, freed)
        return freed


class ListProposals(ProposalAct):
    """List what waits for approval."""

    async def __call__(self, caller: Caller) -> News:
        """Return the oldest ones."""

        async def act(tx: Transaction, _: Moderator) -> News:
            views = [await view_of(tx, one) for one in await tx.proposals.waiting(MOST_LISTED)]
            return ProposalsPage(tuple(view for view in views if view is not None))

        return await self.perform(caller, act)


class ShowProposal(ProposalAct):
    """Show the whole of what waits for approval."""

    async def __call__(self, caller: Caller, proposal_id: ProposalId) -> News:
        """Return it, or what was decided."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            prompt = await tx.prompts.get(moderator.id, self.clock.now())
            if isinstance(prompt, SendBackPrompt):
                await tx.prompts.discard(moderator.id)
            view = await self.waiting(tx, proposal_id)
            return await self.shown(tx, moderator, view) if isinstance(view, ProposalView) else view

        return await self.perform(caller, act)


@dataclass(frozen=True)
class ApproveProposal(ProposalAct):
    """Publish what somebody else wrote."""

    needs: ClassVar[Right] = Right.APPROVE

    rule_on_item: RuleOnItem
    take_offers: TakeOffers
    correct_verdict: CorrectVerdict
    retract_verdict: RetractVerdict

    async def __call__(self, caller: Caller, proposal_id: ProposalId, version: int | None = None) -> News:
        """Return how many people are told. What changed since `version` (None: since it was proposed) is
        shown instead, and the author is told that it is for somebody else."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            view = await self.waiting(tx, proposal_id)
            if not isinstance(view, ProposalView):
                return view
            if not may_approve(moderator, view.proposal):
                return await self.shown(tx, moderator, view)
            view = await self._as_stored(tx, view)
            proposal = view.proposal
            if (version or 1) != proposal.version or await basis_of(tx, proposal.change) != proposal.basis:
                return await self.shown(tx, moderator, view, fresh=True)
            return await self._approve(tx, moderator, view)

        return await self.perform(caller, act)

    async def _as_stored(self, tx: Transaction, view: ProposalView) -> ProposalView:
        """Return the proposal about the stored verdict, where a page that was read is stored by now."""
        change = view.proposal.change
        if not isinstance(change, KnownRuling) or change.found is None or change.verdict_id is not None:
            return view
        key = await self.correct_verdict.catalogue.fingerprint(change.found.claim)
        stored = await tx.verdicts.find(change.found.url, key)
        if stored is None or stored.retracted_at is not None:
            return view
        known = replace(view.proposal, change=KnownRuling(change.item_id, stored.id))
        return await view_of(tx, known) or view

    async def _approve(self, tx: Transaction, moderator: Moderator, view: ProposalView) -> News:
        proposal = view.proposal
        author = await tx.moderators.get(proposal.author)
        if author is None:
            return await self.decided(tx, replace(proposal, stage=Stage.OVERTAKEN))
        await self.end(tx, moderator, proposal, Stage.APPROVED)
        done = await self._carry_out(tx, author, moderator, view)
        told = done.told if isinstance(done, Published | Corrected | Retracted | Offered) else 0
        address = await private_address(tx, author.id, f"approved:{proposal.id}")
        approved = ProposalApproved(
            view, moderator.name or str(moderator.id), told or 0, shown_to(author, done)
        )
        await tx.outbox.add(self.voice.say(address, approved), self.clock.now())
        return done

    async def _carry_out(
        self, tx: Transaction, author: Moderator, approver: Moderator, view: ProposalView
    ) -> News:
        change, verdict = view.proposal.change, view.verdict
        match change:
            case NewRuling(_, ruling):
                item = self._released(view)
                return await self.rule_on_item.publish_new(tx, author, item, ruling, approver)
            case KnownRuling():
                stored = verdict or await self._added(tx, view)
                item = self._released(view)
                return await self.rule_on_item.close_with(
                    tx, author, item, stored, "linked", approver=approver
                )
            case FurtherAnswers(verdict_id, numbers):
                return await self.take_offers.take(tx, author, verdict_id, numbers, approver)
            case Correcting(_, correction):
                return await self.correct_verdict.apply(tx, author, _standing(verdict), correction)
            case Withdrawing():
                return await self.retract_verdict.withdraw(tx, author, _standing(verdict))
            case _:
                assert_never(change)

    def _released(self, view: ProposalView) -> ReviewItem:
        """Return the item as one that waits for nobody; it is saved when it is closed."""
        if view.item is None:
            raise LookupError("a ruling without its item")
        return replace(view.item, proposal_id=None)

    async def _added(self, tx: Transaction, view: ProposalView) -> Verdict:
        key = await self.correct_verdict.catalogue.fingerprint(view.ruling.claim)
        return await tx.verdicts.add(view.ruling, key, self.clock.now())


class AskWhy(ProposalAct):
    """Wait for what a moderator writes to the author of what they send back."""

    needs: ClassVar[Right] = Right.APPROVE

    async def __call__(self, caller: Caller, proposal_id: ProposalId) -> News:
        """Return what to type."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            view = await self.waiting(tx, proposal_id)
            if not isinstance(view, ProposalView):
                return view
            if not may_approve(moderator, view.proposal):
                return await self.shown(tx, moderator, view)
            until = self.clock.now() + PROMPT_DURATION
            await tx.prompts.save(SendBackPrompt(moderator.id, proposal_id, until))
            return TypeWhy(view)

        return await self.perform(caller, act)


class SendBack(ProposalAct):
    """Send a proposal back to its author, with a note."""

    needs: ClassVar[Right] = Right.APPROVE

    async def __call__(self, caller: Caller, proposal_id: ProposalId, note: str) -> News:
        """Return that the author has it again, with what they had written."""

        said = " ".join(note.split())

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if too_long := exceeds(said, MAX_NOTE_LENGTH):
                return too_long
            await tx.prompts.discard(moderator.id)
            view = await self.waiting(tx, proposal_id)
            if not isinstance(view, ProposalView):
                return view
            if not may_approve(moderator, view.proposal):
                return await self.shown(tx, moderator, view)
            over = await self.end(tx, moderator, view.proposal, Stage.SENT_BACK, said)
            item = await self._free(tx, over, over.author)
            draft = await _restored(tx, view, item)
            name = moderator.name or str(moderator.id)
            address = await private_address(tx, over.author, f"sent-back:{over.id}")
            sent_back = SentBack(replace(view, proposal=over, item=item), name, draft)
            await tx.outbox.add(self.voice.say(address, sent_back), self.clock.now())
            return SentBackDone(view)

        return await self.perform(caller, act)


class TakeBackProposal(ProposalAct):
    """Take back what one proposed oneself."""

    async def __call__(self, caller: Caller, proposal_id: ProposalId) -> News:
        """Return the item's card; a proposal of somebody else is only shown."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            view = await self.waiting(tx, proposal_id)
            if not isinstance(view, ProposalView):
                return view
            if view.proposal.author != moderator.id:
                return await self.shown(tx, moderator, view)
            over = await self.end(tx, moderator, view.proposal, Stage.TAKEN_BACK)
            item = await self._free(tx, over, moderator.id)
            return await self.card(tx, moderator, item) if item else await self.decided(tx, over)

        return await self.perform(caller, act)


async def _restored(tx: Transaction, view: ProposalView, item: ReviewItem | None) -> RulingDraft | None:
    """Give the author back what they had written, unless they write something else by now."""
    author = view.proposal.author
    if item is None or await tx.drafts.get(author) is not None:
        return None
    empty = RulingDraft(moderator_id=author, item_id=item.id, step=DraftStep.CONFIRM)
    match view.proposal.change:
        case NewRuling(_, ruling):
            draft = replace(
                empty,
                rating=ruling.rating,
                summary=ruling.summary,
                url=ruling.sources[0].url if ruling.sources else "",
                claim="" if ruling.claim == as_claim(item.text) else ruling.claim,
            )
        case _:
            verdict = await verdict_behind(tx, view.proposal.change)
            found = verdict.ruling if verdict else view.ruling
            draft = replace(empty, url=found.url, found=found, verdict_id=verdict.id if verdict else None)
    await tx.drafts.save(draft)
    return draft


def _standing(verdict: Verdict | None) -> Verdict:
    if verdict is None:
        raise LookupError("a change of a verdict that is not there")
    return verdict
