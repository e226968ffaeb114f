"""Owns the offers: what new verdicts may answer, too, and for which verdicts it has not been looked yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from claims.offers import Offer
from claims.review import ItemId, ModeratorId
from claims.verdict import VerdictId
from db.connection import Connection
from db.schema import offer_runs, offers
from db.types import fits
from db.upsert import insert


class SqlOffers:
    """The offers inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def plan(self, verdict_id: VerdictId, moderator_id: ModeratorId, now: datetime) -> None:
        """Remember to look who else is waiting for a verdict, on behalf of a moderator."""
        values = {"moderator_id": moderator_id, "published_at": now}
        await self._connection.execute(
            insert(self._connection, offer_runs)
            .values(verdict_id=verdict_id, **values)
            .on_conflict_do_update(index_elements=["verdict_id"], set_=values)
        )

    async def planned(self, limit: int) -> Sequence[tuple[VerdictId, ModeratorId]]:
        """Return what has not been looked at, oldest first."""
        rows = await self._connection.execute(
            select(offer_runs).order_by(offer_runs.c.published_at, offer_runs.c.verdict_id).limit(limit)
        )
        return [(VerdictId(row.verdict_id), ModeratorId(row.moderator_id)) for row in rows]

    async def settle(self, verdict_id: VerdictId, found: Sequence[Offer], now: datetime) -> bool:
        """Store what was found in place of the plan; False when somebody else did meanwhile. What was offered
        before and is not found again is offered no more, but keeps its number."""
        planned = await self._connection.execute(
            delete(offer_runs).where(offer_runs.c.verdict_id == verdict_id)
        )
        if planned.rowcount != 1:
            return False
        numbers = [offer.number for offer in found]
        left = (offers.c.verdict_id == verdict_id, offers.c.taken_at.is_(None))
        gone = update(offers).where(*left, offers.c.number.not_in(numbers))
        await self._connection.execute(gone.values(taken_at=now))
        await self.add(found)
        return True

    async def add(self, found: Sequence[Offer]) -> None:
        """Store offers; one that is there already stays."""
        if found:
            rows = [_row(offer) for offer in found]
            adding = insert(self._connection, offers)
            await self._connection.execute(
                adding.on_conflict_do_nothing(index_elements=["verdict_id", "number"]), rows
            )

    async def of(self, verdict_id: VerdictId) -> Sequence[Offer]:
        """Return the offers of a verdict, in their order."""
        if not fits(verdict_id):
            return []
        rows = await self._connection.execute(
            select(offers).where(offers.c.verdict_id == verdict_id).order_by(offers.c.number)
        )
        return [_offer(row) for row in rows]

    async def take(self, verdict_id: VerdictId, number: int, now: datetime) -> bool:
        """Mark an offer as taken; False when it was before."""
        taken = await self._connection.execute(
            update(offers)
            .where(offers.c.verdict_id == verdict_id, offers.c.number == number, offers.c.taken_at.is_(None))
            .values(taken_at=now)
        )
        return taken.rowcount == 1


def _row(offer: Offer) -> dict[str, Any]:
    return {
        "verdict_id": offer.verdict_id,
        "number": offer.number,
        "item_id": offer.item_id,
        "key": offer.key,
        "text": offer.text,
        "people": offer.people,
        "probability": offer.probability,
    }


def _offer(row: Row[Any]) -> Offer:
    return Offer(
        verdict_id=VerdictId(row.verdict_id),
        number=row.number,
        key=row.key,
        text=row.text,
        people=row.people,
        probability=row.probability,
        item_id=row.item_id and ItemId(row.item_id),
        taken=row.taken_at is not None,
    )
