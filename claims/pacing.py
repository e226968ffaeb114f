"""Owns the pace of things: how often something may happen, with short bursts allowed.

The generic cell rate algorithm (ATM Forum, Traffic Management 4.0, 1996): one moment a key is all there is to
store, which makes a token bucket that survives restarts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """Once in `every`, and up to `burst` at once after a pause."""

    every: timedelta
    burst: int


# Telegram: one message a second to a person (short bursts are let through), 20 a minute to a group,
# 30 a second in all.
TO_A_PERSON = Pace(timedelta(seconds=1), burst=10)
TO_A_GROUP = Pace(timedelta(seconds=3), burst=20)
OVERALL = Pace(timedelta(seconds=1) / 30, burst=30)
# Rulings for many leave room for new answers.
BROADCASTS = Pace(timedelta(seconds=1) / 25, burst=5)
# What one person may ask: far more than anybody reads, far less than a flood.
QUESTIONS = Pace(timedelta(seconds=10), burst=60)
# One kind notice in that time to somebody who floods.
NOTICES = Pace(timedelta(minutes=10), burst=1)


@dataclass(frozen=True, slots=True)
class Booked:
    """It may happen now; `schedule` is to be stored."""

    schedule: datetime


@dataclass(frozen=True, slots=True)
class TooEarly:
    """It may happen from `until` on."""

    until: datetime


def book(pace: Pace, schedule: datetime | None, now: datetime) -> Booked | TooEarly:
    """Ask for one at `now`; `schedule` is what the last booking returned, None for the first.

    No booking reaches further than a whole burst ahead: a schedule that does was made before the clock was
    set back, and counts for nothing.
    """
    if schedule is None or schedule > now + pace.every * pace.burst:
        schedule = now
    booked = max(schedule, now) + pace.every
    earliest = booked - pace.every * pace.burst
    return TooEarly(earliest) if earliest > now else Booked(booked)


def until_several(pace: Pace, until: datetime, several: int) -> datetime:
    """Return from when on `several` may happen at once, if one may from `until` on."""
    return until + pace.every * (min(several, pace.burst) - 1)
