"""Owns the state of the small Telegram: users, chats, messages, presses, menus, files, the bot's updates."""

import itertools
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.changes import Changes
from simulator.chats import Chat, Origin, User
from simulator.entities import trim, with_automatic
from simulator.messages import Button, Content, File, Message, Press, Rows
from simulator.updates import Updates

DEFAULT_TOKEN = "123456:simulated-bot-token"  # noqa: S105 - opens nothing but the simulator

FIRST_UPDATE_ID = 700_000_001
FIRST_PERSON_ID = 500_000_001
CALLS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call as it ended; `status` 0 when the connection was cut."""

    method: str
    params: Mapping[str, Any]
    status: int


@dataclass(slots=True)
class Webhook:
    """Where updates are posted, and how the last post went wrong."""

    url: str
    secret: str = ""
    problem: str = ""
    problem_date: int = 0


class World:
    """Everything there is. All of it lives in one event loop; nothing here waits or does input or output."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        bot_name: str = "Fact-check bot",
        bot_username: str = "simulated_bot",
        clock: Callable[[], float] = time.time,
        numbers_from: int = 0,
    ) -> None:
        """Make an empty world; `numbers_from` sets its ids apart from those of an earlier world."""
        self.token = token
        self.bot = User(int(token.partition(":")[0]), bot_name, bot_username, is_bot=True)
        self.clock = clock
        self.changes = Changes()
        self.updates = Updates(self.changes, FIRST_UPDATE_ID + numbers_from)
        self.webhook: Webhook | None = None
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.members: dict[int, set[int]] = {}
        self.messages: dict[int, Message] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.files: dict[str, File] = {}
        self.actions: dict[int, tuple[str, float]] = {}
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self._numbers = {
            kind: itertools.count(1 + numbers_from)
            for kind in ("message", "press", "file", "group", "channel")
        }
        self._person_ids = itertools.count(FIRST_PERSON_ID)

    @property
    def now(self) -> int:
        """The time in whole seconds, as Telegram writes it."""
        return int(self.clock())

    def add_person(
        self, first_name: str, *, user_id: int | None = None, username: str = "", language_code: str = "en"
    ) -> User:
        """Let a person exist; the bot may write to them only after they wrote first."""
        user_id = next(self._person_ids) if user_id is None else user_id
        user = User(user_id, first_name, username, language_code)
        self.users[user_id] = user
        self.chats.setdefault(user_id, Chat(user_id, "private", first_name, username))
        return user

    def add_group(self, title: str, members: Sequence[User]) -> Chat:
        """Open a group with the bot in it."""
        chat = Chat(-1_000_000 - next(self._numbers["group"]), "group", title, known=True)
        self.chats[chat.id] = chat
        self.members[chat.id] = {member.id for member in members}
        return chat

    def add_forum(self, title: str, members: Sequence[User], topics: Sequence[str]) -> Chat:
        """Open a supergroup with topics, numbered from 2 on as they come, and the bot in it."""
        chat = Chat(-1_002_000_000_000 - next(self._numbers["group"]), "supergroup", title, known=True)
        chat.topics = dict(enumerate(topics, start=2))
        self.chats[chat.id] = chat
        self.members[chat.id] = {member.id for member in members}
        return chat

    def delete_topic(self, forum: Chat, number: int) -> None:
        """Take a topic away, with everything in it."""
        topics = forum.topics or {}
        del topics[number]
        for message in self.in_chat(forum.id):
            message.deleted = message.deleted or message.thread_id == number
        self.changes.fire()

    def remove_bot(self, group: Chat) -> None:
        """Let the members remove the bot from a group."""
        group.left = True
        self.changes.fire()

    def upgrade(self, group: Chat) -> Chat:
        """Let a group become a supergroup, which has another number; the bot is in it."""
        number = -1_003_000_000_000 - next(self._numbers["group"])
        new = Chat(number, "supergroup", group.title, known=True)
        self.chats[new.id] = new
        self.members[new.id] = self.members[group.id]
        group.became = new.id
        self.changes.fire()
        return new

    def channel(self, title: str, username: str = "") -> Chat:
        """Return the channel of that title, which the bot is no member of; made when new."""
        for chat in self.chats.values():
            if chat.type == "channel" and chat.title == title:
                return chat
        chat = Chat(-1_001_000_000_000 - next(self._numbers["channel"]), "channel", title, username)
        self.chats[chat.id] = chat
        return chat

    def add_file(self, content: bytes, suffix: str = "jpg") -> File:
        """Keep a file and give it an id and a download path."""
        number = next(self._numbers["file"])
        file = File(f"file-{number}", f"photos/file_{number}.{suffix}", content)
        self.files[file.id] = file
        return file

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Content,
        *,
        rows: Rows = (),
        origin: Origin | None = None,
        reply_to: Message | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Put a message into a chat and tell nobody but those who watch."""
        message = Message(next(self._numbers["message"]), chat, sender, self.now, content, rows)
        message.thread_id = thread_id
        message.origin, message.origin_date, message.reply_to = origin, self.now - 3600, reply_to
        self.messages[message.id] = message
        self.changes.fire()
        return message

    def receive(
        self,
        sender: User,
        content: Content,
        *,
        chat: Chat | None = None,
        origin: Origin | None = None,
        reply_to: Message | None = None,
        thread_id: int | None = None,
        in_the_name_of: Chat | None = None,
    ) -> Message:
        """Let a person write to the bot, in private unless a group (and a topic of it) is given; the bot gets
        the update. An anonymous admin writes in the name of the group, others in that of a channel."""
        where = chat or self.chats[sender.id]
        if where.type == "private" and where.blocked:
            self.set_blocked(sender, blocked=False)
        where.known = True
        author = sender if in_the_name_of is None else _spokesman(in_the_name_of, where)
        message = self.post(
            where, author, _as_sent(content), origin=origin, reply_to=reply_to, thread_id=thread_id
        )
        message.sender_chat = in_the_name_of
        self.updates.push("message", message.to_json())
        return message

    def correct(self, message: Message, text: str) -> None:
        """Let a person change an own message; the bot gets the update."""
        self.revise(message, _as_sent(replace(message.content, text=text, entities=())), ())
        self.updates.push("edited_message", message.to_json())

    def revise(self, message: Message, content: Content, rows: Rows) -> None:
        """Replace what a message says and its buttons, and remember what it said."""
        if content != message.content:
            message.history.append(message.content)
        message.content, message.rows = content, rows
        message.edit_date = self.now
        message.version += 1
        self.changes.fire()

    def touch(self, message: Message) -> None:
        """Show those who watch that a message looks different now."""
        message.version += 1
        self.changes.fire()

    def press(self, person: User, message: Message, button: Button) -> Press:
        """Let a person press a callback button; the bot gets the update."""
        number = next(self._numbers["press"])
        press = Press(f"press-{number}", person, message, str(button.value), self.clock())
        self.presses[press.id] = press
        self.updates.push("callback_query", press.to_json())
        return press

    def set_blocked(self, person: User, *, blocked: bool) -> None:
        """Let a person stop the bot or take it back; the bot gets the update."""
        chat = self.chats[person.id]
        if chat.blocked is blocked:
            return
        chat.blocked = blocked
        member = {"user": self.bot.to_json(), "status": "member"}
        kicked = {"user": self.bot.to_json(), "status": "kicked", "until_date": 0}
        change = {"chat": chat.to_json(), "from": person.to_json(), "date": self.now}
        old, new = (member, kicked) if blocked else (kicked, member)
        self.updates.push("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})

    def in_chat(self, chat_id: int) -> list[Message]:
        """Return what stands in a chat, oldest first."""
        return [m for m in self.messages.values() if m.chat.id == chat_id and not m.deleted]

    def menu(self, person: User) -> list[dict[str, str]]:
        """Return the commands that a person is offered in their chat with the bot."""
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for language in (person.language_code, ""):
                if found := self.commands.get((scope, language)):
                    return found
        return []


def _spokesman(speaking: Chat, where: Chat) -> User:
    """Return the account that Telegram names as the sender of what is written in a chat's name."""
    if speaking is where:
        return User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
    return User(136817688, "Channel", "Channel_Bot", is_bot=True)


def _as_sent(content: Content) -> Content:
    text, entities = trim(content.text, content.entities)
    return replace(content, text=text, entities=with_automatic(text, entities))
