"""Owns the scheduled feeds: reads the one that is due, stores what is new, and notes how it went."""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.importing import take_in
from bot.rechecking import NOT_FORESEEN, PageLooker
from bot.ways import Ways
from claims.age import NO_LIMIT, AgeLimit
from claims.days import UTC_DAYS, Days
from claims.feed import Feed, FeedFailed, FeedHealth, FeedId, FeedRead
from claims.pages import KnownPage
from claims.ports import Clock, Store, Voice
from claims.site import NO_SITE, Site
from claims.usecases.following import FollowUp
from claims.usecases.import_verdicts import ImportTally, ImportVerdicts, Restates, Seen
from claims.usecases.settle_feed import SettleFeed
from db.errors import StorageUnavailable
from feeds.candidate import Given
from feeds.fetch import FetchFailed, NotModified, Version
from feeds.gathering import Batch, Gathering, Reading
from feeds.prose import clean
from feeds.ratings import key as rating_key
from feeds.records import UnreadableSource
from feeds.table import Columns
from matching.segment import fingerprint

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 30.0
HOLD = timedelta(minutes=35)  # longer than the slowest source may take
MOST_PAGES = 200  # of one feed in one turn; the rest comes with the next


@dataclass(slots=True)
class _Turn:
    """What one try has brought so far."""

    tally: ImportTally = field(default_factory=ImportTally)
    seen: Seen = field(default_factory=dict)
    pages: int = 0
    is_complete: bool = True

    def ended(self, version: Version) -> FeedRead | FeedFailed:
        """Return how it went; a source of which nothing at all can be used counts as broken."""
        tally = self.tally
        if tally.refused and not (self.pages or tally.accepted):
            return FeedFailed(clean(f"nothing usable came: {tally.refused[0][1]}"))
        words = (version.etag, version.last_modified) if self.is_complete else ("", "")
        return FeedRead(tally.accepted, len(tally.refused), words)


class FeedPoller:
    """Reads feeds one after the other; whoever reads one holds it, so two processes never do at once. Where
    none is due, a page that is known gets its second look."""

    def __init__(
        self,
        store: Store,
        import_verdicts: ImportVerdicts,
        settle: SettleFeed,
        clock: Clock,
        ways: Ways,
        on_owed: Callable[[], None] = lambda: None,
        chance: Callable[[], float] = random.random,
        looker: PageLooker | None = None,
    ) -> None:
        self._store = store
        self._looker = looker
        self._import_verdicts = import_verdicts
        self._settle = settle
        self._clock = clock
        self._ways = ways
        self._on_owed = on_owed
        self._chance = chance

    async def run(self) -> None:
        """Read feeds as they come due, for ever, in one of the processes on the database."""
        while True:
            try:
                while await self._store.keeps_house() and await self.read_next() is not None:
                    pass
                if await self._store.keeps_house():
                    await self.look_next()
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def read_next(self) -> Feed | None:
        """Read the feed that is due; return how it is now, None when none is due or another is being read."""
        return await self._read_taken(None)

    async def look_next(self) -> KnownPage | None:
        """Look again at the page that is due for it; return it, None when none is."""
        return await self._looker.look_next() if self._looker else None

    async def read_now(self, feed_id: FeedId) -> Feed | None:
        """Read one feed whether or not it is due; None when it is gone or one is being read."""
        return await self._read_taken(feed_id)

    async def _read_taken(self, only: FeedId | None) -> Feed | None:
        now = self._clock.now()
        async with self._store.writing() as tx:
            feed = await tx.feeds.take_due(now, now + HOLD, only)
        if feed is None:
            return None
        try:
            outcome = await self._try(feed)
        except BaseException:
            await self._let_go(feed.id)
            raise
        settled = await self._settle(feed, outcome, self._chance())
        log.info("feed_read id=%d health=%s accepted=%d", settled.id, settled.health, settled.accepted)
        if settled.health is not feed.health or isinstance(outcome, FeedRead):
            self._on_owed()
        return settled

    async def _let_go(self, feed_id: FeedId) -> None:
        """Free a feed whose reading was cut short by the end of the program or of the database."""
        try:
            async with self._store.writing() as tx:
                await tx.feeds.hold(feed_id, None)
        except StorageUnavailable as error:
            log.warning("feed_stays_held id=%d: %s", feed_id, error)

    async def _try(self, feed: Feed) -> FeedRead | FeedFailed:
        reading = Reading(given=Given(publisher=feed.publisher), columns=feed.columns, confirm=_beyond_doubt)
        since = Version(feed.etag, feed.last_modified)
        try:
            async with (
                self._ways.gatherer() as gatherer,
                gatherer.open(feed.source, reading, since) as gathering,
            ):
                if isinstance(gathering, NotModified):
                    return FeedRead(feed.accepted, feed.refused)
                return await self._read(feed, gathering)
        except FetchFailed as error:
            return FeedFailed(str(error), error.retry_after)
        except UnreadableSource as error:
            return FeedFailed(clean(str(error)))
        except StorageUnavailable:
            raise
        except Exception as error:
            log.exception("feed_failed id=%d", feed.id)
            return FeedFailed(NOT_FORESEEN.format(type(error).__name__))

    async def _read(self, feed: Feed, gathering: Gathering) -> FeedRead | FeedFailed:
        turn = _Turn()
        async with self._store.reading() as tx:
            known = await tx.feeds.pages(feed.id)
        async for batch in gathering.batches(known):
            await self._take_in(feed, batch, turn)
            if turn.pages >= MOST_PAGES:
                turn.is_complete = False
                break
        return turn.ended(gathering.version)

    async def _take_in(self, feed: Feed, batch: Batch, turn: _Turn) -> None:
        await take_in(batch, self._import_verdicts, turn.tally, turn.seen, feed.source)
        turn.pages += len(batch.read)
        turn.is_complete = turn.is_complete and not batch.left
        async with self._store.writing() as tx:
            now_read = await tx.feeds.get(feed.id)
            if now_read is not None and now_read.is_read_like(feed):  # else these pages are to be read anew
                await tx.feeds.remember(feed.id, {entry.url: entry.stamp for entry in batch.read})
            await tx.feeds.hold(feed.id, self._clock.now() + HOLD)


def feed_poller(
    store: Store,
    voice: Voice,
    clock: Clock,
    ways: Ways,
    on_owed: Callable[[], None] = lambda: None,
    recheck_days: int = 0,
    restates: Restates | None = None,
    site: Site = NO_SITE,
    limit: AgeLimit = NO_LIMIT,
    days: Days = UTC_DAYS,
) -> FeedPoller:
    """Return what reads scheduled feeds, and looks at known pages again every so many days; without
    `restates`, a page's claim in new words is taken for a new one, and without `site` our own page for
    somebody's. `limit` says how old a ruling may be to be the answer to whoever had one that its publisher
    withdraws."""
    follow_up = FollowUp(voice, clock, limit, days)
    import_verdicts = ImportVerdicts(store, clock, fingerprint, follow_up, rating_key, restates, site)
    looker = PageLooker(store, import_verdicts, clock, ways, recheck_days, on_owed)
    settle = SettleFeed(store, voice, clock)
    return FeedPoller(store, import_verdicts, settle, clock, ways, on_owed, looker=looker)


def _beyond_doubt(_name: str, columns: Columns) -> bool:
    return not columns.unsure


def describe_feed(feed: Feed, pages: int) -> str:
    """Return a line on a feed for the operator."""
    last = feed.succeeded_at.strftime("%Y-%m-%d %H:%M UTC") if feed.succeeded_at else "never"
    parts = [
        f"{feed.id}  {feed.health:<6} {feed.source}",
        f"every {int(feed.every.total_seconds() // 60)} min, last read {last}, next {feed.due_at:%H:%M} UTC",
        f"{feed.accepted} accepted, {feed.refused} refused" + (f", {pages} pages known" if pages else ""),
    ]
    if feed.health in {FeedHealth.AILING, FeedHealth.DEAD}:
        parts.append(f"failed {feed.failures} times: {feed.problem}")
    return "\n     ".join(parts)
