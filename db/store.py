"""Owns the store: transactions, and the repositories inside each."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from claims import ports
from claims.ports import Transaction, UpdateId, WriteTurn
from claims.submission import ChatId
from db.audit import SqlAudit
from db.backgrounds import SqlBackgrounds
from db.bookkeeping import SqlBookkeeping
from db.cards import SqlCards, SqlDesks
from db.connection import Connection
from db.engine import BUSY_TIMEOUT_MS, Database, open_database
from db.erasure import SqlErasure
from db.feeds import SqlFeeds
from db.footers import SqlFooters
from db.inbox import SqlInbox, settle
from db.invitations import SqlInvitations
from db.items import SqlItems
from db.migrations import migrate
from db.moderators import SqlDrafts, SqlModerators, SqlPrompts
from db.notes import SqlNotes, SqlQuestions
from db.offers import SqlOffers
from db.outbox import SqlOutbox
from db.pages import SqlPages
from db.pairs import SqlPairs
from db.people import SqlPeople, SqlRejections
from db.proposals import SqlProposals
from db.rating_words import SqlRatingWords
from db.retention import SqlRetention
from db.schedules import SqlSchedules
from db.submissions import SqlSubmissions
from db.tellings import SqlTellings
from db.verdicts import Memory, SqlVerdicts, no_memory


@dataclass
class SqlTransaction:
    """The repositories on one connection."""

    inbox: ports.Inbox
    outbox: ports.Outbox
    verdicts: ports.Verdicts
    submissions: ports.Submissions
    items: ports.Items
    tellings: ports.Tellings
    people: ports.People
    rejections: ports.Rejections
    erasure: ports.Erasure
    retention: ports.Retention
    footers: ports.Footers
    moderators: ports.Moderators
    invitations: ports.Invitations
    cards: ports.Cards
    desks: ports.Desks
    drafts: ports.Drafts
    prompts: ports.Prompts
    notes: ports.Notes
    questions: ports.Questions
    pairs: ports.Pairs
    offers: ports.Offers
    proposals: ports.Proposals
    feeds: ports.Feeds
    pages: ports.Pages
    rating_words: ports.RatingWords
    audit: ports.Audit
    schedules: ports.Schedules
    backgrounds: ports.Backgrounds
    bookkeeping: ports.Bookkeeping


class SqlStore:
    """Opens transactions on one database."""

    def __init__(self, database: Database, remembered: Memory | None = None) -> None:
        self._database = database
        self._remembered = no_memory() if remembered is None else remembered

    @property
    def writable(self) -> bool:
        """Whether the last write transaction worked."""
        return self._database.writable

    async def damage(self) -> Exception:
        """Wait until a transaction finds what is stored damaged; return what it found."""
        return await self._database.damage()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a consistent, read-only view."""
        async with self._database.reading() as connection:
            yield _repositories(connection, self._remembered)

    @asynccontextmanager
    async def writing(self, turn: WriteTurn = WriteTurn.ALONE) -> AsyncIterator[Transaction]:
        """Open a write transaction in its turn: committed on leaving, rolled back on any exception."""
        async with self._database.writing(turn) as connection:
            yield _repositories(connection, self._remembered)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may do the same work on the same database."""
        return self._database.process.is_shared

    def holding(self, chat_id: ChatId) -> AbstractAsyncContextManager[bool]:
        """Keep other processes off a chat; yield False when one of them works on it."""
        return self._database.process.holding(chat_id)

    async def keeps_house(self) -> bool:
        """Return whether this process is the one that does what is done by the clock."""
        return await self._database.process.keeps_house()

    async def until_changed(self, seconds: float) -> None:
        """Wait until another process says that verdicts changed, and no longer than that."""
        await self._database.process.until_changed(seconds)

    def settling(self, *update_ids: UpdateId) -> "SettlingStore":
        """Return a store whose first write transaction also marks these updates as done."""
        return SettlingStore(self._database, self._remembered, update_ids)

    async def close(self) -> None:
        """Wait for the transactions under way, then close the database."""
        await self._database.close()


class SettlingStore(SqlStore):
    """A store that marks updates as done in its first write transaction that commits."""

    def __init__(self, database: Database, remembered: Memory, update_ids: Sequence[UpdateId]) -> None:
        super().__init__(database, remembered)
        self._update_ids = update_ids
        self._settled = False

    @property
    def settled(self) -> bool:
        """Whether this store has marked its updates as done, and that is committed."""
        return self._settled

    @asynccontextmanager
    async def writing(self, turn: WriteTurn = WriteTurn.ALONE) -> AsyncIterator[Transaction]:
        """Open a write transaction.

        Raises:
            AlreadySettled: the first update was done before, or is not in the inbox.
        """
        if self._settled:
            async with super().writing(turn) as transaction:
                yield transaction
            return
        async with self._database.writing(turn, partial(settle, self._update_ids)) as connection:
            yield _repositories(connection, self._remembered)
        self._settled = True


async def open_store(where: str | Path, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> SqlStore:
    """Open a SQLite file, or a database by its URL, and bring its tables up to date.

    Raises:
        StorageUnavailable: the database cannot be used; the message says why.
        DatabaseTooNew: a newer version of the program wrote it.
    """
    database = await open_database(where, busy_timeout_ms)
    try:
        await migrate(database)
    except BaseException:
        await database.close()
        raise
    return SqlStore(database)


def _repositories(connection: Connection, remembered: Memory) -> SqlTransaction:
    return SqlTransaction(
        inbox=SqlInbox(connection),
        outbox=SqlOutbox(connection),
        verdicts=SqlVerdicts(connection, remembered),
        submissions=SqlSubmissions(connection),
        items=SqlItems(connection),
        tellings=SqlTellings(connection),
        people=SqlPeople(connection),
        rejections=SqlRejections(connection),
        erasure=SqlErasure(connection),
        retention=SqlRetention(connection),
        footers=SqlFooters(connection),
        moderators=SqlModerators(connection),
        invitations=SqlInvitations(connection),
        cards=SqlCards(connection),
        desks=SqlDesks(connection),
        drafts=SqlDrafts(connection),
        prompts=SqlPrompts(connection),
        notes=SqlNotes(connection),
        questions=SqlQuestions(connection),
        pairs=SqlPairs(connection),
        offers=SqlOffers(connection),
        proposals=SqlProposals(connection),
        feeds=SqlFeeds(connection),
        pages=SqlPages(connection),
        rating_words=SqlRatingWords(connection),
        audit=SqlAudit(connection),
        schedules=SqlSchedules(connection),
        backgrounds=SqlBackgrounds(connection),
        bookkeeping=SqlBookkeeping(connection),
    )
