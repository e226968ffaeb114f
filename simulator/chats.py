"""Owns users, chats and where a forwarded message comes from, and the JSON that Telegram sends for them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class User:
    """A person or the bot."""

    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's User."""
        optional = {"username": self.username, "language_code": self.language_code}
        named = {key: value for key, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **named}


@dataclass(slots=True)
class Chat:
    """A conversation; a forum has topics by number. `known` once the bot may write to it; `blocked` while a
    person has stopped the bot."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    known: bool = False
    blocked: bool = False
    topics: dict[int, str] | None = None  # of a forum
    left: bool = False  # the bot was removed
    became: int = 0  # the number of the supergroup that a group was upgraded to

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's Chat; a private one is named after its person."""
        name = "first_name" if self.type == "private" else "title"
        username = {"username": self.username} if self.username else {}
        forum = {"is_forum": True} if self.topics is not None else {}
        return {"id": self.id, "type": self.type, name: self.title, **username, **forum}


@dataclass(frozen=True, slots=True)
class FromUser:
    """Forwarded from a person who shows their account."""

    user: User

    @property
    def name(self) -> str:
        return self.user.first_name

    def to_json(self) -> dict[str, Any]:
        return {"type": "user", "sender_user": self.user.to_json()}


@dataclass(frozen=True, slots=True)
class FromHiddenUser:
    """Forwarded from a person who hides their account: a name and nothing else."""

    name: str

    def to_json(self) -> dict[str, Any]:
        return {"type": "hidden_user", "sender_user_name": self.name}


@dataclass(frozen=True, slots=True)
class FromChat:
    """Forwarded from someone who writes in a group's name."""

    chat: Chat

    @property
    def name(self) -> str:
        return self.chat.title

    def to_json(self) -> dict[str, Any]:
        return {"type": "chat", "sender_chat": self.chat.to_json()}


@dataclass(frozen=True, slots=True)
class FromChannel:
    """Forwarded from a channel's post."""

    chat: Chat
    message_id: int
    signature: str = ""

    @property
    def name(self) -> str:
        return self.chat.title

    def to_json(self) -> dict[str, Any]:
        signature = {"author_signature": self.signature} if self.signature else {}
        return {"type": "channel", "chat": self.chat.to_json(), "message_id": self.message_id, **signature}


Origin = FromUser | FromHiddenUser | FromChat | FromChannel
