"""Owns the plan of second looks at publishers' pages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from claims.pages import KnownPage, PageCounts
from db.connection import Connection
from db.schema import page_looks, verdicts
from db.upsert import insert

_SHOWN = 5


class SqlPages:
    """The plan inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def unplanned(self, limit: int) -> Sequence[KnownPage]:
        """Return pages that are in no plan yet, those of the newest verdicts first."""
        rows = await self._connection.execute(
            select(verdicts.c.page, verdicts.c.url)
            .outerjoin(page_looks, page_looks.c.page == verdicts.c.page)
            .where(verdicts.c.page != "", verdicts.c.retracted_at.is_(None), page_looks.c.page.is_(None))
            .order_by(verdicts.c.id.desc())
            .limit(limit)
        )
        return list({row.page: KnownPage(row.page, row.url) for row in rows}.values())

    async def plan(self, pages: Sequence[tuple[KnownPage, datetime]]) -> None:
        """Look at each of the pages then; what is planned already stays."""
        if pages:
            await self._connection.execute(
                insert(self._connection, page_looks).on_conflict_do_nothing(index_elements=["page"]),
                [{"page": page.key, "url": page.url, "due_at": due_at} for page, due_at in pages],
            )

    async def due(self, now: datetime, latest: datetime) -> KnownPage | None:
        """Return the page that has been due for longest; one that would be due after `latest` was planned by
        another clock, or period, and is due as well."""
        by_time = page_looks.c.due_at
        for is_due, order in ((by_time <= now, by_time), (by_time > latest, by_time.desc())):
            found = await self._connection.execute(select(page_looks).where(is_due).order_by(order).limit(1))
            if (row := found.first()) is not None:
                break
        return None if row is None else KnownPage(row.page, row.url, row.etag, row.last_modified)

    async def postpone(self, key: str, due_at: datetime) -> None:
        """Look at the page then."""
        await self._connection.execute(
            update(page_looks).where(page_looks.c.page == key).values(due_at=due_at)
        )

    async def settle(self, page: KnownPage, looked_at: datetime, due_at: datetime, problem: str) -> None:
        """Note a look, with the version that was read, and when the next one is due."""
        await self._connection.execute(
            update(page_looks)
            .where(page_looks.c.page == page.key)
            .values(
                looked_at=looked_at,
                due_at=due_at,
                etag=page.etag,
                last_modified=page.last_modified,
                problem=problem,
            )
        )

    async def forget(self, key: str) -> None:
        """Never look at the page again: no verdict rests on it any more."""
        await self._connection.execute(delete(page_looks).where(page_looks.c.page == key))

    async def counts(self) -> PageCounts:
        """Return how the looks stand."""
        troubled = page_looks.c.problem != ""
        counted = await self._connection.execute(
            select(
                func.count().label("known"),
                func.count(page_looks.c.looked_at).label("looked"),
                func.count().filter(troubled).label("troubled"),
            ).select_from(page_looks)
        )
        row = counted.one()
        some = await self._connection.execute(
            select(page_looks.c.url, page_looks.c.problem)
            .where(troubled)
            .order_by(page_looks.c.looked_at.desc())
            .limit(_SHOWN)
        )
        return PageCounts(row.known, row.looked, row.troubled, tuple((one.url, one.problem) for one in some))
