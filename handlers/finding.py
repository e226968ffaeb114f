"""Handles the commands by which reviewers find their way: the queue and its views, the next item, searching,
the history of an item or a verdict."""

import re
from collections.abc import Sequence

from telegram import Update

from claims.news import Usage
from claims.queue import EVERYTHING, QueueFilter, Showing, with_words
from claims.verdict import VerdictId
from handlers import extract
from handlers.context import Context
from handlers.i18n import is_language
from handlers.moderation import parse_item_id, parse_verdict_id

_LANGUAGE = re.compile(r"[a-z]{2}")
_VIEWS = {
    showing.value: QueueFilter(showing)
    for showing in (
        Showing.ALL,
        Showing.MINE,
        Showing.FREE,
        Showing.OLDEST,
        Showing.HOTTEST,
        Showing.ESCALATED,
    )
}


async def on_queue(update: Update, context: Context) -> None:
    """Show the queue, or a view of it: `/queue mine`, `/queue pt`, `/queue stone bridge`."""
    await context.services.show_queue(extract.caller(update), parse_view(context.args or []))


async def on_next(update: Update, context: Context) -> None:
    """Take the most needed item."""
    await context.services.take_next(extract.caller(update))


async def on_find(update: Update, context: Context) -> None:
    """Search: `/find stone bridge`."""
    await context.services.find_on_desk(extract.caller(update), " ".join(context.args or []))


async def on_verdicts(update: Update, context: Context) -> None:
    """List the newest verdicts."""
    await context.services.show_verdicts(extract.caller(update))


async def on_history(update: Update, context: Context) -> None:
    """Show what was done to an item: `/history 12`; or how a verdict came to be: `/history verdict 34`."""
    words = context.args or []
    if words and words[0].lower() == "verdict":
        await _history_of_verdict(update, context, parse_verdict_id(words[1:]))
        return
    item_id = parse_item_id(words)
    if item_id is None:
        await context.services.explain_usage(extract.caller(update), Usage("history", "item"))
    else:
        await context.services.show_history(extract.caller(update), item_id)


async def _history_of_verdict(update: Update, context: Context, verdict_id: VerdictId | None) -> None:
    if verdict_id is None:
        await context.services.explain_usage(extract.caller(update), Usage("history", "history"))
    else:
        await context.services.show_verdict_history(extract.caller(update), verdict_id)


def parse_view(words: Sequence[str]) -> QueueFilter:
    """Return the view that is asked for: one of the named ones, two small letters for a language, or else
    the words that an item contains."""
    if not words:
        return EVERYTHING
    if len(words) == 1:
        word = words[0]
        if word.lower() in _VIEWS:
            return _VIEWS[word.lower()]
        if _LANGUAGE.fullmatch(word) and is_language(word):
            return QueueFilter(Showing.LANGUAGE, word)
    return with_words(" ".join(words))
