"""Handles what Telegram says about the bot's own membership."""

from telegram import ChatMember, Update

from claims.submission import PersonId
from handlers.context import Context


async def on_own_member(update: Update, context: Context) -> None:
    """Tell who takes the bot back what they missed; where else it is let in or out is no news to anybody."""
    change = update.my_chat_member
    if change is None or change.chat.id != change.from_user.id:
        return
    if change.new_chat_member.status == ChatMember.MEMBER:
        await context.services.catch_up(PersonId(change.from_user.id))
