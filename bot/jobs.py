"""Owns what the program does by the clock."""

import asyncio
import logging
from collections.abc import Callable

from claims.usecases.cards import RefreshCards
from claims.usecases.keep_house import KeepHouse
from claims.usecases.offering import OfferNews
from claims.usecases.reminding import Remind
from claims.usecases.tell_figures import SendDigests
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
FORGET_EVERY_ROUNDS = 240


class Housekeeping:
    """Runs the house rules four times a minute, in one of the processes on the database; a round that fails
    is tried again in the next."""

    def __init__(
        self,
        keep_house: KeepHouse,
        digests: SendDigests,
        find_offers: OfferNews,
        refresh_cards: RefreshCards,
        remind: Remind,
        on_owed: Callable[[], None],
    ) -> None:
        self._keep_house = keep_house
        self._find_offers = find_offers
        self._looked_at = 0  # the newest change of the verdicts that open items were compared with
        self._send_digests = digests
        self._refresh_cards = refresh_cards
        self._remind = remind
        self._on_owed = on_owed

    async def run(self) -> None:
        """Keep house for ever."""
        rounds = 0
        while True:
            try:
                if await self._keep_house.store.keeps_house():
                    await self.keep_once(rounds)
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
            rounds += 1
            await asyncio.sleep(EVERY_SECONDS)

    async def keep_once(self, number: int) -> None:
        """Do what is due; rounds are counted from 0, and every 240th forgets what has served its time."""
        if await self._keep_house.mind_the_clock():
            log.warning("clock_set_back: waits that were set by the old clock are over")
            self._on_owed()
        if number % FORGET_EVERY_ROUNDS == 0:
            forgotten = await self._keep_house.forget()
            log.info("forgotten rows=%d", forgotten)
        if await self._keep_house.tell_unknown():
            self._on_owed()
        if await self._remind():
            self._on_owed()
        if await self._refresh_cards():
            self._on_owed()
        found = await self._find_offers()
        reached = await self._find_offers.look(self._looked_at)
        if found or reached != self._looked_at:
            self._looked_at = reached
            self._on_owed()
        if await self._send_digests():
            self._on_owed()
