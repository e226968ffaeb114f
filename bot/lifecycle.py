"""Owns the run of the program: its loops in one task group, a dead loop ends all, a stop finishes what is in
hand."""

import asyncio
import logging
import signal
from collections.abc import Coroutine, Sequence
from typing import Any

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.calls import reading
from bot.polling import TokenRefusedError
from bot.web import CannotListenError
from bot.wiring import Program
from claims.ports import Store
from db.errors import StorageDamaged, StorageUnavailable

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
STORAGE_RETRY_SECONDS = 2.0
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0


class LoopDiedError(Exception):
    """A loop that must run for ever has ended."""


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` when the process is asked to end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


async def run(program: Program, stop: asyncio.Event) -> None:
    """Run until `stop` is set, then finish the update and the calls in hand.

    Raises:
        ExceptionGroup: a loop died; everything it had not finished is in the database.
        StorageDamaged: what is stored cannot be read any more.
        TokenRefusedError: Telegram does not take the token.
        CannotListenError: the address that should serve HTTP is taken.
    """
    problem: BaseException | None = None
    try:
        await _run(program, stop)
    except* StorageDamaged as found:
        problem = _first(found)
        log.error("storage_damaged: %s", problem)
    except* (TokenRefusedError, CannotListenError) as found:
        problem = _first(found)
    if problem is not None:  # raised out here: what is raised in there comes out inside a group
        raise problem


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


async def _run(program: Program, stop: asyncio.Event) -> None:
    """Serve HTTP from the start: pages and health checks need no Telegram."""
    async with asyncio.TaskGroup() as group:
        serving = [group.create_task(program.web.run())] if program.web else []
        if await _connect(program, stop):
            await _run_bot(program, stop, serving)
        elif program.web:
            program.web.stop()


async def _run_bot(program: Program, stop: asyncio.Event, serving: Sequence[asyncio.Task[None]]) -> None:
    try:
        await _recover(program, stop)
        async with asyncio.TaskGroup() as group:
            levelling = group.create_task(_for_ever("levelling", program.levelling.run()))
            intake = group.create_task(_for_ever("intake", program.intake.run()))
            menus = group.create_task(_for_ever("menus", program.menus.run()))
            chores = group.create_task(_for_ever("housekeeping", program.housekeeping.run()))
            feeding = group.create_task(_for_ever("feeds", program.feeds.run()))
            working = group.create_task(program.worker.run())
            sending = group.create_task(program.sender.run())
            watching = group.create_task(_fail_when_damaged(program.store))
            others = [group.create_task(program.neighbours.run())] if program.neighbours else []
            log.info("started username=%s", program.application.bot.username)
            await _stopped(
                stop, *serving, levelling, intake, menus, chores, feeding, working, sending, *others
            )
            log.info("stopping")
            levelling.cancel()
            intake.cancel()
            menus.cancel()
            chores.cancel()
            feeding.cancel()
            watching.cancel()
            for task in others:
                task.cancel()
            await _finish(program, *serving, working, sending)
        log.info("stopped")
    finally:
        await program.application.shutdown()


async def _recover(program: Program, stop: asyncio.Event) -> None:
    """Settle what was under way when the last process ended, however long the database takes no part in it.

    Raises:
        StorageDamaged: it never will.
    """
    while not stop.is_set():
        try:
            await program.sender.recover()
            await _warn_where_nobody_reviews(program.store)
        except StorageDamaged:
            raise
        except StorageUnavailable as error:
            log.error("storage_unavailable: %s", error)
            await _wait_for(stop, STORAGE_RETRY_SECONDS)
        else:
            return


async def _warn_where_nobody_reviews(store: Store) -> None:
    """People are promised that a reviewer will look."""
    async with store.reading() as tx:
        if not await tx.moderators.all():
            log.warning("nobody_reviews: add somebody: forwardcheck moderators add 123456789 --name Ana")


async def _connect(program: Program, stop: asyncio.Event) -> bool:
    """Reach the Bot API, however long that takes; return False when asked to stop before."""
    delay = FIRST_DELAY_SECONDS
    while not stop.is_set():
        try:
            with reading():
                await program.application.initialize()
        except InvalidToken as error:
            raise TokenRefusedError(
                "Telegram refused the bot token; get a new one from @BotFather"
            ) from error
        except (NetworkError, TelegramError) as error:
            log.warning("not_connected problem=%s retry_in=%.0fs", type(error).__name__, delay)
            await _wait_for(stop, delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)
        else:
            return True
    return False


async def _stopped(stop: asyncio.Event, *loops: asyncio.Task[None]) -> None:
    """Wait until asked to stop; a loop that ends before that ends the program."""
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([stopping, *loops], return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            raise LoopDiedError("a loop ended that must run for ever")
    finally:
        stopping.cancel()


async def _finish(program: Program, *loops: asyncio.Task[None]) -> None:
    """Let the update in hand, the posts and the calls under way come to their end, within ten seconds."""
    if program.web:
        program.web.stop()
    program.worker.stop()
    program.sender.stop()
    _done, late = await asyncio.wait(loops, timeout=STOP_SECONDS)
    for task in late:
        log.warning("stopped_in_the_middle: what was under way is settled at the next start")
        task.cancel()


async def _fail_when_damaged(store: Store) -> None:
    """Raise what a loop, which would try again for ever, has found."""
    raise await store.damage()


async def _for_ever(name: str, loop: Coroutine[Any, Any, None]) -> None:
    await loop
    raise LoopDiedError(f"the {name} ended")


async def _wait_for(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
