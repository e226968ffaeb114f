"""Owns the night: when nobody is reminded, for everybody or as a group or a moderator wants it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_NIGHT = re.compile(r"([01]?[0-9]|2[0-3])-([01]?[0-9]|2[0-3])(?:\s+(\S{1,64}))?", re.ASCII)


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

    def with_night(self, own: str) -> "Reminding":
        """Return this with another night (as `parse_night` returns it); the same for "", or for what cannot
        be read any more. A night without a zone is in this one's."""
        written = _NIGHT.fullmatch(own)
        if written is None:
            return self
        begins, ends, zone = written.groups()
        own_zone = _zone(zone) if zone else self.zone
        return replace(self, night_from=int(begins), night_until=int(ends), zone=own_zone or self.zone)


def _zone(name: str) -> tzinfo | None:
    """Return the time zone; None when this machine does not know it (any more)."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def parse_night(text: str) -> str | None:
    """Return a night such as `22-7 Europe/Madrid` in the one way it is stored; None for what is none. The
    zone may be left out, and its capitals."""
    written = _NIGHT.fullmatch(" ".join(text.split()))
    if written is None:
        return None
    begins, ends, zone = written.groups()
    if zone is None:
        return f"{int(begins)}-{int(ends)}"
    known = {name.lower(): name for name in available_timezones()}.get(zone.lower())
    return f"{int(begins)}-{int(ends)} {known}" if known else None
