"""Owns the rating words that a newsroom has mapped itself."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from claims.verdict import Rating
from db.connection import Connection
from db.schema import rating_words
from db.upsert import insert


class SqlRatingWords:
    """The mapped words inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> Mapping[str, Rating]:
        """Return the ratings by the key of their words."""
        rows = await self._connection.execute(select(rating_words))
        return {row.key: Rating(row.rating) for row in rows}

    async def save(self, key: str, words: str, rating: Rating, now: datetime) -> None:
        """Map words, or map them anew."""
        adding = insert(self._connection, rating_words)
        changed = {name: adding.excluded[name] for name in ("words", "rating", "mapped_at")}
        await self._connection.execute(
            adding.on_conflict_do_update(index_elements=["key"], set_=changed),
            {"key": key, "words": words, "rating": rating, "mapped_at": now},
        )

    async def remove(self, key: str) -> bool:
        """Forget a mapping; False when there was none."""
        removed = await self._connection.execute(delete(rating_words).where(rating_words.c.key == key))
        return removed.rowcount > 0
