"""Owns who is to be told that their message could not be handled, read from its bare JSON: reading it as
Telegram's object may be what failed."""

from claims.news import Address
from claims.ports import RawUpdate
from claims.submission import ChatId
from handlers.joining import message_of


def sender_of(raw: RawUpdate) -> Address | None:
    """Return where somebody who wrote in private is told; None for presses, groups, bots and garbage."""
    message = message_of(raw.body)
    sender, message_id = message.get("from"), message.get("message_id")
    if not isinstance(sender, dict) or sender.get("is_bot") or not isinstance(message_id, int):
        return None
    if raw.chat_id <= 0 or sender.get("id") != raw.chat_id:
        return None
    language = sender.get("language_code")
    return Address(
        chat_id=ChatId(raw.chat_id),
        debt=f"our-fault:{raw.chat_id}:{message_id}",
        language=language if isinstance(language, str) else "",
        reply_to=message_id,
    )
