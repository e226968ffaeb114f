"""Owns the bot's queue of updates: numbered, kept until acknowledged, filtered by kind."""

from collections.abc import Collection, Sequence
from typing import Any

from simulator.changes import Changes

_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Update = dict[str, Any]


class Updates:
    """Updates that wait for the bot. `poller` grows with each getUpdates, so an older one sees it lost."""

    def __init__(self, changes: Changes, first_id: int) -> None:
        self._changes = changes
        self._next_id = first_id
        self._allowed: frozenset[str] | None = None
        self._again: list[Update] = []
        self.pending: list[Update] = []
        self.poller = 0

    def push(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """Queue an update, unless the bot did not ask for that kind."""
        wanted = kind not in _ONLY_ON_REQUEST if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self.pending.append(update)
        self._changes.fire()
        return update

    def push_raw(self, update: Update) -> None:
        """Queue an update exactly as given (a test's malformed one), numbered if it has no `update_id`."""
        numbered = {"update_id": self._next_id, **update}
        self._next_id = max(self._next_id, numbered["update_id"]) + 1
        self.pending.append(numbered)
        self._changes.fire()

    def allow(self, kinds: Collection[str]) -> None:
        """Deliver these kinds from now on; none given means Telegram's default."""
        self._allowed = frozenset(kinds) or None

    @property
    def allowed(self) -> Sequence[str]:
        """The kinds asked for; empty for Telegram's default."""
        return sorted(self._allowed or ())

    def acknowledge(self, offset: int) -> None:
        """Forget every update below `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def batch(self, limit: int) -> list[Update]:
        """Return the oldest updates, those to be repeated first."""
        again, self._again = self._again, []
        return (again + self.pending)[:limit]

    def repeat(self, updates: Sequence[Update]) -> None:
        """Deliver these once more with the next batch, acknowledged or not."""
        self._again.extend(updates)

    def take_over(self) -> int:
        """Become the one poller and wake the one before; return the new poller's number."""
        self.poller += 1
        self._changes.fire()
        return self.poller

    def clear(self) -> None:
        """Drop everything that waits."""
        self.pending, self._again = [], []
