"""Owns the last sum: how sure a candidate is the answer, by what the gate says and how far it stands out."""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from claims.verdict import VerdictId
from matching import thresholds
from matching.candidates import Candidate
from matching.gate import Hope, Judged

_WEIGHTS = Path(__file__).parent / "weights" / "certainty.json"
_LEAST = 1e-4


def weighed(judged: Sequence[Judged], found: Sequence[Candidate], verdicts: int) -> list[Judged]:
    """Return the judged candidates with the probability of being the answer, most probable first.

    `found` are all candidates, the judged ones among them, `verdicts` is how many the archive has.

    The gate reads two texts and cannot know that ten others would fit as well: a post about a common topic is
    near many verdicts, one about a checked claim is near one. In a small archive everything stands out, so it
    counts less there. In other languages than English the gate's word stands.
    """
    same = {one.candidate.stored.id for one in judged if _is_sure_by_itself(one)}
    few = verdicts < thresholds.MANY_VERDICTS
    summed = [
        replace(one, probability=_certainty(one, found, same, few=few)) if one.english else one
        for one in judged
    ]
    return sorted(summed, key=lambda one: -one.probability)


def hope_among(found: Sequence[Candidate], verdicts: int) -> Hope:
    """Return what says whether a candidate among these may become an answer or a suggestion.

    It comes to something only if it stands out among those that are certainly rivals: those that lie too far
    off to be the claim themselves, those not compared, and those that were read and are not the claim. Among
    few verdicts, from some distance on, not even then. What can be neither, however probable, need not be
    read.
    """
    few = verdicts < thresholds.MANY_VERDICTS
    compared = {candidate.stored.id for candidate in found[: thresholds.MAX_COMPARED]}

    def hope(candidate: Candidate, near: float, probability: float, heard: Mapping[VerdictId, float]) -> bool:
        if few and near < thresholds.NEAR_IF_SURE:
            return False
        rivals = [
            other.place
            for other in found
            if other.stored.id != candidate.stored.id
            and (
                other.place.part < thresholds.NEAR
                or other.stored.id not in compared
                or heard.get(other.stored.id, thresholds.NO_RIVAL) < thresholds.NO_RIVAL
            )
        ]
        return _summed(probability, candidate.place.lead(rivals), few=few) >= thresholds.SUGGEST

    return hope


def falls_short(judged: Judged) -> bool:
    """Say whether a part of a message is offered, not answered, and no veto stands against it."""
    return (
        judged.english
        and not judged.vetoed
        and not judged.part.whole
        and thresholds.SUGGEST <= judged.probability < thresholds.ANSWER
    )


def _is_sure_by_itself(judged: Judged) -> bool:
    """Say whether the gate takes it for the claim: another publisher's check of it is no rival."""
    return judged.near >= thresholds.NEAR and judged.probability >= thresholds.NO_RIVAL


def _certainty(
    judged: Judged, found: Sequence[Candidate], same: Collection[VerdictId], *, few: bool
) -> float:
    mine = judged.candidate.stored.id
    rivals = [other.place for other in found if other.stored.id != mine and other.stored.id not in same]
    lead = judged.candidate.place.lead(rivals)
    return min(_summed(judged.probability, lead, few=few), _most(judged, few=few))


def _summed(probability: float, lead: float, *, few: bool) -> float:
    weights = _weights()
    counted = min(lead, weights["most_lead_of_few" if few else "most_lead"])
    said = min(max(probability, _LEAST), 1 - _LEAST)
    total = weights["bias"] + weights["gate"] * math.log(said / (1 - said)) + weights["lead"] * counted
    return 1 / (1 + math.exp(-total))


def _most(judged: Judged, *, few: bool) -> float:
    """Return what no lead outweighs: a veto, or texts that lie too far apart."""
    if judged.vetoed:
        return thresholds.CONFLICTING
    sure = judged.probability >= thresholds.SURE
    near = judged.near >= (thresholds.NEAR_AMONG_FEW if few else thresholds.NEAR)
    if not few:
        return 1.0 if near else thresholds.FAR
    near = near or (sure and not judged.conflicts and judged.near >= thresholds.NEAR_IF_SURE)
    if not near or judged.probability < thresholds.SUGGEST:
        return thresholds.DOUBTED_AMONG_FEW
    return 1.0 if sure or not judged.conflicts else thresholds.FAR


@cache
def _weights() -> dict[str, float]:
    raw = json.loads(_WEIGHTS.read_text("utf-8"))
    return {name: float(weight) for name, weight in raw.items() if name != "note"}
