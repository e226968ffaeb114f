"""Owns `forwardcheck export`: the published verdicts as ClaimReview, RSS or CSV."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from bot.clock import SystemClock
from bot.settings import Settings
from claims.verdict import Verdict
from db.store import open_store
from feeds.exporter import Format, csv_rows, feed_pieces, rss

BATCH = 1_000
NEWEST_IN_RSS = 100


async def export_verdicts(settings: Settings, form: Format, out: TextIO) -> None:
    """Write the published verdicts, of RSS the newest 100.

    Raises:
        OSError: it cannot be written.
    """
    store = await open_store(settings.database)
    try:
        verdicts: list[Verdict] = []
        async with store.reading() as tx:
            if form is Format.RSS:
                verdicts = list(await tx.verdicts.newest(NEWEST_IN_RSS))
            else:
                reached = 0
                while True:
                    changed, reached = await tx.verdicts.changed_since(reached, BATCH)
                    if not changed:
                        break
                    verdicts.extend(changed)
        out.writelines(_written(form, map(settings.site.published, verdicts), settings))
    finally:
        await store.close()


def _written(form: Format, verdicts: Iterable[Verdict], settings: Settings) -> Iterator[str]:
    match form:
        case Format.CLAIMREVIEW:
            yield from feed_pieces(verdicts)
        case Format.RSS:
            today = settings.days.of(SystemClock().now())
            yield from rss(verdicts, settings.newsroom, settings.site_url, today=today)
        case Format.CSV:
            yield from csv_rows(verdicts)
