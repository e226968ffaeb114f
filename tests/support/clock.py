"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta

from tests.support.builders import NOON


class FakeClock:
    """Tells the time a test sets."""

    def __init__(self, start: datetime = NOON) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the present moment."""
        return self._now

    def advance(self, **duration: float) -> None:
        """Let time pass: `advance(minutes=15)`."""
        self._now += timedelta(**duration)
