"""Owns a scripted person: what someone can do in a chat with the bot, and what they see there."""

from collections.abc import Mapping

from simulator.chats import Chat, FromChannel, FromHiddenUser, FromUser, Origin, User
from simulator.entities import Entity, utf16_length
from simulator.messages import Button, Content, Message, Press
from simulator.world import World

# The smallest valid picture, for those who do not care which.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Person:
    """Someone with a private chat with the bot. Everything happens at once; nothing waits for the bot."""

    def __init__(
        self,
        world: World,
        first_name: str = "Ana",
        *,
        user_id: int | None = None,
        username: str = "",
        language_code: str = "en",
    ) -> None:
        self.world = world
        self.user: User = world.add_person(
            first_name, user_id=user_id, username=username, language_code=language_code
        )

    @property
    def id(self) -> int:
        """The person's id, which is also the id of their private chat."""
        return self.user.id

    def says(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        thread_id: int | None = None,
        in_the_name_of: Chat | None = None,
    ) -> Message:
        """Write a text (or a /command), in a group or a topic if one is given, or as a chat."""
        return self.world.receive(
            self.user,
            Content(text),
            chat=chat,
            reply_to=reply_to,
            thread_id=thread_id,
            in_the_name_of=in_the_name_of,
        )

    def forwards(
        self,
        text: str,
        *,
        from_channel: str | None = None,
        from_user: User | str | None = None,
        post_id: int = 17,
        links: Mapping[str, str] | None = None,
        photo: bytes | None = None,
    ) -> Message:
        """Forward a post from a channel, a user, or (a mere name, the default) someone with a hidden account.

        `post_id` is the channel post's number; `links` puts a link under words of the text; with a photo the
        text is its caption.
        """
        origin = self._origin(from_channel, from_user, post_id)
        file = None if photo is None else self.world.add_file(photo)
        content = Content(text, tuple(_linked(text, links or {})), file)
        return self.world.receive(self.user, content, origin=origin)

    def _origin(self, channel: str | None, user: User | str | None, post_id: int) -> Origin:
        if channel is not None:
            return FromChannel(self.world.channel(channel), post_id)
        if isinstance(user, User):
            return FromUser(user)
        return FromHiddenUser(user or "Someone")

    def sends_photo(self, photo: bytes = PIXEL, *, caption: str = "") -> Message:
        """Send a picture."""
        return self.world.receive(self.user, Content(caption, photo=self.world.add_file(photo)))

    def edits(self, message: Message, text: str) -> Message:
        """Change an own message; the bot gets an edited_message update."""
        self.world.correct(message, text)
        return message

    def presses(self, button: str | int, message: Message | None = None) -> Press:
        """Press a callback button by its label, or by its number counted from 1 in reading order.

        Without a message, the newest one that has the button is meant (by number: that has any buttons).

        Raises:
            LookupError: there is no such button, or it is one that tells the bot nothing (a link).
        """
        candidates = [message] if message else [m for m in reversed(self.messages) if m.buttons]
        for candidate in candidates:
            found = _find(button, candidate)
            if found is not None:
                if found.kind != "callback_data":
                    raise LookupError(f"{found.text!r} is a {found.kind} button: {found.value}")
                return self.world.press(self.user, candidate, found)
            if isinstance(button, int):
                break
        labels = [b.text for b in candidates[0].buttons] if candidates else []
        raise LookupError(f"no button {button!r}; the newest are {labels}")

    def blocks_bot(self) -> None:
        """Stop the bot; writing again takes it back."""
        self.world.set_blocked(self.user, blocked=True)

    def unblocks_bot(self) -> None:
        """Take the bot back."""
        self.world.set_blocked(self.user, blocked=False)

    @property
    def messages(self) -> list[Message]:
        """What the bot shows this person now, oldest first: with edits, without what it deleted."""
        return [m for m in self.world.in_chat(self.id) if m.sender.is_bot]

    @property
    def conversation(self) -> list[Message]:
        """Both sides of the private chat, oldest first."""
        return self.world.in_chat(self.id)

    @property
    def last(self) -> Message:
        """The newest message from the bot.

        Raises:
            LookupError: the bot has shown nothing yet.
        """
        if not self.messages:
            raise LookupError(f"the bot has not written to {self.user.first_name} yet")
        return self.messages[-1]

    @property
    def last_message(self) -> str:
        """The plain text of the newest message from the bot."""
        return self.last.text

    def answers_to(self, message: Message) -> list[Message]:
        """Return what the bot wrote in reply to a message."""
        return [m for m in self.messages if m.reply_to is message]

    @property
    def menu(self) -> list[str]:
        """The commands on offer, each with its slash."""
        return [f"/{command['command']}" for command in self.world.menu(self.user)]


def _find(button: str | int, message: Message) -> Button | None:
    buttons = message.buttons
    if isinstance(button, int):
        return buttons[button - 1] if 0 < button <= len(buttons) else None
    exact = [b for b in buttons if b.text == button]
    return next(iter(exact or [b for b in buttons if button in b.text]), None)


def _linked(text: str, links: Mapping[str, str]) -> list[Entity]:
    entities = []
    for words, url in links.items():
        start = text.index(words)
        entities.append(Entity("text_link", utf16_length(text[:start]), utf16_length(words), url))
    return sorted(entities, key=lambda e: e.offset)
