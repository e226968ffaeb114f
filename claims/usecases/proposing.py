"""What every act that publishes shares where four eyes are asked for: it waits for a second moderator, who is
shown the whole of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claims.approval import Change, Proposal, ProposalView, item_of, subject_of, verdict_of
from claims.delivery import OutgoingState, take_back
from claims.news import (
    Address,
    ApprovalAsked,
    News,
    ProposalDecided,
    Proposed,
    WaitsForApproval,
    Wording,
)
from claims.ports import Clock, Transaction, Voice
from claims.review import Moderator, ModeratorId, ProposalId, ReviewItem, propose
from claims.roles import Right, may
from claims.submission import ChatId, PersonId
from claims.usecases.merging import wordings_on
from claims.usecases.moderating import ModeratorAct, proposal_facts
from claims.usecases.proposal_views import basis_of, view_of
from claims.verdict import VerdictId

MOST_ASKED = 200
NOT_STORED = ProposalId(0)


@dataclass(frozen=True)
class ProposingAct(ModeratorAct):
    """An act that publishes, or waits for approval first where `four_eyes` are asked for."""

    four_eyes: bool

    async def propose(
        self, tx: Transaction, moderator: Moderator, change: Change, item: ReviewItem | None = None
    ) -> News:
        """Let the change wait, on its item if it closes one, and ask everybody who may approve it."""
        now = self.clock.now()
        before = await tx.proposals.waiting_for(subject_of(change))
        if before is not None:
            return await waits(tx, self, before)
        proposed = propose(item, moderator, NOT_STORED, now) if item else None
        if proposed is not None and not isinstance(proposed, ReviewItem):
            return await self.refused(tx, proposed)
        proposal = await tx.proposals.add(change, moderator.id, now)
        if proposed is not None:
            await self.save(tx, replace(proposed, proposal_id=proposal.id))
            await tx.prompts.discard(moderator.id)
        proposal = replace(proposal, basis=await basis_of(tx, change))
        await tx.proposals.save(proposal)
        view = await view_of(tx, proposal)
        if view is None:
            raise LookupError(f"what proposal {proposal.id} is about is gone")
        await record_proposal(
            tx, self.clock, f"moderator:{moderator.id}", "proposed", proposal, proposal_facts(view.ruling)
        )
        return Proposed(view, await ask_approvers(tx, self.voice, self.clock, view))


async def waits(tx: Transaction, act: ModeratorAct, proposal: Proposal) -> News:
    """Return the news that a change waits for approval already."""
    return WaitsForApproval(proposal, await act.name_of(tx, f"moderator:{proposal.author}"))


async def ask_approvers(tx: Transaction, voice: Voice, clock: Clock, view: ProposalView) -> int:
    """Owe the whole proposal to everybody who may approve it; return how many that is."""
    asked = await approvers_of(tx, view.proposal)
    wordings = await other_wordings(tx, view)
    for moderator in asked:
        address = await private_address(tx, moderator.id, request_debt(view.proposal, moderator.id))
        news = ApprovalAsked(view, may_decide=True, wordings=wordings)
        await tx.outbox.add(voice.say(address, news), clock.now())
    return len(asked)


async def other_wordings(tx: Transaction, view: ProposalView) -> tuple[Wording, ...]:
    """Return the texts, beside its own, on the item that the proposal would close."""
    item = view.item
    return wordings_on(item, await tx.submissions.waiting_on(item.id)) if item is not None else ()


async def approvers_of(tx: Transaction, proposal: Proposal) -> Sequence[Moderator]:
    """Return everybody who may approve the proposal."""
    return [one for one in await tx.moderators.all() if may_approve(one, proposal)][:MOST_ASKED]


def may_approve(moderator: Moderator, proposal: Proposal) -> bool:
    """Return whether the moderator may approve the proposal: by their role, and as it is not their own."""
    return may(moderator.role, Right.APPROVE) and moderator.id != proposal.author


async def withdraw_requests(
    tx: Transaction, voice: Voice, clock: Clock, decided: ProposalDecided, *, but: ModeratorId | None = None
) -> None:
    """Take the buttons off what approvers were sent, and say there what was decided."""
    proposal = decided.proposal
    asked = {request_debt(proposal, one.id): one.id for one in await tx.moderators.all() if one.id != but}
    for owed in await tx.outbox.paying(list(asked), locked=True):
        address = await private_address(tx, asked[owed.outgoing.dedupe], f"{owed.outgoing.dedupe}:decided")
        if owed.state is OutgoingState.PENDING:
            await tx.outbox.amend(take_back(owed))
        elif owed.state is OutgoingState.SENT and owed.message_id is not None:
            edit = replace(address, edit=owed.message_id)
            await tx.outbox.add(voice.say(edit, decided), clock.now())
        elif owed.state is OutgoingState.SENDING:
            await tx.outbox.add(voice.say(replace(address, edit_of=owed.id), decided), clock.now())


def request_debt(proposal: Proposal, moderator_id: ModeratorId) -> str:
    """Return the name of the debt of asking somebody for approval."""
    return f"approval:{proposal.id}:{moderator_id}"


async def private_address(tx: Transaction, moderator_id: ModeratorId, debt: str) -> Address:
    """Return a moderator's private chat."""
    person = await tx.people.get(PersonId(moderator_id))
    moderator = await tx.moderators.get(moderator_id)
    language = person.language if person else moderator.language if moderator else ""
    return Address(chat_id=ChatId(moderator_id), debt=debt, language=language)


async def record_proposal(
    tx: Transaction,
    clock: Clock,
    actor: str,
    act: str,
    proposal: Proposal,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write to the audit log what became of a proposal, on the item or the verdict that it is about."""
    item_id, verdict_id = item_of(proposal.change), verdict_of(proposal.change)
    about = f"item:{item_id}" if item_id is not None else f"verdict:{verdict_id or VerdictId(0)}"
    facts = {"proposal": proposal.id, "author": proposal.author, **(after or {})}
    await tx.audit.write(actor=actor, act=act, subject=about, now=clock.now(), after=facts)
