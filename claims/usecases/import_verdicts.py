"""Takes published fact-checks in: new ones are added, changed ones revised, equal ones left alone."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from claims.links import page_key
from claims.ports import Clock, OnPage, Store, Transaction
from claims.site import NO_SITE, Site
from claims.usecases.following import FollowUp
from claims.usecases.withdrawing import withdraw
from claims.verdict import Rating, Ruling, Verdict, VerdictId, Withdrawal, retold

PUBLISHER = "publisher"  # who acted, in the audit log
ALIKE = 0.6  # the share of letters, by threes, from which on a withdrawn claim may be told again
MOST_ALIKE = 5  # withdrawn claims, of which it is asked whether a new one states them

Seen = dict[tuple[str, str], Rating]
"""The ratings that a run has brought, by page and claim."""

Restates = Callable[[Verdict, str], Awaitable[bool]]
"""Says whether somebody who asked in these words would be answered with the verdict."""


class Imported(StrEnum):
    """What importing one ruling did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    STAYS_WITHDRAWN = "stays withdrawn"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class ImportVerdicts:
    """Bring rulings in, a batch in one transaction. `fingerprint` keys a claim's text; `follow_up` brings
    answers level with a verdict whose rating its publisher has changed; `rating_key` keys rating words, by
    which the newsroom's own mapping is found; `restates` says whether a page states its claim in other words
    by now. What a public page of `site` says of a ruling of this newsroom is that ruling, not another one."""

    store: Store
    clock: Clock
    fingerprint: Callable[[str], str]
    follow_up: FollowUp | None = None
    rating_key: Callable[[str], str] | None = None
    restates: Restates | None = None
    site: Site = NO_SITE

    async def __call__(
        self,
        rulings: Sequence[Ruling],
        seen: Seen | None = None,
        source: str = "",
        *,
        add_new: bool = True,
    ) -> Sequence[Imported]:
        """Return what became of each ruling, in order.

        `seen` collects what a whole run has brought: of two rulings on one claim by one page, the first
        counts, so that the same files imported again change nothing; one with another rating is contradicted
        by it. `source` names where they come from: of
        two sources that tell one fact-check differently, the one counts that said something new. Without
        `add_new`, claims that are not known are left alone.
        """
        seen = {} if seen is None else seen
        keys = [self.fingerprint(ruling.claim) for ruling in rulings]
        reworded = await self._reworded(rulings, keys, seen)
        async with self.store.writing() as tx:
            dated = [self._dated(ruling) for ruling in rulings]
            keyed = list(zip(await self._rated(tx, dated), keys, strict=True))
            known = await tx.verdicts.find_many({(page_key(ruling.url), key) for ruling, key in keyed})
            standing = await tx.verdicts.get_many({meant.verdict.id for meant in reworded.values()})
            heard = await tx.verdicts.heard(
                {verdict.id for verdict in (*known.values(), *standing.values())}, source
            )
            ours = await self._ours(tx, keyed)
            met = {verdict.id for verdict in known.values()}
            outcomes, new = [], []
            for place, (ruling, key) in enumerate(keyed):
                identity = (page_key(ruling.url), key)
                if identity in seen:
                    outcomes.append(_repeated(seen[identity], ruling.rating))
                elif identity in known:
                    stored = known[identity]
                    told = _Told(source, ruling, heard.get(stored.id, ""))
                    outcomes.append(await self._compare(tx, stored, told, key))
                elif place in reworded and _reads_as(standing, meant := reworded[place]):
                    stored = standing[meant.verdict.id]
                    told = _Told(source, ruling, heard.get(stored.id, ""), reworded=True)
                    is_left = meant.is_alike_only or stored.id in met
                    outcomes.append(_left(stored) if is_left else await self._compare(tx, stored, told, key))
                    met.add(stored.id)
                elif not add_new or place in ours:
                    outcomes.append(Imported.UNCHANGED)
                else:
                    new.append((ruling, key))
                    outcomes.append(Imported.ADDED)
                seen.setdefault(identity, ruling.rating)
            await tx.verdicts.add_many(new, self.clock.now())
            return outcomes

    async def _ours(self, tx: Transaction, keyed: Sequence[tuple[Ruling, str]]) -> set[int]:
        """Return the places of rulings that this newsroom made itself and that came back from its pages, as
        they read now or once did."""
        numbers = {
            place: number
            for place, (ruling, _key) in enumerate(keyed)
            if (number := self.site.number_of(ruling.url)) is not None
        }
        stored = await tx.verdicts.get_many(set(numbers.values())) if numbers else {}
        own = {
            number: {self.fingerprint(old.ruling.claim) for old in await tx.verdicts.history(number)}
            for number, verdict in stored.items()
            if not verdict.ruling.url
        }
        return {place for place, number in numbers.items() if keyed[place][1] in own.get(number, ())}

    async def _reworded(
        self, rulings: Sequence[Ruling], keys: Sequence[str], seen: Seen
    ) -> Mapping[int, "_Meant"]:
        """Return, by place, the verdict whose claim a ruling states in other words: they were its own once;
        or the words are answered with it, and the page has this one alone, the run bringing nothing else of
        it, or a moderator withdrew it, and they are much the same."""
        pages = [page_key(ruling.url) for ruling in rulings]
        brought, known = Counter(pages), {page for page, _key in seen}
        came = {*seen, *zip(pages, keys, strict=True)}
        found: dict[int, _Meant] = {}
        unsure: dict[int, list[Verdict]] = {}
        async with self.store.reading() as tx:
            of_pages = await tx.verdicts.on_pages([page for page in brought if page])
            held = {page: {one.claim_key for one in there} for page, there in of_pages.items()}
            new = [at for at, page in enumerate(pages) if page in held and keys[at] not in held[page]]
            asked = {pages[at] for at in new}
            read = {page: await self._page(tx, page, of_pages[page], came) for page in asked}
            for place in new:
                page, ruling = read[pages[place]], rulings[place]
                if (once := page.worded_so.get(keys[place])) is not None:
                    found[place] = _Meant(once)
                    continue
                unsure[place] = page.withdrawn_so(ruling)
                if len(page.standing) == 1 and brought[pages[place]] == 1 and pages[place] not in known:
                    verdict = await tx.verdicts.get(page.standing[0])
                    if verdict is not None and _may_be_reworded(verdict.ruling, ruling):
                        unsure[place].insert(0, verdict)  # what stands is put right, not a withdrawn copy
        judged = [(place, await self._stated(offered, rulings[place])) for place, offered in unsure.items()]
        return found | {place: meant for place, meant in judged if meant is not None}

    async def _page(
        self, tx: Transaction, page: str, there: Sequence[OnPage], came: Collection[tuple[str, str]]
    ) -> "_Page":
        """Read once what the new claims of a page may be in other words, so that a page of thousands costs no
        more than its length."""
        gone = [one for one in there if one.is_withdrawn]
        stood = [one for one in there if not one.is_withdrawn]
        away = [one for one in there if (page, one.claim_key) not in came]
        worded_so: dict[str, Verdict] = {}
        for one in (*gone, *(one for one in away if not one.is_withdrawn)):
            if one.revision > 1:
                history = await tx.verdicts.history(one.id)
                for old in history:
                    worded_so.setdefault(self.fingerprint(old.ruling.claim), history[-1])
        withdrawn = await tx.verdicts.get_many({one.id for one in away if one.is_withdrawn})
        by_moderator = [
            verdict
            for _number, verdict in sorted(withdrawn.items())
            if not await self._is_withdrawn_by_publisher(tx, verdict)
        ]
        likeness = [(verdict, _threes(verdict.ruling.claim)) for verdict in by_moderator]
        return _Page([one.id for one in stood], worded_so, likeness)

    async def _stated(self, offered: Sequence[Verdict], ruling: Ruling) -> "_Meant | None":
        """Return the first verdict with which somebody who asked in the ruling's words would be answered;
        where nobody says that, one that was withdrawn: what is like it is not given."""
        for verdict in offered:
            if self.restates is not None:
                if await self.restates(verdict, ruling.claim):
                    return _Meant(verdict)
            elif verdict.retracted_at is not None:
                return _Meant(verdict, is_alike_only=True)
        return None

    def identity(self, ruling: Ruling) -> tuple[str, str]:
        """Return what a ruling is known by: its page and claim."""
        return page_key(ruling.url), self.fingerprint(ruling.claim)

    async def withdraw(
        self, withdrawals: Sequence[Withdrawal], published: Collection[tuple[str, str]] = ()
    ) -> Sequence[Imported]:
        """Return what became of each; what was withdrawn before, or is not known, stays as it is. `published`
        are the pages and claims that the same reading brings as published."""
        outcomes = []
        async with self.store.writing() as tx:
            for withdrawal in withdrawals:
                named = await self._meant(tx, withdrawal, published)
                meant = [verdict for verdict in named if verdict.retracted_at is None]
                for verdict in meant:
                    await self._withdraw(tx, verdict)
                outcomes.append(Imported.WITHDRAWN if meant else Imported.UNCHANGED)
        return outcomes

    async def _meant(
        self, tx: Transaction, withdrawal: Withdrawal, published: Collection[tuple[str, str]]
    ) -> Sequence[Verdict]:
        """Return the verdicts that are taken back: that on the named claim, also where it reads otherwise by
        now, the page has no other, and nobody publishes it as it reads here."""
        of_page = await tx.verdicts.find_by_url(withdrawal.url)
        if not withdrawal.claim:
            return of_page
        key = self.fingerprint(withdrawal.claim)
        named = [verdict for verdict in of_page if self.fingerprint(verdict.ruling.claim) == key]
        if named or len(of_page) > 1:
            return named
        return [verdict for verdict in of_page if self.identity(verdict.ruling) not in published]

    async def _withdraw(self, tx: Transaction, verdict: Verdict) -> None:
        if self.follow_up is None:
            await tx.verdicts.retract(verdict.id, self.clock.now())
        else:
            await withdraw(tx, self.follow_up, verdict, PUBLISHER)

    def _dated(self, ruling: Ruling) -> Ruling:
        """Leave out dates that have not come yet anywhere: they are slips, and people would be told them."""
        latest = (self.clock.now() + timedelta(days=1)).date()
        claimed, published = (
            None if day is not None and day > latest else day
            for day in (ruling.claimed_at, ruling.published_at)
        )
        return replace(ruling, claimed_at=claimed, published_at=published)

    async def _rated(self, tx: Transaction, rulings: Sequence[Ruling]) -> Sequence[Ruling]:
        """Return the rulings, the unrated ones with the newsroom's own meaning of their words."""
        if self.rating_key is None or all(ruling.rating is not Rating.UNRATED for ruling in rulings):
            return rulings
        mapped, key = await tx.rating_words.all(), self.rating_key
        return [
            replace(ruling, rating=mapped.get(key(ruling.rating_text), Rating.UNRATED))
            if ruling.rating is Rating.UNRATED
            else ruling
            for ruling in rulings
        ]

    async def _compare(self, tx: Transaction, stored: Verdict, told: "_Told", key: str) -> Imported:
        restored = await self._is_published_again(tx, stored, told.ruling)
        if restored:
            stored = await tx.verdicts.restore(stored.id, self.clock.now())
        ruling = retold(stored.ruling, told.ruling)
        if told.reworded:
            ruling = replace(ruling, claim=told.ruling.claim)
        is_withdrawn = stored.retracted_at is not None
        repeats = not restored and await self._is_no_news(tx, stored, told, key)
        if ruling == stored.ruling or repeats:
            if told.heard and told.heard != told.digest:
                await tx.verdicts.hear(stored.id, told.source, told.digest)
            if restored:
                return Imported.UPDATED
            return Imported.STAYS_WITHDRAWN if is_withdrawn else Imported.UNCHANGED
        revised = await tx.verdicts.revise(stored.id, ruling, key, self.clock.now())
        await tx.verdicts.hear(stored.id, told.source, told.digest)
        if is_withdrawn:
            return Imported.STAYS_WITHDRAWN
        if ruling.rating is not stored.ruling.rating and self.follow_up is not None:
            await self.follow_up.correct(tx, revised)
        return Imported.UPDATED

    async def _is_no_news(self, tx: Transaction, stored: Verdict, told: "_Told", key: str) -> bool:
        """Say whether a source only repeats what it said before another one said something newer."""
        if told.heard:
            return told.heard == told.digest
        if stored.revision == 1:
            return False
        before = [old.ruling for old in await tx.verdicts.history(stored.id)]
        if not any(
            self.fingerprint(old.claim) == key if told.reworded else retold(old, told.ruling) == old
            for old in before
        ):
            return False
        await tx.verdicts.hear(stored.id, told.source, told.digest)
        return True

    async def _is_published_again(self, tx: Transaction, stored: Verdict, ruling: Ruling) -> bool:
        """Say whether a publisher brings back what it had withdrawn itself: with a new date that is not older
        than that, for other feeds may go on listing the old one. What a moderator withdrew stays
        withdrawn."""
        if stored.retracted_at is None or ruling.published_at is None:
            return False
        by_publisher = await self._is_withdrawn_by_publisher(tx, stored)
        withdrawn, before = stored.retracted_at.date(), stored.ruling.published_at
        is_new = ruling.published_at > (before or withdrawn)
        return by_publisher and is_new and ruling.published_at >= withdrawn

    async def _is_withdrawn_by_publisher(self, tx: Transaction, withdrawn: Verdict) -> bool:
        act = await tx.audit.latest(f"verdict:{withdrawn.id}", {"retracted"})
        return act is not None and act.actor == PUBLISHER


def _may_be_reworded(before: Ruling, after: Ruling) -> bool:
    """Say whether one may be the other in new words: a translation is another fact-check."""
    return len({before.language, after.language} - {""}) <= 1


def _likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """Return the share of their letters, three by three, that two claims have in common: in any script and
    word order."""
    return 2 * len(some & others) / (len(some) + len(others))


def _threes(text: str) -> frozenset[str]:
    letters = " ".join(re.findall(r"\w+", text.casefold()))
    return frozenset(letters[place : place + 3] for place in range(max(len(letters) - 2, 1)))


def _reads_as(stored: Mapping[VerdictId, Verdict], meant: "_Meant") -> bool:
    """Say whether a verdict has the claim still with which it was found."""
    found = stored.get(meant.verdict.id)
    return found is not None and found.ruling.claim == meant.verdict.ruling.claim


def _left(stored: Verdict) -> Imported:
    return Imported.UNCHANGED if stored.retracted_at is None else Imported.STAYS_WITHDRAWN


def _repeated(first: Rating, again: Rating) -> Imported:
    is_told_otherwise = first is not again and Rating.UNRATED not in {first, again}
    return Imported.CONTRADICTED if is_told_otherwise else Imported.UNCHANGED


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page has that a new claim of it may be in other words: the verdicts that stand, those that once
    read otherwise, by the keys of these words, and those that a moderator withdrew, with their letters."""

    standing: Sequence[VerdictId]
    worded_so: Mapping[str, Verdict]
    withdrawn: Sequence[tuple[Verdict, frozenset[str]]]

    def withdrawn_so(self, ruling: Ruling) -> list[Verdict]:
        """Return the verdicts that a moderator withdrew and which the ruling may be in much the same words,
        the few that are most like it first."""
        letters = _threes(ruling.claim) if self.withdrawn else frozenset()
        alike = [
            (likeness, verdict)
            for verdict, its_letters in self.withdrawn
            if (likeness := _likeness(its_letters, letters)) >= ALIKE
            and _may_be_reworded(verdict.ruling, ruling)
        ]
        return [verdict for _, verdict in sorted(alike, key=lambda one: -one[0])[:MOST_ALIKE]]


@dataclass(frozen=True, slots=True)
class _Meant:
    """The verdict whose claim a ruling states in other words; `is_alike_only` where nobody but their letters
    says so: such a ruling is not given, and changes nothing."""

    verdict: Verdict
    is_alike_only: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """What a source says of a verdict, and the digest of what it had said, "" where nobody noted that;
    `reworded` where it states the claim in other words."""

    source: str
    ruling: Ruling
    heard: str
    reworded: bool = False

    @property
    def digest(self) -> str:
        """A short form by which the same words are recognised."""
        return sha256(repr(self.ruling).encode("utf-8", "replace")).hexdigest()[:32]


@dataclass
class ImportTally:
    """Counts for the person who runs an import; `refused` holds place and reason. `stays_withdrawn` are those
    among the unchanged that were withdrawn here and are not given; `unknown_ratings` counts publishers'
    rating words, of this run or before, that have no meaning yet; `unclear_dates` are those left out."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    stays_withdrawn: int = 0
    unknown_ratings: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    unclear_dates: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """How many fact-checks could be used, new or not."""
        return self.added + self.updated + self.unchanged + self.withdrawn

    @property
    def records(self) -> int:
        """How many there were, used or refused."""
        return self.accepted + len(self.refused)

    def count(self, imported: Sequence[Imported]) -> None:
        """Add the outcomes of one batch."""
        self.added += imported.count(Imported.ADDED)
        self.updated += imported.count(Imported.UPDATED)
        self.stays_withdrawn += imported.count(Imported.STAYS_WITHDRAWN)
        self.unchanged += imported.count(Imported.UNCHANGED) + imported.count(Imported.STAYS_WITHDRAWN)
        self.withdrawn += imported.count(Imported.WITHDRAWN)
