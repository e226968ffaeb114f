"""Owns the handling of stored updates: each once, a chat in its order, a poisonous one blocks nobody."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext

from claims.ports import AlreadySettled, Clock, RawUpdate, Store
from claims.retrying import TRIES_AT_ONCE
from claims.usecases.give_up import GiveUp
from db.errors import StorageUnavailable
from handlers.context import HANDLINGS_KEY, Handling
from handlers.joining import Bundle, next_ready_at, ready_bundles
from handlers.reading import read_update
from handlers.senders import sender_of
from handlers.unanswered import question_in

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
MAX_TRIES = TRIES_AT_ONCE
BATCH_SIZE = 400
MOST_OF_ONE_CHAT = 20
MOST_CHATS_AT_ONCE = 16
IDLE_SECONDS = 5.0
HELD_SECONDS = 0.5  # until a chat that another process worked on is looked at again
GATHER_SECONDS = 0.05  # what comes within this time is looked at together
STORAGE_RETRY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """What waits, and between which moments its silences count, as the intake said just before."""

    now: datetime
    listened_since: datetime
    heard_until: datetime
    waiting: Sequence[RawUpdate]

    def next_ready_at(self) -> datetime | None:
        """Return when the next chat will have been quiet, if nothing holds the intake up any longer."""
        ready_at = next_ready_at(self.waiting, self.listened_since)
        return None if ready_at is None else ready_at + (self.now - self.heard_until)


class Worker:
    """Turns stored updates into handled ones: each chat in its order, many chats side by side."""

    def __init__(
        self,
        application: App,
        store: Store,
        clock: Clock,
        give_up: GiveUp,
        on_handled: Callable[[], None],
        listened_since: Callable[[datetime], datetime],
        heard_until: Callable[[datetime], datetime],
    ) -> None:
        self._application = application
        self._listened_since = listened_since
        self._heard_until = heard_until
        self._give_up = give_up
        self._store = store
        self._clock = clock
        self._on_handled = on_handled
        self._wake = asyncio.Event()
        self._stopping = False
        self._held_elsewhere = False  # whether another process worked on a chat when it was its turn
        self._handlings: dict[int, Handling] = application.bot_data.setdefault(HANDLINGS_KEY, {})
        self._failures: dict[int, Exception] = {}
        application.add_error_handler(self._remember)

    def wake(self) -> None:
        """Look for new updates at once."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the updates in hand, then return from `run`."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Handle updates until told to stop."""
        while not self._stopping:
            self._wake.clear()
            try:
                look = await self._look()
                handled = await self._handle_ready(look)
                seconds = 0.0 if handled else self._seconds_to_next(look)
            except* StorageUnavailable as errors:
                log.error("storage_unavailable: %s", errors.exceptions[0])
                seconds = STORAGE_RETRY_SECONDS
            if not self._stopping:
                seconds = HELD_SECONDS if self._held_elsewhere and not seconds else seconds
                await asyncio.sleep(GATHER_SECONDS)
                await _wait(self._wake, seconds - GATHER_SECONDS)

    async def handle_waiting(self) -> int:
        """Handle what is ready now; return how many submissions, commands and presses that were."""
        return await self._handle_ready(await self._look())

    async def next_ready_at(self) -> datetime | None:
        """Return when the first waiting messages will have been joined; None when none wait."""
        return (await self._look()).next_ready_at()

    async def _look(self) -> Look:
        # The intake is asked first: asked after the reading, it would not tell of what it stored in between.
        now = self._clock.now()
        since, until = self._listened_since(now), self._heard_until(now)
        async with self._store.reading() as tx:
            return Look(now, since, until, await tx.inbox.waiting(BATCH_SIZE, MOST_OF_ONE_CHAT))

    async def _handle_ready(self, look: Look) -> int:
        chats = ready_bundles(look.waiting, look.heard_until, MOST_OF_ONE_CHAT, look.listened_since)
        self._held_elsewhere = False
        side_by_side = asyncio.Semaphore(MOST_CHATS_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for bundles in chats:
                group.create_task(self._handle_chat(bundles, side_by_side))
        return sum(len(bundles) for bundles in chats)

    def _seconds_to_next(self, look: Look) -> float:
        ready_at = look.next_ready_at()
        if ready_at is None:
            return IDLE_SECONDS
        return min((ready_at - self._clock.now()).total_seconds(), IDLE_SECONDS)

    async def _handle_chat(self, bundles: Sequence[Bundle], side_by_side: asyncio.Semaphore) -> None:
        async with side_by_side, self._store.holding(bundles[0].updates[0].chat_id) as is_ours:
            if is_ours:
                await self._handle_in_order(bundles)
            else:
                self._held_elsewhere = True

    async def _handle_in_order(self, bundles: Sequence[Bundle]) -> None:
        for bundle in bundles:
            if self._stopping:
                return
            if await self._was_handled_elsewhere(bundle):
                continue
            finished = await self._handle(bundle)
            self._on_handled()
            if not finished:
                return

    async def _was_handled_elsewhere(self, bundle: Bundle) -> bool:
        """Return whether another process handled it between our reading of the inbox and our hold on the
        chat; handling it again would change nothing, but cost a decision."""
        if not self._store.is_shared:
            return False
        async with self._store.reading() as tx:
            return not await tx.inbox.waits(bundle.updates[0].id)

    async def _handle(self, bundle: Bundle) -> bool:
        """Handle one bundle; return False when it is to be tried again before its chat goes on."""
        try:
            await self._process(bundle)
        except AlreadySettled:
            return True
        except StorageUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one update does, the next one is handled
            return await self._set_aside(bundle, error)
        return True

    async def _process(self, bundle: Bundle) -> None:
        handling = Handling(bundle, self._store.settling(*bundle.ids))
        if not is_stale_press(bundle.updates[0]):
            await self._dispatch(handling)
        if not handling.store.settled:  # nobody had anything to say about it
            async with handling.store.writing():
                pass

    async def _dispatch(self, handling: Handling) -> None:
        first = handling.bundle.updates[0]
        update = read_update(first.body, self._application.bot)
        self._handlings[first.id] = handling
        try:
            await self._application.process_update(update)
        finally:
            del self._handlings[first.id]
        failure = self._failures.pop(first.id, None)
        if failure is not None:
            raise failure

    async def _set_aside(self, bundle: Bundle, error: Exception) -> bool:
        """Count the failure; return whether its chat goes on without it."""
        raw, problem = bundle.updates[0], type(error).__name__
        over = raw.tries + 1 >= MAX_TRIES
        dead = over and await self._given_up(bundle, problem)
        log.error(
            "update_failed id=%s try=%d dead=%s problem=%s",
            raw.id,
            raw.tries + 1,
            dead,
            problem,
            exc_info=error,
        )
        if not over:
            async with self._store.writing() as tx:
                await tx.inbox.failed(raw.id, problem, dead=False)
        return over

    async def _given_up(self, bundle: Bundle, problem: str) -> bool:
        """Set it aside and owe its sender the truth; return whether that is for good. Where the truth cannot
        be told either, that is set aside in silence."""
        raw = bundle.updates[0]
        sender = sender_of(raw)
        question = question_in(bundle, self._application.bot) if sender else None
        for asked in (None,) if question is None else (question, None):
            try:
                return await self._give_up(bundle.updates, problem, sender, asked)
            except StorageUnavailable:
                raise
            except Exception:
                log.exception("apology_failed id=%s", raw.id)
        async with self._store.writing() as tx:
            await tx.inbox.failed(raw.id, problem, dead=True)
        return True

    async def _remember(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if isinstance(update, Update) and isinstance(context.error, Exception):
            self._failures[update.update_id] = context.error


def is_stale_press(raw: RawUpdate) -> bool:
    """Return whether this is a button pressed before an outage: nobody waits for it any more."""
    if not raw.late:
        return False
    update = json.loads(raw.body)
    return isinstance(update, dict) and "callback_query" in update


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(max(seconds, 0.0)):
            await event.wait()
    except TimeoutError:
        return
