"""Owns the intake by long polling: stored first, acknowledged afterwards."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from claims.ports import Clock, Store
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

POLL_SECONDS = 30
BATCH_SIZE = 100
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
KINDS = ["message", "callback_query", "my_chat_member"]


class TokenRefusedError(Exception):
    """Telegram does not accept the bot token."""


class Poller:
    """Asks for updates and stores them; an update is only acknowledged by asking for the next one."""

    def __init__(self, bot: Bot, store: Store, clock: Clock, on_new: Callable[[], None]) -> None:
        self._bot = bot
        self._store = store
        self._clock = clock
        self._on_new = on_new
        self._delay = FIRST_DELAY_SECONDS
        self.last_success: datetime | None = None

    async def run(self) -> None:
        """Poll for ever.

        Raises:
            TokenRefusedError: the token was revoked; polling on would be useless.
        """
        offset: int | None = None
        while True:
            try:
                updates = await self._fetch(offset)
                await self._keep(updates)
            except InvalidToken as error:
                raise TokenRefusedError(
                    "Telegram refused the bot token; get a new one from @BotFather"
                ) from error
            except Conflict:
                log.error("second_instance: another process polls with this token; stop one of them")
                await self._wait()
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except (TelegramError, StorageUnavailable) as error:
                log.warning("polling_failed problem=%s retry_in=%.0fs", type(error).__name__, self._delay)
                await self._wait()
            else:
                self._delay = FIRST_DELAY_SECONDS
                self.last_success = self._clock.now()
                offset = updates[-1]["update_id"] + 1 if updates else offset

    async def _fetch(self, offset: int | None) -> Sequence[dict[str, Any]]:
        asked: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": BATCH_SIZE, "allowed_updates": KINDS}
        if offset is not None:
            asked["offset"] = offset
        updates: list[dict[str, Any]] = await self._bot.do_api_request(
            "getUpdates", api_kwargs=asked, read_timeout=POLL_SECONDS + 10
        )
        return updates

    async def _keep(self, updates: Sequence[dict[str, Any]]) -> None:
        if not updates:
            return
        async with self._store.writing() as tx:
            new = await tx.inbox.add(updates, self._clock.now())
        log.info("updates_stored new=%d repeated=%d", new, len(updates) - new)
        self._on_new()

    async def _wait(self) -> None:
        await asyncio.sleep(self._delay)
        self._delay = min(self._delay * 1.5, LONGEST_DELAY_SECONDS)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
