"""Owns the submission: what one person sent, as far as checking it needs."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from claims.links import link_key

PersonId = NewType("PersonId", int)
ChatId = NewType("ChatId", int)
SubmissionId = NewType("SubmissionId", int)
_PAGE = re.compile("https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """The public channel post that a message was forwarded from."""

    channel_id: int
    message_id: int
    title: str
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One message of one person. `text` is the quoted part, the text or the caption, as it was typed; of the
    `links` the last is that of the channel post it was forwarded from, if it was; `files` are what Telegram
    calls pictures, films and documents: the same for the very same file. `is_ours` where the bot's own words
    were sent back to it: then `text` is the claim that they tell a verdict on, or "". `is_comment` where the
    words are their sender's, and what is forwarded with them has none."""

    person_id: PersonId
    chat_id: ChatId
    message_id: int
    text: str
    sent_at: datetime
    links: tuple[str, ...] = ()
    origin: ChannelPost | None = None
    language: str = ""
    files: tuple[str, ...] = ()
    is_ours: bool = False
    is_comment: bool = False

    @property
    def origin_link(self) -> str:
        """The link of the channel post that it was forwarded from, "" when it was not."""
        if self.origin is None:
            return ""
        number = str(self.origin.message_id)
        for link in reversed(self.links):  # the post may name one of another channel with its number
            place, _, post = link_key(link).rpartition("/")
            if place.startswith("t.me/") and post == number:
                return link
        return ""

    @property
    def kept_links(self) -> tuple[str, ...]:
        """Its links as they are remembered: a comment is not what the post says that it came with."""
        return tuple(link for link in self.links if not self.is_comment or link != self.origin_link)

    @property
    def searchable(self) -> str:
        """The text, followed by the pages that hide behind words in it. What leads elsewhere, such as to a
        place within Telegram ("tg://..."), is no page, and would be read as words."""
        hidden = [link for link in self.links if link not in self.text and _PAGE.match(link)]
        return "\n".join([self.text, *hidden]) if hidden else self.text
