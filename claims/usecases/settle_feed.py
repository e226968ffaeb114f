"""Writes down what became of reading a feed, and tells reviewers when one dies or is back."""

from dataclasses import dataclass, replace

from claims.feed import Feed, FeedFailed, FeedHealth, FeedRead, settle_try
from claims.news import Address, FeedBack, FeedDied
from claims.ports import Clock, Store, Transaction, Voice
from claims.submission import ChatId, PersonId


@dataclass(frozen=True)
class SettleFeed:
    """End a try: the feed's next turn, and the news, in one transaction."""

    store: Store
    voice: Voice
    clock: Clock

    async def __call__(self, feed: Feed, outcome: FeedRead | FeedFailed, chance: float) -> Feed:
        """Return the feed as it is now; `chance` (0 to 1) moves its next turn a little. What was read as it
        is not to be read any more is read anew at once."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            stored = await tx.feeds.get(feed.id) or feed  # an operator may have changed it meanwhile
            settled = settle_try(replace(feed, every=stored.every), outcome, now, chance)
            is_changed = not stored.is_read_like(feed)
            if is_changed and isinstance(outcome, FeedRead):
                settled = replace(settled, due_at=now)
            await tx.feeds.save(settled)
            if is_changed:
                await tx.feeds.read_anew(feed.id)
            if settled.health is FeedHealth.DEAD and feed.health is not FeedHealth.DEAD:
                await self._tell(tx, settled, FeedDied(settled.source, settled.problem, settled.succeeded_at))
            elif feed.health is FeedHealth.DEAD and settled.health is FeedHealth.WELL:
                await self._tell(tx, settled, FeedBack(settled.source))
        return settled

    async def _tell(self, tx: Transaction, feed: Feed, news: FeedDied | FeedBack) -> None:
        now = self.clock.now()
        for moderator in await tx.moderators.all():
            person = await tx.people.get(PersonId(moderator.id))
            address = Address(
                chat_id=ChatId(moderator.id),
                debt=f"feed:{feed.id}:{now.isoformat()}:{moderator.id}",
                language=person.language if person else moderator.language,
            )
            await tx.outbox.add(self.voice.say(address, news), now)
