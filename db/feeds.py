"""Owns the scheduled feeds: which there are, who reads one now, and what of each has been read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, exists, func, or_, select, update

from claims.feed import Feed, FeedId, NewFeed
from db.connection import Connection
from db.schema import feed_pages, feeds
from db.types import fits
from db.upsert import insert


class SqlFeeds:
    """The feeds inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, feed: NewFeed, now: datetime) -> bool:
        """Add a feed, due at once; False when the source is known."""
        added = await self._connection.execute(
            insert(self._connection, feeds).on_conflict_do_nothing(index_elements=["source"]),
            {
                "source": feed.source,
                "publisher": feed.publisher,
                "columns": dict(feed.columns),
                "every_seconds": int(feed.every.total_seconds()),
                "due_at": now,
                "added_at": now,
            },
        )
        return added.rowcount > 0

    async def change(self, feed: Feed) -> None:
        """Write back how a feed is to be read: how often, of which publisher, by which columns, and when
        next."""
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed.id)
            .values(
                publisher=feed.publisher,
                columns=dict(feed.columns),
                every_seconds=int(feed.every.total_seconds()),
                due_at=feed.due_at,
            )
        )

    async def read_anew(self, feed_id: FeedId) -> None:
        """Forget which version of a feed, and which of its pages, have been read."""
        await self._connection.execute(delete(feed_pages).where(feed_pages.c.feed_id == feed_id))
        unread = update(feeds).where(feeds.c.id == feed_id).values(etag="", last_modified="")
        await self._connection.execute(unread)

    async def remove(self, feed_id: FeedId) -> bool:
        """Forget a feed; False when there was none."""
        if not fits(feed_id):
            return False
        removed = await self._connection.execute(delete(feeds).where(feeds.c.id == feed_id))
        return removed.rowcount > 0

    async def get(self, feed_id: FeedId) -> Feed | None:
        """Return the feed, if there is one."""
        found = (await self._connection.execute(select(feeds).where(feeds.c.id == feed_id))).first()
        return None if found is None else _feed(found)

    async def all(self) -> list[Feed]:
        """Return the feeds in the order in which they were added."""
        return [_feed(row) for row in await self._connection.execute(select(feeds).order_by(feeds.c.id))]

    async def take_due(self, now: datetime, until: datetime, only: FeedId | None = None) -> Feed | None:
        """Return the feed that has been due for longest, or `only` that one, due or not, and hold it until
        then; None while any is held."""
        held = feeds.alias()
        wanted = feeds.c.due_at <= now if only is None else feeds.c.id == only
        one = (
            select(feeds.c.id)
            .where(wanted, ~exists().where(held.c.held_until > now))
            .order_by(feeds.c.due_at, feeds.c.id)
            .limit(1)
            .scalar_subquery()
        )
        free = or_(feeds.c.held_until.is_(None), feeds.c.held_until <= now)
        taken = await self._connection.execute(
            update(feeds).where(feeds.c.id == one, free).values(held_until=until).returning(*feeds.c)
        )
        row = taken.first()
        return None if row is None else _feed(row)

    async def wait_no_longer(self, now: datetime) -> None:
        """Let those be due, and free, that wait or are held: the clock by which they were has changed."""
        waits = or_(feeds.c.due_at > now, feeds.c.held_until > now)
        await self._connection.execute(update(feeds).where(waits).values(due_at=now, held_until=None))

    async def hold(self, feed_id: FeedId, until: datetime | None) -> None:
        """Hold a feed until then; None lets it go."""
        await self._connection.execute(update(feeds).where(feeds.c.id == feed_id).values(held_until=until))

    async def save(self, feed: Feed) -> None:
        """Write back what became of a try, and let the feed go."""
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed.id)
            .values(
                due_at=feed.due_at,
                etag=feed.etag,
                last_modified=feed.last_modified,
                tried_at=feed.tried_at,
                succeeded_at=feed.succeeded_at,
                failures=feed.failures,
                problem=feed.problem,
                accepted=feed.accepted,
                refused=feed.refused,
                held_until=None,
            )
        )

    async def pages(self, feed_id: FeedId) -> Mapping[str, str]:
        """Return the pages of a feed that have been read, with the stamps they had."""
        rows = await self._connection.execute(
            select(feed_pages.c.url, feed_pages.c.stamp).where(feed_pages.c.feed_id == feed_id)
        )
        return {row.url: row.stamp for row in rows}

    async def count_pages(self, feed_id: FeedId) -> int:
        """Return how many pages of a feed have been read."""
        counted = select(func.count()).where(feed_pages.c.feed_id == feed_id)
        return await self._connection.scalar(counted) or 0

    async def remember(self, feed_id: FeedId, pages: Mapping[str, str]) -> None:
        """Note that these pages have been read, with their stamps; nothing for a feed that is gone."""
        known = select(feeds.c.id).where(feeds.c.id == feed_id)
        if not pages or await self._connection.scalar(known) is None:
            return
        adding = insert(self._connection, feed_pages)
        rows = [{"feed_id": feed_id, "url": url, "stamp": stamp} for url, stamp in sorted(pages.items())]
        await self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=["feed_id", "url"], set_={"stamp": adding.excluded.stamp}
            ),
            rows,
        )


def _feed(row: Row[Any]) -> Feed:
    return Feed(
        id=FeedId(row.id),
        source=row.source,
        every=timedelta(seconds=row.every_seconds),
        publisher=row.publisher,
        columns=row.columns,
        due_at=row.due_at,
        etag=row.etag,
        last_modified=row.last_modified,
        tried_at=row.tried_at,
        succeeded_at=row.succeeded_at,
        failures=row.failures,
        problem=row.problem,
        accepted=row.accepted,
        refused=row.refused,
    )
