"""Owns the snapshot: a verdict as JSON, the way its superseded revisions are kept."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from claims.verdict import Rating, Ruling, Source, Verdict, VerdictId

_DATES = ("claimed_at", "published_at", "valid_until")


def write_ruling(ruling: Ruling) -> dict[str, Any]:
    """Return the ruling in what JSON knows; dates in ISO 8601."""
    written = asdict(ruling)
    for name in _DATES:
        day = written[name]
        written[name] = day and day.isoformat()
    return written


def read_ruling(written: Mapping[str, Any]) -> Ruling:
    """Return the ruling that `write_ruling` wrote; fields added to rulings since get their defaults."""
    ruling = dict(written)
    for name in _DATES:
        day = ruling.get(name)
        ruling[name] = day and date.fromisoformat(day)
    ruling["rating"] = Rating(ruling["rating"])
    ruling["sources"] = tuple(Source(**source) for source in ruling["sources"])
    ruling["wordings"] = tuple(ruling["wordings"])
    ruling["appearances"] = tuple(ruling["appearances"])
    return Ruling(**ruling)


def write_snapshot(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict in what JSON knows; dates and times in ISO 8601."""
    return {
        "id": verdict.id,
        "revision": verdict.revision,
        "ruling": write_ruling(verdict.ruling),
        "retracted_at": verdict.retracted_at and verdict.retracted_at.isoformat(),
    }


def read_snapshot(written: Mapping[str, Any]) -> Verdict:
    """Return the verdict that `write_snapshot` wrote."""
    retracted_at = written["retracted_at"]
    return Verdict(
        id=VerdictId(written["id"]),
        revision=written["revision"],
        ruling=read_ruling(written["ruling"]),
        retracted_at=retracted_at and datetime.fromisoformat(retracted_at),
    )
