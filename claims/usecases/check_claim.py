"""Checks a submission: answers with a published verdict, suggests some, or queues the claim for reviewers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from claims.age import NO_LIMIT, AgeLimit
from claims.catalogue import Catalogue
from claims.days import UTC_DAYS, Days
from claims.decision import Answer, Decision, How, Match, NotAClaim, Queued, Suggest
from claims.delivery import CHECKED
from claims.evidence import PLACE, Known, beside_words
from claims.footers import keys_of, without_footer
from claims.learning import barred, disputed_key
from claims.news import Address, CannotRead, Checked, News, OwnMessage, SetAside, SlowDown
from claims.pacing import NOTICES, QUESTIONS, Booked, TooEarly, book
from claims.ports import Background, Clock, Store, Transaction, Voice
from claims.question import named_by_sign, question_key
from claims.review import ItemState, Person, ReviewItem
from claims.site import NO_SITE, Site
from claims.standing import as_it_stands, without
from claims.submission import Submission
from claims.usecases.answers import answers_given
from claims.usecases.catching_up import CatchUp
from claims.usecases.debts import debt_of_repeating
from claims.usecases.queueing import join_or_open_item, tell_moderators
from claims.usecases.ruled_texts import as_answer, last_ruling, told_with_few_words
from claims.verdict import Verdict, VerdictId

Verdicts = Mapping[VerdictId, Verdict]
POINTED = {How.SAME_LINK, How.SAME_FILE}  # what the sender pointed to, in whatever words


@dataclass(frozen=True, slots=True)
class _Asked:
    """The key and text of a question, and the verdicts that are kept out of its answer."""

    key: str
    text: str
    rejected: frozenset[VerdictId]


@dataclass(frozen=True)
class CheckClaim:
    """Decide about a submission, remember it, and owe its sender the reply. `limit` says how old a ruling may
    be to be the answer, `site` which links lead to our own pages, `days` which day it is."""

    store: Store
    catalogue: Catalogue
    voice: Voice
    clock: Clock
    limit: AgeLimit = NO_LIMIT
    site: Site = NO_SITE
    days: Days = UTC_DAYS

    async def __call__(self, submission: Submission) -> News:
        """Return what the sender is told."""
        async with self.store.reading() as tx:
            bare = await _without_footer(tx, submission)
            key = question_key(await self.catalogue.fingerprint(bare.text), submission, bare.text)
            known = await tx.backgrounds.of(submission.person_id, key, _asking(submission))
        # What waited while the bot was down was asked when it was sent.
        turn = book(QUESTIONS, known.scheduled_at, min(self.clock.now(), submission.sent_at))
        rejected = known.rejected | barred(known.labelled)
        if isinstance(turn, TooEarly):
            return await self._slow_down(submission)
        found = await self.catalogue.decide(bare.searchable, rejected, at_least=known.revision)
        async with self.store.writing() as tx:
            if known.blocked:
                await self._catch_up(tx, submission)
            await tx.people.save(Person(submission.person_id, submission.language))
            await tx.schedules.set(_asking(submission), turn.schedule)
            if submission.origin is not None:
                await tx.footers.add(submission.origin, keys_of(submission), self.clock.now())
            await tx.submissions.expect()
            await tx.verdicts.expect(_told_by(found))
            item = await tx.items.find_by_key(key)
            found, rejected = await self._of_now(tx, found, known, _Asked(key, bare.searchable, rejected))
            ruled, ruling = await last_ruling(tx, key, item, rejected)
            preferred = found if ruling is None else Answer(_beside(found, as_answer(ruling)))
            repeats = ruled if preferred is not found and not _gives(found, ruled) else None
            beside = await self._known(tx, submission)
            preferred = beside_words(preferred, beside, rejected)
            certain = beside.certain | _verdict_of(item) | _verdict_of(ruled)
            decision, verdicts = await self._as_it_stands(tx, preferred, bare.text, certain)
            match decision:
                case Suggest() | Queued() | NotAClaim() if submission.is_ours:
                    return await self._tell_own(tx, submission)
                case NotAClaim() if submission.files or not submission.text.strip():
                    return await self._tell_unreadable(tx, submission)
                case Queued() if not submission.searchable.strip():
                    return await self._tell_unreadable(tx, submission)
                case Queued(near):
                    own = await _disputed_by_sender(tx, key, known.rejected)
                    return await self._queue(tx, submission, key, own or item, near)
                case Answer() | Suggest() | NotAClaim():
                    offered = () if isinstance(decision, NotAClaim) else _compared(decision.matches, verdicts)
                    submission_id = await tx.submissions.add(submission, key, None, offered)
                    bare_link = isinstance(decision, NotAClaim) and _is_only_links(submission)
                    news = Checked(
                        submission_id,
                        decision,
                        verdicts,
                        only_links=bare_link,
                        about_own=submission.is_ours,
                    )
                    return await self._tell(tx, submission, news, repeats)

    async def _of_now(
        self, tx: Transaction, found: Decision, known: Background, asked: _Asked
    ) -> tuple[Decision, frozenset[VerdictId]]:
        """Return the decision and what was kept out of it, both anew where a verdict that it tells changed
        since what is `known` was read, and may be about another claim now, or where a reviewer ruled since
        that one is. In our turn to write nothing of that changes again."""
        told = _told_by(found)
        if not told or await tx.verdicts.revision() <= known.revision:
            return found, asked.rejected
        changes = await tx.verdicts.last_changes(told)
        rejected = known.rejected | barred(await tx.pairs.of(asked.key))
        if rejected == asked.rejected and all(change <= known.revision for change in changes.values()):
            return found, rejected
        return await self.catalogue.decide(asked.text, rejected), rejected

    async def _catch_up(self, tx: Transaction, submission: Submission) -> None:
        """Tell what the sender missed who is back before we heard that they are: what is answered now would
        make it look as if they had read it."""
        catch_up = CatchUp(self.store, self.voice, self.clock, self.limit, self.days)
        await catch_up.within(tx, submission.person_id)

    async def _known(self, tx: Transaction, submission: Submission) -> Known:
        """Return what is known without words: of the files, and of links to our own pages."""
        files = [file for file in submission.files if not file.startswith(PLACE)]
        known = await tx.submissions.known_files(files) if files else Known()
        pages = {number for link in submission.links if (number := self.site.number_of(link)) is not None}
        told = await tx.verdicts.get_many(tuple(pages)) if pages else {}
        return replace(known, linked=frozenset(told))

    async def _as_it_stands(
        self, tx: Transaction, decision: Decision, said: str, certain: Collection[VerdictId]
    ) -> tuple[Decision, Verdicts]:
        """Return what of the decision about `said` may be told today, with the verdicts that it tells. What
        is `certain` was given to this very question, file or link."""
        if not isinstance(decision, Answer | Suggest):
            return decision, {}
        stored = await tx.verdicts.get_many(_told_by(decision))
        doubtful = {number: one for number, one in stored.items() if number not in certain}
        told = without(decision, await _of_other_questions(tx, said, decision, doubtful))
        return as_it_stands(told, stored, self.days.of(self.clock.now()), self.limit), stored

    async def _slow_down(self, submission: Submission) -> News:
        """Turn a flood away, with one notice in a while."""
        now, name = self.clock.now(), f"{_asking(submission)}:notice"
        async with self.store.writing() as tx:
            notice = book(NOTICES, await tx.schedules.get(name), now)
            if isinstance(notice, Booked):
                await tx.schedules.set(name, notice.schedule)
                address = Address(
                    chat_id=submission.chat_id,
                    debt=f"slow-down:{submission.chat_id}:{submission.message_id}",
                    language=submission.language,
                    reply_to=submission.message_id,
                )
                await tx.outbox.add(self.voice.say(address, SlowDown()), now)
        return SlowDown()

    async def _queue(
        self,
        tx: Transaction,
        submission: Submission,
        key: str,
        item: ReviewItem | None,
        near: tuple[Match, ...],
    ) -> News:
        if item is not None and item.state is ItemState.DISMISSED and item.dismiss_reason is not None:
            submission_id = await tx.submissions.add(submission, key, None)
            return await self._tell(tx, submission, SetAside(submission_id, item.dismiss_reason), item)
        item_id, is_new = await join_or_open_item(
            tx, self.clock, item, key=key, text=submission.text, links=submission.links, near=near
        )
        submission_id = await tx.submissions.add(submission, key, item_id)
        queued = await tx.items.get(item_id)
        assert queued is not None, "an item of this transaction exists"  # noqa: S101 - narrows the type
        if is_new:
            await tell_moderators(tx, self.voice, self.clock, queued)
        news = Checked(submission_id, Queued(near), others_waiting=max(queued.askers - 1, 0))
        return await self._tell(tx, submission, news)

    async def _tell_unreadable(self, tx: Transaction, submission: Submission) -> News:
        """Tell that a picture without words, whose post nobody checked, cannot be read."""
        return await self._tell_alone(tx, submission, "unreadable", CannotRead())

    async def _tell_own(self, tx: Transaction, submission: Submission) -> News:
        """Tell that the bot's own words are nothing to check; they become no claim."""
        return await self._tell_alone(tx, submission, "own", OwnMessage())

    async def _tell_alone(
        self, tx: Transaction, submission: Submission, debt: str, news: CannotRead | OwnMessage
    ) -> News:
        """Owe a reply to what is no question, and keep nothing of it."""
        address = Address(
            chat_id=submission.chat_id,
            debt=f"{debt}:{submission.chat_id}:{submission.message_id}",
            language=submission.language,
            reply_to=submission.message_id,
        )
        await tx.outbox.add(self.voice.say(address, news), self.clock.now())
        return news

    async def _tell(
        self,
        tx: Transaction,
        submission: Submission,
        news: Checked | SetAside,
        repeats: ReviewItem | None = None,
    ) -> News:
        """Owe the reply. Where it only `repeats` how a reviewer closed an item, the debt says so, for that
        may be undone."""
        number = news.submission_id
        address = Address(
            chat_id=submission.chat_id,
            debt=debt_of_repeating(repeats, number) if repeats else f"{CHECKED}:{number}",
            language=submission.language,
            reply_to=submission.message_id,
        )
        outgoing = replace(self.voice.say(address, news), answers=answers_given(news))
        await tx.outbox.add(outgoing, self.clock.now())
        return news


async def _disputed_by_sender(
    tx: Transaction, key: str, rejected: Collection[VerdictId]
) -> ReviewItem | None:
    """Return the item on which the sender said before that these verdicts are about another claim than this
    very text, where it is open or was set aside: who asks again waits there, too, or hears the same."""
    for verdict_id in sorted(rejected):
        item = await tx.items.find_by_key(disputed_key(key, verdict_id))
        if item is not None and item.state in {ItemState.OPEN, ItemState.DISMISSED}:
            return item
    return None


async def _without_footer(tx: Transaction, submission: Submission) -> Submission:
    """Return the submission without the lines with which its channel closes every post."""
    keys = keys_of(submission)
    if submission.origin is None or not keys:
        return submission
    footers = await tx.footers.of(submission.origin.channel_id, keys)
    return replace(submission, text=without_footer(submission.text, footers))


def _is_only_links(submission: Submission) -> bool:
    """Return whether a message that states nothing came with a link of its own. What is forwarded from a
    channel always has one, that of the post."""
    return bool(submission.links) and submission.origin is None


def _asking(submission: Submission) -> str:
    return f"ask:{submission.person_id}"


def _verdict_of(item: ReviewItem | None) -> frozenset[VerdictId]:
    return frozenset() if item is None or item.verdict_id is None else frozenset({item.verdict_id})


async def _of_other_questions(
    tx: Transaction, said: str, decision: Answer | Suggest, verdicts: Verdicts
) -> frozenset[VerdictId]:
    """Return the verdicts that are not about `said` whatever its words are like."""
    read = [
        verdicts[one.verdict_id]
        for one in decision.matches
        if one.how not in POINTED and one.verdict_id in verdicts
    ]
    by_few_words = await told_with_few_words(tx, read)
    return by_few_words | {verdict.id for verdict in read if _names_others(verdict, said)}


def _names_others(verdict: Verdict, said: str) -> bool:
    """Return whether the texts of a verdict name others by flags or accounts, which are read as no words."""
    ruling, mine = verdict.ruling, named_by_sign(said)
    theirs = {named_by_sign(text) for text in (ruling.claim, *ruling.wordings)} if mine else set()
    return bool(theirs - {()}) and mine not in theirs


def _told_by(decision: Decision) -> tuple[VerdictId, ...]:
    told = decision.matches if isinstance(decision, Answer | Suggest) else ()
    return tuple(match.verdict_id for match in told)


def _compared(matches: tuple[Match, ...], verdicts: Verdicts) -> tuple[Match, ...]:
    """Return the matches with the revisions that they compare with."""
    return tuple(replace(match, revision=verdicts[match.verdict_id].revision) for match in matches)


def _gives(found: Decision, item: ReviewItem | None) -> bool:
    """Return whether the matcher gives the item's verdict by itself."""
    return item is not None and any(
        match.verdict_id == item.verdict_id for match in (found.matches if isinstance(found, Answer) else ())
    )


def _beside(found: Decision, ruled: Match) -> tuple[Match, ...]:
    """Return a reviewer's choice with what others ruled on the very same claim."""
    matches = found.matches if isinstance(found, Answer) else ()
    chosen = next((match for match in matches if match.verdict_id == ruled.verdict_id), None)
    if chosen is None:
        return (ruled,)
    others = (match for match in matches if match.claim == chosen.claim and match is not chosen)
    return (replace(ruled, claim=chosen.claim), *others)
