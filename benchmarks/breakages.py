"""Owns the breakages: each makes one thing go wrong in a lab and repairs it again."""

import asyncio
import contextlib
import random
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.children import Child, started
from benchmarks.disks import fill, read_only, set_read_only, small_disk
from benchmarks.jumping import bot_inside
from benchmarks.lab import BREAK_SECONDS, STOP_SECONDS, Lab, NotRunHereError, Observed, open_lab
from benchmarks.ledger import read_ledger
from benchmarks.recovery import Mode
from benchmarks.trial import OurBot
from simulator.faults import CutAfter, CutBefore, Duplicate, Fault, Hang, ServerError, TooManyRequests
from simulator.world import DEFAULT_TOKEN

REPLY, POLL = "sendMessage", "getUpdates"
HITS = 3
HOURS = timedelta(hours=6)
SLOW_SECONDS, TOO_SLOW_SECONDS = 3.0, 8.0  # a call is given up after five
LONG_HANG_SECONDS = 60.0  # a poll is given up after forty
LOCKED_SECONDS = 12.0  # longer than SQLite waits for another program
DISK_MIB = 16
PAGE_BYTES = 4096
NEW_TOKEN = "123456:a-new-token-after-the-old-one-was-revoked"  # noqa: S105 - of no bot
POISON = {"message": {"message_id": "not a number", "date": [], "chat": 7}}
STORAGE_TROUBLE = ("StorageUnavailable", "storage_unavailable")

Break = Callable[[Lab], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Breakage:
    """One way to break. `quick` ones take a few seconds; `disk` ones need a small disk of their own."""

    title: str
    act: Break
    quick: bool = True
    mode: Mode = Mode.POLLING
    small_disk: bool = False


async def observe(name: str) -> Observed:
    """Break that one thing for real and return what was seen."""
    breakage = BREAKAGES[name]
    with tempfile.TemporaryDirectory(prefix="faults-") as temporary:
        folder = Path(temporary)
        try:
            if breakage.small_disk:
                with small_disk(folder / "disk", DISK_MIB) as disk:
                    return await _observe(name, breakage, disk / "home", folder)
            return await _observe(name, breakage, folder / "home", folder)
        except NotRunHereError as reason:
            return Observed(name, not_run=str(reason))


async def _observe(name: str, breakage: Breakage, home: Path, folder: Path) -> Observed:
    async with open_lab(home, folder / "bot.log", breakage.mode) as lab:
        with contextlib.suppress(TimeoutError):  # it did not come back, which the report says
            await breakage.act(lab)
        return lab.observed(name)


async def _kill(lab: Lab) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        lab.forward()
        await lab.until(child, _one_more_reply(lab))
        await child.kill()
        lab.exit_code = child.exit_code
    await _started_again(lab)


async def _sigterm(lab: Lab) -> None:
    lab.worth_noting = re.compile("^stopp")
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        lab.forward()
        await lab.until(child, _one_more_reply(lab))
        lab.exit_code = await child.stop(STOP_SECONDS)
    await _started_again(lab)


def _replies_fail(fault: Fault, status: int, hits: int = HITS) -> Break:
    """Let the next replies go wrong."""

    async def act(lab: Lab) -> None:
        async with lab.bot() as child:
            await _all_is_well(lab, child)
            lab.breaks_calls(fault, REPLY, hits)
            lab.forward()
            await lab.until(child, lambda: lab.ended_calls(REPLY, status) >= hits)
            lab.heals()
            await lab.recovers(child)

    return act


def _polls_fail(fault: Fault, status: int, hits: int = HITS) -> Break:
    """Let the next polls go wrong; two of the posts arrive with the poll under way, which still works."""

    async def act(lab: Lab) -> None:
        async with lab.bot() as child:
            await _all_is_well(lab, child)
            lab.breaks_calls(fault, POLL, hits)
            lab.forward(2)
            await asyncio.sleep(0.5)
            lab.forward(2)
            await lab.until(child, lambda: lab.ended_calls(POLL, status) >= hits)
            lab.heals()
            await lab.recovers(child)

    return act


def _slow(seconds: float, *methods: str) -> Break:
    async def act(lab: Lab) -> None:
        async with lab.bot() as child:
            await _all_is_well(lab, child)
            lab.slows_down(seconds, *methods)
            lab.forward()
            await lab.until(child, lambda: len(lab.tried.crowd.replies) >= len(lab.tried.crowd.forwarded))
            await asyncio.sleep(seconds)
            lab.heals()
            await lab.recovers(child)

    return act


async def _duplicates(lab: Lab) -> None:
    lab.worth_noting = re.compile("repeated=[1-9]")
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks_calls(Duplicate(), "*", HITS)
        for _ in range(4):
            lab.forward(1)
            await asyncio.sleep(0.3)
        await lab.until(child, lambda: len(re.findall("repeated=[1-9]", lab.log)) >= HITS)
        lab.heals()
        await lab.recovers(child)


async def _poison(lab: Lab) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        lab.forward(2)
        lab.tried.world.updates.push_raw(dict(POISON))
        poison = lab.tried.world.updates.pending[-1]["update_id"]
        lab.forward(2)
        await lab.until(child, lambda: read_ledger(lab.subject.database).inbox.get(poison) == "dead")
        lab.heals()
        await lab.recovers(child)


async def _revoked(lab: Lab) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        lab.forward(2)
        lab.tried.world.token = NEW_TOKEN
        lab.forward(2)
        lab.exit_code = await child.ended(STOP_SECONDS)
    lab.tried.world.token = DEFAULT_TOKEN
    await _started_again(lab)


async def _second_instance(lab: Lab) -> None:
    """Run another bot with the same token and a database of its own."""
    other = OurBot(lab.tried.log.parent / "other" / "home")
    await other.prepare()
    lab.other_databases.append(other.database)
    await _with_another(lab, other)


async def _same_home_twice(lab: Lab) -> None:
    """Start the same bot a second time, on the same database."""
    await _with_another(lab, lab.subject)


async def _with_another(lab: Lab, other: OurBot) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        async with started(other.command(lab.tried.api_url), lab.tried.log) as second:
            for _ in range(4):
                lab.forward(1)
                await asyncio.sleep(1.0)
            await lab.until(child, lab.says("second_instance"))
            second.must_run()
            await lab.until(second, lambda: not lab.tried.world.updates.pending and other.at_rest())
            await second.stop(STOP_SECONDS)
        lab.heals()
        await lab.recovers(child)


async def _full_disk(lab: Lab) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        lab.forward(2)
        await lab.until(child, _one_more_reply(lab))
        ballast = fill(lab.subject.database.parents[1])
        lab.forward(2)
        await lab.until(child, lab.says(*STORAGE_TROUBLE))
        await asyncio.sleep(3.0)
        ballast.unlink()
        lab.heals()
        await lab.recovers(child)


async def _locked(lab: Lab) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        lab.breaks()
        lab.forward(2)
        await lab.until(child, _one_more_reply(lab))
        with contextlib.closing(
            sqlite3.connect(lab.subject.database, isolation_level=None, timeout=10)
        ) as other:
            other.execute("BEGIN EXCLUSIVE")
            lab.forward(2)
            await asyncio.sleep(LOCKED_SECONDS)
            other.execute("ROLLBACK")
        lab.heals()
        await lab.recovers(child)


async def _turns_read_only(lab: Lab) -> None:
    """Let the bot's connection that writes refuse to; no file can be taken away from a running bot."""
    tried = lab.tried
    async with bot_inside(lab.subject.database.parent, tried.api_url, tried.log) as bot:
        lab.forward()
        await lab.settled(bot)
        lab.breaks()
        lab.forward(2)
        await lab.until(bot, _one_more_reply(lab))
        await set_read_only(bot.program.store, "ON")
        lab.forward(2)
        await lab.until(bot, lab.says(*STORAGE_TROUBLE))
        await asyncio.sleep(3.0)
        await set_read_only(bot.program.store, "OFF")
        lab.heals()
        await lab.recovers(bot)


async def _read_only(lab: Lab) -> None:
    await _well_until_stopped(lab)
    lab.breaks()
    lab.forward()
    with read_only(lab.subject.database.parent):
        await _ends_by_itself(lab)
    await _started_again(lab)


async def _damaged(lab: Lab) -> None:
    await _well_until_stopped(lab)
    database = lab.subject.database
    backup = database.with_suffix(".backup")
    shutil.copyfile(database, backup)  # nobody has it open
    lab.breaks()
    lab.forward()
    noise = random.Random(5).randbytes(4096)  # noqa: S311 - dice, not secrets
    with database.open("r+b") as file:
        file.write(noise)
    await _ends_by_itself(lab)
    shutil.copyfile(backup, database)
    await _started_again(lab)


async def _damaged_while_running(lab: Lab) -> None:
    database = lab.subject.database
    backup = database.with_suffix(".backup")
    async with lab.bot() as child:
        await _all_is_well(lab, child)
        with (
            contextlib.closing(sqlite3.connect(database)) as source,
            contextlib.closing(sqlite3.connect(backup)) as target,
        ):
            source.backup(target)
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all that there is to damage is in the file
        lab.breaks()
        seeded = random.Random(5)  # noqa: S311 - dice, not secrets
        with database.open("r+b") as file:
            file.seek(PAGE_BYTES)  # its first page says that it is a database
            file.write(seeded.randbytes(database.stat().st_size - PAGE_BYTES))
        lab.forward()
        lab.exit_code = await child.ended(BREAK_SECONDS)
    for remains in database.parent.glob(f"{database.name}-*"):
        remains.unlink()
    shutil.copyfile(backup, database)
    await _started_again(lab)


def _clock_jumps(ahead: timedelta) -> Break:
    async def act(lab: Lab) -> None:
        tried = lab.tried
        async with bot_inside(lab.subject.database.parent, tried.api_url, tried.log) as bot:
            lab.forward()
            await lab.settled(bot)
            lab.breaks()
            lab.forward(2)
            await lab.until(bot, _one_more_reply(lab))
            bot.clock.jump(ahead)
            lab.forward(2)
            lab.heals()
            try:
                await lab.recovers(bot)
            except TimeoutError:
                bot.clock.jump(-ahead)  # what is late is not lost
                await lab.settled(bot)
                raise

    return act


async def _all_is_well(lab: Lab, child: Child) -> None:
    lab.forward()
    await lab.settled(child)


async def _well_until_stopped(lab: Lab) -> None:
    async with lab.bot() as child:
        await _all_is_well(lab, child)


async def _ends_by_itself(lab: Lab) -> None:
    async with lab.bot() as child:
        lab.exit_code = await child.ended(STOP_SECONDS)


async def _started_again(lab: Lab) -> None:
    lab.heals()
    async with lab.bot() as child:
        await lab.recovers(child)


def _one_more_reply(lab: Lab) -> Callable[[], bool]:
    before = lab.tried.crowd.reply_count
    return lambda: lab.tried.crowd.reply_count > before


BREAKAGES: Mapping[str, Breakage] = {
    "kill": Breakage("killed (SIGKILL) inside a send, polling", _kill, quick=False),
    "kill-webhook": Breakage(
        "killed (SIGKILL) inside a send, webhook", _kill, mode=Mode.WEBHOOK, quick=False
    ),
    "sigterm": Breakage("asked to stop (SIGTERM) inside a send", _sigterm),
    "429-reply": Breakage("429, retry after 2 s, to three replies", _replies_fail(TooManyRequests(2), 429)),
    "429-poll": Breakage(
        "429, retry after 2 s, to three polls", _polls_fail(TooManyRequests(2), 429), quick=False
    ),
    "500-reply": Breakage("500 to three replies", _replies_fail(ServerError(), 500)),
    "500-poll": Breakage("500 to three polls", _polls_fail(ServerError(), 500)),
    "cut-before-reply": Breakage(
        "connection cut before three replies took effect", _replies_fail(CutBefore(), 0)
    ),
    "cut-before-poll": Breakage(
        "connection cut before three polls took effect", _polls_fail(CutBefore(), 0), quick=False
    ),
    "cut-after-reply": Breakage(
        "connection cut after three replies took effect", _replies_fail(CutAfter(), 0)
    ),
    "cut-after-poll": Breakage("connection cut after three polls took effect", _polls_fail(CutAfter(), 0)),
    "hang-reply": Breakage(
        "three replies hang until given up", _replies_fail(Hang(LONG_HANG_SECONDS), 0), quick=False
    ),
    "hang-poll": Breakage(
        "a poll hangs until given up", _polls_fail(Hang(LONG_HANG_SECONDS), 0, hits=1), quick=False
    ),
    "slow-api": Breakage("every response 3 s late", _slow(SLOW_SECONDS, REPLY, POLL), quick=False),
    "too-slow-api": Breakage(
        "every reply's response 8 s late, given up after 5", _slow(TOO_SLOW_SECONDS, REPLY), quick=False
    ),
    "second-instance": Breakage("409: a second bot, same token, own database", _second_instance, quick=False),
    "same-home-twice": Breakage("409: the same bot started twice", _same_home_twice, quick=False),
    "revoked-token": Breakage("401: token revoked, later valid again", _revoked),
    "poison": Breakage("an update that nobody can read", _poison),
    "duplicate-updates": Breakage("updates delivered twice, polling", _duplicates),
    "duplicate-posts": Breakage("updates posted twice, webhook", _duplicates, mode=Mode.WEBHOOK, quick=False),
    "disk-full": Breakage("disk full inside a send, later freed", _full_disk, small_disk=True),
    "locked": Breakage("database locked by another program for 12 s, inside a send", _locked, quick=False),
    "read-only": Breakage("database may not be written to at start", _read_only, quick=False),
    "turns-read-only": Breakage(
        "database turns read-only while the bot runs, later writable again", _turns_read_only, quick=False
    ),
    "damaged-running": Breakage(
        "database damaged while the bot runs, backup restored", _damaged_while_running, quick=False
    ),
    "damaged": Breakage("database damaged, found at start, backup restored", _damaged),
    "clock-forwards": Breakage("clock jumps 6 h forwards", _clock_jumps(HOURS)),
    "clock-backwards": Breakage("clock jumps 6 h back", _clock_jumps(-HOURS)),
}
