"""Owns the outbox: calls that are owed to people, when each may be made, and how it ended."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import insert as plain_insert
from sqlalchemy.sql import Executable

from claims.asking import ASKED
from claims.delivery import (
    BLOCKED,
    CHECKED,
    TO_ASKERS,
    AnswerGiven,
    Outgoing,
    OutgoingId,
    OutgoingState,
    Owed,
    Repeat,
    Urgency,
)
from claims.submission import ChatId, SubmissionId
from claims.verdict import VerdictId
from db.connection import Connection
from db.schema import answers, outbox, pauses, people, submissions
from db.shortcut import change, rows_of
from db.types import Number, Utc, plain
from db.upsert import Prepared, insert

EVERY_CHAT = 0  # no chat has this id
NO_CHAT = 0  # whose a call is that says no more to whom it was
BATCH = 1_000  # debts in one statement; SQLite takes 32,766 parameters
BUTTON_ANSWER = "answerCallbackQuery"

_Ids = Select[Any] | CompoundSelect[Any]


class SqlOutbox:
    """The outbox inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, outgoing: Outgoing, now: datetime) -> None:
        """Store a call as pending; the same `dedupe` again changes nothing."""
        await self.add_many([outgoing], now)

    async def add_many(self, calls: Sequence[Outgoing], now: datetime) -> None:
        """Store calls as pending, with few statements; the same `dedupe` again changes nothing."""
        silent = [_row(outgoing, now) for outgoing in calls if not outgoing.answers]
        if silent:
            await self._connection.execute_later(_ADD.on(self._connection), _one_or_many(silent))
        telling = [outgoing for outgoing in calls if outgoing.answers]
        for start in range(0, len(telling), BATCH):
            some = telling[start : start + BATCH]
            await self._connection.do_later(partial(_add, _ADD_AND_TELL.on(self._connection), some, now))

    async def due(self, now: datetime, limit: int, busy: Collection[ChatId]) -> Sequence[Owed]:
        """Return the oldest pending calls that may be sent, answers before broadcasts, at most one a chat
        (its oldest pending one), leaving out chats in `busy` and chats, or everything, that must pause.

        An answer to a button press goes before a chat's messages and does not wait for them or for the
        chat's pause: Telegram limits messages to a chat, and shows a waiting button until it is answered.
        """
        given = {"now": now, "busy": sorted(busy), "most": limit}
        found = await self._calls(_FREE_DUE if self._connection.locks_rows else _DUE, given)
        chosen: dict[ChatId, Owed] = {}
        for owed in sorted(found, key=_turn):
            chosen.setdefault(owed.outgoing.chat_id, owed)
        return sorted(list(chosen.values())[:limit], key=_place_in_line)

    async def next_due_at(self) -> datetime | None:
        """Return when the next pending call may be sent, pauses included; None when nothing is pending.

        A chat with a call under way does not count: its next call waits for that one's end, not for a time.
        """
        return _latest((await self._connection.execute(_NEXT)).one())

    async def save(self, *calls: Owed) -> None:
        """Write state, attempts, times and message id back, with one statement; once sent, forget `params`.

        Raises:
            LookupError: the outbox lacks one of these calls; raised with the commit at the latest.
        """
        if not calls:
            return
        rows = [
            {
                "of_id": owed.id,
                "state": owed.state,
                "attempts": owed.attempts,
                "not_before": owed.not_before,
                "message_id": owed.message_id,
                "problem": owed.problem,
                "is_sent": owed.state is OutgoingState.SENT,
                "sender": self._connection.number if owed.state is OutgoingState.SENDING else None,
            }
            for owed in sorted(calls, key=attrgetter("id"))  # in the order in which others lock them
        ]
        await self._connection.do_later(partial(_save, rows))

    async def get(self, outgoing_id: OutgoingId) -> Owed | None:
        """Return one call, or None."""
        found = await self._load(select(outbox.c.id).where(outbox.c.id == outgoing_id))
        return found[0] if found else None

    async def unknown(self, limit: int) -> Sequence[Owed]:
        """Return the oldest calls of which nobody knows whether they arrived."""
        unsure = outbox.c.state == OutgoingState.UNKNOWN
        return await self._load(select(outbox.c.id).where(unsure).order_by(outbox.c.id).limit(limit))

    async def telling(self, verdict_id: VerdictId) -> Sequence[Owed]:
        """Return the calls that told a verdict to somebody, or are about to, oldest first; those that
        Telegram refused for good told nobody, and of those that were emptied nobody knows whom."""
        return await self._load(
            select(outbox.c.id)
            .join(answers, answers.c.outbox_id == outbox.c.id)
            .where(
                answers.c.verdict_id == verdict_id,
                outbox.c.state != OutgoingState.FAILED,
                outbox.c.chat_id != NO_CHAT,
            ),
            locked=self._all_calls,
        )

    async def amend(self, *calls: Owed) -> None:
        """Write the state, parameters (once sent, they stay forgotten) and answers of calls, with few
        statements. How one ends that is under way is for its sender to write.

        Raises:
            LookupError: the outbox lacks one of these calls.
        """
        if not calls:
            return
        await self.save(*(owed for owed in calls if owed.state is not OutgoingState.SENDING))
        said = [owed for owed in calls if owed.state is not OutgoingState.SENT]
        if said:
            rows = [{"of_id": owed.id, "said": dict(owed.outgoing.params)} for owed in said]
            await self._connection.execute(_SAY, rows)
        await self._connection.execute(_FORGET_ANSWERS, [{"of_id": owed.id} for owed in calls])
        given = [
            _answer_row(owed.id, position, answer)
            for owed in calls
            for position, answer in enumerate(owed.outgoing.answers)
        ]
        if given:
            await self._connection.execute_later(_ADD_ANSWERS, given)

    async def forget(self, sent_before: datetime) -> int:
        """Delete calls that ended before then and told no verdict, and pauses long over; return how many.
        A question to askers is kept: a reply may come late; and so is the first reply to what still waits: it
        promises something. What could not be told to somebody who has stopped the bot is kept until they take
        it back."""
        ended = outbox.c.state.in_([OutgoingState.SENT, OutgoingState.FAILED])
        told = select(answers.c.outbox_id).where(answers.c.outbox_id == outbox.c.id).exists()
        old = outbox.c.created_at < sent_before
        asked = _begins(ASKED)
        promises = select(literal(f"{CHECKED}:").concat(cast(submissions.c.id, Text)))
        kept = outbox.c.dedupe.in_(promises.where(submissions.c.item_id.is_not(None)))
        away = outbox.c.chat_id.in_(select(people.c.id).where(people.c.blocked.is_(True)))
        missed = and_(outbox.c.problem == BLOCKED, or_(*map(_begins, TO_ASKERS)), away)
        gone = delete(outbox).where(ended, old, ~told, ~asked, ~kept, ~missed)
        calls = await self._connection.execute(gone)
        over = await self._connection.execute(delete(pauses).where(pauses.c.until < sent_before))
        return calls.rowcount + over.rowcount

    async def wait_no_longer(self, now: datetime) -> int:
        """End every wait and pause: the clock by which they were set has changed; return how many."""
        waiting = await self._connection.execute(
            update(outbox).where(_PENDING, outbox.c.not_before > now).values(not_before=now)
        )
        paused = await self._connection.execute(delete(pauses).where(pauses.c.until > now))
        return waiting.rowcount + paused.rowcount

    async def paying(self, debts: Collection[str], *, locked: bool = False) -> Sequence[Owed]:
        """Return the calls that pay these debts, with few statements; if `locked`, senders are kept off them
        until the transaction ends."""
        wanted, found = sorted(debts), []
        for start in range(0, len(wanted), BATCH):
            some = outbox.c.dedupe.in_(wanted[start : start + BATCH])
            found += await self._load(
                select(outbox.c.id).where(some), locked=self._all_calls if locked else None
            )
        return found

    async def owed_to(self, chat_id: ChatId, beginnings: Sequence[str]) -> Sequence[Owed]:
        """Return the calls to a chat whose debts begin with one of these words, oldest first; senders are
        kept off them until the transaction ends."""
        begins = or_(*(outbox.c.dedupe.startswith(words, autoescape=True) for words in beginnings))
        return await self._load(
            select(outbox.c.id).where(outbox.c.chat_id == chat_id, begins), locked=self._all_calls
        )

    async def debt_of(self, chat_id: ChatId, message_id: int) -> str | None:
        """Return the debt that a message in a chat paid; None for a message that we know nothing of."""
        sent = outbox.c.state == OutgoingState.SENT
        paid = select(outbox.c.dedupe).where(
            outbox.c.chat_id == chat_id,
            sent,
            outbox.c.message_id == message_id,
            outbox.c.method.startswith("send"),
        )
        found: str | None = await self._connection.scalar(paid.order_by(outbox.c.id).limit(1))
        return found

    async def in_flight(self) -> Sequence[Owed]:
        """Return the calls marked as sending by a process that is gone."""
        gone = outbox.c.sender.is_(None) | outbox.c.sender.not_in(self._connection.process.alive())
        return await self._load(select(outbox.c.id).where(outbox.c.state == OutgoingState.SENDING, gone))

    async def claimed(self) -> Sequence[Owed]:
        """Return the calls marked as sending by this very process."""
        ours = outbox.c.sender.in_(self._connection.process.numbers)
        return await self._load(
            select(outbox.c.id).where(outbox.c.state == OutgoingState.SENDING, ours), locked=self._all_calls
        )

    async def pause(self, chat_id: ChatId | None, until: datetime) -> None:
        """Hold back one chat, or everything when None, until then; a longer pause stays."""
        row = insert(self._connection, pauses).values(
            chat_id=EVERY_CHAT if chat_id is None else chat_id, until=until
        )
        await self._connection.execute(
            row.on_conflict_do_update(
                index_elements=["chat_id"],
                set_={"until": row.excluded.until},
                where=pauses.c.until < row.excluded.until,
            )
        )

    async def counts(self) -> Mapping[str, int]:
        """Return the number of calls by state."""
        rows = await self._connection.execute(
            select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state)
        )
        return {str(state): 0 for state in OutgoingState} | {row.state: row.number for row in rows}

    async def oldest_due_at(self, now: datetime) -> datetime | None:
        """Return since when the longest waiting of the calls that `due` could return may be sent, or None.

        What a pause, a retry or an older call of its chat held back waits since that one's end only.
        """
        since = _latest((await self._connection.execute(_OLDEST, {"now": now})).one())
        return since if since is None or since <= now else None

    async def _load(
        self, ids: Select[Any], locked: Callable[[Select[Any]], Select[Any]] | None = None
    ) -> list[Owed]:
        """Return the calls of these ids, by id."""
        whole = _whole(ids)
        return await self._calls(locked(whole) if locked else whole)

    async def _calls(self, whole: Select[Any], given: Mapping[str, Any] | None = None) -> list[Owed]:
        """Return the calls of a query for whole calls; `given` are the values that it leaves open."""
        rows = await self._connection.execute(whole, given)
        calls = [list(group) for _, group in groupby(rows, key=attrgetter("id"))]
        return [_owed(call) for call in calls]

    def _all_calls(self, calls: Select[Any]) -> Select[Any]:
        """Wait for whoever works on these calls, then keep senders off them."""
        return calls.with_for_update(of=outbox) if self._connection.locks_rows else calls


def _begins(kind: str) -> ColumnElement[bool]:
    return outbox.c.dedupe.startswith(f"{kind}:", autoescape=True)


_ADD = Prepared(outbox, lambda adding: adding.on_conflict_do_nothing(index_elements=["dedupe"]))
_ADD_AND_TELL = Prepared(
    outbox,
    lambda adding: adding.on_conflict_do_nothing(index_elements=["dedupe"]).returning(
        outbox.c.id, outbox.c.dedupe
    ),
)
_ADD_ANSWERS = plain_insert(answers)
_PENDING = outbox.c.state == OutgoingState.PENDING
_OVERTAKES = outbox.c.overtakes.is_(True)
_IN_LINE = outbox.c.overtakes.is_(False)  # not `~_OVERTAKES`, which SQLite cannot look up in an index

_older = outbox.alias("older")
_IS_HEAD = ~(
    select(_older.c.id)
    .where(
        _older.c.chat_id == outbox.c.chat_id,
        _older.c.state == OutgoingState.PENDING,
        _older.c.overtakes.is_(False),
        _older.c.id < outbox.c.id,
    )
    .exists()
)

_sending = outbox.alias("sending")
_NOT_SENDING = outbox.c.chat_id.not_in(
    select(_sending.c.chat_id).where(_sending.c.state == OutgoingState.SENDING)
)

_NOW = bindparam("now", type_=Utc())
_PAUSED_CHATS = select(pauses.c.chat_id).where(pauses.c.until > _NOW)
_MAY_GO = select(outbox.c.id).where(
    _PENDING,
    outbox.c.not_before <= _NOW,
    outbox.c.chat_id.not_in(bindparam("busy", expanding=True)),
    _NOT_SENDING,
    ~select(pauses.c.chat_id).where(pauses.c.chat_id == EVERY_CHAT, pauses.c.until > _NOW).exists(),
)
_HEADS = _MAY_GO.where(_IN_LINE, _IS_HEAD, outbox.c.chat_id.not_in(_PAUSED_CHATS))
_LINES = (_MAY_GO.where(_OVERTAKES), *[_HEADS.where(outbox.c.urgency == urgency) for urgency in Urgency])


def _whole(ids: _Ids) -> Select[Any]:
    """Return the query for whole calls: a row for each answer that a call gives, one row if it gives none."""
    return (
        select(outbox, answers.c.submission_id, answers.c.verdict_id, answers.c.revision)
        .outerjoin(answers, answers.c.outbox_id == outbox.c.id)
        .where(outbox.c.id.in_(ids))
        .order_by(outbox.c.id, answers.c.position)
    )


# Each line is cut by itself: its index gives it in order, and nothing is read that is not wanted.
_DUE = _whole(
    union_all(
        *[
            select(line.order_by(outbox.c.id).limit(bindparam("most", type_=Number)).subquery())
            for line in _LINES
        ]
    )
)
# Leaves out, and locks, what somebody else works on: another sender, or a correction.
_FREE_DUE = _DUE.where(_PENDING).with_for_update(of=outbox, skip_locked=True)

_heads = (
    select(func.min(outbox.c.id).label("id"))
    .where(_PENDING, _IN_LINE, _NOT_SENDING)
    .group_by(outbox.c.chat_id)
    .subquery()
)
_NEXT_HEAD = select(
    func.min(case((pauses.c.until > outbox.c.not_before, pauses.c.until), else_=outbox.c.not_before))
).select_from(
    outbox.join(_heads, _heads.c.id == outbox.c.id).outerjoin(pauses, pauses.c.chat_id == outbox.c.chat_id)
)


_NEXT_PRESSED = select(func.min(outbox.c.not_before)).where(_PENDING, _OVERTAKES, _NOT_SENDING)
_EVERYTHING = select(pauses.c.until).where(pauses.c.chat_id == EVERY_CHAT)


def _one_row(pressed: Select[Any], told: Select[Any]) -> Select[Any]:
    return select(
        pressed.scalar_subquery().label("pressed"),
        told.scalar_subquery().label("told"),
        _EVERYTHING.scalar_subquery().label("everything"),
    )


def _latest(row: Row[Any]) -> datetime | None:
    """Return when the first call may go, which everything's pause may put off."""
    times: list[datetime] = [time for time in (row.pressed, row.told) if time is not None]
    if not times:
        return None
    return max(min(times), row.everything or min(times))


_NEXT = _one_row(_NEXT_PRESSED, _NEXT_HEAD)
_OLDEST = _one_row(
    _NEXT_PRESSED.where(outbox.c.not_before <= _NOW),
    _NEXT_HEAD.where(outbox.c.not_before <= _NOW, outbox.c.chat_id.not_in(_PAUSED_CHATS)),
)

_SAVE = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"))
    .values(
        state=bindparam("state"),
        attempts=bindparam("attempts"),
        not_before=bindparam("not_before"),
        message_id=bindparam("message_id"),
        problem=bindparam("problem"),
        sender=bindparam("sender"),
        params=case(
            (bindparam("is_sent", type_=Boolean), literal({}, outbox.c.params.type)), else_=outbox.c.params
        ),
    )
)


_SAY = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"))
    .values(params=bindparam("said", type_=outbox.c.params.type))
)
_FORGET_ANSWERS = delete(answers).where(answers.c.outbox_id == bindparam("of_id"))


def _overtakes(outgoing: Outgoing) -> bool:
    return outgoing.method == BUTTON_ANSWER and outgoing.repeat is Repeat.FREELY


def _turn(owed: Owed) -> tuple[bool, int, int]:
    return not _overtakes(owed.outgoing), *_place_in_line(owed)


def _place_in_line(owed: Owed) -> tuple[int, int]:
    return owed.outgoing.urgency, owed.id


def _row(outgoing: Outgoing, now: datetime) -> dict[str, Any]:
    return {
        "dedupe": outgoing.dedupe,
        "chat_id": outgoing.chat_id,
        "method": outgoing.method,
        "params": dict(outgoing.params),
        "repeat": outgoing.repeat,
        "urgency": outgoing.urgency,
        "overtakes": _overtakes(outgoing),
        "state": OutgoingState.PENDING,
        "attempts": 0,
        "not_before": now,
        "created_at": now,
    }


def _one_or_many(rows: list[dict[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
    return rows if len(rows) > 1 else rows[0]  # one row alone takes the shorter way


def _save(rows: Sequence[Mapping[str, Any]], connection: SyncConnection) -> None:
    found = change(connection, _SAVE, rows)
    ids = [row["of_id"] for row in rows]
    if not connection.dialect.supports_sane_multi_rowcount:
        these = outbox.c.id == func.any(literal(ids, ARRAY(Number)))
        found = connection.execute(select(func.count()).where(these)).scalar_one()
    if found != len(rows):
        raise LookupError(f"the outbox lacks one of the calls {ids}")


def _add(statement: Executable, calls: Sequence[Outgoing], now: datetime, connection: SyncConnection) -> None:
    """Store calls, and what those that are new tell."""
    rows = [_row(outgoing, now) for outgoing in calls]
    if len(rows) == 1:
        added: Iterable[Sequence[Any]] = rows_of(connection, statement, rows[0])
    else:
        added = connection.execute(statement, rows)
    telling = {plain(outgoing.dedupe): outgoing.answers for outgoing in reversed(calls)}
    given = [
        _answer_row(number, position, answer)
        for number, dedupe in added
        for position, answer in enumerate(telling[dedupe])
    ]
    if given:
        change(connection, _ADD_ANSWERS, given)


def _answer_row(outbox_id: int, position: int, given: AnswerGiven) -> dict[str, int]:
    return {
        "outbox_id": outbox_id,
        "position": position,
        "submission_id": given.submission_id,
        "verdict_id": given.verdict_id,
        "revision": given.revision,
    }


def _owed(rows: Sequence[Row[Any]]) -> Owed:
    row = rows[0]
    return Owed(
        id=OutgoingId(row.id),
        outgoing=Outgoing(
            dedupe=row.dedupe,
            chat_id=ChatId(row.chat_id),
            method=row.method,
            params=row.params,
            repeat=Repeat(row.repeat),
            urgency=Urgency(row.urgency),
            answers=tuple(_given(row) for row in rows if row.verdict_id is not None),
        ),
        state=OutgoingState(row.state),
        attempts=row.attempts,
        not_before=row.not_before,
        message_id=row.message_id,
        problem=row.problem,
    )


def _given(row: Row[Any]) -> AnswerGiven:
    return AnswerGiven(SubmissionId(row.submission_id), VerdictId(row.verdict_id), row.revision)
