"""Owns the invitations: one-time links that give a role, kept as hashes."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from claims.review import ModeratorId
from claims.roles import Invitation, Role
from db.connection import Connection
from db.schema import invitations


class SqlInvitations:
    """The invitations inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, invitation: Invitation) -> None:
        """Store a fresh invitation."""
        await self._connection.execute(
            insert(invitations).values(
                token_hash=invitation.token_hash,
                role=invitation.role,
                invited_by=invitation.invited_by,
                expires_at=invitation.expires_at,
            )
        )

    async def find(self, token_hash: str, now: datetime) -> Invitation | None:
        """Return the invitation, unless it was used or is over."""
        found = await self._connection.execute(
            select(invitations).where(
                invitations.c.token_hash == token_hash,
                invitations.c.used_by.is_(None),
                invitations.c.expires_at > now,
            )
        )
        row = found.first()
        return row and Invitation(
            token_hash=row.token_hash,
            role=Role(row.role),
            invited_by=row.invited_by,
            expires_at=row.expires_at,
        )

    async def use(self, token_hash: str, moderator_id: ModeratorId, now: datetime) -> bool:
        """Use the invitation up; False when somebody did before, at the same instant too, or it is over."""
        used = await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.token_hash == token_hash,
                invitations.c.used_by.is_(None),
                invitations.c.expires_at > now,
            )
            .values(used_by=moderator_id)
        )
        return used.rowcount == 1

    async def forget(self, expired_before: datetime) -> int:
        """Delete what was over before then; return how many."""
        gone = await self._connection.execute(
            delete(invitations).where(invitations.c.expires_at < expired_before)
        )
        return gone.rowcount
