"""Owns the age of a ruling: until when it may be given as the answer."""

from dataclasses import dataclass
from datetime import date

from claims.verdict import Ruling


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """How many days after it was published a ruling may be given as the answer; 0 for no limit."""

    days: int = 0

    def allows(self, ruling: Ruling, today: date) -> bool:
        """Say whether the ruling is current. What its publisher says about that counts first; a ruling
        without any date is taken as current."""
        if ruling.valid_until is not None:
            return today <= ruling.valid_until
        if not self.days or ruling.published_at is None:
            return True
        return (today - ruling.published_at).days <= self.days


NO_LIMIT = AgeLimit()


@dataclass(frozen=True, slots=True)
class Current:
    """What may be given as the answer on a day."""

    today: date
    limit: AgeLimit

    def holds(self, ruling: Ruling) -> bool:
        """Say whether the ruling is current on that day."""
        return self.limit.allows(ruling, self.today)


def has_lapsed(ruling: Ruling, today: date) -> bool:
    """Say whether the last day for which the publisher stands by the ruling is over."""
    return ruling.valid_until is not None and ruling.valid_until < today
