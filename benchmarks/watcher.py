"""Owns the stopwatch beside the simulator: when each message was forwarded and when its replies arrived."""

import time
from collections import Counter

from simulator.messages import Message
from simulator.world import World


class Watcher:
    """Notes the moment (of the monotonic clock) of every message the moment it stands in a chat."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._next_id = 1
        self.forwarded_at: dict[int, float] = {}
        self.replied_at: dict[int, float] = {}
        self.replies: Counter[int] = Counter()
        self.openings: Counter[str] = Counter()

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            seen = self._world.changes.count
            self.look()
            await self._world.changes.beyond(seen)

    def look(self) -> None:
        """Note what is new; messages are numbered from 1 without gaps."""
        now = time.monotonic()
        while (message := self._world.messages.get(self._next_id)) is not None:
            self._note(message, now)
            self._next_id += 1

    def _note(self, message: Message, now: float) -> None:
        if not message.sender.is_bot:
            self.forwarded_at[message.id] = now
        elif message.reply_to is not None:
            self.replied_at.setdefault(message.reply_to.id, now)
            self.replies[message.reply_to.id] += 1
            self.openings[message.text[:1]] += 1

    @property
    def waiting(self) -> int:
        """How many messages have no reply."""
        return len(self.forwarded_at) - len(self.replied_at)

    @property
    def waits(self) -> list[float]:
        """How many seconds each answered message waited."""
        return [at - self.forwarded_at[message] for message, at in self.replied_at.items()]
