"""Adds and removes moderators, by numeric id, with an entry in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.ports import Clock, Store, Transaction
from claims.review import Moderator, ModeratorId

GROUP_ANONYMOUS_BOT = 1087968824
CHANNEL_BOT = 136817688
TELEGRAM_SERVICE = 777000
LARGEST_ID = 2**52  # Telegram promises ids of at most 52 significant bits
NOBODY = frozenset({GROUP_ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM_SERVICE})


class NotAPersonError(ValueError):
    """The id belongs to no single person, so it can hold no role."""


@dataclass(frozen=True)
class ManageModerators:
    """The operator's commands about who may review."""

    store: Store
    clock: Clock

    async def add(self, moderator_id: ModeratorId, name: str = "") -> bool:
        """Add or rename a moderator; return False when nothing changed.

        Raises:
            NotAPersonError: the id is that of a group, of an anonymous admin or of a service account.
        """
        if not 0 < moderator_id < LARGEST_ID or moderator_id in NOBODY:
            raise NotAPersonError(f"{moderator_id} is not the id of a person")
        async with self.store.writing() as tx:
            changed = await tx.moderators.add(Moderator(moderator_id, name), self.clock.now())
            if changed:
                await self._record(tx, "added_moderator", moderator_id)
            return changed

    async def remove(self, moderator_id: ModeratorId) -> bool:
        """Remove a moderator; return False when there was none with that id."""
        async with self.store.writing() as tx:
            removed = await tx.moderators.remove(moderator_id)
            if removed:
                await self._record(tx, "removed_moderator", moderator_id)
            return removed

    async def all(self) -> Sequence[Moderator]:
        """Return all moderators."""
        async with self.store.reading() as tx:
            return await tx.moderators.all()

    async def _record(self, tx: Transaction, act: str, moderator_id: ModeratorId) -> None:
        subject = f"moderator:{moderator_id}"
        await tx.audit.write(actor="operator", act=act, subject=subject, now=self.clock.now())
