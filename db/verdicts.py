"""Owns the verdicts: published rulings, their history, and the order in which they changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Row, Select, Table, bindparam, delete, func, insert, select, update
from sqlalchemy import Connection as SyncConnection

from claims.links import page_key
from claims.ports import OnPage, UnratedWords
from claims.recent import Recent
from claims.verdict import Rating, Revision, Ruling, Source, Verdict, VerdictId
from db import upsert
from db.announcing import announcement
from db.connection import Connection
from db.schema import (
    counters,
    heard,
    publishers,
    verdict_appearances,
    verdict_revisions,
    verdict_sources,
    verdict_wordings,
    verdicts,
)
from db.shortcut import rows_of
from db.snapshots import read_snapshot, write_snapshot
from db.types import Number, fits, plain

T = TypeVar("T")

CHANGES = "verdict_changes"
BATCH = 1_000  # ids in one statement; SQLite takes 32,766 parameters
REMEMBERED = 500
FEW = 20


@dataclass(frozen=True, slots=True)
class Remembered:
    """A verdict as it was read, and the number of its last change: whatever changes it changes that, too."""

    verdict: Verdict
    change_no: int


Memory = Recent[VerdictId, Remembered]


def no_memory() -> Memory:
    """Return an empty memory."""
    return Recent(REMEMBERED)


class SqlVerdicts:
    """The verdicts inside one transaction.

    A few that are asked for are only read whole if they changed since they were `remembered`: reading one
    takes four statements, seeing its last change a short one.

    For imports: `find_many` and `add_many` cost a few statements for a thousand rulings, where `find` and
    `add` cost four or five for each.
    """

    def __init__(self, connection: Connection, remembered: Memory) -> None:
        self._connection = connection
        self._remembered = remembered
        self._expected: dict[VerdictId, int | None] = {}  # the number of the last change, if there is one
        self._expected_revision: int | None = None
        self._has_changed_any = False
        self._publisher_ids: dict[str, int] = {}

    async def get(self, verdict_id: VerdictId) -> Verdict | None:
        """Return the verdict, retracted or not, if there is one."""
        return (await self.get_many([verdict_id])).get(verdict_id)

    async def get_many(self, ids: Collection[VerdictId]) -> Mapping[VerdictId, Verdict]:
        """Return those of the verdicts that exist."""
        wanted = sorted(number for number in set(ids) if fits(number))
        if not wanted:
            return {}
        if len(wanted) > FEW:
            return await self._read(wanted)
        changes = await self._seen(wanted)
        known = {
            number: one.verdict
            for number, change_no in changes.items()
            if (one := self._remembered.get(number)) is not None and one.change_no == change_no
        }
        if len(known) < len(changes):
            known |= await self._read(sorted(changes.keys() - known.keys()))
        return {number: known[number] for number in wanted if number in known}

    async def expect(self, ids: Collection[VerdictId]) -> None:
        """Look at a few verdicts, and how many changes there were, with the next statement, for later in this
        transaction."""
        wanted = sorted(number for number in set(ids) if fits(number))
        if 0 < len(wanted) <= FEW:
            await self._connection.do_later(partial(self._look_ahead, wanted))

    def _look_ahead(self, wanted: Sequence[VerdictId], connection: SyncConnection) -> None:
        self._expected = dict.fromkeys(wanted) | _last_changes(wanted, connection)
        self._expected_revision = next((number for (number,) in rows_of(connection, REVISION, {})), 0)

    async def _seen(self, wanted: Sequence[VerdictId]) -> Mapping[VerdictId, int]:
        """Return the number of the last change of those of the verdicts that exist."""
        if not self._expected.keys() >= set(wanted):
            return await self._connection.run_sync(partial(_last_changes, wanted))
        seen = {number: self._expected[number] for number in wanted}
        return {number: change_no for number, change_no in seen.items() if change_no is not None}

    async def _read(self, wanted: Sequence[VerdictId]) -> dict[VerdictId, Verdict]:
        """Return those of the verdicts that exist, and remember a few."""
        found: dict[VerdictId, Verdict] = {}
        for some in _batches(wanted):
            given = {"ids": list(some)}
            statements = (_OF_IDS, *_OF_VERDICTS.values())
            result, *parts = await self._connection.execute_all([(one, given) for one in statements])
            rows = result.all()
            for row, verdict in zip(rows, _whole(rows, parts), strict=True):
                found[verdict.id] = verdict
                # A change that is rolled back leaves its number to another one.
                if len(wanted) <= FEW and not self._has_changed_any:
                    self._remembered.keep(verdict.id, Remembered(verdict, row.change_no))
        return found

    async def find(self, url: str, claim_key: str) -> Verdict | None:
        """Return the verdict of that page, under any address, on that claim (identity of a fact-check)."""
        page = page_key(url)
        same = _VERDICTS.where(verdicts.c.page == page, verdicts.c.claim_key == claim_key)
        found = await self._load(same.order_by(verdicts.c.id.desc()).limit(1))
        return found[0] if found else None

    async def find_many(self, identities: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Verdict]:
        """Return the verdicts that `find` would, by their (url, claim key)."""
        wanted = {(url, key): (plain(page_key(url)), plain(key)) for url, key in identities}
        sought, known = set(wanted.values()), dict[tuple[str, str], Verdict]()
        for some in _batches(sorted({page for page, _ in sought})):
            rows = await self._rows(_VERDICTS.where(verdicts.c.page.in_(some)).order_by(verdicts.c.id))
            of_these = [row for row in rows if (row.page, row.claim_key) in sought]
            for row, verdict in zip(of_these, await self._verdicts(of_these), strict=True):
                known[row.page, row.claim_key] = verdict
        return {given: known[place] for given, place in wanted.items() if place in known}

    async def on_pages(self, pages: Collection[str]) -> Mapping[str, Sequence[OnPage]]:
        """Return what each of these page keys has, withdrawn or not, oldest first; nothing of the others."""
        wanted = {plain(page): page for page in pages}
        found: dict[str, list[OnPage]] = {}
        c = verdicts.c
        for some in _batches(sorted(wanted)):
            there = select(c.page, c.id, c.claim_key, c.revision, c.retracted_at)
            rows = await self._connection.execute(there.where(c.page.in_(some)).order_by(c.id))
            for row in rows:
                one = OnPage(VerdictId(row.id), row.claim_key, row.revision, row.retracted_at is not None)
                found.setdefault(wanted[row.page], []).append(one)
        return found

    async def heard(self, ids: Collection[VerdictId], source: str) -> Mapping[VerdictId, str]:
        """Return the digests of what a source said last of these verdicts, where it was noted."""
        found: dict[VerdictId, str] = {}
        for some in _batches(sorted(ids)):
            rows = await self._connection.execute(
                select(heard.c.verdict_id, heard.c.digest).where(
                    heard.c.source == source, heard.c.verdict_id.in_(some)
                )
            )
            found |= {VerdictId(row.verdict_id): row.digest for row in rows}
        return found

    async def hear(self, verdict_id: VerdictId, source: str, digest: str) -> None:
        """Note what a source says of a verdict."""
        noted = upsert.insert(self._connection, heard).values(
            verdict_id=verdict_id, source=source, digest=digest
        )
        await self._connection.execute(
            noted.on_conflict_do_update(
                index_elements=["verdict_id", "source"], set_={"digest": noted.excluded.digest}
            )
        )

    async def find_by_url(self, url: str) -> Sequence[Verdict]:
        """Return the verdicts whose fact-check page is at `url`, under any address."""
        of_page = _VERDICTS.where(verdicts.c.page == plain(page_key(url)))
        return await self._load(of_page.order_by(verdicts.c.id))

    async def add(self, ruling: Ruling, claim_key: str, now: datetime) -> Verdict:
        """Store a new verdict."""
        return (await self.add_many([(ruling, claim_key)], now))[0]

    async def add_many(self, rulings: Sequence[tuple[Ruling, str]], now: datetime) -> Sequence[Verdict]:
        """Store new verdicts, each given with its claim key, in order."""
        if not rulings:
            return []
        publisher_ids = await self._publishers({ruling.publisher for ruling, _ in rulings})
        first = await self._next_change(len(rulings))
        rows = [
            _columns(ruling, key, publisher_ids)
            | {"revision": 1, "change_no": first + place, "changed_at": now}
            for place, (ruling, key) in enumerate(rulings)
        ]
        added = await self._connection.execute(
            insert(verdicts).returning(verdicts.c.id, verdicts.c.change_no), rows
        )
        # A batch comes back in any order; its change numbers say which row is whose.
        ids = {row.change_no - first: VerdictId(row.id) for row in added}
        stored = [
            Verdict(id=ids[place], revision=1, ruling=ruling) for place, (ruling, _) in enumerate(rulings)
        ]
        await self._add_parts(stored)
        return stored

    async def revise(self, verdict_id: VerdictId, ruling: Ruling, claim_key: str, now: datetime) -> Verdict:
        """Store a new revision, keeping the old one in the history.

        Raises:
            LookupError: there is no such verdict.
        """
        old = await self._existing(verdict_id)
        publisher_ids = await self._publishers({ruling.publisher})
        revised = replace(old, revision=old.revision + 1, ruling=ruling)
        await self._change(old, revised, now, _columns(ruling, claim_key, publisher_ids))
        for table in _PARTS:
            await self._connection.execute(delete(table).where(table.c.verdict_id == verdict_id))
        await self._add_parts([revised])
        return revised

    async def retract(self, verdict_id: VerdictId, now: datetime) -> Verdict:
        """Mark as withdrawn by its publisher; the ruling and its revision stay. Twice changes nothing.

        Raises:
            LookupError: there is no such verdict.
        """
        old = await self._existing(verdict_id)
        if old.retracted_at is not None:
            return old
        retracted = replace(old, retracted_at=now)
        await self._change(old, retracted, now, {"retracted_at": now})
        return retracted

    async def restore(self, verdict_id: VerdictId, now: datetime) -> Verdict:
        """Take a retraction back (its publisher has published it again); a new revision. What is not
        retracted stays as it is.

        Raises:
            LookupError: there is no such verdict.
        """
        old = await self._existing(verdict_id)
        if old.retracted_at is None:
            return old
        restored = replace(old, retracted_at=None, revision=old.revision + 1)
        await self._change(old, restored, now, {"retracted_at": None})
        return restored

    async def history(self, verdict_id: VerdictId) -> Sequence[Verdict]:
        """Return every revision of a verdict, oldest first, the present one last."""
        present = await self._existing(verdict_id)
        rows = await self._connection.scalars(
            select(verdict_revisions.c.snapshot)
            .where(verdict_revisions.c.verdict_id == verdict_id)
            .order_by(verdict_revisions.c.revision)
        )
        return [*map(read_snapshot, rows), present]

    async def revisions(self, verdict_id: VerdictId) -> Sequence[Revision]:
        """Return every revision of a verdict with the moment of its last change, oldest first; none when
        there is no such verdict."""
        present = await self.get(verdict_id)
        if present is None:
            return []
        rows = await self._connection.execute(
            select(verdict_revisions.c.snapshot, verdict_revisions.c.at)
            .where(verdict_revisions.c.verdict_id == verdict_id)
            .order_by(verdict_revisions.c.revision)
        )
        changed_at = await self._connection.scalar(
            select(verdicts.c.changed_at).where(verdicts.c.id == verdict_id)
        )
        return [
            *(Revision(read_snapshot(row.snapshot), row.at) for row in rows),
            Revision(present, changed_at),
        ]

    async def revision(self) -> int:
        """Return the change counter, which grows by one with every change of a verdict."""
        if self._expected_revision is not None:
            return self._expected_revision
        return await self._connection.scalar(REVISION) or 0

    async def changed_since(self, revision: int, limit: int) -> tuple[Sequence[Verdict], int]:
        """Return up to `limit` verdicts changed after `revision`, oldest change first, and the counter they
        reach (`revision` itself when there are none)."""
        rows = await self._rows(
            _VERDICTS.where(verdicts.c.change_no > revision).order_by(verdicts.c.change_no).limit(limit)
        )
        return await self._verdicts(rows), rows[-1].change_no if rows else revision

    async def last_changes(self, ids: Collection[VerdictId]) -> Mapping[VerdictId, int]:
        """Return the number of the last change of those of the verdicts that exist; few may be asked for."""
        wanted = sorted(number for number in set(ids) if fits(number))
        return await self._seen(wanted) if wanted else {}

    async def count(self) -> int:
        """Return the number of verdicts that are not retracted."""
        number = await self._connection.scalar(select(func.count()).where(verdicts.c.retracted_at.is_(None)))
        return number or 0

    async def published(self, limit: int, before: VerdictId | None = None) -> Sequence[Verdict]:
        """Return verdicts that are not retracted, the one stored last first; those stored before that one."""
        these = _VERDICTS.where(verdicts.c.retracted_at.is_(None)).order_by(verdicts.c.id.desc()).limit(limit)
        if before is None:
            return await self._load(these)
        return await self._load(these.where(verdicts.c.id < before)) if fits(before) else []

    async def without_page(self, limit: int) -> Sequence[VerdictId]:
        """Return the verdicts that are not retracted and have no page of their publisher, as `published`."""
        own = select(verdicts.c.id).where(verdicts.c.page == "", verdicts.c.retracted_at.is_(None))
        ids = await self._connection.scalars(own.order_by(verdicts.c.id.desc()).limit(limit))
        return [VerdictId(number) for number in ids]

    async def withdrawn_without_page(self, limit: int) -> Sequence[tuple[VerdictId, datetime]]:
        """Return the verdicts without a page of their publisher that were retracted last, with when."""
        gone = select(verdicts.c.id, verdicts.c.retracted_at).where(
            verdicts.c.page == "", verdicts.c.retracted_at.is_not(None)
        )
        last = gone.order_by(verdicts.c.retracted_at.desc(), verdicts.c.id.desc()).limit(limit)
        return [(VerdictId(row.id), row.retracted_at) for row in await self._connection.execute(last)]

    async def changed_at(self) -> datetime | None:
        """Return when any verdict was last added or changed; None when there is none."""
        last = select(verdicts.c.changed_at).order_by(verdicts.c.change_no.desc()).limit(1)
        moment: datetime | None = await self._connection.scalar(last)
        return moment

    async def newest(self, limit: int, offset: int = 0) -> Sequence[Verdict]:
        """Return verdicts, retracted or not, the one stored last first."""
        return await self._load(_VERDICTS.order_by(verdicts.c.id.desc()).limit(limit).offset(offset))

    async def unrated_words(self, limit: int | None) -> Sequence[UnratedWords]:
        """Return publishers' words that have no rating, the most frequent first; all of them for None."""
        number = func.count().label("number")
        rows = await self._connection.execute(
            select(verdicts.c.rating_text, number)
            .where(verdicts.c.rating == Rating.UNRATED, verdicts.c.retracted_at.is_(None))
            .group_by(verdicts.c.rating_text)
            .order_by(number.desc(), verdicts.c.rating_text)
            .limit(limit)
        )
        return [UnratedWords(row.rating_text, row.number) for row in rows]

    async def words_rated(self, rating: Rating) -> Sequence[str]:
        """Return the publishers' words of the verdicts that have this rating."""
        words = select(verdicts.c.rating_text).where(verdicts.c.rating == rating).distinct()
        return (await self._connection.scalars(words.order_by(verdicts.c.rating_text))).all()

    async def rated_with(self, words: Sequence[str], rating: Rating) -> Sequence[Verdict]:
        """Return the verdicts that have exactly these words and this rating."""
        found: list[Verdict] = []
        for some in _batches(words):
            these = _VERDICTS.where(verdicts.c.rating == rating, verdicts.c.rating_text.in_(some))
            found += await self._load(these.order_by(verdicts.c.id))
        return found

    async def _existing(self, verdict_id: VerdictId) -> Verdict:
        verdict = await self.get(verdict_id)
        if verdict is None:
            raise LookupError(f"there is no verdict {verdict_id}")
        return verdict

    async def _change(self, old: Verdict, new: Verdict, now: datetime, values: dict[str, Any]) -> None:
        if new.revision != old.revision:
            since = select(verdicts.c.changed_at).where(verdicts.c.id == old.id).scalar_subquery()
            await self._connection.execute(
                insert(verdict_revisions).values(
                    verdict_id=old.id, revision=old.revision, snapshot=write_snapshot(old), at=since
                )
            )
        values |= {"revision": new.revision, "change_no": await self._next_change(1), "changed_at": now}
        await self._connection.execute(update(verdicts).where(verdicts.c.id == old.id).values(**values))

    async def _next_change(self, changes: int) -> int:
        """Reserve numbers for so many changes and return the first."""
        self._has_changed_any = True
        counted = await self._connection.execute(
            update(counters)
            .where(counters.c.name == CHANGES)
            .values(value=counters.c.value + changes)
            .returning(counters.c.value, *announcement(self._connection))
        )
        self._expected, self._expected_revision = {}, None
        return int(counted.one().value) - changes + 1

    async def _publishers(self, names: Collection[str]) -> Mapping[str, int]:
        """Return the ids of publishers by (plain) name, adding those not known yet."""
        missing = sorted({plain(name) for name in names} - self._publisher_ids.keys())
        for some in _batches(missing):
            await self._connection.execute(
                upsert.insert(self._connection, publishers).on_conflict_do_nothing(index_elements=["name"]),
                [{"name": name} for name in some],
            )
            rows = await self._connection.execute(select(publishers).where(publishers.c.name.in_(some)))
            self._publisher_ids |= {row.name: row.id for row in rows}
        return self._publisher_ids

    async def _add_parts(self, stored: Sequence[Verdict]) -> None:
        for table in _PARTS:
            rows = [row for verdict in stored for row in _part_rows(table, verdict)]
            if rows:
                await self._connection.execute(insert(table), rows)

    async def _load(self, statement: Select[Any]) -> Sequence[Verdict]:
        return await self._verdicts(await self._rows(statement))

    async def _rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        rows: Sequence[Row[Any]] = (await self._connection.execute(statement)).all()
        return rows

    async def _verdicts(self, rows: Sequence[Row[Any]]) -> Sequence[Verdict]:
        loaded: list[Verdict] = []
        for some in _batches(rows):
            ids = {"ids": [row.id for row in some]}
            found = await self._connection.execute_all([(_OF_VERDICTS[table], ids) for table in _PARTS])
            loaded += _whole(some, found)
        return loaded


_PARTS = (verdict_wordings, verdict_sources, verdict_appearances)
_VERDICTS = select(verdicts, publishers.c.name.label("publisher")).join(
    publishers, publishers.c.id == verdicts.c.publisher_id
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_OF_IDS = _VERDICTS.where(verdicts.c.id.in_(_IDS))
_CHANGES = select(verdicts.c.id, verdicts.c.change_no)
_CHANGES_OF_MANY = _CHANGES.where(verdicts.c.id.in_(_IDS))
_CHANGES_OF_FEW = _CHANGES.where(
    verdicts.c.id.in_([bindparam(f"id_{place}", type_=Number) for place in range(FEW)])
)
_OF_VERDICTS = {
    table: select(table).where(table.c.verdict_id.in_(_IDS)).order_by(table.c.verdict_id, table.c.position)
    for table in _PARTS
}
REVISION = select(counters.c.value).where(counters.c.name == CHANGES)


def _last_changes(wanted: Sequence[VerdictId], connection: SyncConnection) -> dict[VerdictId, int]:
    if len(wanted) > FEW:
        rows: Iterable[Sequence[Any]] = connection.execute(_CHANGES_OF_MANY, {"ids": wanted})
    else:  # the last one fills what is left
        given = {f"id_{place}": wanted[min(place, len(wanted) - 1)] for place in range(FEW)}
        rows = rows_of(connection, _CHANGES_OF_FEW, given)
    return {VerdictId(number): change_no for number, change_no in rows}


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]


def _whole(rows: Sequence[Row[Any]], found: Sequence[Iterable[Row[Any]]]) -> list[Verdict]:
    """Return the verdicts of these rows; `found` are the rows of each of their parts."""
    parts = dict(zip(_PARTS, map(_by_verdict, found), strict=True))
    return [_verdict(row, {table: parts[table].get(row.id, ()) for table in _PARTS}) for row in rows]


def _by_verdict(rows: Iterable[Row[Any]]) -> Mapping[int, Sequence[Row[Any]]]:
    parts: dict[int, list[Row[Any]]] = {}
    for row in rows:
        parts.setdefault(row.verdict_id, []).append(row)
    return parts


def _columns(ruling: Ruling, claim_key: str, publisher_ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        "publisher_id": publisher_ids[plain(ruling.publisher)],
        "claim": ruling.claim,
        "claim_key": claim_key,
        "rating": ruling.rating,
        "rating_text": ruling.rating_text,
        "summary": ruling.summary,
        "title": ruling.title,
        "claimant": ruling.claimant,
        "claimed_at": ruling.claimed_at,
        "published_at": ruling.published_at,
        "valid_until": ruling.valid_until,
        "language": ruling.language,
        "url": ruling.url,
        "page": page_key(ruling.url) if ruling.url else "",
    }


def _part_rows(table: Table, verdict: Verdict) -> list[dict[str, Any]]:
    parts: dict[Table, list[dict[str, Any]]] = {
        verdict_wordings: [{"wording": wording} for wording in verdict.ruling.wordings],
        verdict_sources: [{"url": source.url, "title": source.title} for source in verdict.ruling.sources],
        verdict_appearances: [{"url": url} for url in verdict.ruling.appearances],
    }
    return [
        {"verdict_id": verdict.id, "position": position, **part} for position, part in enumerate(parts[table])
    ]


def _verdict(row: Row[Any], parts: Mapping[Table, Sequence[Row[Any]]]) -> Verdict:
    ruling = Ruling(
        claim=row.claim,
        rating=Rating(row.rating),
        publisher=row.publisher,
        url=row.url,
        rating_text=row.rating_text,
        summary=row.summary,
        title=row.title,
        claimant=row.claimant,
        claimed_at=row.claimed_at,
        published_at=row.published_at,
        valid_until=row.valid_until,
        language=row.language,
        wordings=tuple(part.wording for part in parts[verdict_wordings]),
        sources=tuple(Source(part.url, part.title) for part in parts[verdict_sources]),
        appearances=tuple(part.url for part in parts[verdict_appearances]),
    )
    return Verdict(id=VerdictId(row.id), revision=row.revision, ruling=ruling, retracted_at=row.retracted_at)
