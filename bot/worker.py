"""Owns the handling of stored updates: in order, each once, and a poisonous one never blocks the line."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext

from claims.ports import AlreadySettled, RawUpdate, Store
from db.errors import StorageUnavailable

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
MAX_TRIES = 3
BATCH_SIZE = 50
IDLE_SECONDS = 5.0
STORAGE_RETRY_SECONDS = 2.0


class Worker:
    """Turns stored updates into handled ones."""

    def __init__(self, application: App, store: Store, on_handled: Callable[[], None]) -> None:
        self._application = application
        self._store = store
        self._on_handled = on_handled
        self._wake = asyncio.Event()
        self._stopping = False
        self._failure: Exception | None = None
        application.add_error_handler(self._remember)

    def wake(self) -> None:
        """Look for new updates at once."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the update in hand, then return from `run`."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Handle updates until told to stop."""
        while not self._stopping:
            self._wake.clear()
            try:
                handled = await self.handle_waiting()
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
                await asyncio.sleep(STORAGE_RETRY_SECONDS)
                continue
            if not handled and not self._stopping:
                await _wait(self._wake, IDLE_SECONDS)

    async def handle_waiting(self) -> int:
        """Handle one batch of what waits; return how many updates were looked at."""
        async with self._store.reading() as tx:
            waiting = await tx.inbox.waiting(BATCH_SIZE)
        for raw in waiting:
            if self._stopping:
                break
            await self._handle(raw)
            self._on_handled()
        return len(waiting)

    async def _handle(self, raw: RawUpdate) -> None:
        try:
            await self._process(raw)
        except AlreadySettled:
            return
        except StorageUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one update does, the next one is handled
            await self._set_aside(raw, error)

    async def _process(self, raw: RawUpdate) -> None:
        update = Update.de_json(json.loads(raw.body), self._application.bot)
        self._failure = None
        await self._application.process_update(update)
        if self._failure is not None:
            raise self._failure
        async with self._store.writing() as tx:
            await tx.inbox.done(raw.id)

    async def _set_aside(self, raw: RawUpdate, error: Exception) -> None:
        dead = raw.tries + 1 >= MAX_TRIES
        log.error(
            "update_failed id=%s try=%d dead=%s problem=%s",
            raw.id,
            raw.tries + 1,
            dead,
            type(error).__name__,
            exc_info=error,
        )
        async with self._store.writing() as tx:
            await tx.inbox.failed(raw.id, f"{type(error).__name__}", dead=dead)

    async def _remember(self, _update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if isinstance(context.error, Exception):
            self._failure = context.error


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
