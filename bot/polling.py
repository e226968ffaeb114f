"""Owns the intake by long polling: stored first, acknowledged afterwards."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.registration import is_about_webhook, leave_webhook
from claims.ports import Clock, Store
from claims.problems import Problem
from db.errors import StorageUnavailable
from handlers.joining import ALWAYS, LONGEST_WAIT, heard_until

log = logging.getLogger(__name__)

POLL_SECONDS = 30
BATCH_SIZE = 100
GATHER_SECONDS = 0.1  # under load, what comes within this time is fetched and stored together
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
AWAY = timedelta(minutes=5)
NOTE_EVERY = timedelta(minutes=1)
LONG_STORING = timedelta(seconds=0.5)  # meanwhile what belongs together may have been sent
LAST_SEEN = "seen:telegram"
SECOND_INSTANCE = "second_instance: another process polls with this token; stop one of them"
WEBHOOK_IN_THE_WAY = "webhook_in_the_way: another process has set a webhook for this token; stop that process"
# What the library makes of 401 and of 404 once it has connected; there is no Bot API without getUpdates.
TOKEN_REFUSED = (InvalidToken, EndPointNotFound)
MAX_UPDATE_ID = 2**63 - 1
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]


class TokenRefusedError(Problem):
    """Telegram does not accept the bot token."""


class Poller:
    """Asks for updates and stores them; an update is only acknowledged by asking for the next one."""

    def __init__(self, bot: Bot, store: Store, clock: Clock, on_new: Callable[[], None]) -> None:
        self._bot = bot
        self._store = store
        self._clock = clock
        self._on_new = on_new
        self._delay = FIRST_DELAY_SECONDS
        self._catching_up = True
        self._noted_at: datetime | None = None
        self._cut_off_since: datetime | None = None
        self._heard_since = ALWAYS
        self._held_up_since: datetime | None = None
        self.last_success: datetime | None = None

    def listened_since(self, now: datetime) -> datetime:
        """Return since when a silence means that nothing was sent: not while we cannot hear, as before the
        first poll. What belongs together may be in two parts then; but nobody waits for the second one longer
        than for one that comes late."""
        if self._cut_off_since is None:
            return self._heard_since
        waits = timedelta(0) <= now - self._cut_off_since < LONGEST_WAIT
        return now if waits else ALWAYS

    def heard_until(self, now: datetime) -> datetime:
        """Return until when a silence means that nothing was sent: until what is not stored yet came. Where
        storing took long, that holds until the next poll has told what was sent meanwhile."""
        return heard_until(self._held_up_since, now)

    async def run(self) -> None:
        """Poll for ever.

        Raises:
            TokenRefusedError: the token was revoked; polling on would be useless.
        """
        offset: int | None = None
        prepared = False
        self._cut_off_since = self._clock.now()
        while True:
            try:
                if not prepared:
                    await leave_webhook(self._bot)
                    await self._look_back()
                    prepared = True
                updates = await self._fetch(offset)
                await self._keep(updates)
            except TOKEN_REFUSED as error:
                raise TokenRefusedError(
                    "Telegram refused the bot token; get a new one from @BotFather"
                ) from error
            except Conflict as conflict:
                log.error(WEBHOOK_IN_THE_WAY if is_about_webhook(conflict) else SECOND_INSTANCE)
                await self._wait()
            except RetryAfter as error:
                log.warning("polling_throttled wait=%.0fs", _seconds(error))
                await self._pause(_seconds(error))
            except (TelegramError, StorageUnavailable) as error:
                log.warning("polling_failed problem=%s retry_in=%.0fs", type(error).__name__, self._delay)
                await self._wait()
            else:
                self._delay = FIRST_DELAY_SECONDS
                if updates:
                    offset = updates[-1]["update_id"] + 1
                    await self._gather(len(updates))

    async def _fetch(self, offset: int | None) -> Sequence[dict[str, Any]]:
        # The first call returns at once, so that the bot knows soon that it is connected; so does the one
        # after a storing that took long, to tell what was sent meanwhile.
        is_first = offset is None and self.last_success is None
        seconds = 0 if is_first or self._held_up_since is not None else POLL_SECONDS
        asked: dict[str, Any] = {"timeout": seconds, "limit": BATCH_SIZE, "allowed_updates": KINDS}
        if offset is not None:
            asked["offset"] = offset
        return _updates(
            await self._bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=POLL_SECONDS + 10)
        )

    async def _look_back(self) -> None:
        """Find out whether the bot was away for long: what was pressed meanwhile is stale."""
        async with self._store.reading() as tx:
            last = await tx.schedules.get(LAST_SEEN)
        self._catching_up = last is not None and self._clock.now() - last > AWAY

    async def _keep(self, updates: Sequence[dict[str, Any]]) -> None:
        now = self._clock.now()
        was_held_up = self._held_up_since is not None
        if not was_held_up:
            self._held_up_since = now
        if self.last_success is not None and now - self.last_success > AWAY:
            self._catching_up = True
        if updates or self._noted_at is None or now - self._noted_at > NOTE_EVERY:
            async with self._store.writing() as tx:
                new = await tx.inbox.add(updates, now, late=self._catching_up)
                await tx.schedules.set(LAST_SEEN, now)
            self._noted_at = now
        self.last_success = now
        if self._cut_off_since is not None:
            self._cut_off_since, self._heard_since = None, now
        self._held_up_since = now if self._clock.now() - now > LONG_STORING else None
        self._catching_up = self._catching_up and len(updates) == BATCH_SIZE
        if updates:
            log.info("updates_stored new=%d repeated=%d", new, len(updates) - new)
        if updates or was_held_up:
            self._on_new()

    async def _gather(self, fetched: int) -> None:
        """Let more arrive before the next poll, unless more wait already."""
        if fetched < BATCH_SIZE:
            await asyncio.sleep(GATHER_SECONDS)

    async def _pause(self, seconds: float) -> None:
        if self._cut_off_since is None:
            self._cut_off_since = self._clock.now()
        await asyncio.sleep(seconds)

    async def _wait(self) -> None:
        await self._pause(self._delay)
        self._delay = min(self._delay * 1.5, LONGEST_DELAY_SECONDS)


def is_update_id(value: object) -> bool:
    """Return whether this can be the number of an update."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_UPDATE_ID


def _updates(result: Any) -> Sequence[dict[str, Any]]:
    """Return the updates; without a number each, they cannot be acknowledged."""
    if not isinstance(result, list) or not all(
        isinstance(one, dict) and is_update_id(one.get("update_id")) for one in result
    ):
        raise TelegramError("getUpdates was answered with what are no updates")
    return result


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
