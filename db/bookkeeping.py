"""Owns what is counted over submissions, answers and rulings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, cast, distinct, func, select

from claims.delivery import OutgoingState, Urgency
from claims.figures import MOST_SHARES, RULING_ACTS, Figures, Share, by_primary_language
from claims.review import ItemState
from db.connection import Connection
from db.schema import answers, audit, outbox, publishers, review_items, submissions, verdicts


class SqlBookkeeping:
    """The figures inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def figures(self, since: datetime, until: datetime, edges: Sequence[datetime]) -> Figures:
        """Return the figures of some time; `edges` cut it into the stretches that are counted alone.

        A submission counts as answered when its first answer was not refused by Telegram; it was answered
        after review when that answer went out with a ruling, to everyone who waited.
        """
        waits = await self._waits(since, until)
        answered = await self._answered(_first_answers(since, until))
        return Figures(
            since=since,
            until=until,
            asked=await self._number(select(func.count()).where(_asked(since, until))),
            at_once=answered.get(Urgency.ANSWER, 0),
            after_review=answered.get(Urgency.BROADCAST, 0),
            waiting=await self._number(
                select(func.count(distinct(submissions.c.person_id))).where(
                    submissions.c.item_id.is_not(None)
                )
            ),
            rulings=len(waits),
            median_wait=timedelta(seconds=median(waits)) if waits else None,
            languages=by_primary_language(await self._languages(since, until)),
            publishers=await self._publishers(_first_answers(since, until)),
            asked_in=await self._asked_in(edges, until),
        )

    async def _number(self, statement: Select[Any]) -> int:
        number: int | None = await self._connection.scalar(statement)
        return number or 0

    async def _answered(self, first: Subquery) -> dict[Urgency, int]:
        """Return how many submissions got their first answer how."""
        rows = await self._connection.execute(
            select(outbox.c.urgency, func.count().label("number"))
            .join(first, first.c.outbox_id == outbox.c.id)
            .group_by(outbox.c.urgency)
        )
        return {Urgency(row.urgency): row.number for row in rows}

    async def _waits(self, since: datetime, until: datetime) -> list[float]:
        """Return for how many seconds the items that were ruled on in this time had waited."""
        ruled_at = func.max(audit.c.at)
        rows = await self._connection.execute(
            select(review_items.c.created_at, ruled_at.label("ruled_at"))
            .join(audit, audit.c.subject == "item:" + cast(review_items.c.id, String))
            .where(review_items.c.state == ItemState.RULED, audit.c.act.in_(RULING_ACTS))
            .where(audit.c.at >= since, audit.c.at < until)
            .group_by(review_items.c.id, review_items.c.created_at)
        )
        return [(row.ruled_at - row.created_at).total_seconds() for row in rows]

    async def _languages(self, since: datetime, until: datetime) -> list[Share]:
        rows = await self._connection.execute(
            select(submissions.c.language, func.count().label("number"))
            .where(_asked(since, until))
            .group_by(submissions.c.language)
        )
        return [Share(row.language, row.number) for row in rows]

    async def _publishers(self, first: Subquery) -> tuple[Share, ...]:
        number = func.count().label("number")
        rows = await self._connection.execute(
            select(publishers.c.name, number)
            .select_from(first)
            .join(
                answers,
                and_(answers.c.outbox_id == first.c.outbox_id, answers.c.submission_id == first.c.id),
            )
            .join(verdicts, verdicts.c.id == answers.c.verdict_id)
            .join(publishers, publishers.c.id == verdicts.c.publisher_id)
            .group_by(publishers.c.name)
            .order_by(number.desc(), publishers.c.name)
            .limit(MOST_SHARES)
        )
        return tuple(Share(row.name, row.number) for row in rows)

    async def _asked_in(self, edges: Sequence[datetime], until: datetime) -> tuple[int, ...]:
        ends = [min(edge, until) for edge in edges]
        counted = [func.sum(case((_asked(start, end), 1), else_=0)) for start, end in pairwise(ends)]
        if not counted:
            return ()
        row = (await self._connection.execute(select(*counted).where(_asked(ends[0], until)))).one()
        return tuple(number or 0 for number in row)


def _asked(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(submissions.c.sent_at >= since, submissions.c.sent_at < until)


def _first_answers(since: datetime, until: datetime) -> Subquery:
    """Return the submissions of this time that were answered, each with the call that first did."""
    return (
        select(submissions.c.id, func.min(answers.c.outbox_id).label("outbox_id"))
        .join(answers, answers.c.submission_id == submissions.c.id)
        .join(outbox, outbox.c.id == answers.c.outbox_id)
        .where(_asked(since, until), outbox.c.state != OutgoingState.FAILED)
        .group_by(submissions.c.id)
        .subquery()
    )
