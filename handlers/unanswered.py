"""Owns which messages ask something that can be tried again later, when their handling failed."""

from telegram import Bot

from claims.usecases.give_up import Unanswered
from handlers import extract, own
from handlers.joining import Bundle
from handlers.reading import read_update


def question_in(bundle: Bundle, bot: Bot) -> Unanswered | None:
    """Return the question that a bundle asks; None for commands, presses, replies to the bot, messages
    without words, and what cannot be read at all."""
    try:
        updates = [read_update(raw.body, bot) for raw in bundle.updates]
        message, *joined = [update.message for update in updates if update.message]
        submission = extract.submission(message, joined)
        typed = extract.is_own(message)
        if extract.is_like_command(message) or (typed and extract.replies_to_us(message)):
            return None
        if own.is_ours(message):
            return None
    except Exception:  # noqa: BLE001 - reading it may be what failed before, in any way
        return None
    asks = bool(submission.text.strip() or submission.links)
    return Unanswered(submission, typed=typed) if asks else None
