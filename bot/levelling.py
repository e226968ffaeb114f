"""Owns the loop that keeps the index level with the stored verdicts, beside the answers."""

import asyncio
import logging

from claims.catalogue import Catalogue
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

STORAGE_RETRY_SECONDS = 2.0


class Levelling:
    """Takes in what is too much to take in before an answer: a large import, or all for a new index."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def run(self) -> None:
        """Keep level for ever."""
        while True:
            try:
                await self._catalogue.run()
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
                await asyncio.sleep(STORAGE_RETRY_SECONDS)
