"""Handles what people send to be checked."""

from telegram import Message, Update

from claims.news import CannotRead, UnknownCommand
from claims.prompt import Prompt, SendBackPrompt
from claims.review import ModeratorId, RulingDraft
from claims.submission import Submission
from handlers import extract, own
from handlers.context import Context
from handlers.prompted import take_prompted


async def on_message(update: Update, context: Context) -> None:
    """Check a forward, a text or a caption; what a reviewer types may also be what they were asked for."""
    message = update.effective_message
    if message is None:
        return
    submission = extract.submission(message, context.joined)
    if await _is_reply_to_question(update, message, context, submission):
        return
    typed = message.text if extract.is_own(message) else None  # not what it quotes
    waits = None
    if typed is not None:
        moderator_id = ModeratorId(submission.person_id)
        waits = await context.services.waits_for(moderator_id, submission.sent_at)
    if typed is not None and isinstance(waits, SendBackPrompt):
        await context.services.send_back(extract.caller(update), waits.proposal_id, typed)
    elif typed is not None and isinstance(waits, Prompt):
        await take_prompted(context.services, extract.caller(update), waits, typed)
    elif typed is not None and isinstance(waits, RulingDraft):
        await context.services.write_draft(extract.caller(update), waits.item_id, typed)
    elif extract.is_like_command(message):
        await context.services.reply(extract.address(update, reply=True), UnknownCommand())
    elif (about_ours := own.as_own(message, submission)) is not None:
        await context.services.check_claim(about_ours)
    elif submission.text.strip() or submission.links or submission.files:
        await context.services.check_claim(submission)
    else:
        await context.services.reply(extract.address(update, reply=True), CannotRead())


async def _is_reply_to_question(
    update: Update, message: Message, context: Context, submission: Submission
) -> bool:
    """Take what somebody replies to a reviewer's question; return whether it was that."""
    replied = message.reply_to_message
    to_us = extract.replies_to_us(message)
    if replied is None or not to_us or not extract.is_own(message) or not submission.text.strip():
        return False
    where = extract.address(update, reply=True)
    person = submission.person_id
    taken = await context.services.take_reply(where, person, replied.message_id, submission.text)
    return taken is not None


async def on_edit(update: Update, context: Context) -> None:
    """Say that a question is not read again, where its sender changed it."""
    message = update.effective_message
    if message is None:
        return
    submission = extract.submission(message)
    if submission.text.strip() or submission.links or submission.files:  # not where somebody walks about
        await context.services.notice_edit(submission, in_album=message.media_group_id is not None)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to the help."""
    await context.services.reply(extract.address(update), UnknownCommand())
