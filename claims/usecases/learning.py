"""Keeps what people say about a text and a verdict, and reports what that says about the thresholds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from claims.learning import (
    THRESHOLDS,
    Calibration,
    LabelSource,
    base_key,
    calibrate,
    disputed_verdict,
)
from claims.news import Calibrated, News
from claims.ports import StoredSubmission, Transaction
from claims.review import Moderator, ReviewItem
from claims.usecases.moderating import Caller, ModeratorAct
from claims.verdict import Verdict, VerdictId


async def learn_from_asker(
    tx: Transaction, stored: StoredSubmission, verdict_id: VerdictId, now: datetime, *, same: bool
) -> None:
    """Keep what an asker said about a verdict that was offered or given to them."""
    source = LabelSource.ASKER_PICKED if same else LabelSource.ASKER_REJECTED
    chances = [match.probability for match in stored.offered if match.verdict_id == verdict_id]
    chance = max(chances, default=None)
    await tx.pairs.add(stored.key, verdict_id, source, now, same=same, probability=chance)


async def learn_from_ruling(
    tx: Transaction,
    item: ReviewItem,
    verdict: Verdict,
    act: str,
    now: datetime,
    probability: float | None = None,
) -> None:
    """Keep what closing an item says: its askers wait still. With an existing verdict (`linked`), that the
    two are one claim; with a ruling of its own (`ruled`), that the near verdicts are about another. Texts
    that were merged into the item state its claim, too."""
    own = base_key(item.key)
    chances = {match.verdict_id: match.probability for match in item.near}
    if act == "ruled":
        for other in _others(item, verdict.id):
            chance = chances.get(other)
            await tx.pairs.add(own, other, LabelSource.RULED_OTHERWISE, now, same=False, probability=chance)
    else:
        chance = chances.get(verdict.id, probability)
        await tx.pairs.add(own, verdict.id, LabelSource.LINKED, now, same=True, probability=chance)
    merged = await tx.submissions.keys_on(item.id) - {own}
    await tx.pairs.add_many(merged, verdict.id, LabelSource.MERGED, now, same=True)


async def unlearn_ruling(
    tx: Transaction, item: ReviewItem, verdict: Verdict, act: str, keys: Collection[str]
) -> None:
    """Forget what closing the item with the verdict said; `keys` are those of the texts it answered."""
    own = base_key(item.key)
    if act == "ruled":
        for other in _others(item, verdict.id):
            await tx.pairs.take_back(own, other, LabelSource.RULED_OTHERWISE)
    else:
        await tx.pairs.take_back(own, verdict.id, LabelSource.LINKED)
    for key in sorted(set(keys) - {own}):
        await tx.pairs.take_back(key, verdict.id, LabelSource.MERGED)


def _others(item: ReviewItem, ruled: VerdictId) -> list[VerdictId]:
    """Return the verdicts that a ruling of its own says are about another claim."""
    disputed = disputed_verdict(item.key)
    near = dict.fromkeys([*([disputed] if disputed else []), *(match.verdict_id for match in item.near)])
    return [other for other in near if other != ruled]


@dataclass(frozen=True)
class ShowCalibration(ModeratorAct):
    """Report the measured precision at each threshold."""

    in_use: tuple[float, ...]

    async def __call__(self, caller: Caller) -> News:
        """Return the report over everything that was said."""

        async def act(tx: Transaction, _: Moderator) -> News:
            return Calibrated(await calibration(tx, self.in_use), self.in_use)

        return await self.perform(caller, act)


async def calibration(tx: Transaction, in_use: tuple[float, ...]) -> Calibration:
    """Return what everything that was said shows, at round thresholds and at those in use (0 to 1)."""
    return calibrate(await tx.pairs.all(), (*THRESHOLDS, *in_use))
