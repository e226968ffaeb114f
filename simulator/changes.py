"""Owns the waking of everything that waits for a change."""

import asyncio


class Changes:
    """Counts changes and wakes those who wait for the next one. For one event loop only."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Event] = set()

    def fire(self) -> None:
        """Count a change and wake everyone."""
        self.count += 1
        for event in self._waiting:
            event.set()

    async def beyond(self, seen: int) -> None:
        """Wait until more changes than `seen` were counted; none between two waits is missed."""
        while self.count <= seen:
            event = asyncio.Event()
            self._waiting.add(event)
            try:
                await event.wait()
            finally:
                self._waiting.discard(event)
