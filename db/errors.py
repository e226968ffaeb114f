"""Owns what can go wrong with the database, in sentences that a person understands."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

_PRIMARY_CODE_MASK = 0xFF  # SQLite's extended result codes keep the primary one in the low byte
_WHAT_SQLITE_MEANS = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; stop that program and try again",
    sqlite3.SQLITE_LOCKED: "another program is writing to it; stop that program and try again",
    sqlite3.SQLITE_READONLY: "it may not be written to; check the permissions of the file and its folder",
    sqlite3.SQLITE_PERM: "this user may not open it; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and may be written to",
    sqlite3.SQLITE_FULL: "the disk is full; free some space",
    sqlite3.SQLITE_IOERR: "the disk reports an error while reading or writing",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore it from a backup",
    sqlite3.SQLITE_NOTADB: "the file is not a database; choose another file or restore it from a backup",
}


class StorageUnavailable(Exception):  # noqa: N818 - the field's word; the sentence says what to do
    """The database cannot be used at present; its text tells a person why and what to do."""


class StorageDamaged(StorageUnavailable):
    """What is stored cannot be read any more: no waiting helps, only a backup."""


class DatabaseTooNew(StorageUnavailable):
    """The database was written by a newer version of the program; nothing in it was touched."""


class StorageConflict(Exception):  # noqa: N818 - names what happened, like the other two
    """A change contradicts what is stored (a duplicate, or a link to something that is not there)."""


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn the driver's errors into `StorageUnavailable` or `StorageConflict`; let other mistakes
    through."""
    try:
        yield
    except IntegrityError as error:
        raise StorageConflict(f"The change does not fit what is stored: {error.orig}.") from error
    except DBAPIError as error:
        reason = _reason(error)
        if reason is None:
            raise
        kind = StorageDamaged if _is_damage(error) else StorageUnavailable
        raise kind(f"The database {place} cannot be used: {reason}.") from error
    except OSError as error:
        if error.filename is None:
            raise
        raise StorageUnavailable(f"The database {place} cannot be used: {error.strerror}.") from error


def _is_damage(error: DBAPIError) -> bool:
    return _sqlite_code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _sqlite_code(error: DBAPIError) -> int | None:
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_CODE_MASK


def _reason(error: DBAPIError) -> str | None:
    code = _sqlite_code(error)
    if code is not None:
        return _WHAT_SQLITE_MEANS.get(code)
    is_server_fault = not isinstance(error.orig, sqlite3.Error) and (
        isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    )
    return "the database server does not answer" if is_server_fault else None
