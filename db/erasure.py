"""Owns what becomes of a person's data when they want to be forgotten, table by table.

Not touched is what names nobody: verdicts, the words of review items, what moderators said of texts,
channels, feeds; and what names those who work at the desk: moderators, their cards, drafts, notes, questions,
proposals, invitations, the audit log. docs/operating.md says so to operators.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, and_, cast, delete, func, literal, or_, select, update
from sqlalchemy.sql import Executable

from claims.delivery import FORGOTTEN, TO_ASKERS, OutgoingState
from claims.learning import LabelSource
from claims.submission import PersonId
from db.connection import Connection
from db.inbox import DEAD, DONE, HELD
from db.outbox import BUTTON_ANSWER, NO_CHAT
from db.schema import (
    answers,
    inbox,
    offers,
    outbox,
    pairs,
    pauses,
    people,
    rejections,
    replies,
    schedules,
    submissions,
)

_OF_ASKERS = [source for source in LabelSource if not source.is_moderators]
NAMELESS = {  # what is left of a call whose row must stay
    "dedupe": literal("gone:").concat(cast(outbox.c.id, Text)),
    "chat_id": NO_CHAT,
    "params": {},
    "problem": "",
}


class SqlErasure:
    """Everything about one person inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def erase(self, person_id: PersonId, now: datetime, *, at_the_desk: bool = False) -> None:
        """Delete it, or what in it leads to the person.

        Senders lock calls first and people, pauses and schedules after that; so does this."""
        statements = [
            *forget_texts(_alone(person_id), now),
            *_forget_calls(person_id, at_the_desk=at_the_desk),
            # the files of what was sent, and which verdicts answered it, go with it
            delete(submissions).where(submissions.c.person_id == person_id),
            delete(replies).where(replies.c.person_id == person_id),
            delete(rejections).where(rejections.c.person_id == person_id),
            *([] if at_the_desk else [delete(people).where(people.c.id == person_id)]),
            delete(pauses).where(pauses.c.chat_id == person_id),
            delete(schedules).where(schedules.c.name.in_(_schedules_of(person_id))),
            *_forget_updates(person_id),
        ]
        await self._connection.execute_all([(statement, None) for statement in statements])


def _alone(person_id: PersonId) -> Select[tuple[str]]:
    """Find the fingerprints of texts that nobody else sent."""
    others = submissions.alias("others")
    return select(submissions.c.key).where(
        submissions.c.person_id == person_id,
        ~select(others.c.id)
        .where(others.c.key == submissions.c.key, others.c.person_id != person_id)
        .exists(),
    )


def forget_texts(keys: Select[tuple[str]] | Collection[str], now: datetime) -> Sequence[Executable]:
    """Forget what is kept of texts beside what was sent: that they were offered to be answered (the numbers
    of offers must stay as they are), and what was said of them by askers."""
    return [
        update(offers)
        .where(offers.c.item_id.is_(None), offers.c.key.in_(keys))
        .values(key="", text="", people=0, taken_at=func.coalesce(offers.c.taken_at, now)),
        delete(pairs).where(pairs.c.source.in_(_OF_ASKERS), pairs.c.key.in_(keys)),
    ]


def _forget_calls(person_id: PersonId, *, at_the_desk: bool) -> Sequence[Executable]:
    """Delete calls, made or not. The end of one under way is still to be stored, so its row stays, with
    nothing in it: should it have to be made again, Telegram refuses it."""
    theirs = _owed_to_askers(person_id) if at_the_desk else _owed_to(person_id)
    return [
        delete(outbox).where(theirs, outbox.c.state != OutgoingState.SENDING),
        update(outbox).where(theirs).values(NAMELESS),
    ]


def _owed_to(person_id: PersonId) -> ColumnElement[bool]:
    """All that is owed to a chat, but for the confirmation, and what ends the waiting of pressed buttons."""
    ends_waiting = and_(outbox.c.method == BUTTON_ANSWER, outbox.c.state == OutgoingState.PENDING)
    return and_(outbox.c.chat_id == person_id, ~_begins(FORGOTTEN), ~ends_waiting)


def _owed_to_askers(person_id: PersonId) -> ColumnElement[bool]:
    told = select(answers.c.outbox_id).where(answers.c.outbox_id == outbox.c.id).exists()
    return and_(outbox.c.chat_id == person_id, or_(told, *map(_begins, TO_ASKERS)))


def _begins(kind: str) -> ColumnElement[bool]:
    return outbox.c.dedupe.startswith(f"{kind}:", autoescape=True)


def _schedules_of(person_id: PersonId) -> list[str]:
    names = ("ask:{}", "ask:{}:notice", "send:{}", "our-fault:{}")
    return [name.format(person_id) for name in names]


def _forget_updates(person_id: PersonId) -> Sequence[Executable]:
    """Keep of what was handled the number alone, by which a redelivery is recognised, and nothing of what
    could not be read; what came after the wish to be forgotten is still to be handled."""
    named = or_(*(inbox.c.body.contains(f": {person_id}{end}", autoescape=True) for end in ",}"))
    theirs = or_(
        and_(inbox.c.state == DONE, inbox.c.chat_id == person_id),
        and_(inbox.c.state.in_((HELD, DEAD)), or_(inbox.c.chat_id == person_id, named)),
    )
    return [update(inbox).where(theirs).values(state=DONE, body="", problem="", chat_id=NO_CHAT)]
