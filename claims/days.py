"""Owns the newsroom's day: when it begins, and when its morning is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

THE_END = datetime.max.replace(tzinfo=UTC)
"""Later than any moment that is planned."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of one time zone (None: that of the machine), and when in them the newsroom reads its digest.

    Every moment that comes out is in UTC."""

    morning: time = time(8)
    zone: tzinfo | None = None

    def of(self, moment: datetime) -> date:
        """Return the day to which a moment belongs."""
        return moment.astimezone(self.zone).date()

    def start(self, day: date) -> datetime:
        """Return when a day begins."""
        return self._moment(day, time())

    def next_morning(self, now: datetime) -> datetime:
        """Return the first reading time after `now`."""
        today = self._moment(self.of(now), self.morning)
        return today if today > now else self._moment(self.of(now) + timedelta(days=1), self.morning)

    def _moment(self, day: date, at: time) -> datetime:
        # a time without a zone is taken by astimezone() to be one of this machine's zone
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)


UTC_DAYS = Days(zone=UTC)
