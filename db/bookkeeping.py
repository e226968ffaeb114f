"""Owns what is counted over submissions, answers and rulings."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, case, cast, distinct, func, literal, select

from claims.delivery import OutgoingState, Urgency
from claims.figures import MOST_SHARES, RULING_ACTS, Figures, Share, by_primary_language
from claims.review import ItemState
from db.connection import Connection
from db.schema import answers, audit, outbox, publishers, review_items, submissions, verdicts
from db.types import Number

BATCH = 1_000  # ids in one statement; SQLite takes 32,766 parameters


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
        asked = await self._asked(since, until, edges)
        languages: Counter[str] = Counter()
        stretches: Counter[int] = Counter()
        for row in asked:
            languages[row.language] += row.number
            stretches[row.stretch] += row.number
        answered = await self._answered(since, until)
        firsts: Counter[Urgency] = Counter()
        for row in answered:
            firsts[Urgency(row.urgency)] += row.firsts
        return Figures(
            since=since,
            until=until,
            asked=stretches.total(),
            at_once=firsts[Urgency.ANSWER],
            after_review=firsts[Urgency.BROADCAST],
            waiting=await self._number(
                select(func.count(distinct(submissions.c.person_id))).where(
                    submissions.c.item_id.is_not(None)
                )
            ),
            rulings=len(waits),
            median_wait=timedelta(seconds=median(waits)) if waits else None,
            languages=by_primary_language(Share(name, number) for name, number in languages.items()),
            publishers=await self._publishers(answered),
            asked_in=tuple(stretches[number] for number in range(len(edges) - 1)),
        )

    async def _number(self, statement: Select[Any]) -> int:
        number: int | None = await self._connection.scalar(statement)
        return number or 0

    async def _asked(self, since: datetime, until: datetime, edges: Sequence[datetime]) -> Sequence[Row[Any]]:
        """Return how many submissions came in which language and stretch, in one pass; stretch -1 is what
        lies before the first edge or behind the last."""
        ends = [(submissions.c.sent_at < edge, number) for number, edge in enumerate(edges, start=-1)]
        stretch = case(*ends, else_=-1) if ends else literal(-1)
        counted = (
            select(submissions.c.language, stretch.label("stretch"))
            .where(submissions.c.sent_at >= since, submissions.c.sent_at < until)
            .subquery()
        )
        rows: Sequence[Row[Any]] = (
            await self._connection.execute(
                select(counted, func.count().label("number")).group_by(counted.c.language, counted.c.stretch)
            )
        ).all()
        return rows

    async def _answered(self, since: datetime, until: datetime) -> Sequence[Row[Any]]:
        """Return how many submissions got their first answer how (`firsts`), and which verdicts it gave how
        often. What a call gives is numbered from 0."""
        first = _first_answers(since, until)
        given = and_(answers.c.outbox_id == first.c.outbox_id, answers.c.submission_id == first.c.id)
        rows: Sequence[Row[Any]] = (
            await self._connection.execute(
                select(
                    outbox.c.urgency,
                    answers.c.verdict_id,
                    func.count().label("number"),
                    func.sum(case((answers.c.position == 0, 1), else_=0)).label("firsts"),
                )
                .select_from(first)
                .join(answers, given)
                .join(outbox, outbox.c.id == first.c.outbox_id)
                .group_by(outbox.c.urgency, answers.c.verdict_id)
            )
        ).all()
        return rows

    async def _waits(self, since: datetime, until: datetime) -> list[float]:
        """Return for how many seconds the items that were ruled on in this time had waited."""
        ruled_at = func.max(audit.c.at)
        rows = await self._connection.execute(
            select(review_items.c.created_at, ruled_at.label("ruled_at"))
            .select_from(audit)
            .join(
                review_items,
                review_items.c.id == cast(func.substr(audit.c.subject, len("item:") + 1), Number),
            )
            .where(review_items.c.state == ItemState.RULED, audit.c.act.in_(RULING_ACTS))
            .where(audit.c.at >= since, audit.c.at < until)
            .group_by(review_items.c.id, review_items.c.created_at)
        )
        return [(row.ruled_at - row.created_at).total_seconds() for row in rows]

    async def _publishers(self, answered: Sequence[Row[Any]]) -> tuple[Share, ...]:
        """Return whose verdicts were given most often."""
        given: Counter[int] = Counter()
        for row in answered:
            given[row.verdict_id] += row.number
        named: Counter[str] = Counter()
        for start in range(0, len(given), BATCH):
            some = sorted(given)[start : start + BATCH]
            rows = await self._connection.execute(
                select(verdicts.c.id, publishers.c.name)
                .join(publishers, publishers.c.id == verdicts.c.publisher_id)
                .where(verdicts.c.id.in_(some))
            )
            for row in rows:
                named[row.name] += given[row.id]
        ordered = sorted(named.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Share(name, number) for name, number in ordered[:MOST_SHARES])


def _first_answers(since: datetime, until: datetime) -> Subquery:
    """Return the submissions of this time that were answered, each with the call that first did."""
    return (
        select(submissions.c.id, func.min(answers.c.outbox_id).label("outbox_id"))
        .join(answers, answers.c.submission_id == submissions.c.id)
        .join(outbox, outbox.c.id == answers.c.outbox_id)
        .where(
            submissions.c.sent_at >= since,
            submissions.c.sent_at < until,
            outbox.c.state != OutgoingState.FAILED,
        )
        .group_by(submissions.c.id)
        .subquery()
    )
