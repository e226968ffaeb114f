"""Gives a meaning to rating words that the table does not know, for what is stored and what will come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from claims.ports import Clock, Store, Transaction, UnratedWords
from claims.usecases.following import FollowUp
from claims.verdict import Rating, Verdict


@dataclass(frozen=True)
class ListUnratedWords:
    """Show the publishers' words that mean nothing to us."""

    store: Store

    async def __call__(self, limit: int) -> Sequence[UnratedWords]:
        """Return them with the number of verdicts that have them, the most frequent first."""
        async with self.store.reading() as tx:
            return await tx.verdicts.unrated_words(limit)


@dataclass(frozen=True)
class MapRating:
    """Map words to a rating. `key` makes words equal that differ in case, accents and signs only,
    `fingerprint` keys a claim's text; `follow_up` brings answers level that told the verdict as unrated."""

    store: Store
    clock: Clock
    key: Callable[[str], str]
    fingerprint: Callable[[str], str]
    follow_up: FollowUp

    async def __call__(self, words: str, rating: Rating) -> int:
        """Return how many unrated verdicts have these words and are rated from now on.

        Raises:
            ValueError: there are no letters in the words, or the rating is none.
        """
        wanted = self.key(words)
        if not wanted or rating is Rating.UNRATED:
            raise ValueError("a mapping needs words and a rating")
        now = self.clock.now()
        async with self.store.writing() as tx:
            before = (await tx.rating_words.all()).get(wanted, Rating.UNRATED)
            await tx.rating_words.save(wanted, words.strip(), rating, now)
            concerned = [
                verdict
                for was in sorted({Rating.UNRATED, before} - {rating})
                for verdict in await self._with_words(tx, wanted, was)
            ]
            for verdict in concerned:
                await self._rate(tx, verdict, rating)
            await tx.audit.write(
                actor="operator",
                act="rating_mapped",
                subject="ratings",
                now=now,
                after={"words": words.strip(), "rating": rating, "verdicts": len(concerned)},
            )
            return len(concerned)

    async def _with_words(self, tx: Transaction, wanted: str, rating: Rating) -> Sequence[Verdict]:
        spellings = await tx.verdicts.words_rated(rating)
        equal = [spelling for spelling in spellings if self.key(spelling) == wanted]
        return await tx.verdicts.rated_with(equal, rating)

    async def _rate(self, tx: Transaction, verdict: Verdict, rating: Rating) -> None:
        ruling = replace(verdict.ruling, rating=rating)
        key = self.fingerprint(ruling.claim)
        revised = await tx.verdicts.revise(verdict.id, ruling, key, self.clock.now())
        await self.follow_up.correct(tx, revised)
