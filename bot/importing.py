"""Owns `forwardcheck import`: sources read, rulings stored batch by batch, with progress and a tally."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import SystemClock
from bot.rewording import Rewordings
from bot.settings import Settings
from claims.links import canonical_url
from claims.usecases.following import FollowUp
from claims.usecases.import_verdicts import Imported, ImportTally, ImportVerdicts, Seen
from claims.verdict import Withdrawal
from db.store import open_store
from feeds.candidate import Given
from feeds.connecting import Door
from feeds.fetch import Failure, Fetcher, FetchFailed, NotModified
from feeds.gathering import Batch, Confirm, Gatherer, Reading
from feeds.manners import Manners
from feeds.ratings import key as rating_key
from feeds.records import Parsed, UnreadableSource, Unusable, Withdrawn
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from matching.segment import fingerprint

BATCH_SIZE = 500
TOLD_OTHERWISE = (
    "An earlier record rates the same claim on the same page otherwise, and that one counts. Keep the right"
    " one only."
)
Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """What the person who imports adds: gaps filled, columns named and confirmed. `progress` is told how many
    bytes of the files have been read, `counted` how many fact-checks; `door` is where links may lead."""

    url: str = ""
    publisher: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    confirm: Confirm | None = None
    progress: Progress | None = None
    counted: Progress | None = None
    door: Door = field(default_factory=Door)


async def import_sources(settings: Settings, sources: Sequence[str], options: ImportOptions) -> ImportTally:
    """Import files, links and searches; what cannot be used is in the tally, with its place and reason."""
    tally, seen, clock = ImportTally(), Seen(), SystemClock()
    voice = TelegramVoice(Catalogues.load(zone=settings.zone), clock, settings.newsroom, settings.site)
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database)
        stack.push_async_callback(store.close)
        fetcher = await stack.enter_async_context(Fetcher(options.door))
        gatherer = Gatherer(fetcher, Manners(fetcher), settings.google_key_value)
        rewordings = await stack.enter_async_context(Rewordings())
        follow_up = FollowUp(voice, clock, settings.age_limit, settings.days)
        import_verdicts = ImportVerdicts(
            store,
            clock,
            fingerprint,
            follow_up,
            rating_key,
            rewordings.restates,
            settings.site,
        )
        for source, done in zip(sources, _sizes_before(sources), strict=True):
            before = tally.records
            try:
                async with gatherer.open(source, _reading(options, done)) as gathering:
                    if isinstance(gathering, NotModified):
                        continue
                    async for batch in gathering.batches({}):
                        await take_in(batch, import_verdicts, tally, seen, source)
                        if options.counted:
                            options.counted(tally.accepted)
                if tally.records == before:
                    tally.refused.append((source, "There is no fact-check in it."))
            except FetchFailed as error:
                if not await _taken_down(source, error, import_verdicts, tally):
                    tally.refused.append((source, str(error)))
            except UnreadableSource as error:
                tally.refused.append((source, str(error)))
        async with store.reading() as tx:
            tally.unknown_ratings = len(await tx.verdicts.unrated_words(None))
    return tally


async def import_file(settings: Settings, path: Path) -> ImportTally:
    """Import one file."""
    return await import_sources(settings, [str(path)], ImportOptions())


async def take_in(
    batch: Batch,
    import_verdicts: ImportVerdicts,
    tally: ImportTally,
    seen: Seen,
    source: str = "",
) -> None:
    """Store the rulings of a batch and count what became of its records."""
    tally.refused.extend(
        (record.where, record.why) for record in batch.records if isinstance(record, Unusable)
    )
    parsed = [record for record in batch.records if isinstance(record, Parsed)]
    if parsed:
        outcomes = await import_verdicts([record.ruling for record in parsed], seen, source)
        tally.count(outcomes)
        tally.unclear_dates.extend(written for record in parsed for written in record.unclear_dates)
        tally.refused.extend(
            (record.where, TOLD_OTHERWISE)
            for record, outcome in zip(parsed, outcomes, strict=True)
            if outcome is Imported.CONTRADICTED
        )
    withdrawals = [record.withdrawal for record in batch.records if isinstance(record, Withdrawn)]
    if withdrawals:
        tally.count(await import_verdicts.withdraw(withdrawals, seen))


async def _taken_down(
    source: str, error: FetchFailed, import_verdicts: ImportVerdicts, tally: ImportTally
) -> bool:
    """Withdraw what a page ruled whose site says that it is gone for good; False when that is not so, or
    nothing came from there."""
    if error.failure is not Failure.TAKEN_DOWN or not source.startswith(("http://", "https://")):
        return False
    outcome = await import_verdicts.withdraw([Withdrawal(canonical_url(source))])
    if Imported.WITHDRAWN in outcome:
        tally.count(outcome)
    return Imported.WITHDRAWN in outcome


def _reading(options: ImportOptions, done: int) -> Reading:
    progress = options.progress
    return Reading(
        given=Given(url=options.url, publisher=options.publisher),
        columns=options.columns,
        confirm=options.confirm,
        progress=(lambda read: progress(done + read)) if progress else None,
    )


def _sizes_before(sources: Sequence[str]) -> list[int]:
    sizes = [size_of(source) for source in sources]
    return [sum(sizes[:place]) for place in range(len(sizes))]


def size_of(source: str) -> int:
    """Return the bytes of a file, 0 for what is none or is not there."""
    path = Path(source)
    return path.stat().st_size if "://" not in source and path.is_file() else 0


async def copy_verdicts(source: Settings, target: Settings) -> None:
    """Bring the verdicts of one home into another; those that are there already stay."""
    theirs, ours = await open_store(source.database), await open_store(target.database)
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
