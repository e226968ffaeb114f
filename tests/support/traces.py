"""Where in the database something still stands: every column of every table is searched."""

import re

from sqlalchemy import select

from db.schema import metadata
from db.store import SqlStore


async def traces_of(store: SqlStore, wanted: int | str) -> list[str]:
    """Return `table.column` for each place that holds a number, or some words, by itself or within others."""
    found = re.compile(rf"(?<!\d){re.escape(str(wanted))}(?!\d)")
    async with store._database.reading() as connection:
        return sorted(
            {
                f"{table.name}.{column.name}"
                for table in metadata.sorted_tables
                for row in await connection.execute(select(table))
                for column, value in zip(table.columns, row, strict=True)
                if found.search(str(value))
            }
        )
