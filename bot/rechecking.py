"""Owns the second look: pages on which verdicts rest are asked for again, and changes taken over."""

import logging
import random
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ways import Ways
from claims.pages import SOONER, KnownPage, next_look
from claims.ports import Clock, Store
from claims.usecases.import_verdicts import Imported, ImportVerdicts
from claims.verdict import Withdrawal
from db.errors import StorageUnavailable
from feeds.fetch import Failure, FetchFailed, NotModified, Version
from feeds.gathering import Gatherer
from feeds.prose import clean
from feeds.reading import refetch_page
from feeds.records import Parsed, Record, UnreadableSource, Withdrawn

log = logging.getLogger(__name__)

PLANNED_AT_ONCE = 500
PLAN_EVERY = timedelta(hours=1)
NOT_FORESEEN = "it holds what this program cannot read ({})"
FORBIDDEN = "its robots.txt asks not to read it"


class PageLooker:
    """Looks at one page at a time; `days` is how often at each, 0 for never."""

    def __init__(
        self,
        store: Store,
        import_verdicts: ImportVerdicts,
        clock: Clock,
        ways: Ways,
        days: int,
        on_owed: Callable[[], None] = lambda: None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._import_verdicts = import_verdicts
        self._clock = clock
        self._ways = ways
        self._period = timedelta(days=days)
        self._on_owed = on_owed
        self._chance = chance
        self._plan_at: datetime | None = None

    async def look_next(self) -> KnownPage | None:
        """Look at the page that is due; return it, None when none is."""
        if not self._period:
            return None
        now = self._clock.now()
        await self._plan(now)
        async with self._store.writing() as tx:
            page = await tx.pages.due(now, now + next_look(self._period, 1))
            if page is None:
                return None
            # A look that is cut short is not begun again at once.
            await tx.pages.postpone(page.key, now + SOONER)
            resting = [one for one in await tx.verdicts.find_by_url(page.url) if one.retracted_at is None]
            if not resting:
                await tx.pages.forget(page.key)
                return page
        keys = {self._import_verdicts.fingerprint(verdict.ruling.claim) for verdict in resting}
        read, problem, again = await self._look(page, keys)
        async with self._store.writing() as tx:
            await tx.pages.settle(read, now, now + again, problem)
        return page

    async def _plan(self, now: datetime) -> None:
        """Spread the pages that are new over the whole period."""
        if self._plan_at is not None and now < self._plan_at:
            return
        async with self._store.reading() as tx:
            new = await tx.pages.unplanned(PLANNED_AT_ONCE)
        if new:
            async with self._store.writing() as tx:
                await tx.pages.plan([(page, now + self._period * self._chance()) for page in new])
        else:
            self._plan_at = now + PLAN_EVERY

    async def _look(self, page: KnownPage, keys: set[str]) -> tuple[KnownPage, str, timedelta]:
        """Return the page with the version that was read, what kept it from that, and when to come again."""
        usual = next_look(self._period, self._chance())
        try:
            async with self._ways.gatherer() as gatherer:
                return await self._read(gatherer, page, keys), "", usual
        except FetchFailed as error:
            if error.failure is Failure.TAKEN_DOWN:
                await self._withdraw(Withdrawal(page.url))
                return page, "", usual
            return page, str(error), usual if error.failure is Failure.GONE else min(SOONER, usual)
        except UnreadableSource as error:
            return page, clean(str(error)), usual
        except StorageUnavailable:
            raise
        except Exception as error:
            log.exception("page_failed url=%s", page.url)
            return page, NOT_FORESEEN.format(type(error).__name__), usual

    async def _read(self, gatherer: Gatherer, page: KnownPage, keys: set[str]) -> KnownPage:
        if not await gatherer.manners.wait_turn(page.url):
            raise UnreadableSource(FORBIDDEN)
        found = await refetch_page(gatherer.fetcher, page.url, Version(page.etag, page.last_modified))
        if isinstance(found, NotModified):
            return page
        await self._take_over(page, found.records, keys)
        return replace(page, etag=found.version.etag, last_modified=found.version.last_modified)

    async def _take_over(self, page: KnownPage, records: list[Record], keys: set[str]) -> None:
        """Take over what the page says by now of the claims that it was known for, of a single one also in
        other words; what else stands there is left to feeds and reviewers."""
        rulings = [record.ruling for record in records if isinstance(record, Parsed)]
        published = {self._import_verdicts.identity(ruling) for ruling in rulings}
        for record in records:
            if isinstance(record, Withdrawn):
                await self._withdraw(record.withdrawal, published)
        known = [ruling for ruling in rulings if self._import_verdicts.fingerprint(ruling.claim) in keys]
        taken = known or (rulings if len(rulings) == len(keys) == 1 else [])
        outcomes = await self._import_verdicts(taken, None, page.url, add_new=False) if taken else []
        if Imported.UPDATED in outcomes:
            log.info("page_changed url=%s", page.url)
            self._on_owed()

    async def _withdraw(self, withdrawal: Withdrawal, published: Collection[tuple[str, str]] = ()) -> None:
        if Imported.WITHDRAWN in await self._import_verdicts.withdraw([withdrawal], published):
            log.info("page_withdrawn url=%s", withdrawal.url)
            self._on_owed()
