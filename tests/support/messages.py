"""What Telegram's messages can hold and the simulator's people cannot write."""

from typing import Any

from simulator.person import Person


def adds(person: Person, **fields: Any) -> None:
    """Add fields of Telegram's Message to what somebody sent last, before the bot takes it in."""
    sent = person.world.updates.pending[-1]
    (sent.get("message") or sent["edited_message"]).update(fields)


def quotes(person: Person, passage: str) -> None:
    """Let what somebody sent last, a reply, quote a passage of what it replies to."""
    adds(person, quote={"text": passage, "position": 0, "is_manual": True})
