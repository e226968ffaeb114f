import json
import sqlite3
from contextlib import closing

import pytest

from tests.unit.db.builders import NOW, later


@pytest.mark.sqlite
async def test_acts_are_appended_in_order_with_what_they_changed(store, path):
    async with store.writing() as tx:
        await tx.audit.write("moderator:9", "took", "item:1", NOW, {"state": "open"}, {"holder": 9})
        await tx.audit.write("asker", "asked", "item:2", later(1))

    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT actor, act, subject, at, before, after FROM audit").fetchall()
    assert [(actor, act, subject, at) for actor, act, subject, at, _, _ in rows] == [
        ("moderator:9", "took", "item:1", "2025-03-04 12:00:00.000000"),
        ("asker", "asked", "item:2", "2025-03-04 12:00:01.000000"),
    ]
    assert [(before and json.loads(before), after and json.loads(after)) for *_, before, after in rows] == [
        ({"state": "open"}, {"holder": 9}),
        (None, None),
    ]


async def test_the_latest_of_some_acts_on_a_subject_is_found(store):
    async with store.writing() as tx:
        for second, (act, subject) in enumerate(
            [("ruled", "item:1"), ("linked", "item:1"), ("undid", "item:1"), ("ruled", "item:11")]
        ):
            await tx.audit.write(f"moderator:{second}", act, subject, later(second))

    async with store.reading() as tx:
        found = await tx.audit.latest("item:1", {"ruled", "linked"})
        missing = await tx.audit.latest("item:2", {"ruled"})

    assert found is not None
    assert (found.actor, found.act, found.at, missing) == ("moderator:1", "linked", later(1), None)


async def test_acts_are_read_back_by_subject_and_in_order(store):
    async with store.writing() as tx:
        for number in range(5):
            await tx.audit.write("asker", f"act {number}", f"item:{number % 2}", later(number), {"n": number})

    async with store.reading() as tx:
        newest = await tx.audit.about("item:0", 2)
        assert [(entry.act, entry.at, entry.before, entry.after) for entry in newest] == [
            ("act 2", later(2), {"n": 2}, None),
            ("act 4", later(4), {"n": 4}, None),
        ]
        assert await tx.audit.count_about("item:0") == 3
        assert await tx.audit.about("item:", 9) == []
        first = await tx.audit.after(0, 3)
        rest = await tx.audit.after(first[-1].id, 3)
    assert [entry.act for entry in (*first, *rest)] == [f"act {number}" for number in range(5)]
