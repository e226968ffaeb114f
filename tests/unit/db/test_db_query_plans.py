"""Queries over submissions, of which there are many, go by an index."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.unit.db.builders import NOW, later

pytestmark = pytest.mark.sqlite


@contextmanager
def recorded() -> Iterator[list[tuple[str, Any]]]:
    """Yield the statements that are executed meanwhile, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def record(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", record)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", record)


def plan_of(path, statements, table="submissions") -> list[str]:
    """Return how SQLite goes about what is read of a table."""
    with closing(sqlite3.connect(path)) as connection:
        steps = [
            step[3]
            for statement, parameters in statements
            if statement.lstrip().startswith("SELECT")
            for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    return [step for step in steps if table in step]


QUERIES = {
    "near misses": lambda tx: tx.submissions.near_misses(NOW, 200),
    "unanswered": lambda tx: tx.submissions.unanswered("key", NOW),
    "waiting on": lambda tx: tx.submissions.waiting_on(1),
    "waiting of": lambda tx: tx.submissions.waiting_of(1, 1),
    "known files": lambda tx: tx.submissions.known_files(["file"]),
    "figures": lambda tx: tx.bookkeeping.figures(NOW, later(3_600), [NOW, later(3_600)]),
    "demand": lambda tx: tx.items.demand(1, NOW),
    "queue": lambda tx: tx.items.open(200),
    "merged into": lambda tx: tx.items.merged_into(1),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
async def test_no_query_reads_all_submissions(store, path, query):
    with recorded() as statements:
        async with store.reading() as tx:
            await query(tx)
    plan = plan_of(path, statements)

    assert plan
    assert [step for step in plan if step.startswith("SCAN")] == []
    assert [step for step in plan if "INDEX" not in step and "PRIMARY KEY" not in step] == []


async def test_near_misses_are_found_by_when_they_were_sent_and_texts_by_their_key(store, path):
    with recorded() as statements:
        async with store.reading() as tx:
            await tx.submissions.near_misses(NOW, 200)
            await tx.submissions.unanswered("key", NOW)
    plan = "\n".join(plan_of(path, statements))

    assert "ix_submissions_item_id_sent_at (item_id=? AND sent_at>?)" in plan
    assert "ix_submissions_key_item_id (key=? AND item_id=?)" in plan


async def test_the_figures_find_rulings_by_when_they_were_made(store, path):
    with recorded() as statements:
        async with store.reading() as tx:
            await tx.bookkeeping.figures(NOW, later(3_600), [NOW, later(3_600)])

    assert any("ix_audit_act_at" in step for step in plan_of(path, statements, "audit"))
    assert any("COVERING INDEX ix_submissions_sent_at" in step for step in plan_of(path, statements))
