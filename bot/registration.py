"""Owns what Telegram is told about where to post updates: set, looked up, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from telegram import Bot, WebhookInfo
from telegram.error import Conflict

from bot.calls import reading

# Each post waits for a commit, and commits go one after the other: more connections would only wait.
MAX_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class PostTo:
    """Where updates are to be posted, and the word by which the posts are known to be Telegram's."""

    url: str
    secret: str = field(repr=False)

    def hidden_in(self, text: str) -> str:
        """Return `text` in one short printable line, without the address and the secret."""
        for private, shown in ((self.url, "<url>"), (self.secret, "<secret>")):
            text = text.replace(private, shown)
        return "".join(letter if letter.isprintable() else " " for letter in text)[:200]


async def enter_webhook(bot: Bot, post_to: PostTo, kinds: Sequence[str]) -> None:
    """Have updates posted; what waits at Telegram is kept.

    Raises:
        TelegramError: the call failed.
    """
    await bot.set_webhook(
        url=post_to.url,
        secret_token=post_to.secret,
        allowed_updates=kinds,
        max_connections=MAX_CONNECTIONS,
        drop_pending_updates=False,
    )


async def look_up_webhook(bot: Bot) -> WebhookInfo:
    """Return where Telegram posts, what waits there, and how the last post failed.

    Raises:
        TelegramError: the call failed.
    """
    with reading():
        return await bot.get_webhook_info()


async def leave_webhook(bot: Bot) -> None:
    """Go back to getUpdates, which Telegram refuses while a webhook is set; what waits is kept.

    Raises:
        TelegramError: the call failed.
    """
    await bot.delete_webhook(drop_pending_updates=False)


def is_about_webhook(conflict: Conflict) -> bool:
    """Return whether getUpdates was refused because a webhook is set, and not for another poller."""
    return "webhook" in str(conflict).lower()
