"""Owns the INSERT that tolerates a row which is there already, in the database's own dialect."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import Executable

from db.connection import Connection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

    Insert = sqlite.Insert | postgresql.Insert


def insert(connection: Connection, table: Table) -> "Insert":
    """Return an INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _insert(connection.dialect.name, table)


class Prepared:
    """Such an INSERT, built once for each dialect: building takes about as long as running it."""

    def __init__(self, table: Table, build: "Callable[[Insert], Executable]") -> None:
        self._table = table
        self._build = build
        self._built: dict[str, Executable] = {}

    def on(self, connection: Connection) -> Executable:
        """Return it in the dialect of a connection."""
        dialect = connection.dialect.name
        if dialect not in self._built:
            self._built[dialect] = self._build(_insert(dialect, self._table))
        return self._built[dialect]


def _insert(dialect: str, table: Table) -> "Insert":
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # loaded with the driver; on SQLite nobody needs it

    return postgresql.insert(table)
