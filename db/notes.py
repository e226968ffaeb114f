"""Owns what is written about items: moderators' notes, the question to the askers, and their replies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update

from claims.asking import AskerReply, Note, Question
from claims.review import ItemId, ModeratorId
from claims.submission import PersonId
from db.connection import Connection
from db.schema import notes, questions, replies, review_items


class SqlNotes:
    """The notes inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, note: Note) -> None:
        """Store a note."""
        await self._connection.execute(
            insert(notes).values(
                item_id=note.item_id,
                moderator_id=note.moderator_id,
                text=note.text,
                written_at=note.written_at,
            )
        )

    async def on(self, item_id: ItemId, limit: int) -> Sequence[Note]:
        """Return the newest notes on an item, oldest first."""
        newest = select(notes).where(notes.c.item_id == item_id).order_by(notes.c.id.desc()).limit(limit)
        return [_note(row) for row in await self._connection.execute(newest)][::-1]

    async def move(self, from_item: ItemId, to_item: ItemId) -> None:
        """Put the notes of one item under another."""
        await self._connection.execute(
            update(notes).where(notes.c.item_id == from_item).values(item_id=to_item)
        )


class SqlQuestions:
    """The questions to askers inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, item_id: ItemId) -> Question | None:
        """Return the item's question, if it was asked."""
        found = await self._connection.execute(select(questions).where(questions.c.item_id == item_id))
        row = found.first()
        return _question(row) if row else None

    async def about(self, item_id: ItemId) -> Sequence[Question]:
        """Return the question of an item, and those of the items that were merged into it."""
        merged = select(review_items.c.id).where(review_items.c.merged_into == item_id)
        rows = await self._connection.execute(
            select(questions)
            .where(or_(questions.c.item_id == item_id, questions.c.item_id.in_(merged)))
            .order_by(questions.c.asked_at, questions.c.item_id)
        )
        return [_question(row) for row in rows]

    async def add(self, question: Question) -> None:
        """Store the item's one question."""
        await self._connection.execute(
            insert(questions).values(
                item_id=question.item_id,
                moderator_id=question.moderator_id,
                text=question.text,
                asked=question.asked,
                asked_at=question.asked_at,
            )
        )

    async def reply(self, item_id: ItemId, person_id: PersonId, text: str, now: datetime) -> None:
        """Store what somebody replied."""
        await self._connection.execute(
            insert(replies).values(item_id=item_id, person_id=person_id, text=text, replied_at=now)
        )

    async def count_of(self, item_id: ItemId, person_id: PersonId) -> int:
        """Return how many replies of one person there are."""
        number = await self._connection.scalar(
            select(func.count()).where(replies.c.item_id == item_id, replies.c.person_id == person_id)
        )
        return number or 0

    async def replies(self, item_id: ItemId) -> Sequence[AskerReply]:
        """Return the replies, oldest first, their writers numbered."""
        rows = await self._connection.execute(
            select(replies).where(replies.c.item_id == item_id).order_by(replies.c.id)
        )
        numbers: dict[int, int] = {}
        return [
            AskerReply(numbers.setdefault(row.person_id, len(numbers) + 1), row.text, row.replied_at)
            for row in rows
        ]


def _note(row: Row[Any]) -> Note:
    return Note(
        item_id=ItemId(row.item_id),
        moderator_id=ModeratorId(row.moderator_id),
        text=row.text,
        written_at=row.written_at,
    )


def _question(row: Row[Any]) -> Question:
    return Question(
        item_id=ItemId(row.item_id),
        moderator_id=ModeratorId(row.moderator_id),
        text=row.text,
        asked=row.asked,
        asked_at=row.asked_at,
    )
