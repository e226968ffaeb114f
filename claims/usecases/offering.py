"""Finds who else a new verdict may answer, and offers that to the reviewer who published it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import count

from claims.approval import FurtherAnswers, subject_of
from claims.catalogue import Catalogue
from claims.decision import Answer, NotAClaim, Queued, Suggest
from claims.learning import LabelSource, barred, base_key
from claims.news import Address, ButtonExpired, ForEditors, News, Offered, Proposed, Published
from claims.offers import LEAST_LIKELY, MOST_LOOKED_AT, MOST_OFFERS, NEAR_MISSES_OF, Offer
from claims.ports import Clock, Store, Transaction, Voice
from claims.review import ItemId, ItemState, Moderator, ModeratorId
from claims.submission import ChatId, PersonId
from claims.usecases.disputes import disputed_on
from claims.usecases.moderating import Caller
from claims.usecases.proposal_views import basis_of, view_of
from claims.usecases.proposing import approvers_of
from claims.usecases.rule_on_item import ClosingAct
from claims.usecases.ruled_texts import is_ruled_otherwise, told_with_few_words
from claims.usecases.telling import tell_unanswered
from claims.verdict import Verdict, VerdictId

AT_ONCE = 1  # verdicts for which it is looked in one round: each takes some hundred decisions
LOOKED_AT_IN_A_ROUND = 25  # open items that are compared with what came in by itself


@dataclass(frozen=True, slots=True)
class _Asked:
    """A text that nobody has answered yet."""

    key: str
    text: str
    people: int
    item_id: ItemId | None
    excluding: frozenset[VerdictId]


@dataclass(frozen=True)
class FindOffers:
    """Look who else is waiting for the verdicts that were published lately."""

    store: Store
    catalogue: Catalogue
    voice: Voice
    clock: Clock

    async def __call__(self) -> int:
        """Return how many lists were owed; a verdict is looked at once, whatever ends the program, and only
        when the index lacks none."""
        if not await self.catalogue.is_level():
            return 0
        async with self.store.reading() as tx:
            planned = await tx.offers.planned(AT_ONCE)
        return sum([await self._look(verdict_id, by) for verdict_id, by in planned])

    async def _look(self, verdict_id: VerdictId, by: ModeratorId) -> bool:
        async with self.store.reading() as tx:
            verdict = await tx.verdicts.get(verdict_id)
            asked = await self._unanswered(tx) if await _may_answer_more(tx, verdict) else []
        found = [
            (one, chance) for one in asked if (chance := await self._chance(one, verdict_id)) is not None
        ]
        best = sorted(found, key=lambda pair: (-pair[1], -pair[0].people))[:MOST_OFFERS]
        async with self.store.writing() as tx:
            offers = _offers(verdict_id, best, await tx.offers.of(verdict_id))
            settled = await tx.offers.settle(verdict_id, offers, self.clock.now())
            moderator = await tx.moderators.get(by)
            if not settled or not offers or verdict is None or moderator is None:
                return False
            await self._owe(tx, moderator, Offered(verdict, tuple(offers)), self.clock.now().isoformat())
            return True

    async def _waiting(self, tx: Transaction) -> list[_Asked]:
        """Return the open items. An answer that an asker disputed is not offered for what they sent."""
        asked = []
        for item in await tx.items.open(MOST_LOOKED_AT):
            key = base_key(item.key)
            excluding = barred(await tx.pairs.of(key)) | await disputed_on(tx, item)
            text = "\n".join([item.text, *item.links])
            asked.append(_Asked(key, text, item.askers, item.id, excluding))
        return asked

    async def _unanswered(self, tx: Transaction) -> list[_Asked]:
        """Return the open items, and the texts to which something was suggested that nobody took."""
        asked = await self._waiting(tx)
        since = self.clock.now() - NEAR_MISSES_OF
        for stored, people in await tx.submissions.near_misses(since, MOST_LOOKED_AT):
            excluding = barred(await tx.pairs.of(stored.key))
            asked.append(_Asked(stored.key, stored.submission.searchable, people, None, excluding))
        return asked

    async def _chance(self, asked: _Asked, verdict_id: VerdictId) -> float | None:
        """Return how likely the verdict is about that text (0 to 1); None when it is not to be offered: what
        differs in a number, a name or a date is another claim."""
        match await self.catalogue.decide(asked.text, asked.excluding):
            case Answer(matches):
                fitting = list(matches)
            case Suggest(matches):
                likely = [match for match in matches if match.probability >= LEAST_LIKELY]
                fitting = [match for match in likely if not match.conflicts]
            case Queued() | NotAClaim():
                fitting = []
        return max((one.probability for one in fitting if one.verdict_id == verdict_id), default=None)

    async def _owe(self, tx: Transaction, moderator: Moderator, news: Offered, occasion: str) -> None:
        person = await tx.people.get(PersonId(moderator.id))
        address = Address(
            chat_id=ChatId(moderator.id),
            debt=f"offers:{news.verdict.id}:{moderator.id}:{occasion}",
            language=person.language if person else moderator.language,
        )
        await tx.outbox.add(self.voice.say(address, news), self.clock.now())


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far the open items were compared with the verdicts of one `revision`: those that were `seen`, or
    all of them."""

    revision: int = 0
    seen: frozenset[ItemId] = frozenset()
    done: bool = True


@dataclass(frozen=True)
class OfferNews(FindOffers):
    """Look which open items are answered by verdicts that came in by themselves: imported, or corrected."""

    async def look(self, sweep: Sweep) -> Sweep:
        """Look at a few more items, and return how far it is by now; while the index lacks verdicts, none.
        Each item is looked at once after verdicts changed, however often they change meanwhile; what was
        offered is not offered again."""
        if not await self.catalogue.is_level():
            return sweep
        async with self.store.reading() as tx:
            reached = await tx.verdicts.revision()
            if sweep.done and reached == sweep.revision:
                return sweep
            if sweep.done:
                sweep = Sweep(reached, done=False)
            left = [one for one in await self._waiting(tx) if one.item_id not in sweep.seen]
        asked = left[:LOOKED_AT_IN_A_ROUND]
        answered: dict[VerdictId, list[tuple[_Asked, float]]] = {}
        for one in asked:
            decision = await self.catalogue.decide(one.text, one.excluding)
            for match in decision.matches if isinstance(decision, Answer) else ():
                answered.setdefault(match.verdict_id, []).append((one, match.probability))
        for verdict_id, found in answered.items():
            await self._offer(verdict_id, found)
        looked = frozenset(one.item_id for one in asked if one.item_id is not None)
        return Sweep(sweep.revision, sweep.seen | looked, done=len(asked) == len(left))

    async def _offer(self, verdict_id: VerdictId, found: list[tuple[_Asked, float]]) -> None:
        async with self.store.writing() as tx:
            verdict, before = await tx.verdicts.get(verdict_id), await tx.offers.of(verdict_id)
            known = {offer.item_id for offer in before}
            fresh = [(one, chance) for one, chance in found if one.item_id not in known]
            if not fresh or verdict is None or not await _may_answer_more(tx, verdict):
                return
            await tx.offers.add(_offers(verdict_id, fresh[:MOST_OFFERS], before))
            news = Offered(verdict, tuple(await tx.offers.of(verdict_id)))
            for moderator in await tx.moderators.all():
                await self._owe(tx, moderator, news, f"{verdict.revision}:{len(news.offers)}")


async def _may_answer_more(tx: Transaction, verdict: Verdict | None) -> bool:
    """Return whether the verdict stands, and says in words what it is about."""
    if verdict is None or verdict.retracted_at is not None:
        return False
    return not await told_with_few_words(tx, [verdict])


def _offers(
    verdict_id: VerdictId, found: Sequence[tuple[_Asked, float]], before: Sequence[Offer]
) -> list[Offer]:
    """Return the offers, by their numbers. A number stands for one text for ever, for it is on the buttons of
    old lists and in what waits for approval: what was offered `before` keeps its own, and none is given
    again."""
    numbers = {(offer.key, offer.item_id): offer.number for offer in before if not offer.taken}
    unused = count(1 + max((offer.number for offer in before), default=0))
    offers = [
        Offer(
            verdict_id=verdict_id,
            number=numbers.get((one.key, one.item_id)) or next(unused),
            key=one.key,
            text=one.text,
            people=one.people,
            probability=chance,
            item_id=one.item_id,
        )
        for one, chance in found
    ]
    return sorted(offers, key=lambda offer: offer.number)


class TakeOffers(ClosingAct):
    """Answer further questions with a verdict, by the numbers under which they were offered."""

    async def __call__(self, caller: Caller, verdict_id: VerdictId, first: int, last: int) -> News:
        """Return the list as it stands; of these numbers, those are taken that are left."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            verdict = await tx.verdicts.get(verdict_id)
            offers = await tx.offers.of(verdict_id)
            if verdict is None or verdict.retracted_at is not None or not offers:
                return ButtonExpired()
            chosen = tuple(one.number for one in offers if not one.taken and first <= one.number <= last)
            if self.four_eyes and chosen:
                return await self._propose_more(tx, moderator, FurtherAnswers(verdict_id, chosen))
            return await self.take(tx, moderator, verdict_id, chosen)

        return await self.perform(caller, act)

    async def _propose_more(self, tx: Transaction, moderator: Moderator, change: FurtherAnswers) -> News:
        """Let the answers wait for approval, with those that the same moderator proposed before."""
        before = await tx.proposals.waiting_for(subject_of(change))
        if before is None or before.author != moderator.id or not isinstance(before.change, FurtherAnswers):
            return await self.propose(tx, moderator, change)
        numbers = tuple(sorted({*before.change.numbers, *change.numbers}))
        grown = replace(before, change=replace(change, numbers=numbers))
        if numbers != before.change.numbers:
            grown = replace(grown, version=before.version + 1, basis=await basis_of(tx, grown.change))
            await tx.proposals.save(grown)
        view = await view_of(tx, grown)
        return Proposed(view, len(await approvers_of(tx, grown))) if view else ButtonExpired()

    async def take(
        self,
        tx: Transaction,
        moderator: Moderator,
        verdict_id: VerdictId,
        numbers: Collection[int],
        approver: Moderator | None = None,
    ) -> News:
        """Answer these, as far as nobody else did meanwhile; return the list as it stands."""
        verdict = await tx.verdicts.get(verdict_id)
        if verdict is None:
            return ButtonExpired()
        offers = [one for one in await tx.offers.of(verdict_id) if not one.taken and one.number in numbers]
        taken = [await self._take(tx, moderator, verdict, offer, approver) for offer in offers]
        told = sum(people for people in taken if people is not None)
        return Offered(verdict, tuple(await tx.offers.of(verdict_id)), told, None in taken)

    async def _take(
        self,
        tx: Transaction,
        moderator: Moderator,
        verdict: Verdict,
        offer: Offer,
        approver: Moderator | None,
    ) -> int | None:
        """Return how many people are told: nobody where somebody else holds the item, or was faster; None
        where it is for editors."""
        now = self.clock.now()
        if offer.item_id is None:
            if await is_ruled_otherwise(tx, offer.key, verdict.id):
                await tx.offers.take(verdict.id, offer.number, now)
                return 0
            since = now - NEAR_MISSES_OF
            asked = await tx.submissions.unanswered(offer.key, since)
            told = await tell_unanswered(tx, self.voice, self.clock, verdict, asked)
            await tx.pairs.add(
                offer.key, verdict.id, LabelSource.OFFER_TAKEN, now, same=True, probability=offer.probability
            )
            await self._audit(tx, moderator, verdict, offer, told, approver)
        else:
            item = await tx.items.get(offer.item_id)
            if item is None or item.state is not ItemState.OPEN:
                await tx.offers.take(verdict.id, offer.number, now)
                return 0
            closed = await self.close_with(
                tx,
                moderator,
                item,
                verdict,
                "linked",
                look_further=False,
                probability=offer.probability,
                approver=approver,
            )
            if not isinstance(closed, Published):
                return None if isinstance(closed, ForEditors) else 0
            told = closed.told
        await tx.offers.take(verdict.id, offer.number, now)
        return told

    async def _audit(
        self,
        tx: Transaction,
        moderator: Moderator,
        verdict: Verdict,
        offer: Offer,
        told: int,
        approver: Moderator | None,
    ) -> None:
        await tx.audit.write(
            actor=f"moderator:{moderator.id}",
            act="answered_near_miss",
            subject=f"verdict:{verdict.id}",
            now=self.clock.now(),
            after={"text": offer.text[:500], "people": told}
            | ({"approved_by": approver.id} if approver else {}),
        )
