"""Owns who may speak to which handler: private chats, people, no edits, no forwarded commands."""

from telegram import Message, MessageEntity
from telegram.ext import filters


class _FromAPerson(filters.MessageFilter):
    """Messages of a human account that speaks for itself, not in the name of a channel or a group."""

    def filter(self, message: Message) -> bool:
        """Return whether a person wrote it in their own name."""
        sender = message.from_user
        return sender is not None and not sender.is_bot and message.sender_chat is None


class _NamesUs(filters.MessageFilter):
    """Messages that speak to the bot by its name: "@ourbot …", or a command for it alone ("/help@ourbot")."""

    def filter(self, message: Message) -> bool:
        """Return whether the bot is named."""
        name = f"@{message.get_bot().username}".lower()
        named = {**message.parse_entities(NAMING), **message.parse_caption_entities(NAMING)}
        return any(words.lower().endswith(name) for words in named.values())


NAMING: list[str | None] = [MessageEntity.MENTION, MessageEntity.BOT_COMMAND]
NAMES_US = _NamesUs()
FROM_A_PERSON = _FromAPerson()
OWN_WORDS = ~filters.FORWARDED & ~filters.VIA_BOT  # what an inline bot wrote for somebody commands nothing
IN_GROUP = (
    filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & FROM_A_PERSON & OWN_WORDS
)  # not anonymous admins, not channels: they write in the name of a chat
PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & FROM_A_PERSON
EDITED = (
    filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & FROM_A_PERSON & OWN_WORDS
)  # nobody can edit what they forward, and what an inline bot wrote is edited by that bot
COMMANDS = PRIVATE & OWN_WORDS
