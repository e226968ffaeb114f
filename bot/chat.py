"""Owns `forwardcheck chat`: the real bot in a terminal, a line in, its replies out."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from typing import BinaryIO

from bot.commanding import say
from bot.importing import copy_verdicts
from bot.settings import Settings
from bot.stage import Stage, on_this_machine, open_stage
from bot.transcript import Transcript
from simulator.person import Person

MODERATOR_LINE = re.compile(r"mod:\s*(.*)", re.IGNORECASE | re.DOTALL)
PRESS_LINE = re.compile(r"press\s+(\d{1,3})", re.IGNORECASE)
HINT = (
    "A line is forwarded to the bot, /… is a command, “mod: …” speaks as the moderator,"
    " “press N” (or “mod: press N”) presses a button. Ctrl-D ends."
)


async def lines_of(stream: BinaryIO, stop: asyncio.Event) -> AsyncIterator[str]:
    """Yield the lines of a stream until it ends or `stop` is set; broken characters are replaced.

    The reading thread is a daemon: a terminal that says nothing more does not keep the program alive.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        for line in stream:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, b"")

    threading.Thread(target=read, daemon=True, name="lines").start()
    stopping = asyncio.create_task(stop.wait())
    while not stop.is_set():
        reading = asyncio.create_task(lines.get())
        await asyncio.wait([reading, stopping], return_when=asyncio.FIRST_COMPLETED)
        if not reading.done() or not reading.result():
            reading.cancel()
            break
        yield reading.result().decode("utf-8", "replace")
    stopping.cancel()


async def run_chat(settings: Settings, lines: AsyncIterator[str]) -> None:
    """Play each line and print what the bot replies, until the lines end.

    The chat has a folder of its own inside the home, with the home's verdicts: what is tried here reaches
    nobody who asked the real bot.
    """
    rehearsal = settings.model_copy(
        update={"home": settings.home / "chat", "models": settings.models_path, "database_url": None}
    )
    await copy_verdicts(settings, rehearsal)
    async with open_stage(rehearsal) as stage:
        if rehearsal.site.is_on:
            say(f"Public pages, while this runs: {on_this_machine(rehearsal).site.address}/")
        transcript = Transcript((stage.asker, stage.moderator))
        async for line in lines:
            if not line.strip():
                continue
            problem = act(stage, line.strip())
            if problem:
                say(problem)
                continue
            await stage.settle()
            for shown in transcript.news():
                say(shown)


def act(stage: Stage, line: str) -> str:
    """Do what one line says; return what is wrong with it, or ""."""
    spoken = MODERATOR_LINE.fullmatch(line)
    person = stage.moderator if spoken else stage.asker
    words = spoken.group(1).strip() if spoken else line
    pressed = PRESS_LINE.fullmatch(words)
    if pressed:
        return _press(person, int(pressed.group(1)))
    if not words:
        return "Nothing to say."
    if words.startswith("/") or spoken:
        person.says(words)
    else:
        person.forwards(words, from_user="Someone")
    return ""


def _press(person: Person, number: int) -> str:
    try:
        person.presses(number)
    except LookupError as error:
        return f"Cannot press that: {error.args[0]}"
    return ""
