"""Owns the outbox: calls that are owed to people, when each may be made, and how it ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, delete, func, select, update
from sqlalchemy import insert as plain_insert

from claims.delivery import AnswerGiven, Outgoing, OutgoingId, OutgoingState, Owed, Repeat, Urgency
from claims.submission import ChatId, SubmissionId
from claims.verdict import VerdictId
from db.connection import Connection
from db.schema import answers, outbox, pauses
from db.upsert import insert

EVERY_CHAT = 0  # no chat has this id
BUTTON_ANSWER = "answerCallbackQuery"


class SqlOutbox:
    """The outbox inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, outgoing: Outgoing, now: datetime) -> None:
        """Store a call as pending; the same `dedupe` again changes nothing."""
        added = await self._connection.execute(
            insert(self._connection, outbox)
            .values(
                dedupe=outgoing.dedupe,
                chat_id=outgoing.chat_id,
                method=outgoing.method,
                params=dict(outgoing.params),
                repeat=outgoing.repeat,
                urgency=outgoing.urgency,
                overtakes=outgoing.method == BUTTON_ANSWER and outgoing.repeat is Repeat.FREELY,
                state=OutgoingState.PENDING,
                attempts=0,
                not_before=now,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=["dedupe"])
            .returning(outbox.c.id)
        )
        outbox_id = added.scalar_one_or_none()
        if outbox_id is not None and outgoing.answers:
            rows = [
                _answer_row(outbox_id, position, given) for position, given in enumerate(outgoing.answers)
            ]
            await self._connection.execute(plain_insert(answers), rows)

    async def due(self, now: datetime, limit: int, busy: Collection[ChatId]) -> Sequence[Owed]:
        """Return the oldest pending calls that may be sent, answers before broadcasts, at most one a chat
        (its oldest pending one), leaving out chats in `busy` and chats, or everything, that must pause.

        An answer to a button press goes before a chat's messages and does not wait for them or for the
        chat's pause: Telegram limits messages to a chat, and shows a waiting button until it is answered.
        """
        if await self._paused_until(now) is not None:
            return []
        pressed = await self._load(_due(now, busy).where(_OVERTAKES).order_by(outbox.c.id).limit(limit))
        chosen = {owed.outgoing.chat_id: owed for owed in reversed(pressed)}
        heads = _due(now, busy).where(_IN_LINE, _IS_HEAD, outbox.c.chat_id.not_in(_paused_chats(now)))
        for urgency in Urgency:
            if len(chosen) < limit:
                line = heads.where(outbox.c.urgency == urgency).order_by(outbox.c.id).limit(limit)
                for owed in await self._load(line):
                    chosen.setdefault(owed.outgoing.chat_id, owed)
        return sorted(list(chosen.values())[:limit], key=_place_in_line)

    async def next_due_at(self) -> datetime | None:
        """Return when the next pending call may be sent, pauses included; None when nothing is pending.

        A chat with a call under way does not count: its next call waits for that one's end, not for a time.
        """
        pressed = await self._connection.scalar(
            select(func.min(outbox.c.not_before)).where(_PENDING, _OVERTAKES, _NOT_SENDING)
        )
        told = await self._connection.scalar(_NEXT_HEAD)
        times: list[datetime] = [time for time in (pressed, told) if time is not None]
        if not times:
            return None
        everything: datetime | None = await self._connection.scalar(_pause_of(EVERY_CHAT))
        return max(min(times), everything) if everything else min(times)

    async def save(self, owed: Owed) -> None:
        """Write state, attempts, times and message id back; once sent, forget `params`.

        Raises:
            LookupError: the outbox has no such call.
        """
        values: dict[str, Any] = {
            "state": owed.state,
            "attempts": owed.attempts,
            "not_before": owed.not_before,
            "message_id": owed.message_id,
            "problem": owed.problem,
        }
        if owed.state is OutgoingState.SENT:
            values["params"] = {}
        changed = await self._connection.execute(
            update(outbox).where(outbox.c.id == owed.id).values(**values)
        )
        if changed.rowcount != 1:
            raise LookupError(f"the outbox has no call {owed.id}")

    async def get(self, outgoing_id: OutgoingId) -> Owed | None:
        """Return one call, or None."""
        found = await self._load(select(outbox).where(outbox.c.id == outgoing_id))
        return found[0] if found else None

    async def unknown(self, limit: int) -> Sequence[Owed]:
        """Return the oldest calls of which nobody knows whether they arrived."""
        unsure = outbox.c.state == OutgoingState.UNKNOWN
        return await self._load(select(outbox).where(unsure).order_by(outbox.c.id).limit(limit))

    async def forget(self, sent_before: datetime) -> int:
        """Delete calls that ended before then and told no verdict; return how many."""
        ended = outbox.c.state.in_([OutgoingState.SENT, OutgoingState.FAILED])
        told = select(answers.c.outbox_id).where(answers.c.outbox_id == outbox.c.id).exists()
        old = outbox.c.created_at < sent_before
        return (await self._connection.execute(delete(outbox).where(ended, old, ~told))).rowcount

    async def wait_no_longer(self, now: datetime) -> int:
        """End every wait and pause: the clock by which they were set has changed; return how many."""
        waiting = await self._connection.execute(
            update(outbox).where(_PENDING, outbox.c.not_before > now).values(not_before=now)
        )
        paused = await self._connection.execute(delete(pauses).where(pauses.c.until > now))
        return waiting.rowcount + paused.rowcount

    async def in_flight(self) -> Sequence[Owed]:
        """Return the calls marked as sending."""
        sending = outbox.c.state == OutgoingState.SENDING
        return await self._load(select(outbox).where(sending).order_by(outbox.c.id))

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
        if await self._paused_until(now) is not None:
            return None
        pressed = await self._connection.scalar(
            _due(now, ()).where(_OVERTAKES).with_only_columns(func.min(outbox.c.not_before))
        )
        told = await self._connection.scalar(
            _NEXT_HEAD.where(outbox.c.not_before <= now, outbox.c.chat_id.not_in(_paused_chats(now)))
        )
        times: list[datetime] = [time for time in (pressed, told) if time is not None]
        if not times:
            return None
        everything: datetime | None = await self._connection.scalar(_pause_of(EVERY_CHAT))
        return max(min(times), everything) if everything else min(times)

    async def _paused_until(self, now: datetime) -> datetime | None:
        until: datetime | None = await self._connection.scalar(
            _pause_of(EVERY_CHAT).where(pauses.c.until > now)
        )
        return until

    async def _load(self, statement: Select[Any]) -> list[Owed]:
        rows = (await self._connection.execute(statement)).all()
        given = await self._answers([row.id for row in rows])
        return [_owed(row, tuple(given.get(row.id, ()))) for row in rows]

    async def _answers(self, ids: Sequence[int]) -> Mapping[int, list[AnswerGiven]]:
        if not ids:
            return {}
        rows = await self._connection.execute(
            select(answers)
            .where(answers.c.outbox_id.in_(ids))
            .order_by(answers.c.outbox_id, answers.c.position)
        )
        given: dict[int, list[AnswerGiven]] = {}
        for row in rows:
            given.setdefault(row.outbox_id, []).append(
                AnswerGiven(SubmissionId(row.submission_id), VerdictId(row.verdict_id), row.revision)
            )
        return given


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


def _place_in_line(owed: Owed) -> tuple[int, int]:
    return owed.outgoing.urgency, owed.id


def _due(now: datetime, busy: Collection[ChatId]) -> Select[Any]:
    return select(outbox).where(
        _PENDING, outbox.c.not_before <= now, outbox.c.chat_id.not_in(sorted(busy)), _NOT_SENDING
    )


def _paused_chats(now: datetime) -> Select[int]:
    return select(pauses.c.chat_id).where(pauses.c.until > now)


def _pause_of(chat_id: int) -> Select[datetime]:
    return select(pauses.c.until).where(pauses.c.chat_id == chat_id)


def _answer_row(outbox_id: int, position: int, given: AnswerGiven) -> dict[str, int]:
    return {
        "outbox_id": outbox_id,
        "position": position,
        "submission_id": given.submission_id,
        "verdict_id": given.verdict_id,
        "revision": given.revision,
    }


def _owed(row: Row[Any], given: tuple[AnswerGiven, ...]) -> Owed:
    return Owed(
        id=OutgoingId(row.id),
        outgoing=Outgoing(
            dedupe=row.dedupe,
            chat_id=ChatId(row.chat_id),
            method=row.method,
            params=row.params,
            repeat=Repeat(row.repeat),
            urgency=Urgency(row.urgency),
            answers=given,
        ),
        state=OutgoingState(row.state),
        attempts=row.attempts,
        not_before=row.not_before,
        message_id=row.message_id,
        problem=row.problem,
    )
