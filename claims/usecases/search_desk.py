"""Finds open items and verdicts for reviewers, and shows verdicts."""

from dataclasses import dataclass

from claims.catalogue import Catalogue
from claims.news import Found, News, NoSuchVerdict, Usage, VerdictCard, VerdictsPage
from claims.ports import Transaction
from claims.queue import PAGE_LENGTH, QueueQuery, Showing, with_words
from claims.review import Moderator
from claims.usecases.moderating import Caller, ModeratorAct
from claims.verdict import VerdictId

MOST_FOUND = 5
MAX_SEARCHED = 1_000  # characters; more words find nothing better


@dataclass(frozen=True)
class FindOnDesk(ModeratorAct):
    """Search open items by their words, verdicts by words and meaning."""

    catalogue: Catalogue

    async def __call__(self, caller: Caller, text: str) -> News:
        """Return up to five of each."""
        searched = " ".join(text[:MAX_SEARCHED].split())
        closest = await self._closest(caller, searched)

        async def act(tx: Transaction, moderator: Moderator) -> News:
            now, chosen = self.clock.now(), with_words(searched)
            if chosen.showing is not Showing.WORDS:
                return Usage("find", "words")
            query = QueueQuery(chosen=chosen, viewer=moderator.id, now=now)
            items = await tx.items.open(MOST_FOUND, 0, query)
            stored = await tx.verdicts.get_many(closest)
            verdicts = [stored[number] for number in closest if number in stored]
            return Found(searched, tuple(items), tuple(verdicts), now)

        return await self.perform(caller, act)

    async def _closest(self, caller: Caller, text: str) -> tuple[VerdictId, ...]:
        """Return the closest verdicts; nothing is searched for people who may not see it."""
        async with self.store.reading() as tx:
            allowed = await tx.moderators.get(caller.moderator_id) is not None
        return await self.catalogue.rank(text, MOST_FOUND) if allowed and text else ()


class ShowVerdicts(ModeratorAct):
    """List the verdicts, newest first."""

    async def __call__(self, caller: Caller, offset: int = 0) -> News:
        """Return the page that starts at `offset`, or the first where nothing is there any more."""

        async def act(tx: Transaction, _: Moderator) -> News:
            found = await tx.verdicts.newest(PAGE_LENGTH + 1, offset)
            start = offset if found else 0
            if not found:
                found = await tx.verdicts.newest(PAGE_LENGTH + 1)
            return VerdictsPage(tuple(found[:PAGE_LENGTH]), start, len(found) > PAGE_LENGTH)

        return await self.perform(caller, act)


class ShowVerdict(ModeratorAct):
    """Show one verdict."""

    async def __call__(self, caller: Caller, verdict_id: VerdictId) -> News:
        """Return it as people read it, with what its revisions changed."""

        async def act(tx: Transaction, _: Moderator) -> News:
            verdict = await tx.verdicts.get(verdict_id)
            if verdict is None:
                return NoSuchVerdict(verdict_id)
            *earlier, newest = await tx.verdicts.history(verdict_id)
            return VerdictCard(newest, tuple(earlier))

        return await self.perform(caller, act)
