"""Owns the live cards, and the groups in which they stand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, case, delete, distinct, func, or_, select, update

from claims.cards import Card, CardFacts, Desk
from claims.delivery import OutgoingId, OutgoingState, PlaceLost
from claims.review import ItemId, ItemState
from claims.submission import ChatId
from db.connection import Connection
from db.schema import cards, desks, notes, outbox, replies, review_items, submissions
from db.upsert import insert


class SqlCards:
    """The cards inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put(self, card: Card) -> None:
        """Store a card in place of the one that its item had in this chat."""
        values = {
            "debt": card.debt,
            "shown": card.shown,
            "edits": card.edits,
            "changed_at": card.changed_at,
            "language": card.language,
            "message_id": card.message_id,
        }
        await self._connection.execute(
            insert(self._connection, cards)
            .values(item_id=card.item_id, chat_id=card.chat_id, **values)
            .on_conflict_do_update(index_elements=["item_id", "chat_id"], set_=values)
        )

    async def at(self, chat_id: ChatId, message_id: int) -> Card | None:
        """Return the card that this message is."""
        found = await self._connection.execute(
            _CARDS.where(
                cards.c.chat_id == chat_id,
                func.coalesce(cards.c.message_id, outbox.c.message_id) == message_id,
            )
        )
        row = found.first()
        return row and _card(row)

    async def of(self, item_id: ItemId) -> Sequence[Card]:
        """Return the cards of an item."""
        rows = await self._connection.execute(_CARDS.where(cards.c.item_id == item_id))
        return [_card(row) for row in rows]

    async def all(self, limit: int) -> Sequence[tuple[Card, CardFacts]]:
        """Return cards, longest unchanged first, each with what it would show now."""
        rows = await self._connection.execute(_WITH_FACTS.order_by(cards.c.changed_at).limit(limit))
        return [(_card(row), _facts(row)) for row in rows]

    async def facts(self, card: Card) -> CardFacts | None:
        """Return what a card would show now."""
        found = await self._connection.execute(_WITH_FACTS.where(_is(card)))
        row = found.first()
        return row and _facts(row)

    async def forget(self, card: Card) -> None:
        """Let the message stand as it is from now on."""
        await self._connection.execute(delete(cards).where(_is(card)))

    async def forget_all_in(self, chat_id: ChatId) -> None:
        """Let every card in a chat stand as it is from now on."""
        await self._connection.execute(delete(cards).where(cards.c.chat_id == chat_id))

    async def pending(self, chat_id: ChatId) -> int:
        """Return how many calls wait for a chat."""
        waiting = select(func.count()).select_from(outbox)
        found = await self._connection.scalar(
            waiting.where(outbox.c.chat_id == chat_id, outbox.c.state.in_(["pending", "sending"]))
        )
        return found or 0

    async def never_seen(self, chat_id: ChatId) -> Sequence[ItemId]:
        """Return the items whose card never arrived in a chat."""
        rows = await self._connection.execute(
            _CARDS.where(
                cards.c.chat_id == chat_id, cards.c.message_id.is_(None), outbox.c.message_id.is_(None)
            ).order_by(cards.c.item_id)
        )
        return [ItemId(row.item_id) for row in rows]

    async def undelivered(self, chat_id: ChatId) -> Sequence[ItemId]:
        """Return the open items whose card never arrived in a chat, and is not on its way there."""
        rows = await self._connection.execute(
            _CARDS.join(review_items, review_items.c.id == cards.c.item_id)
            .where(
                cards.c.chat_id == chat_id,
                cards.c.message_id.is_(None),
                outbox.c.message_id.is_(None),
                or_(outbox.c.id.is_(None), ~_UNDER_WAY),
                review_items.c.state == ItemState.OPEN,
            )
            .order_by(cards.c.item_id)
        )
        return [ItemId(row.item_id) for row in rows]


class SqlDesks:
    """The moderators' groups inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> Sequence[Desk]:
        """Return the desks that can be written to."""
        return await self._load(select(desks).where(desks.c.lost.is_(None)))

    async def get(self, chat_id: ChatId) -> Desk | None:
        """Return the desk of a group, if it is one."""
        found = await self._load(select(desks).where(desks.c.chat_id == chat_id))
        return found[0] if found else None

    async def lose(self, chat_id: ChatId, lost: PlaceLost, moved_to: ChatId | None) -> None:
        """Note that a group cannot be written to, and where it is now; nothing where it is no desk."""
        await self._connection.execute(
            update(desks).where(desks.c.chat_id == chat_id).values(lost=lost, moved_to=moved_to)
        )

    async def lost(self) -> Sequence[Desk]:
        """Return the desks that cannot be written to."""
        return await self._load(select(desks).where(desks.c.lost.is_not(None)))

    async def put(self, desk: Desk) -> None:
        """Make a group a desk, or move it to another topic."""
        values = {
            "thread_id": desk.thread_id,
            "language": desk.language,
            "night": desk.night,
            "lost": desk.lost,
            "moved_to": desk.moved_to,
        }
        await self._connection.execute(
            insert(self._connection, desks)
            .values(chat_id=desk.chat_id, **values)
            .on_conflict_do_update(index_elements=["chat_id"], set_=values)
        )

    async def _load(self, statement: Select[Any]) -> Sequence[Desk]:
        rows = await self._connection.execute(statement.order_by(desks.c.chat_id))
        return [
            Desk(
                chat_id=ChatId(row.chat_id),
                thread_id=row.thread_id,
                language=row.language,
                night=row.night,
                lost=row.lost and PlaceLost(row.lost),
                moved_to=row.moved_to and ChatId(row.moved_to),
            )
            for row in rows
        ]

    async def remove(self, chat_id: ChatId) -> bool:
        """End that; False when the group was no desk."""
        await self._connection.execute(delete(cards).where(cards.c.chat_id == chat_id))
        gone = await self._connection.execute(delete(desks).where(desks.c.chat_id == chat_id))
        return gone.rowcount == 1


def _is(card: Card) -> Any:
    return (cards.c.item_id == card.item_id) & (cards.c.chat_id == card.chat_id)


_WAITING = submissions.c.item_id == review_items.c.id
_UNDER_WAY = outbox.c.state.in_([OutgoingState.PENDING, OutgoingState.SENDING])
_COLUMNS = (
    cards,
    case((_UNDER_WAY, outbox.c.id)).label("sent_by"),
    outbox.c.message_id.label("sent_as"),
)
_CARDS: Select[Any] = select(*_COLUMNS).outerjoin(outbox, outbox.c.dedupe == cards.c.debt)
_WITH_FACTS: Select[Any] = (
    select(
        *_COLUMNS,
        review_items.c.state,
        review_items.c.version,
        review_items.c.lease_until,
        select(func.count(distinct(submissions.c.person_id)))
        .where(_WAITING)
        .scalar_subquery()
        .label("askers"),
        func.coalesce(
            select(func.min(submissions.c.sent_at)).where(_WAITING).scalar_subquery(),
            review_items.c.created_at,
        ).label("waiting_since"),
        select(func.count())
        .select_from(notes)
        .where(notes.c.item_id == review_items.c.id)
        .scalar_subquery()
        .label("notes"),
        select(func.count())
        .select_from(replies)
        .where(replies.c.item_id == review_items.c.id)
        .scalar_subquery()
        .label("replies"),
    )
    .join(review_items, review_items.c.id == cards.c.item_id)
    .outerjoin(outbox, outbox.c.dedupe == cards.c.debt)
)


def _card(row: Row[Any]) -> Card:
    return Card(
        item_id=ItemId(row.item_id),
        chat_id=ChatId(row.chat_id),
        debt=row.debt,
        shown=row.shown,
        edits=row.edits,
        changed_at=row.changed_at,
        language=row.language,
        message_id=row.message_id or row.sent_as,
        sent_by=row.sent_by and OutgoingId(row.sent_by),
    )


def _facts(row: Row[Any]) -> CardFacts:
    return CardFacts(
        state=ItemState(row.state),
        version=row.version,
        askers=row.askers,
        lease_until=row.lease_until,
        waiting_since=row.waiting_since,
        notes=row.notes,
        replies=row.replies,
    )
