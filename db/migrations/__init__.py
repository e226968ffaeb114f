"""Owns the way from an older database to the present one."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from db.engine import Database
from db.errors import DatabaseTooNew, StorageUnavailable

FOLDER = Path(__file__).parent
_TABLE = "alembic_version"
_REVISION = re.compile(r'^(down_)?revision = (?:"(\w+)"|None)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Revisions:
    """The revisions that this version knows, and the one (or ones) that nothing follows."""

    known: frozenset[str]
    heads: frozenset[str]


def revisions() -> Revisions:
    """Read the revisions off the migrations' files: Alembic itself takes longer to load than a database that
    is up to date takes to open."""
    found: dict[bool, set[str]] = {False: set(), True: set()}
    for path in (FOLDER / "versions").glob("[0-9]*.py"):
        for down, revision in _REVISION.findall(path.read_text(encoding="utf-8")):
            found[bool(down)].add(revision)
    known = frozenset(found[False])
    return Revisions(known, known - found[True])


async def migrate(database: Database) -> None:
    """Bring the tables up to date, all in one transaction; look first, and touch nothing that fits or is
    foreign.

    Raises:
        DatabaseTooNew: the database has a revision that this code does not know.
        StorageUnavailable: the file belongs to another program, or cannot be used.
    """
    async with database.reading() as connection:
        if await connection.run_sync(_is_current, revisions(), database.place):
            return
    async with database.writing() as connection:
        await connection.run_sync(_upgrade)


def _is_current(connection: Connection, revisions: Revisions, place: str) -> bool:
    tables = inspect(connection).get_table_names()
    stored = set(connection.scalars(text(f"SELECT version_num FROM {_TABLE}"))) if _TABLE in tables else set()  # noqa: S608 - a constant
    if stored - revisions.known:
        raise DatabaseTooNew(
            f"The database {place} was written by a newer version of Forwardcheck "
            f"(its tables are {', '.join(sorted(stored))}, this version knows up to {max(revisions.known)}). "
            "Install that version or a later one; nothing was changed."
        )
    if not stored and tables:
        raise StorageUnavailable(f"The database {place} belongs to another program; choose another file.")
    return stored == revisions.heads


def _upgrade(connection: Connection) -> None:
    from alembic import command  # only where there is something to do
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
