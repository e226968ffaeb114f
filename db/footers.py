"""Owns the closing lines of channel posts: which line closed which posts, as keys without any text."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from claims.footers import POSTS_TO_LEARN
from claims.submission import ChannelPost
from db.connection import Connection
from db.schema import channel_lines
from db.upsert import Prepared


class SqlFooters:
    """The closing lines inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, channel_id: int, keys: Sequence[str]) -> frozenset[str]:
        """Return those of the keys that closed enough posts of the channel to be its footer."""
        if not keys:
            return frozenset()
        rows = await self._connection.execute(
            select(channel_lines.c.line)
            .where(channel_lines.c.channel_id == channel_id, channel_lines.c.line.in_(list(keys)))
            .group_by(channel_lines.c.line)
            .having(func.count() >= POSTS_TO_LEARN)
        )
        return frozenset(row.line for row in rows)

    async def add(self, post: ChannelPost, keys: Sequence[str], now: datetime) -> None:
        """Remember which lines closed a post; the same post forwarded again counts once."""
        rows = [
            {"channel_id": post.channel_id, "line": key, "post_id": post.message_id, "seen_at": now}
            for key in dict.fromkeys(keys)
        ]
        if rows:
            await self._connection.execute_later(_ADD.on(self._connection), rows)

    async def forget(self, before: datetime) -> int:
        """Delete what was seen before a moment; return how many rows that were."""
        return (
            await self._connection.execute(delete(channel_lines).where(channel_lines.c.seen_at < before))
        ).rowcount


_ADD = Prepared(channel_lines, lambda adding: adding.on_conflict_do_nothing())
