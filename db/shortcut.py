"""Owns the short way of a statement to SQLite: compiled once, then handed to the driver itself."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Rows = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Rowset = Sequence[Sequence[Any]]

_KEPT = 256


def change(connection: Connection, statement: Executable, rows: Rows) -> int:
    """Run an INSERT, UPDATE or DELETE that returns nothing, once or for each of `rows`, which have the same
    columns; return how many stored rows it touched (on PostgreSQL perhaps -1, for several).

    SQLAlchemy's own way takes as long again as SQLite does. `statement` is one that the program keeps: one
    that is made anew each time would be compiled anew.

    Raises:
        DBAPIError: the database refuses it.
    """
    short = _short(connection, statement, rows if isinstance(rows, Mapping) else rows[0])
    return connection.execute(statement, rows).rowcount if short is None else short.run(connection, rows)


def rows_of(connection: Connection, statement: Executable, given: Mapping[str, Any]) -> Rowset:
    """Run a statement once and return its rows, whose columns are numbers and text; otherwise as `change`.

    Raises:
        DBAPIError: the database refuses it.
    """
    short = _short(connection, statement, given)
    return connection.execute(statement, given).all() if short is None else short.rows(connection, given)


def _short(connection: Connection, statement: Executable, columns: Mapping[str, Any]) -> "_Short | None":
    is_sqlite = connection.dialect.name == "sqlite"
    return _compiled(statement, tuple(columns), connection.dialect) if is_sqlite else None


class _Short:
    """A statement as the driver takes it: its text, and for each place the column and how to write values."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        self._text = str(compiled)
        self._fixed = compiled.params
        self._places = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is)
            for name in compiled.positiontup or ()
        ]

    def run(self, connection: Connection, rows: Rows) -> int:
        """Run it; return how many stored rows it touched."""
        with self._told(connection) as driver:
            if isinstance(rows, Mapping):
                cursor = driver.execute(self._text, self._values(rows))
            else:
                cursor = driver.executemany(self._text, map(self._values, rows))
        touched = cursor.rowcount
        cursor.close()
        return touched

    def rows(self, connection: Connection, given: Mapping[str, Any]) -> Rowset:
        """Run it; return its rows."""
        with self._told(connection) as driver:
            cursor = driver.execute(self._text, self._values(given))
            found = cursor.fetchall()
        cursor.close()
        return found

    @contextmanager
    def _told(self, connection: Connection) -> Iterator[sqlite3.Connection]:
        """Lend the driver's connection; its errors are told as SQLAlchemy tells them."""
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - narrows the type
        try:
            yield driver
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self._text, None, error, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
            ) from error

    def _values(self, row: Mapping[str, Any]) -> list[Any]:
        given = {**self._fixed, **row}
        return [written(given[name]) for name, written in self._places]


def _as_it_is(value: Any) -> Any:
    return value


@lru_cache(maxsize=_KEPT)
def _compiled(statement: Executable, columns: tuple[str, ...], dialect: Dialect) -> _Short | None:
    """Return it ready for the driver; None where SQLAlchemy has more to do with it than to write values."""
    assert isinstance(statement, ClauseElement)  # noqa: S101 - narrows the type
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - narrows the type
    given_by_it = (compiled.insert_prefetch, compiled.update_prefetch)
    filled_in_late = (compiled.literal_execute_params, compiled.post_compile_params)
    return None if any(given_by_it) or any(filled_in_late) else _Short(compiled, dialect)
