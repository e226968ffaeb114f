"""Owns what people's judgements teach: pairs of a text and a verdict with a label, and measured precision."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from claims.review import ReviewItem
from claims.verdict import VerdictId

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
ENOUGH_PAIRS = 30
_NORMAL_95 = 1.96
_DISPUTED = re.compile(r"(.*)!([1-9][0-9]{0,17})", re.DOTALL)


class LabelSource(StrEnum):
    """How somebody said whether a text and a verdict are about one claim."""

    ASKER_REJECTED = "asker_rejected"
    ASKER_PICKED = "asker_picked"
    LINKED = "linked"
    RULED_OTHERWISE = "ruled_otherwise"
    MERGED = "merged"
    OFFER_TAKEN = "offer_taken"

    @property
    def is_moderators(self) -> bool:
        """Whether a moderator said so: that outweighs askers, and holds for everybody."""
        return self not in {LabelSource.ASKER_REJECTED, LabelSource.ASKER_PICKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """One judgement. `key` is the fingerprint of the text, `probability` (0 to 1) what the matcher had said,
    None when it had not offered the verdict; `times` counts how often the same was said."""

    key: str
    verdict_id: VerdictId
    source: LabelSource
    same: bool
    probability: float | None
    labelled_at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Precision:
    """Of `pairs` that the matcher held at least as likely as `threshold`, `same` are one claim. `lowest` is
    the lower end of Wilson's 95 % interval of their share."""

    threshold: float
    pairs: int
    same: int
    lowest: float

    @property
    def share(self) -> float | None:
        """The measured precision (0 to 1); None without a pair."""
        return self.same / self.pairs if self.pairs else None

    @property
    def enough(self) -> bool:
        """Whether there are enough pairs to go by."""
        return self.pairs >= ENOUGH_PAIRS


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the labelled pairs say. `missed` are pairs of one claim that the matcher had not offered."""

    pairs: int
    same: int
    missed: int
    by_source: Mapping[LabelSource, int]
    precisions: Sequence[Precision]

    @property
    def enough(self) -> bool:
        """Whether any threshold has enough pairs to go by."""
        return any(precision.enough for precision in self.precisions)


def calibrate(labelled: Iterable[LabelledPair], thresholds: Sequence[float] = THRESHOLDS) -> Calibration:
    """Return the precision at each threshold (sorted), each pair of text and verdict counted once."""
    everything = list(labelled)
    settled = settle(everything)
    seen = [pair for pair in settled if pair.probability is not None]
    return Calibration(
        pairs=len(settled),
        same=sum(pair.same for pair in settled),
        missed=sum(pair.same for pair in settled if pair.probability is None),
        by_source={
            source: sum(pair.times for pair in everything if pair.source is source) for source in LabelSource
        },
        precisions=[_precision(seen, threshold) for threshold in sorted(set(thresholds))],
    )


def settle(labelled: Iterable[LabelledPair]) -> list[LabelledPair]:
    """Return one judgement for each pair: the newest of a moderator, else that of most askers, and where as
    many say the one as the other, that they differ."""
    groups: dict[tuple[str, VerdictId], list[LabelledPair]] = {}
    for pair in labelled:
        groups.setdefault((pair.key, pair.verdict_id), []).append(pair)
    return [_settled(group) for group in groups.values()]


def barred(labelled: Iterable[LabelledPair]) -> frozenset[VerdictId]:
    """Return the verdicts that a moderator said are about another claim than the text."""
    return frozenset(
        pair.verdict_id for pair in settle(labelled) if pair.source.is_moderators and not pair.same
    )


def base_key(key: str) -> str:
    """Return the fingerprint of an item's text; that of a disputed answer carries the verdict behind it."""
    disputed = _DISPUTED.fullmatch(key)
    return disputed.group(1) if disputed else key


def disputed_key(key: str, verdict_id: VerdictId) -> str:
    """Return the key of the item on which askers of a text say that the verdict is about another claim."""
    return f"{key}!{verdict_id}"


def verdicts_beside(item: ReviewItem) -> list[VerdictId]:
    """Return the verdicts that an item's card shows: the one that an asker rejected, and what is near."""
    rejected = disputed_verdict(item.key)
    return [*([rejected] if rejected else []), *(match.verdict_id for match in item.near)]


def disputed_verdict(key: str) -> VerdictId | None:
    """Return the verdict that an asker rejected, for the item that this opened."""
    disputed = _DISPUTED.fullmatch(key)
    return VerdictId(int(disputed.group(2))) if disputed else None


def _settled(group: Sequence[LabelledPair]) -> LabelledPair:
    probability = max((pair.probability for pair in group if pair.probability is not None), default=None)
    moderators = [pair for pair in group if pair.source.is_moderators]
    if moderators:
        chosen = max(moderators, key=lambda pair: pair.labelled_at)
    else:
        votes = sum(pair.times if pair.same else -pair.times for pair in group)
        chosen = next((pair for pair in group if pair.same is (votes > 0)), group[0])
    return LabelledPair(
        key=chosen.key,
        verdict_id=chosen.verdict_id,
        source=chosen.source,
        same=chosen.same,
        probability=probability,
        labelled_at=chosen.labelled_at,
        times=sum(pair.times for pair in group),
    )


def _precision(seen: Sequence[LabelledPair], threshold: float) -> Precision:
    above = [pair for pair in seen if pair.probability is not None and pair.probability >= threshold]
    same = sum(pair.same for pair in above)
    return Precision(threshold, len(above), same, wilson_lower(same, len(above)))


def wilson_lower(successes: int, number: int) -> float:
    """Return the lower end of the 95 % score interval of a share (Wilson 1927); 0 without observations."""
    if not number:
        return 0.0
    share, square = successes / number, _NORMAL_95**2
    centre = share + square / (2 * number)
    spread = _NORMAL_95 * math.sqrt(share * (1 - share) / number + square / (4 * number**2))
    return max((centre - spread) / (1 + square / number), 0.0)
