"""Owns which update goes to which handler."""

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import approvals, commands, finding, forwards, joint, members, moderation, numbers, places, team
from handlers.guards import COMMANDS, EDITED, IN_GROUP, NAMES_US, PRIVATE
from handlers.presses import on_press

App = Application[Any, Any, Any, Any, Any, Any]

COMMAND_HANDLERS = {
    "start": commands.on_start,
    "help": commands.on_help,
    "stop": commands.on_stop,
    "privacy": commands.on_privacy,
    "forgetme": commands.on_forgetme,
    "queue": finding.on_queue,
    "next": finding.on_next,
    "find": finding.on_find,
    "verdicts": finding.on_verdicts,
    "history": finding.on_history,
    "stats": numbers.on_stats,
    "calibrate": numbers.on_calibrate,
    "digest": numbers.on_digest,
    "take": moderation.on_take,
    "release": moderation.on_release,
    "verdict": moderation.on_verdict,
    "link": moderation.on_link,
    "dismiss": moderation.on_dismiss,
    "undo": moderation.on_undo,
    "claim": moderation.on_claim,
    "more": moderation.on_more,
    "note": joint.on_note,
    "ask": joint.on_ask,
    "merge": joint.on_merge,
    "split": joint.on_split,
    "escalate": moderation.on_escalate,
    "desk": places.on_desk,
    "cards": places.on_cards,
    "night": places.on_night,
    "team": team.on_team,
    "invite": team.on_invite,
    "role": team.on_role,
    "remove": team.on_remove,
    "edit": moderation.on_edit,
    "retract": moderation.on_retract,
    "approvals": approvals.on_approvals,
    "approve": approvals.on_approve,
    "sendback": approvals.on_sendback,
}


GROUP_COMMANDS = ("desk", "night", "forgetme")
WORDS_ALONE = filters.TEXT & ~filters.COMMAND & PRIVATE


def register(application: App) -> None:
    """Add every handler: first the one for most of what comes, which no command's has to look at then, and of
    the others the narrow ones first."""
    application.add_handler(MessageHandler(WORDS_ALONE, forwards.on_message))
    for name, handler in COMMAND_HANDLERS.items():
        application.add_handler(CommandHandler(name, handler, filters=COMMANDS))
    for name in GROUP_COMMANDS:
        application.add_handler(CommandHandler(name, COMMAND_HANDLERS[name], filters=IN_GROUP))
    application.add_handler(MessageHandler(IN_GROUP & NAMES_US, commands.on_named_in_group))
    application.add_handler(MessageHandler(COMMANDS & filters.COMMAND, forwards.on_unknown_command))
    application.add_handler(MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, forwards.on_message))
    application.add_handler(MessageHandler(EDITED, forwards.on_edit))
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(ChatMemberHandler(members.on_own_member, ChatMemberHandler.MY_CHAT_MEMBER))
