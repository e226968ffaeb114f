"""Owns the intake by webhook: Telegram posts, each update is stored before it is acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, WebhookInfo
from telegram.error import RetryAfter, TelegramError

from bot.polling import (
    AWAY,
    FIRST_DELAY_SECONDS,
    KINDS,
    LAST_SEEN,
    LONGEST_DELAY_SECONDS,
    TOKEN_REFUSED,
    TokenRefusedError,
)
from bot.registration import PostTo, enter_webhook, look_up_webhook
from claims.ports import Clock, Store, WriteTurn
from db.errors import StorageUnavailable
from handlers.joining import ALWAYS, heard_until

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 60.0
NOTE_EVERY = timedelta(seconds=15)
# After an outage, buttons pressed meanwhile are stale, those pressed now are not: look for its end.
CATCHING_UP_LOOK_SECONDS = 2.0


class Webhook:
    """Tells Telegram where to post, watches that it can, and stores what comes."""

    def __init__(
        self,
        bot: Bot,
        store: Store,
        clock: Clock,
        on_new: Callable[[], None],
        post_to: PostTo,
        look_every_seconds: float = LOOK_EVERY_SECONDS,
    ) -> None:
        self._bot = bot
        self._store = store
        self._clock = clock
        self._on_new = on_new
        self._post_to = post_to
        self._look_every_seconds = look_every_seconds
        self._catching_up: bool | None = None  # not known yet
        self._coming_in = asyncio.Event()  # what may have waited through an outage
        self._in_trouble = False
        self._last_error: datetime | None = None
        self._noted_at: datetime | None = None
        self._in_hand: list[datetime] = []  # since when, of each that is not stored yet
        self.last_success: datetime | None = None

    def listened_since(self, now: datetime) -> datetime:  # noqa: ARG002 - the poller's signature
        """Return since when a silence means that nothing was sent: ever. What was not taken is posted again
        when Telegram thinks fit."""
        return ALWAYS

    def heard_until(self, now: datetime) -> datetime:
        """Return until when a silence means that nothing was sent: until the first came of what is not stored
        yet."""
        return heard_until(min(self._in_hand, default=None), now)

    async def run(self) -> None:
        """Register and watch for ever.

        Raises:
            TokenRefusedError: the token was revoked; nothing would be posted any more.
        """
        await self._insist(self._look_back)
        await self._insist(self._register)
        while True:
            await self._until_next_look()
            await self._insist(self._look)

    async def keep(self, update: Mapping[str, Any]) -> None:
        """Store an update (with its `update_id`); Telegram may be told so once this has returned.

        Raises:
            StorageUnavailable: it is not stored.
        """
        came_at = self._clock.now()
        self._in_hand.append(came_at)
        try:
            await self._store_one(update)
        finally:
            self._in_hand.remove(came_at)
        self._on_new()

    async def _store_one(self, update: Mapping[str, Any]) -> None:
        await self._look_back()
        now = self._clock.now()
        if self.last_success is not None and now - self.last_success > AWAY:
            self._catching_up = True
        async with self._store.writing(WriteTurn.INTAKE) as tx:
            new = await tx.inbox.add([update], now, late=bool(self._catching_up))
            if not self._is_noted(now):
                await tx.schedules.set(LAST_SEEN, now)
        if not self._is_noted(now):
            self._noted_at = now
        self.last_success = now
        log.info("updates_stored new=%d repeated=%d", new, 1 - new)
        if self._catching_up:
            self._coming_in.set()

    def _is_noted(self, now: datetime) -> bool:
        """Return whether it is in the database already that Telegram was seen about now."""
        return self._noted_at is not None and timedelta(0) <= now - self._noted_at <= NOTE_EVERY

    async def _look_back(self) -> None:
        """Find out, once, whether the bot was away for long: what was pressed meanwhile is stale."""
        if self._catching_up is not None:
            return
        async with self._store.reading() as tx:
            last = await tx.schedules.get(LAST_SEEN)
        self._catching_up = last is not None and self._clock.now() - last > AWAY

    async def _register(self) -> None:
        await enter_webhook(self._bot, self._post_to, KINDS)
        log.info("webhook_set")
        # Telegram goes on telling of the last failure, however old: only a later one is news.
        self._last_error = (await look_up_webhook(self._bot)).last_error_date
        self.last_success = self._clock.now()

    async def _until_next_look(self) -> None:
        fast = self._catching_up and not self._in_trouble
        with suppress(TimeoutError):
            async with asyncio.timeout(CATCHING_UP_LOOK_SECONDS if fast else self._look_every_seconds):
                await self._coming_in.wait()
                self._coming_in.clear()
                await asyncio.sleep(CATCHING_UP_LOOK_SECONDS)

    async def _look(self) -> None:
        info = await look_up_webhook(self._bot)
        if info.url != self._post_to.url:
            log.error("webhook_lost: another process with this token changed it; it is set again")
            await self._register()
            return
        self._notice_trouble(info)
        if self._in_trouble:
            return
        now = self._clock.now()
        async with self._store.writing() as tx:
            await tx.schedules.set(LAST_SEEN, now)
        self.last_success = now
        self._catching_up = bool(self._catching_up) and info.pending_update_count > 0

    def _notice_trouble(self, info: WebhookInfo) -> None:
        """Trouble begins with a failed post and lasts until nothing waits any more."""
        failed_again = info.last_error_date is not None and info.last_error_date != self._last_error
        self._last_error = info.last_error_date
        waits = info.pending_update_count > 0
        if failed_again or (self._in_trouble and waits):
            problem = self._post_to.hidden_in(info.last_error_message or "")
            log.warning("webhook_trouble waiting=%d problem=%s", info.pending_update_count, problem)
        self._in_trouble = waits and (failed_again or self._in_trouble)

    async def _insist(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it, again and later until it works."""
        delay = FIRST_DELAY_SECONDS
        while True:
            try:
                return await act()
            except TOKEN_REFUSED as error:
                raise TokenRefusedError(
                    "Telegram refused the bot token; get a new one from @BotFather"
                ) from error
            except (TelegramError, StorageUnavailable) as error:
                wait = max(delay, _asked_wait_seconds(error))
                problem = self._post_to.hidden_in(f"{type(error).__name__}: {error}")
                log.warning("webhook_check_failed problem=%s retry_in=%.0fs", problem, wait)
                await asyncio.sleep(wait)
                delay = min(delay * 2, LONGEST_DELAY_SECONDS)


def _asked_wait_seconds(error: Exception) -> float:
    if not isinstance(error, RetryAfter):
        return 0.0
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
