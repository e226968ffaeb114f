"""Owns the transcript: a conversation in the simulator as lines of text."""

import textwrap
from collections.abc import Iterator

from simulator.messages import Message
from simulator.person import Person

WIDTH = 88
INDENT = "  "
ISOLATES = dict.fromkeys([0x2068, 0x2069])  # terminals show them as boxes


class Transcript:
    """Remembers what was shown, and returns what is new: messages, edits, and notes over the chat."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self._versions: dict[int, int] = {}
        self._notes: set[str] = set()
        self.skip()

    def skip(self) -> None:
        """Count everything so far as shown."""
        for _line in self.news():
            pass

    def news(self) -> Iterator[str]:
        """Return the lines of what is new since the last call, in the order in which it was said."""
        for message in self._new_messages():
            yield from _lines(message, edited=message.id in self._versions)
            self._versions[message.id] = message.version
        for person in self._people:
            for press in person.world.presses.values():
                if press.answer and press.person == person.user and press.id not in self._notes:
                    self._notes.add(press.id)
                    yield f"Bot → {person.user.first_name} (note over the chat): {press.answer}"
                    yield ""

    def _new_messages(self) -> list[Message]:
        shown = [message for person in self._people for message in person.conversation]
        new = [message for message in shown if self._versions.get(message.id) != message.version]
        return sorted(new, key=lambda message: message.id)


def _lines(message: Message, *, edited: bool) -> Iterator[str]:
    yield _headline(message, edited=edited)
    for line in message.text.translate(ISOLATES).splitlines():
        yield from textwrap.wrap(line, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT) or [""]
    for row in message.rows:
        yield INDENT + "  ".join(f"[ {button.text} ]" for button in row)
    yield ""


def _headline(message: Message, *, edited: bool) -> str:
    if message.sender.is_bot:
        return f"Bot → {message.chat.title}{' (edited)' if edited else ''}:"
    origin = f" forwards from “{message.origin.name}”" if message.origin else ""
    return f"{message.sender.first_name}{origin}:"
