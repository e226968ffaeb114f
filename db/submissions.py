"""Owns the submissions: what people sent, what it waits on, and what they were told."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    distinct,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy import Connection as SyncConnection

from claims.decision import Match
from claims.delivery import RULED, AnswerGiven, OutgoingState
from claims.evidence import MOST_FILES, Known
from claims.ports import StoredSubmission
from claims.question import UNREAD
from claims.review import ItemId, ItemState
from claims.submission import ChannelPost, ChatId, PersonId, Submission, SubmissionId
from claims.verdict import VerdictId
from db.connection import Connection
from db.matches import read_match, write_match
from db.schema import answers, outbox, review_items, submission_files, submissions
from db.shortcut import rows_of
from db.types import fits

NOBODY = 0  # whose a submission is that was emptied; no account has this id
NOT_EMPTIED = submissions.c.person_id != NOBODY
BATCH = 1_000  # ids in one statement; SQLite takes 32,766 parameters


class SqlSubmissions:
    """The submissions inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: SubmissionId | None = None  # the id of the one that is added next, where it is known

    async def expect(self) -> None:
        """Find out with the next statement which id the submission gets that is added next, so that `add`
        waits for none. Only SQLite's one writer can know; elsewhere `add` asks."""
        if self._connection.dialect.name == "sqlite":
            await self._connection.do_later(self._look_ahead)

    def _look_ahead(self, connection: SyncConnection) -> None:
        rows = rows_of(connection, _LAST, {})
        self._next = SubmissionId(1 + (rows[0][0] if rows else 0))

    async def add(
        self, submission: Submission, key: str, item_id: ItemId | None, offered: Sequence[Match] = ()
    ) -> SubmissionId:
        """Store; `key` is the fingerprint of its text, `offered` what was suggested for it."""
        row = {
            "person_id": submission.person_id,
            "chat_id": submission.chat_id,
            "message_id": submission.message_id,
            "text": submission.text,
            "key": key,
            "sent_at": submission.sent_at,
            "links": list(submission.kept_links),
            "language": submission.language,
            "item_id": item_id,
            "offered": [write_match(match) for match in offered],
            "settled_at": submission.sent_at if item_id is None else None,
            **_origin_columns(submission.origin),
        }
        number = await self._insert(row)
        if submission.files:
            files = [{"file_id": file, "submission_id": number} for file in submission.files]
            await self._connection.execute_later(_ADD_FILES, files)
        return number

    async def _insert(self, row: dict[str, Any]) -> SubmissionId:
        if self._next is None:
            number = SubmissionId((await self._connection.execute(_ADD, row)).scalar_one())
        else:
            number = self._next
            await self._connection.execute_later(_ADD_WITH_ID, row | {"id": number})
        self._next = None
        return number

    async def get(self, submission_id: SubmissionId) -> StoredSubmission | None:
        """Return the submission, if there is one."""
        if not fits(submission_id):
            return None
        found = await self._connection.execute(
            select(submissions).where(submissions.c.id == submission_id, NOT_EMPTIED)
        )
        row = found.first()
        return _stored(row) if row else None

    async def sent_as(self, person_id: PersonId, message_id: int) -> StoredSubmission | None:
        """Return what somebody sent in that message, with its files, if it became a submission."""
        of_message = and_(submissions.c.person_id == person_id, submissions.c.message_id == message_id)
        return await self._first(select(submissions).where(of_message))

    async def album_with(
        self, person_id: PersonId, message_id: int, files: Collection[str]
    ) -> StoredSubmission | None:
        """Return the album, with its files, of which somebody sent that message as a later part: it has one
        of these files."""
        theirs = select(submission_files.c.submission_id).where(submission_files.c.file_id.in_(sorted(files)))
        before = submissions.c.message_id.between(message_id - MOST_FILES + 1, message_id - 1)
        of_album = and_(submissions.c.person_id == person_id, before, submissions.c.id.in_(theirs))
        return await self._first(select(submissions).where(of_album).order_by(submissions.c.id.desc()))

    async def _first(self, found: Select[Any]) -> StoredSubmission | None:
        row = (await self._connection.execute(found.limit(1))).first()
        if row is None:
            return None
        of_row = select(submission_files.c.file_id).where(submission_files.c.submission_id == row.id)
        files = tuple(await self._connection.scalars(of_row))
        stored = _stored(row)
        return replace(stored, submission=replace(stored.submission, files=files))

    async def get_many(self, ids: Collection[SubmissionId]) -> Mapping[SubmissionId, StoredSubmission]:
        """Return those of the submissions that exist, with few statements."""
        found: dict[SubmissionId, StoredSubmission] = {}
        wanted = sorted(number for number in set(ids) if fits(number))
        for start in range(0, len(wanted), BATCH):
            some = submissions.c.id.in_(wanted[start : start + BATCH])
            for row in await self._connection.execute(select(submissions).where(some, NOT_EMPTIED)):
                found[SubmissionId(row.id)] = _stored(row)
        return found

    async def move(self, submission_id: SubmissionId, item_id: ItemId) -> None:
        """Let the submission wait on another item."""
        await self._place([submission_id], item_id, None)

    async def move_many(self, ids: Collection[SubmissionId], item_id: ItemId) -> None:
        """Let submissions wait on another item, with few statements."""
        await self._place(ids, item_id, None)

    async def settle(self, ids: Collection[SubmissionId], now: datetime) -> None:
        """Let submissions wait on nothing any more, with few statements."""
        await self._place(ids, None, now)

    async def _place(
        self, ids: Collection[SubmissionId], item_id: ItemId | None, settled_at: datetime | None
    ) -> None:
        wanted = sorted(ids)
        for start in range(0, len(wanted), BATCH):
            some = submissions.c.id.in_(wanted[start : start + BATCH])
            placed = {"item_id": item_id, "settled_at": settled_at} | ({"hushed": False} if item_id else {})
            await self._connection.execute(update(submissions).where(some).values(placed))

    async def hush(self, person_id: PersonId, keys: Collection[str] | None = None) -> None:
        """Remember that somebody wants to hear nothing more of what they asked with texts of these
        fingerprints, or of anything they asked. What waits on an item again is wanted again."""
        theirs = submissions.c.person_id == person_id
        wanted = theirs if keys is None else and_(theirs, submissions.c.key.in_(sorted(keys)))
        await self._connection.execute(update(submissions).where(wanted).values(hushed=True))

    async def waiting_on(self, item_id: ItemId, limit: int | None = None) -> Sequence[StoredSubmission]:
        """Return the submissions waiting on an item, oldest first; all of them for None."""
        rows = await self._connection.execute(
            select(submissions)
            .where(submissions.c.item_id == item_id)
            .order_by(submissions.c.sent_at, submissions.c.id)
            .limit(limit)
        )
        return [_stored(row) for row in rows]

    async def waiting_of(self, person_id: PersonId, item_id: ItemId) -> Sequence[StoredSubmission]:
        """Return the submissions of one person that wait on an item, oldest first."""
        return await self._asked_by(person_id, submissions.c.item_id == item_id)

    async def all_waiting_of(self, person_id: PersonId) -> Sequence[StoredSubmission]:
        """Return the submissions of one person that wait on any item, oldest first."""
        return await self._asked_by(person_id, submissions.c.item_id.is_not(None))

    async def _asked_by(self, person_id: PersonId, which: ColumnElement[bool]) -> Sequence[StoredSubmission]:
        rows = await self._connection.execute(
            select(submissions)
            .where(submissions.c.person_id == person_id, which)
            .order_by(submissions.c.sent_at, submissions.c.id)
        )
        return [_stored(row) for row in rows]

    async def ids_on(self, item_id: ItemId) -> Sequence[SubmissionId]:
        """Return the ids of the submissions waiting on an item, the first one stored first."""
        waiting = select(submissions.c.id).where(submissions.c.item_id == item_id)
        return [
            SubmissionId(number)
            for number in await self._connection.scalars(waiting.order_by(submissions.c.id))
        ]

    async def keys_on(self, item_id: ItemId) -> Set[str]:
        """Return the fingerprints of the texts that wait on an item."""
        waiting = select(submissions.c.key).where(submissions.c.item_id == item_id).distinct()
        return set(await self._connection.scalars(waiting))

    async def forwarded_to(self, item_id: ItemId, limit: int) -> Sequence[StoredSubmission]:
        """Return submissions waiting on an item, one for each channel post that was forwarded, the first seen
        first."""
        first = (
            select(func.min(submissions.c.id).label("id"))
            .where(submissions.c.item_id == item_id, submissions.c.origin_channel_id.is_not(None))
            .group_by(submissions.c.origin_channel_id, submissions.c.origin_message_id)
            .order_by(func.min(submissions.c.id))
            .limit(limit)
            .subquery()
        )
        rows = await self._connection.execute(
            select(submissions).join(first, first.c.id == submissions.c.id).order_by(submissions.c.id)
        )
        return [_stored(row) for row in rows]

    async def known_files(self, files: Collection[str]) -> Known:
        """Return what was asked with one of these files before, and how that ended."""
        theirs = select(submission_files.c.submission_id).where(submission_files.c.file_id.in_(files))
        verdicts = [answers.c.verdict_id, outbox.c.dedupe.startswith(f"{RULED}:").label("ruled")]
        told = await self._connection.execute(_told_to(theirs, *verdicts).distinct())
        rows = told.all()
        answered_keys = _told_to(theirs, submissions.c.key)
        of_another = and_(submissions.c.key.not_in(answered_keys), _HAS_WORDS)
        open_ones = await self._connection.execute(
            select(submissions.c.id)
            .where(submissions.c.id.in_(theirs), or_(submissions.c.item_id.is_not(None), of_another))
            .limit(1)
        )
        return Known(
            ruled=frozenset(VerdictId(row.verdict_id) for row in rows if row.ruled),
            answered=frozenset(VerdictId(row.verdict_id) for row in rows if not row.ruled),
            undecided=open_ones.first() is not None,
        )

    async def holding(self, ids: Collection[SubmissionId], verdict_id: VerdictId) -> Set[SubmissionId]:
        """Return those of the submissions whose senders were told that verdict, or are about to be told."""
        told = await self._connection.scalars(
            select(answers.c.submission_id)
            .join(outbox, outbox.c.id == answers.c.outbox_id)
            .where(
                answers.c.submission_id.in_(sorted(ids)),
                answers.c.verdict_id == verdict_id,
                outbox.c.state != OutgoingState.FAILED,
            )
        )
        return {SubmissionId(number) for number in told}

    async def waiting_nowhere(self, keys: Collection[str]) -> Sequence[StoredSubmission]:
        """Return the submissions of these texts that wait on no item, oldest first."""
        found: list[StoredSubmission] = []
        wanted = sorted(keys)
        for start in range(0, len(wanted), BATCH):
            some = submissions.c.key.in_(wanted[start : start + BATCH])
            of_these = select(submissions).where(some, submissions.c.item_id.is_(None))
            found += [_stored(row) for row in await self._connection.execute(of_these)]
        return sorted(found, key=lambda stored: stored.id)

    async def sharing_files(self, ids: Collection[SubmissionId]) -> Set[SubmissionId]:
        """Return the submissions that came with a file of one of these."""
        found: set[SubmissionId] = set()
        wanted = sorted(ids)
        for start in range(0, len(wanted), BATCH):
            some = submission_files.c.submission_id.in_(wanted[start : start + BATCH])
            theirs = select(submission_files.c.file_id).where(some)
            sharing = select(submission_files.c.submission_id).where(submission_files.c.file_id.in_(theirs))
            found |= {SubmissionId(number) for number in await self._connection.scalars(sharing)}
        return found

    async def near_misses(self, since: datetime, limit: int) -> Sequence[tuple[StoredSubmission, int]]:
        """Return submissions to which something was suggested since then, and nothing was answered: the
        newest of each text, newest first, each with the number of people who sent that text."""
        newest = (
            select(
                func.max(submissions.c.id).label("id"),
                func.count(distinct(submissions.c.person_id)).label("people"),
            )
            .where(_UNANSWERED, submissions.c.sent_at >= since)
            .group_by(submissions.c.key)
            .order_by(func.max(submissions.c.id).desc())
            .limit(limit)
            .subquery()
        )
        rows = await self._connection.execute(
            select(submissions, newest.c.people)
            .join(newest, newest.c.id == submissions.c.id)
            .order_by(submissions.c.id.desc())
        )
        return [(_stored(row), row.people) for row in rows]

    async def unanswered(self, key: str, since: datetime) -> Sequence[StoredSubmission]:
        """Return the submissions of one text to which something was suggested since then, and nothing was
        answered."""
        rows = await self._connection.execute(
            select(submissions)
            .where(_UNANSWERED, submissions.c.key == key, submissions.c.sent_at >= since)
            .order_by(submissions.c.id)
        )
        return [_stored(row) for row in rows]

    async def answers_to(self, submission_id: SubmissionId) -> Sequence[AnswerGiven]:
        """Return which verdicts the sender was told or is about to be told, oldest first.

        What Telegram refused for good was not told.
        """
        rows = await self._connection.execute(
            select(answers)
            .join(outbox, outbox.c.id == answers.c.outbox_id)
            .where(answers.c.submission_id == submission_id, outbox.c.state != OutgoingState.FAILED)
            .order_by(answers.c.outbox_id, answers.c.position)
        )
        return [
            AnswerGiven(SubmissionId(row.submission_id), VerdictId(row.verdict_id), row.revision)
            for row in rows
        ]


def _told_to(ids: Select[Any], *columns: ColumnElement[Any]) -> Select[Any]:
    """Return what was told in answer to submissions. What Telegram refused for good counts while reviewers'
    ruling on that very text stands: undoing takes back only what was told."""
    ruled_so = select(review_items.c.id).where(
        review_items.c.key == submissions.c.key,
        review_items.c.verdict_id == answers.c.verdict_id,
        review_items.c.state == ItemState.RULED,
    )
    return (
        select(*columns)
        .select_from(answers)
        .join(outbox, outbox.c.id == answers.c.outbox_id)
        .join(submissions, submissions.c.id == answers.c.submission_id)
        .where(answers.c.submission_id.in_(ids))
        .where(or_(outbox.c.state != OutgoingState.FAILED, ruled_so.exists()))
    )


_HAS_WORDS = and_(*(~submissions.c.key.startswith(kind) for kind in UNREAD))
_ADD = insert(submissions).returning(submissions.c.id)
_ADD_WITH_ID = insert(submissions)
_ADD_FILES = insert(submission_files)
_LAST = text("SELECT seq FROM sqlite_sequence WHERE name = 'submissions'")
_GIVEN = (
    select(answers.c.outbox_id)
    .join(outbox, outbox.c.id == answers.c.outbox_id)
    .where(answers.c.submission_id == submissions.c.id, outbox.c.state != OutgoingState.FAILED)
    .exists()
)
_UNANSWERED = and_(
    submissions.c.item_id.is_(None),
    submissions.c.offered != literal([], submissions.c.offered.type),
    submissions.c.hushed.is_(False),
    ~_GIVEN,
)


def _origin_columns(origin: ChannelPost | None) -> dict[str, Any]:
    if origin is None:
        return {}
    return {
        "origin_channel_id": origin.channel_id,
        "origin_message_id": origin.message_id,
        "origin_title": origin.title,
        "origin_posted_at": origin.posted_at,
    }


def _stored(row: Row[Any]) -> StoredSubmission:
    submission = Submission(
        person_id=PersonId(row.person_id),
        chat_id=ChatId(row.chat_id),
        message_id=row.message_id,
        text=row.text,
        sent_at=row.sent_at,
        links=tuple(row.links),
        origin=_origin(row),
        language=row.language,
    )
    offered = tuple(read_match(written) for written in row.offered)
    return StoredSubmission(SubmissionId(row.id), submission, row.key, row.item_id, offered, row.hushed)


def _origin(row: Row[Any]) -> ChannelPost | None:
    if row.origin_channel_id is None:
        return None
    return ChannelPost(row.origin_channel_id, row.origin_message_id, row.origin_title, row.origin_posted_at)
