"""Owns matches as JSON, the way they are kept with items and submissions."""

from collections.abc import Mapping
from typing import Any

from claims.decision import Conflict, ConflictKind, How, Match
from claims.verdict import VerdictId


def write_match(match: Match) -> dict[str, Any]:
    """Return the match in what JSON knows."""
    return {
        "verdict_id": match.verdict_id,
        "probability": float(match.probability),
        "how": match.how,
        "conflicts": [[conflict.kind, conflict.asked, conflict.checked] for conflict in match.conflicts],
        "part": match.part,
        "claim": match.claim,
        "answered": list(match.answered),
        "stated": match.stated,
        "revision": match.revision,
    }


def read_match(written: Mapping[str, Any]) -> Match:
    """Return the match that `write_match` wrote."""
    return Match(
        verdict_id=VerdictId(written["verdict_id"]),
        probability=written["probability"],
        how=How(written["how"]),
        conflicts=tuple(
            Conflict(ConflictKind(kind), asked, checked) for kind, asked, checked in written["conflicts"]
        ),
        part=written["part"],
        claim=written.get("claim", -written["verdict_id"]),  # before there were numbers: a claim of its own
        answered=tuple(written.get("answered", ())),
        stated=written.get("stated", 0),
        revision=written.get("revision", 1),
    )
