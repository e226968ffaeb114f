"""Owns the INSERT that tolerates a row which is there already, in the database's own dialect."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from db.connection import Connection


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
