"""Owns what the program does by the clock."""

import asyncio
import logging
from collections.abc import Callable

from claims.usecases.cards import RefreshCards
from claims.usecases.keep_house import KeepHouse
from claims.usecases.mending import MendDesks
from claims.usecases.offering import OfferNews, Sweep
from claims.usecases.reminding import Remind
from claims.usecases.tell_figures import SendDigests
from claims.usecases.tell_on import TellOn
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
        tell_on: TellOn,
        digests: SendDigests,
        find_offers: OfferNews,
        refresh_cards: RefreshCards,
        remind: Remind,
        mend_desks: MendDesks,
        on_owed: Callable[[], None],
    ) -> None:
        self._keep_house = keep_house
        self._tell_on = tell_on
        self._find_offers = find_offers
        self._sweep = Sweep()  # how far open items were compared with the verdicts
        self._send_digests = digests
        self._refresh_cards = refresh_cards
        self._remind = remind
        self._mend_desks = mend_desks
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
        await self._try_again()
        await self.tell_on()
        if number % FORGET_EVERY_ROUNDS == 0:
            forgotten = await self._keep_house.forget()
            log.info("forgotten rows=%d", forgotten)
        if emptied := await self._keep_house.empty_questions():
            log.info("questions_emptied n=%d", emptied)
        if await self._keep_house.tell_unknown():
            self._on_owed()
        if await self._mend_desks():
            log.warning("desk_lost: a moderators' group cannot be written to, or has moved")
            self._on_owed()
        if await self._remind():
            self._on_owed()
        if await self._refresh_cards():
            self._on_owed()
        found = await self._find_offers()
        sweep = await self._find_offers.look(self._sweep)
        if found or sweep != self._sweep:
            self._sweep = sweep
            self._on_owed()
        if await self._send_digests():
            self._on_owed()

    async def _try_again(self) -> None:
        if released := await self._keep_house.try_again():
            log.info("tried_again updates=%d", released)

    async def tell_on(self) -> None:
        """Owe those a message who wait on closed items and were not told with the ruling."""
        if await self._tell_on():
            self._on_owed()
