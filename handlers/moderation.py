"""Handles the reviewers' commands; whether somebody is a reviewer is decided by the use case."""

import re
from collections.abc import Sequence
from datetime import date

from telegram import Update

from claims.links import is_broken_link, is_web_link
from claims.news import Usage
from claims.prompt import PromptKind
from claims.review import DismissReason, ItemId
from claims.verdict import Correction, Rating, Unlimited, VerdictId
from handlers import extract
from handlers.context import Context

_NUMBER = re.compile(r"#?([1-9][0-9]{0,17})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MAX_RATING_WORDS = 2


async def on_take(update: Update, context: Context) -> None:
    """Take an item: `/take 12`."""
    item_id = parse_item_id(context.args or [])
    if item_id is None:
        await _refuse(update, context, "take", "item")
    else:
        await context.services.take_item(extract.caller(update), item_id)


async def on_escalate(update: Update, context: Context) -> None:
    """Leave an item to the editors: `/escalate 12`."""
    item_id = parse_item_id(context.args or [])
    if item_id is None:
        await _refuse(update, context, "escalate", "item")
    else:
        await context.services.escalate_item(extract.caller(update), item_id)


async def on_release(update: Update, context: Context) -> None:
    """Give an item back: `/release 12`."""
    item_id = parse_item_id(context.args or [])
    if item_id is None:
        await _refuse(update, context, "release", "item")
    else:
        await context.services.release_item(extract.caller(update), item_id)


async def on_verdict(update: Update, context: Context) -> None:
    """Rule: `/verdict 12` step by step, `/verdict 12 https://…` with that fact-check, `/verdict 12 false Why.
    https://…` at once."""
    words = context.args or []
    item_id = parse_item_id(words)
    if item_id is None:
        await _refuse(update, context, "verdict", "item")
        return
    if is_broken_link(words[-1]):
        await _refuse(update, context, "verdict", "link")
        return
    rating, rest = parse_rating(words[1:])
    summary, url = parse_summary(rest)
    if rating is None and (summary or (rest and not url)):
        await _refuse(update, context, "verdict", "rating")
        return
    if rating is not None and summary and url:
        await context.services.rule_on_item(extract.caller(update), item_id, rating, summary, url)
    else:
        await context.services.start_ruling(extract.caller(update), item_id, rating, summary, url)


async def on_link(update: Update, context: Context) -> None:
    """Answer with a fact-check: `/link 12 34` or `/link 12 https://…`; `/link 12` asks which."""
    words = context.args or []
    item_id = parse_item_id(words)
    if item_id is None:
        await _refuse(update, context, "link", "item")
        return
    if not words[1:]:
        await context.services.ask_for(extract.caller(update), item_id, PromptKind.SAME_AS)
        return
    reference = parse_reference(words[1:])
    if reference is None:
        await _refuse(update, context, "link", "verdict")
    else:
        await context.services.answer_with(extract.caller(update), item_id, reference)


async def on_dismiss(update: Update, context: Context) -> None:
    """Set an item aside: `/dismiss 12 opinion`; `/dismiss 12` shows the reasons."""
    words = context.args or []
    item_id = parse_item_id(words)
    if item_id is not None and not words[1:]:
        await context.services.ask_for_reason(extract.caller(update), item_id)
        return
    reason = parse_reason(words[1:])
    if item_id is None or reason is None:
        await _refuse(update, context, "dismiss", "item" if item_id is None else "reason")
    else:
        await context.services.dismiss_item(extract.caller(update), item_id, reason)


async def on_undo(update: Update, context: Context) -> None:
    """Take back how an item was closed: `/undo 12`."""
    item_id = parse_item_id(context.args or [])
    if item_id is None:
        await _refuse(update, context, "undo", "item")
    else:
        await context.services.undo_latest(extract.caller(update), item_id)


async def on_claim(update: Update, context: Context) -> None:
    """Word the claim of a ruling: `/claim 12 The bridge closes for two years.`"""
    words = context.args or []
    item_id = parse_item_id(words)
    if item_id is None:
        await _refuse(update, context, "claim", "item")
    elif not words[1:]:
        await context.services.ask_for(extract.caller(update), item_id, PromptKind.CLAIM)
    else:
        await context.services.word_claim(extract.caller(update), item_id, " ".join(words[1:]))


async def on_more(update: Update, context: Context) -> None:
    """Show what else can be done with an item: `/more 12`."""
    item_id = parse_item_id(context.args or [])
    if item_id is None:
        await _refuse(update, context, "more", "item")
    else:
        await context.services.open_menu(extract.caller(update), item_id)


async def on_edit(update: Update, context: Context) -> None:
    """Correct: `/edit 34` with buttons, `/edit 34 false Why. https://…`, `/edit 34 claim …`,
    `/edit 34 summary …` or `/edit 34 until 2027-01-31`."""
    words = context.args or []
    verdict_id = parse_verdict_id(words)
    if verdict_id is None:
        await _refuse(update, context, "edit", "verdict")
    elif not words[1:]:
        await context.services.ask_for_correction(extract.caller(update), verdict_id)
    else:
        correction = parse_correction(words[1:])
        if isinstance(correction, Usage):
            await context.services.explain_usage(extract.caller(update), correction)
        else:
            await context.services.correct_verdict(extract.caller(update), verdict_id, correction)


async def on_retract(update: Update, context: Context) -> None:
    """Withdraw a verdict, after a question: `/retract 34`."""
    verdict_id = parse_verdict_id(context.args or [])
    if verdict_id is None:
        await _refuse(update, context, "retract", "verdict")
    else:
        await context.services.ask_for_retraction(extract.caller(update), verdict_id)


def parse_verdict_id(words: Sequence[str]) -> VerdictId | None:
    """Return the verdict that a command names first, as `34` or `#34`."""
    number = parse_item_id(words)
    return None if number is None else VerdictId(number)


def parse_correction(words: Sequence[str]) -> Correction | Usage:
    """Return the change that `words` ask for: a rating and perhaps a summary and a link, or one field by its
    name; else what is missing."""
    nothing = Usage("edit", "change")
    name, text = words[0].lower().rstrip(":"), " ".join(words[1:])
    if name == "claim":
        return Correction(claim=text) if text else nothing
    if is_broken_link(words[-1]):
        return Usage("edit", "link")
    if name == "summary":
        summary, url = parse_summary(words[1:])
        return Correction(summary=summary or None, source=url or None) if text else nothing
    if name == "until":
        day = parse_last_day(text)
        return Correction(valid_until=day) if day else nothing
    rating, rest = parse_rating(words)
    if rating is None:
        return nothing
    summary, url = parse_summary(rest)
    return Correction(rating=rating, summary=summary or None, source=url or None)


def parse_last_day(text: str) -> date | Unlimited | None:
    """Return the last day for which a ruling holds, as `2027-01-31`, or `always`; None for anything else."""
    if text.lower() == "always":
        return Unlimited()
    written = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in written.groups())) if written else None
    except ValueError:
        return None


def parse_item_id(words: Sequence[str]) -> ItemId | None:
    """Return the item that a command names first, as `12` or `#12`."""
    number = _NUMBER.fullmatch(words[0]) if words else None
    return ItemId(int(number.group(1))) if number else None


def parse_rating(words: Sequence[str]) -> tuple[Rating | None, Sequence[str]]:
    """Return the rating that `words` begin with (`false`, `missing context`, `missing_context`), and the
    words after it."""
    for length in range(min(_MAX_RATING_WORDS, len(words)), 0, -1):
        name = "_".join(words[:length]).lower().rstrip(".,:;–-")
        if name in Rating.__members__.values() and name != Rating.UNRATED:
            return Rating(name), words[length:]
    return None, words


def parse_summary(words: Sequence[str]) -> tuple[str, str]:
    """Return the sentences and the link at their end ("" where one is missing)."""
    if words and is_web_link(words[-1]):
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def parse_reference(words: Sequence[str]) -> VerdictId | str | None:
    """Return the verdict that a command names: a number or the link of its fact-check."""
    if len(words) != 1:
        return None
    number = _NUMBER.fullmatch(words[0])
    if number:
        return VerdictId(int(number.group(1)))
    return words[0] if is_web_link(words[0]) else None


def parse_reason(words: Sequence[str]) -> DismissReason | None:
    """Return why an item is set aside, from `opinion`, `not_a_claim`, `not a claim` and so on."""
    name = "_".join(words).lower()
    return next((reason for reason in DismissReason if reason.value == name), None)


async def _refuse(update: Update, context: Context, command: str, problem: str) -> None:
    await context.services.explain_usage(extract.caller(update), Usage(command, problem))
