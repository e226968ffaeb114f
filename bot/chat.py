"""Owns `forwardcheck chat`: the real bot in a terminal, a line in, its replies out."""

import re
import sys
from collections.abc import AsyncIterator

from bot.settings import Settings
from bot.stage import Stage, open_stage
from bot.transcript import Transcript
from simulator.person import Person

MODERATOR_LINE = re.compile(r"mod:\s*(.*)", re.IGNORECASE | re.DOTALL)
PRESS_LINE = re.compile(r"press\s+(\d{1,3})", re.IGNORECASE)
HINT = (
    "A line is forwarded to the bot, /… is a command, “mod: …” speaks as the moderator,"
    " “press N” (or “mod: press N”) presses a button. Ctrl-D ends."
)


async def run_chat(settings: Settings, lines: AsyncIterator[str]) -> None:
    """Play each line and print what the bot replies, until the lines end."""
    async with open_stage(settings) as stage:
        transcript = Transcript((stage.asker, stage.moderator))
        async for line in lines:
            if not line.strip():
                continue
            problem = act(stage, line.strip())
            if problem:
                _print(problem)
                continue
            await stage.settle()
            for shown in transcript.news():
                _print(shown)


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


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
