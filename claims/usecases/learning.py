"""Keeps what people say about a text and a verdict, and reports what that says about the thresholds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.learning import (
    THRESHOLDS,
    Calibration,
    LabelSource,
    base_key,
    calibrate,
)
from claims.news import Calibrated, News
from claims.ports import StoredSubmission, Transaction
from claims.review import Moderator, ReviewItem
from claims.usecases.disputes import disputed_on
from claims.usecases.mergers import family_of
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
    two are one claim; with a ruling of its own (`ruled`), that the near verdicts are about another. What the
    askers rejected is about another claim than their text in either case, unless it is what they are answered
    with. Texts that were merged into the item state its claim, too."""
    own = base_key(item.key)
    chances = {match.verdict_id: match.probability for match in item.near}
    for key, other in await _of_other_claims(tx, item, verdict.id, act):
        chance = chances.get(other) if key == own else None
        await tx.pairs.add(key, other, LabelSource.RULED_OTHERWISE, now, same=False, probability=chance)
    if act != "ruled":
        chance = chances.get(verdict.id, probability)
        await tx.pairs.add(own, verdict.id, LabelSource.LINKED, now, same=True, probability=chance)
    merged = await tx.submissions.keys_on(item.id) - {own}
    await tx.pairs.add_many(merged, verdict.id, LabelSource.MERGED, now, same=True)


async def unlearn_ruling(
    tx: Transaction, item: ReviewItem, verdict: Verdict, act: str, keys: Collection[str]
) -> None:
    """Forget what closing the item with the verdict said; `keys` are those of the texts it answered."""
    own = base_key(item.key)
    for key, other in await _of_other_claims(tx, item, verdict.id, act):
        await tx.pairs.take_back(key, other, LabelSource.RULED_OTHERWISE)
    if act != "ruled":
        await tx.pairs.take_back(own, verdict.id, LabelSource.LINKED)
    for key in sorted(set(keys) - {own}):
        await tx.pairs.take_back(key, verdict.id, LabelSource.MERGED)


async def _of_other_claims(
    tx: Transaction, item: ReviewItem, verdict_id: VerdictId, act: str
) -> Sequence[tuple[str, VerdictId]]:
    """Return the texts and verdicts of which closing the item says that they are about different claims: the
    disputed answers, of items that were merged into it, too, where it was not closed with one of these; and
    where it was closed with a ruling of its own, what is near."""
    said: dict[tuple[str, VerdictId], None] = {}
    for one in await family_of(tx, item):
        disputed = await disputed_on(tx, one)
        if verdict_id not in disputed:
            said |= dict.fromkeys((base_key(one.key), other) for other in sorted(disputed))
    if act == "ruled":
        near = (match.verdict_id for match in item.near if match.verdict_id != verdict_id)
        said |= dict.fromkeys((base_key(item.key), other) for other in near)
    return list(said)


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
