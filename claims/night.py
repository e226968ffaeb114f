"""Owns the night: when nobody is reminded of anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Reminding:
    """When moderators are reminded: of what waits for longer than `after`, and not from the hour `night_from`
    until the hour `night_until` of the time zone (None: that of the machine)."""

    after: timedelta = timedelta(hours=6)
    night_from: int = 22
    night_until: int = 7
    zone: tzinfo | None = None

    def is_night(self, now: datetime) -> bool:
        """Return whether it is night; a night that ends as it begins is none."""
        hour = now.astimezone(self.zone).hour
        if self.night_from <= self.night_until:
            return self.night_from <= hour < self.night_until
        return hour >= self.night_from or hour < self.night_until
