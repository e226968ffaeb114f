"""Owns the moderators, the rulings they have half written, and what they are about to type."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from claims.prompt import Prompt, PromptKind, SendBackPrompt
from claims.review import DraftStep, ItemId, Moderator, ModeratorId, ProposalId, RulingDraft
from claims.roles import Role
from claims.verdict import Rating, VerdictId
from db.connection import Connection
from db.schema import NOBODY_IN_PARTICULAR, drafts, moderators, prompts, send_backs
from db.snapshots import read_ruling, write_ruling
from db.types import fits, plain
from db.upsert import insert


class SqlModerators:
    """The moderators inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, moderator_id: ModeratorId) -> Moderator | None:
        """Return the moderator, or None for everybody else."""
        if not fits(moderator_id):
            return None
        found = await self._connection.execute(select(moderators).where(moderators.c.id == moderator_id))
        row = found.first()
        return _moderator(row) if row else None

    async def add(self, moderator: Moderator, now: datetime) -> bool:
        """Add or rename; False when nothing changed.

        Raises:
            ValueError: the id is not that of one person.
        """
        if moderator.id <= 0 or not fits(moderator.id) or moderator.id in NOBODY_IN_PARTICULAR:
            raise ValueError(f"{moderator.id} is not the Telegram id of one person")
        name, language = plain(moderator.name), plain(moderator.language)
        if await self.get(moderator.id) == replace(moderator, name=name, language=language):
            return False
        values = {
            "name": name,
            "language": language,
            "role": moderator.role,
            "wants_cards": moderator.wants_cards,
            "night": moderator.night,
        }
        await self._connection.execute(
            insert(self._connection, moderators)
            .values(id=moderator.id, added_at=now, **values)
            .on_conflict_do_update(index_elements=["id"], set_=values)
        )
        return True

    async def remove(self, moderator_id: ModeratorId) -> bool:
        """Remove, with their draft; False when there was none."""
        if not fits(moderator_id):
            return False
        removed = await self._connection.execute(delete(moderators).where(moderators.c.id == moderator_id))
        return removed.rowcount == 1

    async def owners(self) -> Sequence[Moderator]:
        """Return the owners, by id; who else wants to know waits until this transaction ends."""
        rows = await self._connection.execute(
            select(moderators)
            .where(moderators.c.role == Role.OWNER)
            .order_by(moderators.c.id)
            .with_for_update()
        )
        return [_moderator(row) for row in rows]

    async def all(self) -> Sequence[Moderator]:
        """Return everyone who may review, by id."""
        rows = await self._connection.execute(select(moderators).order_by(moderators.c.id))
        return [_moderator(row) for row in rows]


class SqlDrafts:
    """Half-written rulings inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, moderator_id: ModeratorId) -> RulingDraft | None:
        """Return the moderator's draft, if there is one."""
        found = await self._connection.execute(select(drafts).where(drafts.c.moderator_id == moderator_id))
        row = found.first()
        return _draft(row) if row else None

    async def save(self, draft: RulingDraft) -> None:
        """Store as the moderator's one draft."""
        values = {
            "item_id": draft.item_id,
            "step": draft.step,
            "rating": draft.rating,
            "summary": draft.summary,
            "url": draft.url,
            "claim": draft.claim,
            "found": draft.found and write_ruling(draft.found),
            "verdict_id": draft.verdict_id,
        }
        await self._connection.execute(
            insert(self._connection, drafts)
            .values(moderator_id=draft.moderator_id, **values)
            .on_conflict_do_update(index_elements=["moderator_id"], set_=values)
        )

    async def discard(self, moderator_id: ModeratorId) -> None:
        """Forget the moderator's draft, if there is one."""
        await self._connection.execute(delete(drafts).where(drafts.c.moderator_id == moderator_id))


class SqlPrompts:
    """What moderators' next typed messages are for, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, moderator_id: ModeratorId, now: datetime) -> Prompt | SendBackPrompt | None:
        """Return the moderator's prompt, if one still waits."""
        if not fits(moderator_id):
            return None
        sending_back = await self._connection.execute(
            select(send_backs).where(send_backs.c.moderator_id == moderator_id, send_backs.c.until > now)
        )
        if row := sending_back.first():
            return SendBackPrompt(moderator_id, ProposalId(row.proposal_id), row.until)
        found = await self._connection.execute(
            select(prompts).where(prompts.c.moderator_id == moderator_id, prompts.c.until > now)
        )
        row = found.first()
        return row and Prompt(moderator_id, ItemId(row.item_id), PromptKind(row.kind), row.until)

    async def save(self, prompt: Prompt | SendBackPrompt) -> None:
        """Store as the moderator's one prompt."""
        await self.discard(prompt.moderator_id)
        if isinstance(prompt, SendBackPrompt):
            await self._connection.execute(
                insert(self._connection, send_backs).values(
                    moderator_id=prompt.moderator_id, proposal_id=prompt.proposal_id, until=prompt.until
                )
            )
            return
        values = {"item_id": prompt.item_id, "kind": prompt.kind, "until": prompt.until}
        await self._connection.execute(
            insert(self._connection, prompts)
            .values(moderator_id=prompt.moderator_id, **values)
            .on_conflict_do_update(index_elements=["moderator_id"], set_=values)
        )

    async def discard(self, moderator_id: ModeratorId) -> None:
        """Forget the moderator's prompt, if there is one."""
        for table in (prompts, send_backs):
            await self._connection.execute(delete(table).where(table.c.moderator_id == moderator_id))


def _moderator(row: Row[Any]) -> Moderator:
    return Moderator(ModeratorId(row.id), row.name, row.language, Role(row.role), row.wants_cards, row.night)


def _draft(row: Row[Any]) -> RulingDraft:
    return RulingDraft(
        moderator_id=ModeratorId(row.moderator_id),
        item_id=ItemId(row.item_id),
        step=DraftStep(row.step),
        rating=row.rating and Rating(row.rating),
        summary=row.summary,
        url=row.url,
        claim=row.claim,
        found=row.found and read_ruling(row.found),
        verdict_id=row.verdict_id and VerdictId(row.verdict_id),
    )
