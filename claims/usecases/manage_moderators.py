"""Adds and removes moderators, by numeric id, with an entry in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.ports import Clock, Store
from claims.problems import Problem
from claims.review import Moderator, ModeratorId
from claims.roles import Role
from claims.usecases.team import is_last_owner, record_role, remove_member

GROUP_ANONYMOUS_BOT = 1087968824
CHANNEL_BOT = 136817688
TELEGRAM_SERVICE = 777000
LARGEST_ID = 2**52  # Telegram promises ids of at most 52 significant bits
NOBODY = frozenset({GROUP_ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM_SERVICE})


class NotAPersonError(Problem):
    """The id belongs to no single person, so it can hold no role."""


class LastOwnerError(Problem):
    """Without this owner, nobody could invite or remove anybody."""


@dataclass(frozen=True)
class ManageModerators:
    """The operator's commands about who may review."""

    store: Store
    clock: Clock

    async def add(self, moderator_id: ModeratorId, name: str = "", role: Role | None = None) -> bool:
        """Add a moderator, rename them or change their role; return False when nothing changed. The first
        one becomes owner, whatever `role` says; without one, a new moderator is a reviewer.

        Raises:
            NotAPersonError: the id is that of a group, of an anonymous admin or of a service account.
            LastOwnerError: the desk would have no owner.
        """
        if not 0 < moderator_id < LARGEST_ID or moderator_id in NOBODY:
            raise NotAPersonError(f"{moderator_id} is not the id of a person")
        async with self.store.writing() as tx:
            known = await tx.moderators.get(moderator_id)
            if not await tx.moderators.owners():
                role = Role.OWNER
            role = role or (known.role if known else Role.REVIEWER)
            if role is not Role.OWNER and await is_last_owner(tx, moderator_id):
                raise LastOwnerError(f"{moderator_id} is the last owner; make somebody else owner first")
            before = known or Moderator(moderator_id)
            member = replace(before, name=name or before.name, role=role)
            changed = await tx.moderators.add(member, self.clock.now())
            if changed:
                act = "changed_moderator" if known else "added_moderator"
                await record_role(tx, self.clock, "operator", act, known, member)
            return changed

    async def remove(self, moderator_id: ModeratorId) -> bool:
        """Remove a moderator; return False when there was none with that id.

        Raises:
            LastOwnerError: the desk would have no owner.
        """
        async with self.store.writing() as tx:
            member = await tx.moderators.get(moderator_id)
            if member is None:
                return False
            if await is_last_owner(tx, moderator_id):
                raise LastOwnerError(f"{moderator_id} is the last owner; make somebody else owner first")
            await remove_member(tx, self.clock, "operator", member)
            return True

    async def all(self) -> Sequence[Moderator]:
        """Return all moderators."""
        async with self.store.reading() as tx:
            return await tx.moderators.all()
