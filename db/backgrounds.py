"""Owns what is known before a question is decided: the reads of several aggregates, in one trip."""

from claims.ports import Background
from claims.submission import PersonId
from claims.verdict import VerdictId
from db.connection import Connection
from db.pairs import PAIRS_OF_KEY, pair_of
from db.people import REJECTED
from db.schedules import OF_NAMES
from db.verdicts import REVISION


class SqlBackgrounds:
    """The backgrounds of questions inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, person_id: PersonId, key: str, schedule: str) -> Background:
        """Return what is known of that person and of texts with that fingerprint; `schedule` is the name of
        the moment to look up."""
        rejected, labelled, moments, revisions = await self._connection.execute_all(
            [
                (REJECTED, {"of_person": person_id, "of_key": key}),
                (PAIRS_OF_KEY, {"of_key": key}),
                (OF_NAMES, {"names": [schedule]}),
                (REVISION, None),
            ]
        )
        moment = moments.first()
        return Background(
            rejected=frozenset(VerdictId(row.verdict_id) for row in rejected),
            labelled=tuple(pair_of(row) for row in labelled),
            scheduled_at=moment.at if moment else None,
            revision=revisions.scalar() or 0,
        )
