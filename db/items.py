"""Owns the review items: unknown claims, and who is working on them."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    distinct,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import Connection as SyncConnection

from claims.cards import Demand
from claims.decision import Match
from claims.figures import Share, by_primary_language
from claims.queue import QueueQuery, Showing
from claims.review import DismissReason, ItemId, ItemState, Lease, ModeratorId, ProposalId, ReviewItem
from claims.verdict import VerdictId
from db.connection import Connection
from db.matches import read_match, write_match
from db.schema import review_items, submissions
from db.shortcut import rows_of
from db.types import fits

MOST_MERGES = 100  # an item that was merged, into one that was merged, and so on


class SqlItems:
    """The review items inside one transaction. Askers, waiting time and channels are those of the submissions
    that wait on an item at the moment of reading."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def end_leases(self, after: datetime) -> None:
        """Free the items that are held for longer than that: the clock by which they were has changed."""
        await self._connection.execute(
            update(review_items)
            .where(review_items.c.lease_until > after)
            .values(lease_holder=None, lease_until=None, version=review_items.c.version + 1)
        )

    async def get(self, item_id: ItemId) -> ReviewItem | None:
        """Return the item, if there is one."""
        if not fits(item_id):
            return None
        return await self._first(_OF_ID, {"of_id": item_id})

    async def find_by_key(self, key: str) -> ReviewItem | None:
        """Return the newest item with that fingerprint, whatever its state; instead of one that was merged,
        the item that took it over."""
        ids = await self._connection.run_sync(rows_of, _ID_OF_KEY, {"of_key": key})
        found = await self.get(ItemId(ids[0][0])) if ids else None
        for _ in range(MOST_MERGES):
            if found is None or found.merged_into is None:
                break
            found = await self.get(found.merged_into)
        return found

    async def merged_into(self, item_id: ItemId) -> Sequence[ReviewItem]:
        """Return the items that were merged into that one itself."""
        return await self._load(
            # The state is that of each of them, and what the index knows.
            _ITEMS.where(
                review_items.c.state == ItemState.MERGED, review_items.c.merged_into == item_id
            ).order_by(review_items.c.id)
        )

    async def keys_ruled(self, verdict_ids: Collection[VerdictId]) -> Mapping[VerdictId, Set[str]]:
        """Return the fingerprints of the items that were closed with each of these verdicts."""
        closed = select(review_items.c.verdict_id, review_items.c.key).where(
            review_items.c.verdict_id.in_(sorted(verdict_ids))
        )
        found: dict[VerdictId, set[str]] = {}
        for row in await self._connection.execute(closed):
            found.setdefault(VerdictId(row.verdict_id), set()).add(row.key)
        return found

    async def add(
        self, key: str, text: str, language: str, near: Sequence[Match], links: Sequence[str], now: datetime
    ) -> ItemId:
        """Store a new, open item at version 1."""
        added = await self._connection.execute(
            insert(review_items)
            .values(
                key=key,
                text=text,
                language=language,
                state=ItemState.OPEN,
                version=1,
                near=[write_match(match) for match in near],
                links=list(links),
                created_at=now,
            )
            .returning(review_items.c.id)
        )
        return ItemId(added.scalar_one())

    async def save(self, item: ReviewItem) -> bool:
        """Write state, lease, version, verdict, dismiss reason and merger if the stored version still is
        `item.version - 1`, or return False."""
        changed = await self._connection.execute(
            update(review_items)
            .where(review_items.c.id == item.id, review_items.c.version == item.version - 1)
            .values(
                state=item.state,
                version=item.version,
                lease_holder=item.lease and item.lease.holder,
                lease_until=item.lease and item.lease.until,
                verdict_id=item.verdict_id,
                dismiss_reason=item.dismiss_reason,
                merged_into=item.merged_into,
                escalated_at=item.escalated_at,
                proposal_id=item.proposal_id,
            )
        )
        return changed.rowcount == 1

    async def open(
        self, limit: int, offset: int = 0, query: QueueQuery | None = None
    ) -> Sequence[ReviewItem]:
        """Return open items, those of the query's view in its order; most askers first, then the longest
        waiting, where it asks for no other."""
        return await self._load(
            _ITEMS.where(*_in_view(query)).order_by(*_order(query)).limit(limit).offset(offset)
        )

    async def count_open(self, query: QueueQuery | None = None) -> int:
        """Return the number of open items, or of those in the query's view."""
        number = await self._connection.scalar(
            select(func.count()).select_from(review_items).where(*_in_view(query))
        )
        return number or 0

    async def demand(self, item_id: ItemId, lately_since: datetime) -> Demand:
        """Return who waits on an item."""
        people = func.count(distinct(submissions.c.person_id))
        waiting = submissions.c.item_id == item_id
        lately = await self._connection.scalar(
            select(people).where(waiting, submissions.c.sent_at >= lately_since)
        )
        rows = await self._connection.execute(
            select(submissions.c.language, people.label("people"))
            .where(waiting, submissions.c.language != "")
            .group_by(submissions.c.language)
        )
        languages = by_primary_language(Share(row.language, row.people) for row in rows)
        first_seen = await self._connection.scalar(
            select(func.min(submissions.c.origin_posted_at)).where(waiting)
        )
        return Demand(lately or 0, languages, first_seen)

    async def open_languages(self, limit: int) -> Sequence[str]:
        """Return the primary languages of the people who wait, that of most first."""
        rows = await self._connection.execute(
            select(submissions.c.language, func.count(distinct(submissions.c.person_id)).label("people"))
            .join(review_items, review_items.c.id == submissions.c.item_id)
            .where(review_items.c.state == ItemState.OPEN, submissions.c.language != "")
            .group_by(submissions.c.language)
        )
        return [share.name for share in by_primary_language(Share(row.language, row.people) for row in rows)][
            :limit
        ]

    async def _first(
        self, statement: Select[Any], given: Mapping[str, Any] | None = None
    ) -> ReviewItem | None:
        found = await self._load(statement, given)
        return found[0] if found else None

    async def _load(self, statement: Select[Any], given: Mapping[str, Any] | None = None) -> list[ReviewItem]:
        """Return the items of a statement; `given` are the values that it leaves open."""
        rows, forwarded = await self._connection.run_sync(_read, statement, given)
        channels: dict[int, tuple[str, ...]] = {}
        for row in forwarded:
            channels[row.item_id] = (*channels.get(row.item_id, ()), row.title)
        return [_item(row, channels.get(row.id, ())) for row in rows]


def _read(
    connection: SyncConnection, statement: Select[Any], given: Mapping[str, Any] | None
) -> tuple[Sequence[Any], Sequence[Any]]:
    """Return the items of a statement, and the titles of the channels that each was forwarded from, first
    seen first."""
    rows = connection.execute(statement, given).all()
    ids = [row.id for row in rows]
    return rows, connection.execute(_CHANNELS, {"ids": ids}).all() if ids else ()


_WAITING = submissions.c.item_id == review_items.c.id
_ASKERS = (
    select(func.count(distinct(submissions.c.person_id))).where(_WAITING).scalar_subquery().label("askers")
)
_WAITING_SINCE = func.coalesce(
    select(func.min(submissions.c.sent_at)).where(_WAITING).scalar_subquery(), review_items.c.created_at
).label("waiting_since")
_ITEMS = select(review_items, _ASKERS, _WAITING_SINCE)
_OF_ID = _ITEMS.where(review_items.c.id == bindparam("of_id"))
_ID_OF_KEY = (
    select(review_items.c.id)
    .where(review_items.c.key == bindparam("of_key"))
    .order_by(review_items.c.id.desc())
    .limit(1)
)
_CHANNELS = (
    select(submissions.c.item_id, func.max(submissions.c.origin_title).label("title"))
    .where(
        submissions.c.item_id.in_(bindparam("ids", expanding=True)),
        submissions.c.origin_channel_id.is_not(None),
    )
    .group_by(submissions.c.item_id, submissions.c.origin_channel_id)
    .order_by(func.min(submissions.c.id))
)
_BY_NEED = (_ASKERS.desc(), _WAITING_SINCE, review_items.c.id)


def _in_view(query: QueueQuery | None) -> list[ColumnElement[bool]]:
    """Return what must hold for an item to be shown."""
    is_open = review_items.c.state == ItemState.OPEN
    if query is None:
        return [is_open]
    if query.without_escalated:
        return [review_items.c.escalated_at.is_(None), *_in_view(replace(query, without_escalated=False))]
    held = and_(review_items.c.lease_until.is_not(None), review_items.c.lease_until > query.now)
    match query.chosen.showing:
        case Showing.MINE:
            return [is_open, held, review_items.c.lease_holder == query.viewer]
        case Showing.FREE:
            return [
                is_open,
                review_items.c.proposal_id.is_(None),
                or_(review_items.c.lease_until.is_(None), review_items.c.lease_until <= query.now),
            ]
        case Showing.ESCALATED:
            return [is_open, review_items.c.escalated_at.is_not(None)]
        case Showing.LANGUAGE:
            return [is_open, _asked_in(query.chosen.value)]
        case Showing.WORDS:
            return [is_open, *(_contains(word) for word in query.chosen.value.split())]
        case Showing.ALL | Showing.OLDEST | Showing.HOTTEST:
            return [is_open]


def _order(query: QueueQuery | None) -> tuple[ColumnElement[Any], ...]:
    if query is None:
        return _BY_NEED
    match query.chosen.showing:
        case Showing.OLDEST:
            return _WAITING_SINCE, review_items.c.id
        case Showing.HOTTEST:
            lately = select(func.count(distinct(submissions.c.person_id))).where(
                _WAITING, submissions.c.sent_at >= query.lately_since
            )
            return lately.scalar_subquery().desc(), *_BY_NEED
        case _:
            return _BY_NEED


def _asked_in(language: str) -> ColumnElement[bool]:
    tag = func.lower(submissions.c.language)
    return (
        select(submissions.c.id)
        .where(_WAITING, or_(tag == language, tag.startswith(f"{language}-", autoescape=True)))
        .exists()
    )


def _contains(word: str) -> ColumnElement[bool]:
    # SQLite folds the case of A-Z alone: other letters are looked for as they may be written.
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()})
    return or_(*(review_items.c.text.icontains(spelling, autoescape=True) for spelling in spellings))


def _item(row: Row[Any], channels: tuple[str, ...]) -> ReviewItem:
    return ReviewItem(
        id=ItemId(row.id),
        key=row.key,
        text=row.text,
        state=ItemState(row.state),
        version=row.version,
        askers=row.askers,
        waiting_since=row.waiting_since,
        language=row.language,
        lease=row.lease_until and Lease(ModeratorId(row.lease_holder), row.lease_until),
        verdict_id=row.verdict_id and VerdictId(row.verdict_id),
        dismiss_reason=row.dismiss_reason and DismissReason(row.dismiss_reason),
        merged_into=row.merged_into and ItemId(row.merged_into),
        escalated_at=row.escalated_at,
        proposal_id=row.proposal_id and ProposalId(row.proposal_id),
        near=tuple(read_match(written) for written in row.near),
        channels=channels,
        links=tuple(row.links),
    )
