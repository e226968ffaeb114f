"""Owns the look at the other processes on the database: verdicts they changed, calls they left behind."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from claims.catalogue import Catalogue
from claims.ports import Store
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

# Others say at once when verdicts changed; what was said while the server could not be heard is seen by then.
LOOK_EVERY_SECONDS = 5.0
STORAGE_RETRY_SECONDS = 2.0


class Neighbours:
    """Keeps the index level with what other processes publish, and settles the calls of those that died."""

    def __init__(self, store: Store, catalogue: Catalogue, recover: Callable[[], Awaitable[None]]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._recover = recover

    async def run(self) -> None:
        """Look for ever."""
        while True:
            try:
                await self._store.until_changed(LOOK_EVERY_SECONDS)
                await self._catalogue.refresh()
                await self._recover()
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
                await asyncio.sleep(STORAGE_RETRY_SECONDS)
