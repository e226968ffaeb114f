"""Owns what is known before a question is decided: what is rarely there is only read where it is."""

from sqlalchemy import bindparam, select

from claims.learning import LabelledPair
from claims.ports import Background
from claims.submission import PersonId
from claims.verdict import VerdictId
from db.connection import Connection
from db.pairs import PAIRS_OF_KEY, pair_of
from db.people import REJECTED
from db.schema import people, schedules
from db.shortcut import rows_of
from db.types import moment
from db.verdicts import REVISION


class SqlBackgrounds:
    """The backgrounds of questions inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, person_id: PersonId, key: str, schedule: str) -> Background:
        """Return what is known of that person and of texts with that fingerprint; `schedule` is the name of
        the moment to look up."""
        given = {"of_person": person_id, "of_key": key}
        [row] = await self._connection.run_sync(rows_of, _KNOWN, {**given, "of_name": schedule})
        has_rejected, is_labelled, scheduled_at, revision, blocked = row
        return Background(
            rejected=await self._rejected(given) if has_rejected else frozenset(),
            labelled=await self._labelled(given) if is_labelled else (),
            scheduled_at=moment(scheduled_at),
            revision=revision or 0,
            blocked=bool(blocked),
        )

    async def _rejected(self, given: dict[str, object]) -> frozenset[VerdictId]:
        rows = await self._connection.execute(REJECTED, given)
        return frozenset(VerdictId(row.verdict_id) for row in rows)

    async def _labelled(self, given: dict[str, object]) -> tuple[LabelledPair, ...]:
        rows = await self._connection.execute(PAIRS_OF_KEY, {"of_key": given["of_key"]})
        return tuple(pair_of(row) for row in rows)


_KNOWN = select(
    REJECTED.exists().label("has_rejected"),
    PAIRS_OF_KEY.order_by(None).exists().label("is_labelled"),
    select(schedules.c.at)
    .where(schedules.c.name == bindparam("of_name"))
    .scalar_subquery()
    .label("scheduled_at"),
    REVISION.scalar_subquery().label("revision"),
    select(people.c.id)
    .where(people.c.id == bindparam("of_person"), people.c.blocked.is_(True))
    .exists()
    .label("blocked"),
)
