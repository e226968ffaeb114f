"""Handles the commands for figures: some days of them, yesterday's, and the digest of each morning."""

import re
from collections.abc import Sequence

from telegram import Update

from claims.news import Usage
from claims.usecases.tell_figures import MOST_DAYS, USUAL_DAYS
from handlers import extract
from handlers.context import Context

_DAYS = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


async def on_stats(update: Update, context: Context) -> None:
    """Show the figures of the last days: `/stats 30`."""
    days = parse_days(context.args or [])
    if days is None:
        await context.services.explain_usage(extract.caller(update), Usage("stats", "days"))
    else:
        await context.services.show_stats(extract.caller(update), days)


async def on_calibrate(update: Update, context: Context) -> None:
    """Report what people's judgements say about the matcher."""
    await context.services.show_calibration(extract.caller(update))


async def on_digest(update: Update, context: Context) -> None:
    """Show yesterday's figures, or switch the digest: `/digest on`."""
    caller = extract.caller(update)
    match [word.lower() for word in context.args or []]:
        case []:
            await context.services.show_digest(caller)
        case ["on" | "off" as switch]:
            await context.services.switch_digest(caller, on=switch == "on")
        case _:
            await context.services.explain_usage(caller, Usage("digest", "switch"))


def parse_days(words: Sequence[str]) -> int | None:
    """Return how many days are asked for, from 1 to a year; None when that cannot be read."""
    if not words:
        return USUAL_DAYS
    if len(words) > 1 or not _DAYS.fullmatch(words[0]):
        return None
    return int(words[0]) if int(words[0]) <= MOST_DAYS else None
