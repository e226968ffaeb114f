"""Owns the labelled pairs: who is not kept, only what was said about a text and a verdict, and how often."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from claims.learning import LabelledPair, LabelSource
from claims.verdict import VerdictId
from db.connection import Connection
from db.schema import pairs
from db.upsert import Prepared


class SqlPairs:
    """The labelled pairs inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        key: str,
        verdict_id: VerdictId,
        source: LabelSource,
        now: datetime,
        *,
        same: bool,
        probability: float | None = None,
    ) -> None:
        """Store a judgement, or count it when the same was said before."""
        await self.add_many([key], verdict_id, source, now, same=same, probability=probability)

    async def add_many(
        self,
        keys: Collection[str],
        verdict_id: VerdictId,
        source: LabelSource,
        now: datetime,
        *,
        same: bool,
        probability: float | None = None,
    ) -> None:
        """Store one judgement about several texts, as `add` does, with one statement."""
        rows = [
            {
                "key": key,
                "verdict_id": verdict_id,
                "source": source,
                "same": same,
                "times": 1,
                "probability": probability,
                "labelled_at": now,
            }
            for key in sorted(keys)
        ]
        if rows:
            await self._connection.execute_later(_ADD.on(self._connection), rows)

    async def take_back(self, key: str, verdict_id: VerdictId, source: LabelSource) -> None:
        """Forget a judgement, or count it once less."""
        said = (pairs.c.key == key, pairs.c.verdict_id == verdict_id, pairs.c.source == source)
        await self._connection.execute(delete(pairs).where(*said, pairs.c.times <= 1))
        await self._connection.execute(
            update(pairs).where(*said, pairs.c.times > 1).values(times=pairs.c.times - 1)
        )

    async def of(self, key: str) -> Sequence[LabelledPair]:
        """Return what was said about texts with that fingerprint."""
        return [pair_of(row) for row in await self._connection.execute(PAIRS_OF_KEY, {"of_key": key})]

    async def all(self) -> Sequence[LabelledPair]:
        """Return everything that was said."""
        return [pair_of(row) for row in await self._connection.execute(select(pairs).order_by(pairs.c.id))]


_ADD = Prepared(
    pairs,
    lambda adding: adding.on_conflict_do_update(
        index_elements=["key", "verdict_id", "source", "same"],
        set_={
            "times": pairs.c.times + 1,
            "labelled_at": adding.excluded.labelled_at,
            "probability": func.coalesce(pairs.c.probability, adding.excluded.probability),
        },
    ),
)
PAIRS_OF_KEY = select(pairs).where(pairs.c.key == bindparam("of_key")).order_by(pairs.c.id)


def pair_of(row: Row[Any]) -> LabelledPair:
    """Return the pair of a row."""
    return LabelledPair(
        key=row.key,
        verdict_id=VerdictId(row.verdict_id),
        source=LabelSource(row.source),
        same=row.same,
        probability=row.probability,
        labelled_at=row.labelled_at,
        times=row.times,
    )
