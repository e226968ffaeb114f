"""Owns which differences from a checked claim still hold after the claim was put in other words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from claims.decision import Match
from claims.ports import Transaction
from claims.verdict import Verdict, VerdictId


async def reworded_in(
    tx: Transaction, matches: Iterable[Match], verdicts: Mapping[VerdictId, Verdict]
) -> Mapping[VerdictId, int]:
    """Return the revision in which each claim got its present words, of those of the `verdicts` that were
    compared with a message before their last revision, and told to differ."""
    behind = {
        match.verdict_id: verdicts[match.verdict_id]
        for match in matches
        if match.conflicts
        and match.verdict_id in verdicts
        and match.revision < verdicts[match.verdict_id].revision
    }
    return {number: await _reworded_in(tx, verdict) for number, verdict in behind.items()}


def still_differing(match: Match, reworded: Mapping[VerdictId, int]) -> Match:
    """Return a match with the differences that hold: what differed from other words may be what the claim
    says now."""
    if match.revision >= reworded.get(match.verdict_id, match.revision):
        return match
    return replace(match, conflicts=())


async def _reworded_in(tx: Transaction, verdict: Verdict) -> int:
    since = verdict.revision
    for earlier in reversed(await tx.verdicts.history(verdict.id)):
        if earlier.ruling.claim != verdict.ruling.claim:
            break
        since = earlier.revision
    return since
