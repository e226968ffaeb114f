"""Owns what healthy means: updates are taken in, handled, and answered, each not too long ago."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from claims.ports import Clock, Store
from db.errors import StorageUnavailable

# A webhook is looked at every minute and a poll lasts half a minute, with up to half a minute between failed
# ones: more than two of either must have failed.
INTAKE_LIMIT = timedelta(seconds=150)
# An update is handled within a second. A backlog after an outage may wait for its turn, and is worked off at
# dozens a second: what still waits after this long waits for a worker that does not work.
INBOX_LIMIT = timedelta(minutes=5)
# A ruling told to 20,000 askers leaves at Telegram's pace in a quarter of an hour; later is too late for it.
OUTBOX_LIMIT = timedelta(minutes=15)
PATIENCE_SECONDS = 3.0  # usual health checks give up after five or more


@dataclass(frozen=True, slots=True)
class Health:
    """How long ago updates were last taken in (None: never), and how long the oldest update and the oldest
    reply have been waiting (None: nothing waits)."""

    intake_age: timedelta | None
    inbox_age: timedelta | None = None
    outbox_age: timedelta | None = None
    storage_answers: bool = True
    storage_writable: bool = True

    @property
    def problems(self) -> Sequence[str]:
        """Return what is wrong, in words for an operator's eye."""
        checks = {
            "the database does not answer": not self.storage_answers,
            "the database cannot be written": not self.storage_writable,
            "Telegram is not reached": self.intake_age is None or self.intake_age > INTAKE_LIMIT,
            "updates wait too long": _is_above(self.inbox_age, INBOX_LIMIT),
            "replies wait too long": _is_above(self.outbox_age, OUTBOX_LIMIT),
        }
        return [problem for problem, is_so in checks.items() if is_so]

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values, ages in seconds."""
        return {
            "healthy": not self.problems,
            "problems": self.problems,
            "intake_seconds": _seconds(self.intake_age),
            "inbox_seconds": _seconds(self.inbox_age),
            "outbox_seconds": _seconds(self.outbox_age),
        }


class HealthCheck:
    """Examines the health, and waits for the database no longer than somebody who asks does: a server whose
    machine is lost says nothing for a while, and a statement under way cannot be called back. Whoever asks
    meanwhile shares the one look at the database."""

    def __init__(self, store: Store, clock: Clock, last_intake: Callable[[], datetime | None]) -> None:
        self._store = store
        self._clock = clock
        self._last_intake = last_intake
        self._look: asyncio.Task[Health] | None = None

    async def __call__(self) -> Health:
        """Return how the program is by now."""
        last = self._last_intake()
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(examine_health(self._store, self._clock, last))
        await asyncio.wait([self._look], timeout=PATIENCE_SECONDS)
        if not self._look.done():
            return Health(_age(last, self._clock.now()), storage_answers=False)
        return self._look.result()


async def examine_health(store: Store, clock: Clock, last_intake: datetime | None) -> Health:
    """Look at the database; `last_intake` is when updates were last taken in, or could have been."""
    now = clock.now()
    intake_age = _age(last_intake, now)
    try:
        async with store.reading() as tx:
            inbox, outbox = await tx.inbox.oldest_waiting_at(), await tx.outbox.oldest_due_at(now)
    except StorageUnavailable:
        return Health(intake_age, storage_answers=False)
    return Health(intake_age, _age(inbox, now), _age(outbox, now), storage_writable=store.writable)


def _age(since: datetime | None, now: datetime) -> timedelta | None:
    """Return how long ago that was; 0 when the clock was set back meanwhile."""
    return None if since is None else max(now - since, timedelta(0))


def _is_above(age: timedelta | None, limit: timedelta) -> bool:
    return age is not None and age > limit


def _seconds(age: timedelta | None) -> float | None:
    return None if age is None else round(age.total_seconds(), 1)
