"""Owns the last sum: how sure a candidate is the answer, by what the gate says and how far it stands out."""

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from claims.verdict import VerdictId
from matching import thresholds
from matching.candidates import Candidate
from matching.gate import Judged

_WEIGHTS = Path(__file__).parent / "weights" / "certainty.json"
_LEAST = 1e-4


def weighed(judged: Sequence[Judged], found: Sequence[Candidate], verdicts: int) -> list[Judged]:
    """Return the judged candidates with the probability of being the answer, most probable first.

    `found` are all candidates, the judged ones among them, `verdicts` is how many the archive has.

    The gate reads two texts and cannot know that ten others would fit as well: a post about a common topic is
    near many verdicts, one about a checked claim is near one. In a small archive everything stands out, so it
    counts less there. Where the gate could not read (other languages), its word stands.
    """
    same = {one.candidate.stored.id for one in judged if _is_sure_by_itself(one)}
    few = verdicts < thresholds.MANY_VERDICTS
    summed = [
        replace(one, probability=_certainty(one, found, same, few=few)) if one.read else one for one in judged
    ]
    return sorted(summed, key=lambda one: -one.probability)


def _is_sure_by_itself(judged: Judged) -> bool:
    """Say whether the gate takes it for the claim: another publisher's check of it is no rival."""
    return judged.near >= thresholds.NEAR and judged.probability >= thresholds.NO_RIVAL


def _certainty(
    judged: Judged, found: Sequence[Candidate], same: Collection[VerdictId], *, few: bool
) -> float:
    mine = judged.candidate.stored.id
    rivals = [other.place for other in found if other.stored.id != mine and other.stored.id not in same]
    weights = _weights()
    most = weights["most_lead_of_few" if few else "most_lead"]
    lead = min(judged.candidate.place.lead(rivals), most)
    said = min(max(judged.probability, _LEAST), 1 - _LEAST)
    total = weights["bias"] + weights["gate"] * math.log(said / (1 - said)) + weights["lead"] * lead
    return min(1 / (1 + math.exp(-total)), _most(judged, few=few))


def _most(judged: Judged, *, few: bool) -> float:
    """Return what no lead outweighs: a veto, or texts that lie too far apart."""
    if judged.vetoed:
        return thresholds.CONFLICTING
    if not few:
        return 1.0 if judged.near >= thresholds.NEAR else thresholds.FAR
    sure = judged.probability >= thresholds.SURE_AMONG_FEW
    near = judged.near >= (thresholds.NEAR if sure else thresholds.NEAR_AMONG_FEW)
    if not near or judged.probability < thresholds.SUGGEST:
        return thresholds.DOUBTED_AMONG_FEW
    return 1.0 if sure or not judged.conflicts else thresholds.FAR


@cache
def _weights() -> dict[str, float]:
    raw = json.loads(_WEIGHTS.read_text("utf-8"))
    return {name: float(weight) for name, weight in raw.items() if name != "note"}
