"""Owns `forwardcheck import`: files read, rulings stored batch by batch, with progress and a tally."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings
from claims.usecases.following import FollowUp
from claims.usecases.import_verdicts import ImportTally, ImportVerdicts
from db.store import open_store
from feeds.files import read_file
from feeds.records import Parsed, Record, UnreadableSource
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
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
    tally, seen, clock = ImportTally(), set[tuple[str, str]](), SystemClock()
    voice = TelegramVoice(Catalogues.load(), clock, settings.newsroom)
    store = await open_store(settings.database_path)
    import_verdicts = ImportVerdicts(store, clock, fingerprint, FollowUp(voice, clock))
    try:
        for path in paths:
            try:
                records = read_file(path, url=url, publisher=publisher, progress=progress)
                await _import_records(import_verdicts, records, tally, seen)
            except UnreadableSource as error:
                tally.refused.append((str(path), str(error)))
    finally:
        await store.close()
    return tally


async def import_file(settings: Settings, path: Path) -> ImportTally:
    """Import one file."""
    return await import_files(settings, [path])


async def _import_records(
    import_verdicts: ImportVerdicts, records: Iterable[Record], tally: ImportTally, seen: set[tuple[str, str]]
) -> None:
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH_SIZE)):
        tally.refused.extend((record.where, record.why) for record in batch if not isinstance(record, Parsed))
        rulings = [record.ruling for record in batch if isinstance(record, Parsed)]
        tally.count(await import_verdicts(rulings, seen))


async def copy_verdicts(source: Settings, target: Settings) -> None:
    """Bring the verdicts of one home into another; those that are there already stay."""
    theirs, ours = await open_store(source.database_path), await open_store(target.database_path)
    try:
        import_verdicts = ImportVerdicts(ours, SystemClock(), fingerprint)
        reached = 0
        while True:
            async with theirs.reading() as tx:
                changed, reached = await tx.verdicts.changed_since(reached, BATCH_SIZE)
            if not changed:
                return
            await import_verdicts([verdict.ruling for verdict in changed if verdict.retracted_at is None])
    finally:
        await theirs.close()
        await ours.close()
