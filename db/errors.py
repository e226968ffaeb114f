"""Owns what can go wrong with the database, in sentences that a person understands."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from claims.problems import Problem

_PRIMARY_CODE_MASK = 0xFF  # SQLite's extended result codes keep the primary one in the low byte
_WHAT_SQLITE_MEANS = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; stop that program and try again",
    sqlite3.SQLITE_LOCKED: "another program is writing to it; stop that program and try again",
    sqlite3.SQLITE_READONLY: "it may not be written to; check the permissions of the file and its folder",
    sqlite3.SQLITE_PERM: "this user may not open it; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and may be written to",
    sqlite3.SQLITE_FULL: "the disk is full; free some space",
    sqlite3.SQLITE_IOERR: "the disk reports an error while reading or writing; it may be full",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore it from a backup",
    sqlite3.SQLITE_NOTADB: "the file is not a database; choose another file or restore it from a backup",
}

_NO_RIGHTS = (
    "this user may not write there; check the permissions of the file and its folder, or name another home"
)
_WHAT_THE_SYSTEM_MEANS = {
    errno.EACCES: _NO_RIGHTS,
    errno.EPERM: _NO_RIGHTS,
    errno.EROFS: "the disk may only be read; name another home",
    errno.ENOSPC: "the disk is full; free some space",
    errno.ENOTDIR: "a part of its path is a file, not a folder; name another home",
    errno.EISDIR: "it is a folder, not a file; name another home",
}

# By SQLSTATE; the first two letters stand for a whole class.
_WHAT_THE_SERVER_MEANS = {
    "08": "the database server does not answer",
    "28": "the database server refuses this user or password; check DATABASE_URL",
    "3D": "the database server has no database of that name; create it, or check DATABASE_URL",
    "53100": "the server's disk is full; free some space",
    "53300": "the database server has no connections left; raise its max_connections",
    "53": "the database server is short of resources",
    "25006": "it may not be written to; it is a standby, or this transaction only reads",
    "25P03": "a transaction was idle for too long and the server ended it",
    "25P04": "a transaction took longer than the server allows; look at its transaction_timeout",
    "40": "two transactions were in each other's way; it is tried again",
    "42501": "this user may not do that; give it the rights on its schema",
    "55000": "the database takes no connections at present",
    "55P03": "another process has been writing for too long",
    "57": "the database server is shutting down or starting",
    "57014": "a statement was ended by the server: after its statement_timeout, or because somebody asked",
    "57P04": "the database was dropped; create it, or check DATABASE_URL",
    "57P05": "a connection was idle for too long and the server ended it",
    "58": "the server's disk reports an error while reading or writing",
    "XX": "what is stored is damaged; restore it from a backup",
}
_DAMAGED_STATES = {"XX001", "XX002"}


class StorageUnavailable(Problem):
    """The database cannot be used at present; its text tells a person why and what to do."""


class StorageDamaged(StorageUnavailable):
    """What is stored cannot be read any more: no waiting helps, only a backup."""


class DatabaseTooNew(StorageUnavailable):
    """The database was written by a newer version of the program; nothing in it was touched."""


class StorageConflict(Exception):  # noqa: N818 - names what happened, like the other two
    """A change contradicts what is stored (a duplicate, or a link to something that is not there)."""


@contextmanager
def reached(place: str) -> Iterator[None]:
    """Turn the failure to connect to a server into `StorageUnavailable`."""
    try:
        yield
    except (OSError, TimeoutError) as error:
        raise StorageUnavailable(
            f"The database {place} cannot be used: the server does not answer."
        ) from error


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn the driver's errors into `StorageUnavailable` or `StorageConflict`; let other mistakes
    through."""
    try:
        yield
    except IntegrityError as error:
        raise StorageConflict(f"The change does not fit what is stored: {_rule_broken(error)}.") from error
    except DBAPIError as error:
        reason = _reason(error)
        if reason is None:
            raise
        kind = StorageDamaged if _is_damage(error) else StorageUnavailable
        raise kind(f"The database {place} cannot be used: {reason}.") from error
    except OSError as error:
        if error.filename is None:
            raise
        reason = _WHAT_THE_SYSTEM_MEANS.get(error.errno or 0, error.strerror)
        raise StorageUnavailable(f"The database {place} cannot be used: {reason}.") from error


def _rule_broken(error: IntegrityError) -> str:
    """Return what the driver says; a server's words quote the row, its rule's name does not."""
    cause = error.orig and error.orig.__cause__
    return getattr(cause, "constraint_name", None) or str(error.orig).partition("\n")[0]


def _is_damage(error: DBAPIError) -> bool:
    return _server_state(error) in _DAMAGED_STATES or _sqlite_code(error) in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }


def _sqlite_code(error: DBAPIError) -> int | None:
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_CODE_MASK


def _server_state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _reason(error: DBAPIError) -> str | None:
    code = _sqlite_code(error)
    if code is not None:
        return _WHAT_SQLITE_MEANS.get(code)
    state = _server_state(error)
    if state:
        return _WHAT_THE_SERVER_MEANS.get(state) or _WHAT_THE_SERVER_MEANS.get(state[:2])
    is_server_fault = not isinstance(error.orig, sqlite3.Error) and (
        isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    )
    return "the database server does not answer" if is_server_fault else None
