"""Handles what people send to be checked."""

from telegram import Update

from claims.news import CannotRead, UnknownCommand
from claims.review import ModeratorId
from handlers import extract
from handlers.context import Context


async def on_message(update: Update, context: Context) -> None:
    """Check a forward, a text or a caption; typed text may also be the next step of a guided ruling."""
    message = update.effective_message
    if message is None:
        return
    submission = extract.submission(message, context.joined)
    typed = message.forward_origin is None and message.text is not None
    if typed and await context.services.is_drafting(ModeratorId(submission.person_id)):
        await context.services.write_draft(extract.caller(update), submission.text)
    elif submission.text.lstrip().startswith("/"):
        await context.services.reply(extract.address(update, reply=True), UnknownCommand())
    elif submission.text.strip() or submission.links:
        await context.services.check_claim(submission)
    else:
        await context.services.reply(extract.address(update, reply=True), CannotRead())


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to the help."""
    await context.services.reply(extract.address(update), UnknownCommand())
