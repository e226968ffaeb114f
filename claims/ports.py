"""The ports: what the use cases need from storage, matching, wording and Telegram."""

from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Any, NewType, Protocol

from claims.approval import Change, Proposal
from claims.asking import AskerReply, Note, Question
from claims.audit import AuditEntry
from claims.cards import Card, CardFacts, Demand, Desk
from claims.decision import Decision, Match
from claims.delivery import AnswerGiven, Outcome, Outgoing, OutgoingId, Owed, PlaceLost
from claims.evidence import Known
from claims.feed import Feed, FeedId, NewFeed
from claims.figures import Figures
from claims.learning import LabelledPair, LabelSource
from claims.marks import Marks
from claims.news import Address, News, Press
from claims.offers import Offer
from claims.pages import KnownPage, PageCounts
from claims.prompt import Prompt, SendBackPrompt
from claims.queue import QueueQuery
from claims.review import ItemId, Moderator, ModeratorId, Person, ProposalId, ReviewItem, RulingDraft
from claims.roles import Invitation
from claims.submission import ChannelPost, ChatId, PersonId, Submission, SubmissionId
from claims.verdict import Rating, Revision, Ruling, Verdict, VerdictId

UpdateId = NewType("UpdateId", int)


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class Matcher(Protocol):
    """Text in, decision out. Not thread-safe: one caller at a time, where nothing else is said."""

    @property
    def revision(self) -> int:
        """The change counter of the newest verdict the index holds; 0 when it is empty."""
        ...

    def apply(self, changed: Sequence[Verdict], revision: int) -> None:
        """Add, replace or (when retracted) remove these verdicts; the index then stands at `revision`."""
        ...

    def prepare(self, changed: Sequence[Verdict]) -> Any:
        """Do the slow part of `apply`, which changes nothing: it may be done beside all other calls."""
        ...

    def take_in(self, prepared: Any, revision: int, *, more_follow: bool = False) -> None:
        """Do the rest of `apply` with what `prepare` returned; with `more_follow`, `put_in_order` is due
        later."""
        ...

    def put_in_order(self) -> None:
        """Do what `take_in` left undone; it may be done beside all other calls."""
        ...

    def clear(self) -> None:
        """Forget everything: the index belongs to another database."""
        ...

    def decide(self, text: str, *, excluding: Collection[VerdictId] = ()) -> Decision:
        """Decide about `text` (any length, any content) without ever offering the excluded verdicts."""
        ...

    def rank(self, text: str, *, limit: int = 10) -> tuple[VerdictId, ...]:
        """Return the verdicts that fit `text` best, best first, whether or not they state the same claim."""
        ...

    def fingerprint(self, text: str) -> str:
        """Return a key that is equal for texts which differ only in what normalisation removes."""
        ...


class KeptMarks(Protocol):
    """Keeps the marks of an index, beside it."""

    def read(self) -> Marks | None:
        """Return what was written last; None where there is nothing that can be read."""
        ...

    def write(self, marks: Marks) -> None: ...


class Voice(Protocol):
    """Puts news into words for one person."""

    def say(self, to: Address, news: News) -> Outgoing:
        """Return the Bot API call that tells `news`; its `dedupe` is the address's `debt`."""
        ...

    def acknowledge(self, press: Press, news: News) -> Outgoing:
        """Return the call that ends the waiting of a pressed button, with a few words where they help."""
        ...

    def strip_buttons(self, press: Press) -> Outgoing:
        """Return the call that takes the used-up buttons off the message they were pressed on."""
        ...


class Telegram(Protocol):
    """Makes Bot API calls."""

    async def call(self, method: str, params: Mapping[str, Any]) -> Outcome:
        """Make one call and say how it ended; never raises for anything Telegram or the network does."""
        ...


class LinkProblem(StrEnum):
    """Why nothing was read from a link."""

    NOT_ALLOWED = "not_allowed"
    NOT_REACHED = "not_reached"
    NO_FACT_CHECK = "no_fact_check"


@dataclass(frozen=True, slots=True)
class LinkRead:
    """What the page at a link rules: one ruling or more, in the order of the page."""

    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class LinkUnreadable:
    """Nothing was read; `why` is one sentence in English, for logs and the curious."""

    problem: LinkProblem
    why: str


class FactCheckReader(Protocol):
    """Reads the fact-check at a link."""

    async def read(self, link: str) -> LinkRead | LinkUnreadable:
        """Return what is ruled there, within half a minute; never raises for anything the link leads to.
        The link may come from anyone: one that leads into this machine or its network is not followed."""
        ...


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission in the database, the review item that it waits on, if any, and the fact-checks that were
    suggested or given for it; `hushed` when its asker wants to hear nothing more of it."""

    id: SubmissionId
    submission: Submission
    key: str
    item_id: ItemId | None
    offered: tuple[Match, ...] = ()
    hushed: bool = False

    def is_pressed_about(self, person_id: PersonId, chat_id: ChatId) -> bool:
        """Return whether a press may be about it: by whoever sent it, in the chat that it came from. What a
        button says is the presser's to make up, so it says nothing of messages elsewhere."""
        return (self.submission.person_id, self.submission.chat_id) == (person_id, chat_id)


@dataclass(frozen=True, slots=True)
class OnPage:
    """A verdict of a publisher's page, without what it says."""

    id: VerdictId
    claim_key: str
    revision: int
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class UnratedWords:
    """Words of publishers that have no rating of ours, and how many verdicts have them."""

    words: str
    verdicts: int


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as Telegram sent it (JSON text), and how often handling it has failed. `chat_id` is that in
    whose order it is handled, 0 when it belongs to none; `late` when it waited through an outage of the
    bot."""

    id: UpdateId
    body: str
    tries: int
    chat_id: ChatId
    received_at: datetime
    late: bool = False


class Inbox(Protocol):
    """Updates, stored before they are acknowledged to Telegram."""

    async def add(self, updates: Sequence[Mapping[str, Any]], now: datetime, *, late: bool = False) -> int:
        """Store raw updates (each with its `update_id`), skip those seen before; return how many were new.
        `late` marks what had waited through an outage."""
        ...

    async def waiting(self, limit: int, per_chat: int) -> Sequence[RawUpdate]:
        """Return the oldest updates that are neither done nor dead, at most `per_chat` of one chat, in order
        of arrival. Where these are `limit`, further ones of the same chats follow, up to `per_chat` of each:
        what belongs together is not torn apart."""
        ...

    async def done(self, update_id: UpdateId) -> None:
        """Mark as handled and forget the body; the id stays, so a redelivery is recognised."""
        ...

    async def failed(self, update_id: UpdateId, problem: str, *, dead: bool) -> bool:
        """Count a failed try; a dead one is set aside with its body. Return False for what is done."""
        ...

    async def hold(self, update_ids: Sequence[UpdateId], tries: int, problem: str) -> bool:
        """Keep failed updates for a later try, this being how often they were tried. Return False for what is
        done."""
        ...

    async def held(self, limit: int) -> Sequence[RawUpdate]:
        """Return updates that are kept for a later try, in order of arrival."""
        ...

    async def release(self, update_ids: Collection[UpdateId]) -> None:
        """Let updates that were kept wait to be handled again."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """Return the number of updates by state: `new`, `held`, `done`, `dead`."""
        ...

    async def forget(self, done_before: datetime, dead_before: datetime) -> int:
        """Delete what was handled, and what was set aside, before these times; return how many."""
        ...

    async def waits(self, update_id: UpdateId) -> bool:
        """Return whether that update is neither done nor dead."""
        ...

    async def oldest_waiting_at(self) -> datetime | None:
        """Return when the oldest update that is neither done nor dead came; None when none waits."""
        ...


class Outbox(Protocol):
    """Outgoing calls, stored with the change that owes them."""

    async def add(self, outgoing: Outgoing, now: datetime) -> None:
        """Store a call as pending; the same `dedupe` again changes nothing."""
        ...

    async def add_many(self, calls: Sequence[Outgoing], now: datetime) -> None:
        """Store calls as `add` does, with few statements."""
        ...

    async def due(self, now: datetime, limit: int, busy: Collection[ChatId]) -> Sequence[Owed]:
        """Return the oldest pending calls that may be sent, answers before broadcasts, at most one a chat
        (its oldest pending one), leaving out chats in `busy` and chats, or everything, that must pause."""
        ...

    async def next_due_at(self) -> datetime | None:
        """Return when the next pending call may be sent, pauses included; None when nothing is pending."""
        ...

    async def save(self, *calls: Owed) -> None:
        """Write state, attempts, times and message id back, with one statement; once sent, forget
        `params`."""
        ...

    async def get(self, outgoing_id: OutgoingId) -> Owed | None: ...

    async def unknown(self, limit: int) -> Sequence[Owed]:
        """Return the oldest calls of which nobody knows whether they arrived."""
        ...

    async def telling(self, verdict_id: VerdictId) -> Sequence[Owed]:
        """Return the calls that told a verdict to somebody, or are about to, oldest first; those that
        Telegram refused for good told nobody."""
        ...

    async def amend(self, *calls: Owed) -> None:
        """Write the state, parameters (once sent, they stay forgotten) and answers of calls, with few
        statements."""
        ...

    async def forget(self, sent_before: datetime) -> int:
        """Delete calls that ended before then and told no verdict, and pauses long over; return how many.
        What could not be told to somebody who has stopped the bot is kept until they take it back."""
        ...

    async def wait_no_longer(self, now: datetime) -> int:
        """End every wait and pause: the clock by which they were set has changed; return how many."""
        ...

    async def paying(self, debts: Collection[str], *, locked: bool = False) -> Sequence[Owed]:
        """Return the calls that pay these debts, with few statements. Whoever changes them on what they read
        wants them `locked`: senders are kept off them until the transaction ends."""
        ...

    async def owed_to(self, chat_id: ChatId, beginnings: Sequence[str]) -> Sequence[Owed]:
        """Return the calls to a chat whose debts begin with one of these words, oldest first; senders are
        kept off them until the transaction ends."""
        ...

    async def debt_of(self, chat_id: ChatId, message_id: int) -> str | None:
        """Return the debt that a message in a chat paid; None for a message that we know nothing of."""
        ...

    async def in_flight(self) -> Sequence[Owed]:
        """Return the calls marked as sending by a process that is gone."""
        ...

    async def claimed(self) -> Sequence[Owed]:
        """Return the calls marked as sending by this very process."""
        ...

    async def pause(self, chat_id: ChatId | None, until: datetime) -> None:
        """Hold back one chat, or everything when None, until then."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """Return the number of calls by state."""
        ...

    async def oldest_due_at(self, now: datetime) -> datetime | None:
        """Return since when the longest waiting of the calls that `due` could return may be sent."""
        ...


class Verdicts(Protocol):
    """Published rulings with their history."""

    async def get(self, verdict_id: VerdictId) -> Verdict | None: ...

    async def get_many(self, ids: Collection[VerdictId]) -> Mapping[VerdictId, Verdict]: ...

    async def expect(self, ids: Collection[VerdictId]) -> None:
        """Say that a few verdicts will be asked for, so that the next statement looks at them."""
        ...

    async def find(self, url: str, claim_key: str) -> Verdict | None:
        """Return the verdict of that page, under any address, on that claim (identity of a fact-check)."""
        ...

    async def heard(self, ids: Collection[VerdictId], source: str) -> Mapping[VerdictId, str]:
        """Return the digests of what a source said last of these verdicts, where it was noted."""
        ...

    async def hear(self, verdict_id: VerdictId, source: str, digest: str) -> None:
        """Note what a source says of a verdict."""
        ...

    async def find_many(self, identities: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Verdict]:
        """Return the verdicts of these (url, claim key) pairs, with few statements."""
        ...

    async def add_many(self, rulings: Sequence[tuple[Ruling, str]], now: datetime) -> Sequence[Verdict]:
        """Add rulings with their claim keys, with few statements."""
        ...

    async def on_pages(self, pages: Collection[str]) -> Mapping[str, Sequence[OnPage]]:
        """Return what each of these page keys has, withdrawn or not, oldest first; nothing of the others."""
        ...

    async def find_by_url(self, url: str) -> Sequence[Verdict]:
        """Return the verdicts whose fact-check page is at `url`, under any address."""
        ...

    async def add(self, ruling: Ruling, claim_key: str, now: datetime) -> Verdict: ...

    async def revise(self, verdict_id: VerdictId, ruling: Ruling, claim_key: str, now: datetime) -> Verdict:
        """Store a new revision, keeping the old one in the history."""
        ...

    async def retract(self, verdict_id: VerdictId, now: datetime) -> Verdict: ...

    async def history(self, verdict_id: VerdictId) -> Sequence[Verdict]:
        """Return every revision of a verdict, oldest first, the present one last.

        Raises:
            LookupError: there is no such verdict.
        """
        ...

    async def revisions(self, verdict_id: VerdictId) -> Sequence[Revision]:
        """Return every revision of a verdict with the moment of its last change, oldest first; none when
        there is no such verdict."""
        ...

    async def restore(self, verdict_id: VerdictId, now: datetime) -> Verdict:
        """Take a retraction back (its publisher has published it again); a new revision."""
        ...

    async def revision(self) -> int:
        """Return the change counter, which grows by one with every add, revise and retract."""
        ...

    async def changed_since(self, revision: int, limit: int) -> tuple[Sequence[Verdict], int]:
        """Return up to `limit` verdicts changed after `revision`, oldest change first, and the counter they
        reach."""
        ...

    async def last_changes(self, ids: Collection[VerdictId]) -> Mapping[VerdictId, int]:
        """Return the number of the last change of those of the verdicts that exist."""
        ...

    async def count(self) -> int:
        """Return the number of verdicts that are not retracted."""
        ...

    async def published(self, limit: int, before: VerdictId | None = None) -> Sequence[Verdict]:
        """Return verdicts that are not retracted, the one stored last first; those stored before that one."""
        ...

    async def without_page(self, limit: int) -> Sequence[VerdictId]:
        """Return the verdicts that are not retracted and have no page of their publisher, as `published`."""
        ...

    async def withdrawn_without_page(self, limit: int) -> Sequence[tuple[VerdictId, datetime]]:
        """Return the verdicts without a page of their publisher that were retracted last, with when."""
        ...

    async def changed_at(self) -> datetime | None:
        """Return when any verdict was last added or changed; None when there is none."""
        ...

    async def newest(self, limit: int, offset: int = 0) -> Sequence[Verdict]:
        """Return verdicts, retracted or not, the one stored last first."""
        ...

    async def unrated_words(self, limit: int | None) -> Sequence[UnratedWords]:
        """Return publishers' words that have no rating, the most frequent first; all of them for None."""
        ...

    async def words_rated(self, rating: Rating) -> Sequence[str]:
        """Return the publishers' words of the verdicts that have this rating."""
        ...

    async def rated_with(self, words: Sequence[str], rating: Rating) -> Sequence[Verdict]:
        """Return the verdicts that have exactly these words and this rating."""
        ...


class Pages(Protocol):
    """The plan of second looks at publishers' pages."""

    async def unplanned(self, limit: int) -> Sequence[KnownPage]:
        """Return pages that are in no plan yet, those of the newest verdicts first."""
        ...

    async def plan(self, pages: Sequence[tuple[KnownPage, datetime]]) -> None:
        """Look at each of the pages then; what is planned already stays."""
        ...

    async def due(self, now: datetime, latest: datetime) -> KnownPage | None:
        """Return the page that has been due for longest; one that would be due after `latest` was planned by
        another clock, or period, and is due as well."""
        ...

    async def postpone(self, key: str, due_at: datetime) -> None:
        """Look at the page then."""
        ...

    async def settle(self, page: KnownPage, looked_at: datetime, due_at: datetime, problem: str) -> None:
        """Note a look, with the version that was read, and when the next one is due."""
        ...

    async def forget(self, key: str) -> None:
        """Never look at the page again: no verdict rests on it any more."""
        ...

    async def counts(self) -> PageCounts:
        """Return how the looks stand."""
        ...


class Feeds(Protocol):
    """The scheduled feeds."""

    async def wait_no_longer(self, now: datetime) -> None:
        """Let those be due, and free, that wait or are held: the clock by which they were has changed."""
        ...

    async def add(self, feed: NewFeed, now: datetime) -> bool:
        """Add a feed, due at once; False when the source is known."""
        ...

    async def get(self, feed_id: FeedId) -> Feed | None: ...

    async def read_anew(self, feed_id: FeedId) -> None:
        """Forget which version of a feed, and which of its pages, have been read."""
        ...

    async def change(self, feed: Feed) -> None:
        """Write back how a feed is to be read: how often, of which publisher, by which columns, and when
        next."""
        ...

    async def remove(self, feed_id: FeedId) -> bool:
        """Forget a feed; False when there was none."""
        ...

    async def all(self) -> Sequence[Feed]:
        """Return the feeds in the order in which they were added."""
        ...

    async def take_due(self, now: datetime, until: datetime, only: FeedId | None = None) -> Feed | None:
        """Return the feed that has been due for longest, or `only` that one, due or not, and hold it until
        then; None while any is held."""
        ...

    async def hold(self, feed_id: FeedId, until: datetime | None) -> None:
        """Hold a feed until then; None lets it go."""
        ...

    async def save(self, feed: Feed) -> None:
        """Write back what became of a try, and let the feed go."""
        ...

    async def pages(self, feed_id: FeedId) -> Mapping[str, str]:
        """Return the pages of a feed that have been read, with the stamps they had."""
        ...

    async def count_pages(self, feed_id: FeedId) -> int:
        """Return how many pages of a feed have been read."""
        ...

    async def remember(self, feed_id: FeedId, pages: Mapping[str, str]) -> None:
        """Note that these pages have been read, with their stamps; nothing for a feed that is gone."""
        ...


class RatingWords(Protocol):
    """The rating words that a newsroom has mapped itself."""

    async def all(self) -> Mapping[str, Rating]:
        """Return the ratings by the key of their words."""
        ...

    async def save(self, key: str, words: str, rating: Rating, now: datetime) -> None:
        """Map words, or map them anew."""
        ...

    async def remove(self, key: str) -> bool:
        """Forget a mapping; False when there was none."""
        ...


class Submissions(Protocol):
    """What people sent."""

    async def expect(self) -> None:
        """Say that `add` comes later in this transaction, so that it need not wait for an id."""
        ...

    async def add(
        self, submission: Submission, key: str, item_id: ItemId | None, offered: Sequence[Match] = ()
    ) -> SubmissionId: ...

    async def get(self, submission_id: SubmissionId) -> StoredSubmission | None: ...

    async def sent_as(self, person_id: PersonId, message_id: int) -> StoredSubmission | None:
        """Return what somebody sent in that message, with its files, if it became a submission."""
        ...

    async def album_with(
        self, person_id: PersonId, message_id: int, files: Collection[str]
    ) -> StoredSubmission | None:
        """Return the album, with its files, of which somebody sent that message as a later part: it has one
        of these files."""
        ...

    async def get_many(self, ids: Collection[SubmissionId]) -> Mapping[SubmissionId, StoredSubmission]:
        """Return those of the submissions that exist, with few statements."""
        ...

    async def move(self, submission_id: SubmissionId, item_id: ItemId) -> None:
        """Let the submission wait on another item."""
        ...

    async def move_many(self, ids: Collection[SubmissionId], item_id: ItemId) -> None:
        """Let submissions wait on another item, with few statements."""
        ...

    async def settle(self, ids: Collection[SubmissionId], now: datetime) -> None:
        """Let submissions wait on nothing any more, with few statements."""
        ...

    async def hush(self, person_id: PersonId, keys: Collection[str] | None = None) -> None:
        """Remember that somebody wants to hear nothing more of what they asked with texts of these
        fingerprints, or of anything they asked. What waits on an item again is wanted again."""
        ...

    async def waiting_on(self, item_id: ItemId, limit: int | None = None) -> Sequence[StoredSubmission]:
        """Return the submissions waiting on an item, oldest first; all of them for None."""
        ...

    async def waiting_of(self, person_id: PersonId, item_id: ItemId) -> Sequence[StoredSubmission]:
        """Return the submissions of one person that wait on an item, oldest first."""
        ...

    async def all_waiting_of(self, person_id: PersonId) -> Sequence[StoredSubmission]:
        """Return the submissions of one person that wait on any item, oldest first."""
        ...

    async def ids_on(self, item_id: ItemId) -> Sequence[SubmissionId]:
        """Return the ids of the submissions waiting on an item, the first one stored first."""
        ...

    async def keys_on(self, item_id: ItemId) -> Set[str]:
        """Return the fingerprints of the texts that wait on an item."""
        ...

    async def forwarded_to(self, item_id: ItemId, limit: int) -> Sequence[StoredSubmission]:
        """Return submissions waiting on an item, one for each channel post that was forwarded, the first seen
        first."""
        ...

    async def known_files(self, files: Collection[str]) -> Known:
        """Return what was asked with one of these files before, and how that ended."""
        ...

    async def holding(self, ids: Collection[SubmissionId], verdict_id: VerdictId) -> Set[SubmissionId]:
        """Return those of the submissions whose senders were told that verdict, or are about to be told."""
        ...

    async def waiting_nowhere(self, keys: Collection[str]) -> Sequence[StoredSubmission]:
        """Return the submissions of these texts that wait on no item, oldest first."""
        ...

    async def sharing_files(self, ids: Collection[SubmissionId]) -> Set[SubmissionId]:
        """Return the submissions that came with a file of one of these."""
        ...

    async def near_misses(self, since: datetime, limit: int) -> Sequence[tuple[StoredSubmission, int]]:
        """Return submissions to which something was suggested since then, and nothing was answered: the
        newest of each text, newest first, each with the number of people who sent that text."""
        ...

    async def unanswered(self, key: str, since: datetime) -> Sequence[StoredSubmission]:
        """Return the submissions of one text to which something was suggested since then, and nothing was
        answered."""
        ...

    async def answers_to(self, submission_id: SubmissionId) -> Sequence[AnswerGiven]:
        """Return which verdicts the sender of a submission was told (rows of the outbox's `answers`)."""
        ...


class Tellings(Protocol):
    """The marks of closed items some of whose askers are still to be told."""

    async def plan(self, item_id: ItemId) -> None:
        """Remember that not everybody who waits on a closed item was told."""
        ...

    async def next(self) -> ItemId | None:
        """Return the item with a mark that was opened first; None when nobody is to be told."""
        ...

    async def done(self, item_id: ItemId) -> None:
        """Take the mark off: everybody was told, or waits again."""
        ...


class Items(Protocol):
    """Review items."""

    async def end_leases(self, after: datetime) -> None:
        """Free the items that are held for longer than that: the clock by which they were has changed."""
        ...

    async def get(self, item_id: ItemId) -> ReviewItem | None: ...

    async def find_by_key(self, key: str) -> ReviewItem | None:
        """Return the newest item with that fingerprint, whatever its state; instead of one that was merged,
        the item that took it over."""
        ...

    async def merged_into(self, item_id: ItemId) -> Sequence[ReviewItem]:
        """Return the items that were merged into that one itself."""
        ...

    async def keys_ruled(self, verdict_ids: Collection[VerdictId]) -> Mapping[VerdictId, Set[str]]:
        """Return the fingerprints of the items that were closed with each of these verdicts."""
        ...

    async def add(
        self, key: str, text: str, language: str, near: Sequence[Match], links: Sequence[str], now: datetime
    ) -> ItemId: ...

    async def save(self, item: ReviewItem) -> bool:
        """Write state, lease, version, verdict and dismiss reason if the stored version still is
        `item.version - 1`, or return False."""
        ...

    async def open(
        self, limit: int, offset: int = 0, query: QueueQuery | None = None
    ) -> Sequence[ReviewItem]:
        """Return open items, those of the query's view in its order; most askers first, then the longest
        waiting, where it asks for no other."""
        ...

    async def count_open(self, query: QueueQuery | None = None) -> int:
        """Return the number of open items, or of those in the query's view."""
        ...

    async def demand(self, item_id: ItemId, lately_since: datetime) -> Demand:
        """Return who waits on an item."""
        ...

    async def open_languages(self, limit: int) -> Sequence[str]:
        """Return the primary languages of the people who wait, that of most first."""
        ...


class Prompts(Protocol):
    """What moderators' next typed messages are for, one a moderator."""

    async def get(self, moderator_id: ModeratorId, now: datetime) -> Prompt | SendBackPrompt | None:
        """Return the moderator's prompt, if one still waits."""
        ...

    async def save(self, prompt: Prompt | SendBackPrompt) -> None: ...

    async def discard(self, moderator_id: ModeratorId) -> None: ...


class Notes(Protocol):
    """What moderators noted on items."""

    async def add(self, note: Note) -> None: ...

    async def on(self, item_id: ItemId, limit: int) -> Sequence[Note]:
        """Return the newest notes on an item, oldest first."""
        ...

    async def move(self, from_item: ItemId, to_item: ItemId) -> None:
        """Put the notes of one item under another."""
        ...


class Questions(Protocol):
    """The questions to askers, and what they replied."""

    async def get(self, item_id: ItemId) -> Question | None: ...

    async def about(self, item_id: ItemId) -> Sequence[Question]:
        """Return the question of an item, and those of the items that were merged into it."""
        ...

    async def add(self, question: Question) -> None: ...

    async def reply(self, item_id: ItemId, person_id: PersonId, text: str, now: datetime) -> None: ...

    async def count_of(self, item_id: ItemId, person_id: PersonId) -> int:
        """Return how many replies of one person there are."""
        ...

    async def replies(self, item_id: ItemId) -> Sequence[AskerReply]:
        """Return the replies, oldest first, their writers numbered."""
        ...


class Pairs(Protocol):
    """Judgements on whether a text and a verdict are about one claim."""

    async def add(
        self,
        key: str,
        verdict_id: VerdictId,
        source: LabelSource,
        now: datetime,
        *,
        same: bool,
        probability: float | None = None,
    ) -> None:
        """Store a judgement, or count it when the same was said before."""
        ...

    async def add_many(
        self,
        keys: Collection[str],
        verdict_id: VerdictId,
        source: LabelSource,
        now: datetime,
        *,
        same: bool,
        probability: float | None = None,
    ) -> None:
        """Store one judgement about several texts, as `add` does, with one statement."""
        ...

    async def take_back(self, key: str, verdict_id: VerdictId, source: LabelSource) -> None:
        """Forget a judgement, or count it once less."""
        ...

    async def of(self, key: str) -> Sequence[LabelledPair]:
        """Return what was said about texts with that fingerprint."""
        ...

    async def all(self) -> Sequence[LabelledPair]: ...


class Offers(Protocol):
    """What new verdicts may answer, too."""

    async def plan(self, verdict_id: VerdictId, moderator_id: ModeratorId, now: datetime) -> None:
        """Remember to look who else is waiting for a verdict, on behalf of a moderator."""
        ...

    async def planned(self, limit: int) -> Sequence[tuple[VerdictId, ModeratorId]]:
        """Return what has not been looked at, oldest first."""
        ...

    async def settle(self, verdict_id: VerdictId, found: Sequence[Offer], now: datetime) -> bool:
        """Store what was found in place of the plan; False when somebody else did meanwhile. What was offered
        before and is not found again is offered no more, but keeps its number."""
        ...

    async def add(self, found: Sequence[Offer]) -> None:
        """Store offers; one that is there already stays."""
        ...

    async def of(self, verdict_id: VerdictId) -> Sequence[Offer]:
        """Return the offers of a verdict, in their order."""
        ...

    async def take(self, verdict_id: VerdictId, number: int, now: datetime) -> bool:
        """Mark an offer as taken; False when it was before."""
        ...


class Proposals(Protocol):
    """What waits for a second moderator, or did."""

    async def add(self, change: Change, author: ModeratorId, now: datetime) -> Proposal:
        """Store a change that waits.

        Raises:
            StorageConflict: another change of the same subject waits.
        """
        ...

    async def get(self, proposal_id: ProposalId) -> Proposal | None: ...

    async def waiting_for(self, subject: str) -> Proposal | None:
        """Return the change of that subject that waits, if one does."""
        ...

    async def waiting(self, limit: int) -> Sequence[Proposal]:
        """Return what waits, oldest first."""
        ...

    async def save(self, proposal: Proposal) -> bool:
        """Write change, version, basis, stage and decision of one that waits; False when it was decided."""
        ...


class People(Protocol):
    """The public: language, and whether they stopped the bot."""

    async def get(self, person_id: PersonId) -> Person | None: ...

    async def save(self, person: Person) -> None:
        """Add, or write the language anew: that somebody stopped the bot stays known."""
        ...

    async def hear_from(self, person: Person) -> bool:
        """Save, as `save` does; return whether they are known to have stopped the bot."""
        ...

    async def set_blocked(self, person_id: PersonId, *, blocked: bool) -> None:
        """Remember of somebody who is known whether they stopped the bot."""
        ...


class Erasure(Protocol):
    """Everything that is kept about one person, wherever it is."""

    async def erase(self, person_id: PersonId, now: datetime, *, at_the_desk: bool = False) -> None:
        """Delete what somebody sent, said and was told, what they wait for and are owed, and who they are;
        what was confirmed to them as forgotten stays owed. Of someone `at_the_desk`, what a moderator is
        known by and owed stays."""
        ...


class Retention(Protocol):
    """Questions that have served their time, with all that says who asked them and in what words."""

    async def has_served(self, settled_before: datetime) -> bool:
        """Return whether `empty` would find something."""
        ...

    async def empty(self, settled_before: datetime, now: datetime, limit: int) -> int:
        """Forget of questions that were settled before then, up to `limit` of them, who asked and in what
        words; return how many that were. That each came, when, in which language, and what answered it stays
        for the figures. Those of a chat to which something is owed wait."""
        ...

    async def forget_unknown(self, unknown_before: datetime) -> int:
        """Delete calls of which nobody has known since then whether they arrived, and which told no verdict;
        return how many."""
        ...


class Footers(Protocol):
    """Lines that close one post of a channel after another, by their keys."""

    async def of(self, channel_id: int, keys: Sequence[str]) -> frozenset[str]:
        """Return those of the keys that closed enough posts of the channel to be its footer."""
        ...

    async def add(self, post: ChannelPost, keys: Sequence[str], now: datetime) -> None:
        """Remember which lines closed a post; the same post forwarded again counts once."""
        ...

    async def forget(self, before: datetime) -> int:
        """Delete what was seen before a moment; return how many rows that were."""
        ...


class Rejections(Protocol):
    """Answers that their askers called wrong: that pair is not offered to them again."""

    async def add(self, person_id: PersonId, key: str, verdict_id: VerdictId, now: datetime) -> bool:
        """Remember; False when it was known."""
        ...

    async def of(self, person_id: PersonId, key: str) -> frozenset[VerdictId]: ...

    async def count(self, verdict_id: VerdictId, key: str) -> int:
        """Return how many people rejected the verdict for texts with that fingerprint."""
        ...


class Moderators(Protocol):
    """Who may review."""

    async def get(self, moderator_id: ModeratorId) -> Moderator | None: ...

    async def add(self, moderator: Moderator, now: datetime) -> bool:
        """Add or rename; False when nothing changed."""
        ...

    async def remove(self, moderator_id: ModeratorId) -> bool:
        """Remove; False when there was none."""
        ...

    async def owners(self) -> Sequence[Moderator]:
        """Return the owners; who else wants to know waits until this transaction ends."""
        ...

    async def all(self) -> Sequence[Moderator]: ...


class Cards(Protocol):
    """Messages that show an item as it stands."""

    async def put(self, card: Card) -> None:
        """Store a card in place of the one that its item had in this chat."""
        ...

    async def at(self, chat_id: ChatId, message_id: int) -> Card | None:
        """Return the card that this message is."""
        ...

    async def of(self, item_id: ItemId) -> Sequence[Card]:
        """Return the cards of an item."""
        ...

    async def all(self, limit: int) -> Sequence[tuple[Card, CardFacts]]:
        """Return cards, longest unchanged first, each with what it would show now."""
        ...

    async def facts(self, card: Card) -> CardFacts | None:
        """Return what a card would show now."""
        ...

    async def forget(self, card: Card) -> None:
        """Let the message stand as it is from now on."""
        ...

    async def forget_all_in(self, chat_id: ChatId) -> None:
        """Let every card in a chat stand as it is from now on."""
        ...

    async def pending(self, chat_id: ChatId) -> int:
        """Return how many calls wait for a chat."""
        ...

    async def never_seen(self, chat_id: ChatId) -> Sequence[ItemId]:
        """Return the items whose card never arrived in a chat."""
        ...

    async def undelivered(self, chat_id: ChatId) -> Sequence[ItemId]:
        """Return the open items whose card never arrived in a chat, and is not on its way there."""
        ...


class Desks(Protocol):
    """The moderators' groups."""

    async def all(self) -> Sequence[Desk]:
        """Return those that can be written to."""
        ...

    async def get(self, chat_id: ChatId) -> Desk | None: ...

    async def lose(self, chat_id: ChatId, lost: PlaceLost, moved_to: ChatId | None) -> None:
        """Note that a group cannot be written to, and where it is now; nothing where it is no desk."""
        ...

    async def lost(self) -> Sequence[Desk]:
        """Return those that cannot be written to."""
        ...

    async def put(self, desk: Desk) -> None:
        """Make a group a desk, or move it to another topic."""
        ...

    async def remove(self, chat_id: ChatId) -> bool:
        """End that, and forget its cards; False when the group was no desk."""
        ...


class Invitations(Protocol):
    """One-time links that give a role."""

    async def add(self, invitation: Invitation) -> None: ...

    async def find(self, token_hash: str, now: datetime) -> Invitation | None:
        """Return the invitation, unless it was used or is over."""
        ...

    async def use(self, token_hash: str, moderator_id: ModeratorId, now: datetime) -> bool:
        """Use the invitation up; False when somebody did before, at the same instant too, or it is over."""
        ...

    async def forget(self, expired_before: datetime) -> int:
        """Delete what was over before then; return how many."""
        ...


class Drafts(Protocol):
    """Half-written rulings, one a moderator."""

    async def get(self, moderator_id: ModeratorId) -> RulingDraft | None: ...

    async def save(self, draft: RulingDraft) -> None: ...

    async def discard(self, moderator_id: ModeratorId) -> None: ...


class Audit(Protocol):
    """An append-only log of every act."""

    async def write(
        self,
        actor: str,
        act: str,
        subject: str,
        now: datetime,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None: ...

    async def latest(self, subject: str, acts: Collection[str]) -> AuditEntry | None:
        """Return the newest of these acts on the subject."""
        ...

    async def about(self, subject: str, limit: int) -> Sequence[AuditEntry]:
        """Return the newest acts on one subject, oldest first."""
        ...

    async def count_about(self, subject: str) -> int:
        """Return the number of acts on one subject."""
        ...

    async def after(self, entry_id: int, limit: int) -> Sequence[AuditEntry]:
        """Return the acts that follow an entry, oldest first; 0 for all."""
        ...


class Bookkeeping(Protocol):
    """What is counted."""

    async def figures(self, since: datetime, until: datetime, edges: Sequence[datetime]) -> Figures:
        """Return the figures of some time; `edges` cut it into the stretches that are counted alone."""
        ...


class Schedules(Protocol):
    """Named moments: how far a pace is booked, when something was last done."""

    async def get(self, name: str) -> datetime | None: ...

    async def get_many(self, names: Collection[str]) -> Mapping[str, datetime]:
        """Return the moments that are there, with one statement."""
        ...

    async def set(self, name: str, at: datetime) -> None: ...

    async def set_many(self, moments: Mapping[str, datetime]) -> None:
        """Add or replace moments, with one statement."""
        ...

    async def forget(self, prefix: str, before: datetime) -> int:
        """Delete the moments before then whose names begin with `prefix`; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is known before a question is decided: the verdicts that this person rejected for such a text,
    what people said of it, up to when this person's questions are booked, the verdicts' revision, and whether
    this person had stopped the bot, as far as we heard."""

    rejected: frozenset[VerdictId]
    labelled: tuple[LabelledPair, ...]
    scheduled_at: datetime | None
    revision: int
    blocked: bool = False


class Backgrounds(Protocol):
    """What is known before questions are decided."""

    async def of(self, person_id: PersonId, key: str, schedule: str) -> Background:
        """Return what is known of that person and of texts with that fingerprint, in one go; `schedule` is
        the name of the moment to look up."""
        ...


class Transaction(Protocol):
    """The repositories inside one transaction; none of them commits."""

    inbox: Inbox
    outbox: Outbox
    verdicts: Verdicts
    submissions: Submissions
    items: Items
    tellings: Tellings
    people: People
    rejections: Rejections
    erasure: Erasure
    retention: Retention
    footers: Footers
    moderators: Moderators
    invitations: Invitations
    cards: Cards
    desks: Desks
    drafts: Drafts
    prompts: Prompts
    notes: Notes
    questions: Questions
    pairs: Pairs
    offers: Offers
    proposals: Proposals
    feeds: Feeds
    pages: Pages
    rating_words: RatingWords
    audit: Audit
    schedules: Schedules
    backgrounds: Backgrounds
    bookkeeping: Bookkeeping


class AlreadySettled(Exception):  # noqa: N818 - a state of the update, not a fault
    """The update was handled before; the transaction was not begun."""


class WriteTurn(Enum):
    """With whom a write transaction takes turns, in every process on the database.

    On a file all are one turn. `ALONE` is for use cases: what they read stays true until they commit.
    `SENDING` goes beside it, and locks the calls that it takes; `INTAKE` goes beside everything, for it only
    adds updates.
    """

    ALONE = auto()
    SENDING = auto()
    INTAKE = auto()


class Store(Protocol):
    """Opens transactions."""

    @property
    def writable(self) -> bool:
        """Whether the last write transaction worked."""
        ...

    async def damage(self) -> Exception:
        """Wait until a transaction finds what is stored damaged; return what it found."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a consistent, read-only view."""
        ...

    def writing(self, turn: WriteTurn = WriteTurn.ALONE) -> AbstractAsyncContextManager[Transaction]:
        """Open a write transaction in its turn: committed on leaving, rolled back on any exception."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other processes may do the same work on the same database."""
        ...

    def holding(self, chat_id: ChatId) -> AbstractAsyncContextManager[bool]:
        """Keep other processes off a chat; yield False when one of them works on it."""
        ...

    async def keeps_house(self) -> bool:
        """Return whether this process is the one that does what is done by the clock."""
        ...

    async def until_changed(self, seconds: float) -> None:
        """Wait until another process says that verdicts changed, and no longer than that."""
        ...

    def settling(self, *update_ids: UpdateId) -> "SettlingStore":
        """Return a store whose first write transaction also marks these updates as done.

        Raises (when that transaction is opened):
            AlreadySettled: the first of them was done before.
        """
        ...


class SettlingStore(Store, Protocol):
    """A store that marks updates as done with the first thing it commits."""

    @property
    def settled(self) -> bool:
        """Whether the updates are marked as done, and that is committed."""
        ...
