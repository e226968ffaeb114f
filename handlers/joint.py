"""Handles the commands by which reviewers work together: notes, questions to askers, merging, splitting."""

from telegram import Update

from claims.news import Usage
from claims.prompt import PromptKind
from claims.submission import SubmissionId
from handlers import extract
from handlers.context import Context
from handlers.moderation import parse_item_id


async def on_note(update: Update, context: Context) -> None:
    """Note something: `/note 12 Waiting for the town hall`; `/note 12` asks what."""
    await _with_text(update, context, "note", PromptKind.NOTE)


async def on_ask(update: Update, context: Context) -> None:
    """Ask the askers: `/ask 12 Where did you get it?`; `/ask 12` asks what, or shows the replies."""
    await _with_text(update, context, "ask", PromptKind.QUESTION)


async def _with_text(update: Update, context: Context, command: str, kind: PromptKind) -> None:
    words, caller, services = context.args or [], extract.caller(update), context.services
    item_id = parse_item_id(words)
    if item_id is None:
        await services.explain_usage(caller, Usage(command, "item"))
    elif not words[1:]:
        is_question = kind is PromptKind.QUESTION
        if not is_question or await services.show_answers(caller, item_id) is None:
            await services.ask_for(caller, item_id, kind)
    elif kind is PromptKind.NOTE:
        await services.add_note(caller, item_id, " ".join(words[1:]))
    else:
        await services.ask_askers(caller, item_id, " ".join(words[1:]))


async def on_merge(update: Update, context: Context) -> None:
    """Merge: `/merge 12 15`; `/merge 12` asks with which."""
    words, caller = context.args or [], extract.caller(update)
    item_id, other = parse_item_id(words), parse_item_id(words[1:])
    if item_id is None:
        await context.services.explain_usage(caller, Usage("merge", "item"))
    elif not words[1:]:
        await context.services.ask_for(caller, item_id, PromptKind.MERGE)
    elif other is None:
        await context.services.explain_usage(caller, Usage("merge", "other"))
    else:
        await context.services.merge_items(caller, item_id, other)


async def on_split(update: Update, context: Context) -> None:
    """Show the wordings on an item: `/split 12`; give one an item of its own: `/split 12 45`."""
    words, caller = context.args or [], extract.caller(update)
    item_id, number = parse_item_id(words), parse_item_id(words[1:])
    if item_id is None:
        await context.services.explain_usage(caller, Usage("split", "item"))
    elif not words[1:]:
        await context.services.show_wordings(caller, item_id)
    elif number is None:
        await context.services.explain_usage(caller, Usage("split", "wording"))
    else:
        await context.services.split_off(caller, item_id, SubmissionId(number))
