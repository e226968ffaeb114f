import json
import sqlite3
from contextlib import closing

from tests.unit.db.builders import NOW, later


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
