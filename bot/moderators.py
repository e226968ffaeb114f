"""Owns `forwardcheck moderators`: who may review, changed and listed at the command line."""

from bot.clock import SystemClock
from bot.settings import Settings
from claims.review import ModeratorId
from claims.roles import Role
from claims.usecases.manage_moderators import ManageModerators
from db.store import open_store


async def add(settings: Settings, moderator_id: int, name: str, role: Role | None) -> str:
    """Let a person review; return whether that changed anything, and their role, in a sentence.

    Raises:
        NotAPersonError, LastOwnerError: the number is nobody's, or nobody would be owner.
    """
    store = await open_store(settings.database)
    try:
        changed = await ManageModerators(store, SystemClock()).add(ModeratorId(moderator_id), name, role)
        async with store.reading() as tx:
            member = await tx.moderators.get(ModeratorId(moderator_id))
        holds = f" ({member.role})" if member else ""
        return f"{moderator_id} {'is a moderator' if changed else 'was a moderator already'}{holds}."
    finally:
        await store.close()


async def remove(settings: Settings, moderator_id: int) -> bool:
    """Take the role away; return whether the person had one.

    Raises:
        LastOwnerError: nobody would be owner.
    """
    store = await open_store(settings.database)
    try:
        return await ManageModerators(store, SystemClock()).remove(ModeratorId(moderator_id))
    finally:
        await store.close()


async def lines(settings: Settings) -> list[str]:
    """Return a line for each who may review: number, role and name."""
    store = await open_store(settings.database)
    try:
        known = await ManageModerators(store, SystemClock()).all()
        return [f"{moderator.id} {moderator.role} {moderator.name}".strip() for moderator in known]
    finally:
        await store.close()
