"""Owns the way from an older database to the present one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from db.engine import Database
from db.errors import DatabaseTooNew, StorageUnavailable


async def migrate(database: Database) -> None:
    """Bring the tables up to date, all in one transaction; look first, and touch nothing that fits or is
    foreign.

    Raises:
        DatabaseTooNew: the database has a revision that this code does not know.
        StorageUnavailable: the file belongs to another program, or cannot be used.
    """
    scripts = ScriptDirectory(str(Path(__file__).parent))
    async with database.reading() as connection:
        if await connection.run_sync(_is_current, scripts, database.place):
            return
    async with database.writing() as connection:
        await connection.run_sync(_upgrade)


def _is_current(connection: Connection, scripts: ScriptDirectory, place: str) -> bool:
    stored = set(MigrationContext.configure(connection).get_current_heads())
    known = {script.revision for script in scripts.walk_revisions()}
    if stored - known:
        raise DatabaseTooNew(
            f"The database {place} was written by a newer version of Forwardcheck "
            f"(its tables are {', '.join(sorted(stored))}, this version knows up to {max(known)}). "
            "Install that version or a later one; nothing was changed."
        )
    if not stored and inspect(connection).get_table_names():
        raise StorageUnavailable(f"The database {place} belongs to another program; choose another file.")
    return stored == set(scripts.get_heads())


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
