"""Owns the INSERT that tolerates a row which is there already, in the database's own dialect."""

from collections.abc import Callable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Executable

from db.connection import Connection

Insert = sqlite.Insert | postgresql.Insert


def insert(connection: Connection, table: Table) -> Insert:
    """Return an INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


class Prepared:
    """Such an INSERT, built once for each dialect: building takes about as long as running it."""

    def __init__(self, table: Table, build: Callable[[Insert], Executable]) -> None:
        self._sqlite = build(sqlite.insert(table))
        self._postgresql = build(postgresql.insert(table))

    def on(self, connection: Connection) -> Executable:
        """Return it in the dialect of a connection."""
        return self._postgresql if connection.dialect.name == "postgresql" else self._sqlite
