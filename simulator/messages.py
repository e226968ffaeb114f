"""Owns messages with their buttons, pictures and edits, and presses of buttons."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from simulator.chats import Chat, Origin, User
from simulator.entities import Entity, to_html


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; `kind` is the Bot API's field (`callback_data`, `url`, ...), `value` its content."""

    text: str
    kind: str
    value: Any

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's InlineKeyboardButton."""
        return {"text": self.text, self.kind: self.value}


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A picture or document that Telegram keeps."""

    id: str
    path: str
    content: bytes

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's File."""
        return {**self.reference(), "file_path": self.path}

    def reference(self) -> dict[str, Any]:
        """Return what messages tell about the file."""
        unique = hashlib.sha256(self.content).hexdigest()[:16]  # the very same file, whoever sends it on
        return {"file_id": self.id, "file_unique_id": unique, "file_size": len(self.content)}


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: text, or a picture with `text` as its caption."""

    text: str
    entities: tuple[Entity, ...] = ()
    photo: File | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fields of Telegram's Message that hold the content."""
        entities = [entity.to_json() for entity in self.entities]
        if self.photo is None:
            return {"text": self.text, **({"entities": entities} if entities else {})}
        size = {**self.photo.reference(), "width": 640, "height": 480}
        caption = {"caption": self.text} if self.text else {}
        marks = {"caption_entities": entities} if entities else {}
        return {"photo": [size], **caption, **marks}


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now; `history` holds what it said before each edit."""

    id: int
    chat: Chat
    sender: User
    date: int
    content: Content
    rows: Rows = ()
    origin: Origin | None = None
    origin_date: int = 0
    reply_to: "Message | None" = None
    edit_date: int | None = None
    deleted: bool = False
    reaction: str = ""
    version: int = 1
    history: list[Content] = field(default_factory=list)
    thread_id: int | None = None
    sender_chat: Chat | None = None

    @property
    def text(self) -> str:
        """The plain text, or the caption of a picture."""
        return self.content.text

    @property
    def html(self) -> str:
        """The text with its formatting."""
        return to_html(self.content.text, self.content.entities)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, in reading order."""
        return tuple(button for row in self.rows for button in row)

    @property
    def edited(self) -> bool:
        """Whether its words were changed after it was sent."""
        return bool(self.history)

    def to_json(self, *, nested: bool = False) -> dict[str, Any]:
        """Return Telegram's Message; a `nested` one leaves out what it replies to."""
        message = {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat.to_json(),
            "from": self.sender.to_json(),
            **self.content.to_json(),
        }
        if self.sender_chat is not None:
            message["sender_chat"] = self.sender_chat.to_json()
        if self.thread_id is not None:
            message |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.edit_date is not None:
            message["edit_date"] = self.edit_date
        if self.origin is not None:
            message["forward_origin"] = {**self.origin.to_json(), "date": self.origin_date}
        if self.reply_to is not None and not nested:
            message["reply_to_message"] = self.reply_to.to_json(nested=True)
        if self.rows:
            message["reply_markup"] = {"inline_keyboard": [[b.to_json() for b in row] for row in self.rows]}
        return message


@dataclass(slots=True, eq=False)
class Press:
    """A press of a callback button, and the bot's answer to it (None while it has not answered)."""

    id: str
    person: User
    message: Message
    data: str
    date: float
    answer: str | None = None
    alert: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's CallbackQuery."""
        return {
            "id": self.id,
            "from": self.person.to_json(),
            "message": self.message.to_json(),
            "chat_instance": str(self.message.chat.id),
            "data": self.data,
        }
