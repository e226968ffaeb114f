"""Owns the public: language, who stopped the bot, and which answers they called wrong."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from claims.review import Person
from claims.submission import PersonId
from claims.verdict import VerdictId
from db.connection import Connection
from db.schema import people, rejections
from db.types import fits
from db.upsert import Prepared, insert

if TYPE_CHECKING:
    from db.upsert import Insert


class SqlPeople:
    """The public inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, person_id: PersonId) -> Person | None:
        """Return the person, or None when they never wrote."""
        if not fits(person_id):
            return None
        row = (await self._connection.execute(_OF_ID, {"of_id": person_id})).first()
        return Person(PersonId(row.id), row.language, row.blocked) if row else None

    async def save(self, person: Person) -> None:
        """Add, or write the language anew: that somebody stopped the bot stays known."""
        await self._connection.execute_later(_SAVE.on(self._connection), _row(person))

    async def hear_from(self, person: Person) -> bool:
        """Save, as `save` does; return whether they are known to have stopped the bot."""
        [row] = await self._connection.execute(_HEAR_FROM.on(self._connection), _row(person))
        return bool(row.blocked)

    async def set_blocked(self, person_id: PersonId, *, blocked: bool) -> None:
        """Remember of somebody who is known whether they stopped the bot."""
        await self._connection.execute_later(_SET_BLOCKED, {"of_id": person_id, "stopped": blocked})


class SqlRejections:
    """Rejected answers inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, person_id: PersonId, key: str, verdict_id: VerdictId, now: datetime) -> bool:
        """Remember; False when it was known."""
        added = await self._connection.execute(
            insert(self._connection, rejections)
            .values(person_id=person_id, key=key, verdict_id=verdict_id, rejected_at=now)
            .on_conflict_do_nothing(index_elements=["person_id", "key", "verdict_id"])
            .returning(rejections.c.id)
        )
        return added.first() is not None

    async def of(self, person_id: PersonId, key: str) -> frozenset[VerdictId]:
        """Return the verdicts that this person rejected for texts with that fingerprint."""
        rows = await self._connection.execute(REJECTED, {"of_person": person_id, "of_key": key})
        return frozenset(VerdictId(row.verdict_id) for row in rows)

    async def count(self, verdict_id: VerdictId, key: str) -> int:
        """Return how many people rejected the verdict for texts with that fingerprint."""
        number = await self._connection.scalar(
            select(func.count()).where(rejections.c.verdict_id == verdict_id, rejections.c.key == key)
        )
        return number or 0


def _row(person: Person) -> dict[str, Any]:
    return {"id": person.id, "language": person.language, "blocked": person.blocked}


def _add_or_word(adding: "Insert") -> "Insert":
    return adding.on_conflict_do_update(index_elements=["id"], set_={"language": adding.excluded.language})


_OF_ID = select(people).where(people.c.id == bindparam("of_id"))
_SAVE = Prepared(people, _add_or_word)
_HEAR_FROM = Prepared(people, lambda adding: _add_or_word(adding).returning(people.c.blocked))
_SET_BLOCKED = (
    update(people)
    .where(people.c.id == bindparam("of_id"))
    .values(blocked=bindparam("stopped", type_=people.c.blocked.type))
)
REJECTED = select(rejections.c.verdict_id).where(
    rejections.c.person_id == bindparam("of_person"), rejections.c.key == bindparam("of_key")
)
