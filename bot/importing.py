"""Owns `forwardcheck import`: files read, rulings stored batch by batch, with progress and a tally."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings
from claims.ports import Store
from claims.usecases.import_verdicts import ImportTally, ImportVerdicts
from db.store import open_store
from feeds.files import read_file
from feeds.records import Parsed, Record, UnreadableSource
from matching.segment import fingerprint

BATCH_SIZE = 500
Progress = Callable[[int], None]


async def import_files(
    settings: Settings,
    paths: Iterable[Path],
    *,
    url: str = "",
    publisher: str = "",
    progress: Progress | None = None,
) -> ImportTally:
    """Import every file; what cannot be used is in the tally, with its place and reason."""
    tally = ImportTally()
    store = await open_store(settings.database_path)
    try:
        for path in paths:
            try:
                await _import_records(
                    store, read_file(path, url=url, publisher=publisher, progress=progress), tally
                )
            except UnreadableSource as error:
                tally.refused.append((str(path), str(error)))
    finally:
        await store.close()
    return tally


async def import_file(settings: Settings, path: Path) -> ImportTally:
    """Import one file."""
    return await import_files(settings, [path])


async def _import_records(store: Store, records: Iterable[Record], tally: ImportTally) -> None:
    import_verdicts = ImportVerdicts(store, SystemClock(), fingerprint)
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH_SIZE)):
        tally.refused.extend((record.where, record.why) for record in batch if not isinstance(record, Parsed))
        tally.count(await import_verdicts([record.ruling for record in batch if isinstance(record, Parsed)]))
