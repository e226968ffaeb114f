"""Owns the column types: times in UTC, text that every database accepts, and JSON kept as text."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# Telegram's ids need 64 bits; SQLite numbers rows by itself only in a column called INTEGER (64 bits, too).
Number = BigInteger().with_variant(Integer(), "sqlite")
_LARGEST_NUMBER = 2**63 - 1


def fits(number: int) -> bool:
    """Return whether a number (typed by anyone, say) can be the id of something stored at all."""
    return -_LARGEST_NUMBER <= number <= _LARGEST_NUMBER


def plain(text: str) -> str:
    """Return `text` with what no database takes (NUL, halves of surrogate pairs) replaced by U+FFFD."""
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd")


def moment(value: datetime | str | None) -> datetime | None:
    """Return a moment in UTC as read past its column's type: SQLite's driver gives the text that it keeps."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    if found is None:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Utc(TypeDecorator[datetime]):
    """A moment: takes times of any zone, refuses those without one, and gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Convert to UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Say that it is UTC; SQLite keeps no zone."""
        return moment(value)


class Words(TypeDecorator[str]):
    """Text from anywhere."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """Replace what no database takes."""
        return None if value is None else plain(value)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as ASCII text, which any string survives unchanged."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """Write JSON."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - as above
        """Read JSON."""
        return None if value is None else json.loads(value)
