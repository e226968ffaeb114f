"""Shows the team, and lets owners invite, change roles and remove."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from claims.approval import Stage, item_of
from claims.days import THE_END
from claims.news import (
    Address,
    Colleague,
    InvitationVoid,
    Invited,
    Joined,
    MemberPage,
    News,
    TeamEvent,
    TeamPage,
)
from claims.ports import Clock, Store, Transaction, Voice
from claims.queue import QueueFilter, QueueQuery, Showing
from claims.review import Moderator, ModeratorId, Person, ReviewItem, hand_back, release
from claims.roles import INVITATION_DURATION, INVITATION_PREFIX, Invitation, Right, Role, outranks
from claims.submission import ChatId, PersonId
from claims.usecases.moderating import Caller, ModeratorAct
from claims.usecases.proposing import record_proposal
from claims.usecases.tell_figures import digest_name

MOST_HELD = 100
MAX_NAME_LENGTH = 80


class ShowTeam(ModeratorAct):
    """List who reviews."""

    async def __call__(self, caller: Caller) -> News:
        """Return the list."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            return TeamPage(tuple(await tx.moderators.all()), moderator)

        return await self.perform(caller, act)


class TeamAct(ModeratorAct):
    """What an owner's acts on people share."""

    needs: ClassVar[Right] = Right.PEOPLE

    async def page(
        self, tx: Transaction, owner: Moderator, event: TeamEvent, member: Moderator | None = None
    ) -> News:
        """Return the team as it is now, with what happened."""
        viewer = await tx.moderators.get(owner.id) or owner
        return TeamPage(tuple(await tx.moderators.all()), viewer, event, member)


class ShowMember(TeamAct):
    """Show one member and what can be done."""

    async def __call__(self, caller: Caller, member_id: ModeratorId, *, removing: bool = False) -> News:
        """Return the member; `removing` asks whether they shall be removed."""

        async def act(tx: Transaction, owner: Moderator) -> News:
            member = await tx.moderators.get(member_id)
            if member is None:
                return await self.page(tx, owner, TeamEvent.NOBODY)
            return MemberPage(member, removing)

        return await self.perform(caller, act)


class ChangeRole(TeamAct):
    """Give a member another role; it holds at their next press."""

    async def __call__(self, caller: Caller, member_id: ModeratorId, role: Role) -> News:
        """Return the team; the last owner stays one."""

        async def act(tx: Transaction, owner: Moderator) -> News:
            member = await tx.moderators.get(member_id)
            if member is None:
                return await self.page(tx, owner, TeamEvent.NOBODY)
            if role is not Role.OWNER and await is_last_owner(tx, member_id):
                return await self.page(tx, owner, TeamEvent.LAST_OWNER, member)
            changed = replace(member, role=role)
            if await tx.moderators.add(changed, self.clock.now()):
                await record_role(tx, self.clock, f"moderator:{owner.id}", "changed_role", member, changed)
            return await self.page(tx, owner, TeamEvent.ROLE_CHANGED, changed)

        return await self.perform(caller, act)


class RemoveMember(TeamAct):
    """Remove a member; what they hold becomes free."""

    async def __call__(self, caller: Caller, member_id: ModeratorId) -> News:
        """Return the team; the last owner stays in it."""

        async def act(tx: Transaction, owner: Moderator) -> News:
            member = await tx.moderators.get(member_id)
            if member is None:
                return await self.page(tx, owner, TeamEvent.NOBODY)
            if await is_last_owner(tx, member_id):
                return await self.page(tx, owner, TeamEvent.LAST_OWNER, member)
            await remove_member(tx, self.clock, f"moderator:{owner.id}", member)
            return await self.page(tx, owner, TeamEvent.REMOVED, member)

        return await self.perform(caller, act)


@dataclass(frozen=True)
class Invite(TeamAct):
    """Make a one-time link that gives a role."""

    new_token: Callable[[], str]

    async def __call__(self, caller: Caller, role: Role, bot_username: str) -> News:
        """Return the link. Only its hash is kept; the word itself is gone once the message is sent."""

        async def act(tx: Transaction, owner: Moderator) -> News:
            token = f"{INVITATION_PREFIX}{self.new_token()}"
            until = self.clock.now() + INVITATION_DURATION
            await tx.invitations.add(
                Invitation(token_hash=hashed(token), role=role, invited_by=owner.id, expires_at=until)
            )
            await tx.audit.write(
                actor=f"moderator:{owner.id}",
                act="invited",
                subject="team",
                now=self.clock.now(),
                after={"role": role.value, "until": until.isoformat()},
            )
            return Invited(role, f"https://t.me/{bot_username}?start={token}", until)

        return await self.perform(caller, act)


@dataclass(frozen=True)
class AcceptInvitation:
    """Give a role to whoever opens an invitation first."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, to: Address, person: Person, name: str, token: str) -> News:
        """Return which role they have now, or that the invitation is void."""
        async with self.store.writing() as tx:
            await tx.people.save(person)
            news = await self._accept(tx, ModeratorId(person.id), name, token)
            await tx.outbox.add(self.voice.say(to, news), self.clock.now())
            return news

    async def _accept(self, tx: Transaction, person_id: ModeratorId, name: str, token: str) -> News:
        now = self.clock.now()
        invitation = await tx.invitations.find(hashed(token), now)
        inviter = await tx.moderators.get(ModeratorId(invitation.invited_by)) if invitation else None
        if invitation is None or inviter is None or inviter.role is not Role.OWNER:
            return InvitationVoid()
        known = await tx.moderators.get(person_id)
        if known is not None and not outranks(invitation.role, known.role):
            return Joined(known.role)  # nothing to gain; the link stays for somebody else
        if not await tx.invitations.use(invitation.token_hash, person_id, now):
            return InvitationVoid()
        newcomer = Moderator(person_id, name[:MAX_NAME_LENGTH])
        member = replace(known or newcomer, role=invitation.role)
        await tx.moderators.add(member, now)
        await record_role(tx, self.clock, f"moderator:{person_id}", "joined", known, member, inviter)
        await self._tell(tx, inviter, member)
        return Joined(member.role)

    async def _tell(self, tx: Transaction, inviter: Moderator, member: Moderator) -> None:
        person = await tx.people.get(PersonId(inviter.id))
        now = self.clock.now()
        address = Address(
            chat_id=ChatId(inviter.id),
            debt=f"joined:{member.id}:{now.isoformat()}",
            language=person.language if person else inviter.language,
        )
        await tx.outbox.add(self.voice.say(address, Colleague(member)), now)


def hashed(token: str) -> str:
    """Return what is kept of an invitation's secret word."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


async def is_last_owner(tx: Transaction, member_id: ModeratorId) -> bool:
    """Return whether the desk would have no owner without this one."""
    return [owner.id for owner in await tx.moderators.owners()] == [member_id]


async def remove_member(tx: Transaction, clock: Clock, actor: str, member: Moderator) -> None:
    """Take the role away, give back what they hold, and write both to the audit log."""
    now = clock.now()
    mine = QueueQuery(chosen=QueueFilter(Showing.MINE), viewer=member.id, now=now)
    for item in await tx.items.open(MOST_HELD, 0, mine):
        free = release(item, member, now)
        if isinstance(free, ReviewItem) and await tx.items.save(free):
            await tx.audit.write(
                actor=actor,
                act="released",
                subject=f"item:{item.id}",
                now=now,
                before={"holder": member.id},
                after={"holder": None},
            )
    await _drop_proposals(tx, clock, actor, member)
    await tx.cards.forget_all_in(ChatId(member.id))
    await tx.schedules.forget(digest_name(member.id), THE_END)
    await tx.moderators.remove(member.id)
    await record_role(tx, clock, actor, "removed_moderator", member, None)


async def _drop_proposals(tx: Transaction, clock: Clock, actor: str, member: Moderator) -> None:
    """End what waits for approval of theirs; its items become free."""
    for proposal in await tx.proposals.waiting(MOST_HELD):
        if proposal.author != member.id:
            continue
        dropped = replace(proposal, stage=Stage.OVERTAKEN)
        await tx.proposals.save(dropped)
        await record_proposal(tx, clock, actor, dropped.stage.value, dropped)
        item_id = item_of(proposal.change)
        item = await tx.items.get(item_id) if item_id else None
        if item is not None and item.proposal_id == proposal.id:
            await tx.items.save(hand_back(item, None, clock.now()))


async def record_role(
    tx: Transaction,
    clock: Clock,
    actor: str,
    act: str,
    before: Moderator | None,
    after: Moderator | None,
    inviter: Moderator | None = None,
) -> None:
    """Write to the audit log who became what."""
    member = after or before
    await tx.audit.write(
        actor=actor,
        act=act,
        subject=f"moderator:{member.id if member else 0}",
        now=clock.now(),
        before=_audited(before),
        after=(_audited(after) or {}) | ({"invited_by": inviter.id} if inviter else {}),
    )


def _audited(member: Moderator | None) -> dict[str, object] | None:
    return {"name": member.name, "role": member.role.value} if member else None
