"""The short way of a change to SQLite stores what SQLAlchemy's own way stores, and fails as that does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    StaticPool,
    Table,
    bindparam,
    case,
    create_engine,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, OperationalError

from db import shortcut
from db.shortcut import change, rows_of
from db.types import Json, Number, Utc, Words

pytestmark = pytest.mark.sqlite

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Number, primary_key=True),
    Column("words", Words, unique=True),
    Column("at", Utc),
    Column("list", Json),
    Column("yes", Boolean),
    Column("state", Words, nullable=False, server_default="new"),
)
TALLIES = Table(
    "tallies", MetaData(), Column("id", Number, primary_key=True), Column("tries", Integer, default=7)
)
ADD = insert(THINGS)
ADD_TALLY = insert(TALLIES)
RENAME = (
    update(THINGS).where(THINGS.c.id == bindparam("of_id"), THINGS.c.state != "done").values(state="done")
)
ADD_OR_KEEP = sqlite.insert(THINGS).on_conflict_do_nothing(index_elements=["words"])
ADD_AND_TELL = ADD_OR_KEEP.returning(THINGS.c.id, THINGS.c.words)
OF_STATE = (
    select(THINGS.c.id, THINGS.c.words).where(THINGS.c.state == bindparam("of_state")).order_by(THINGS.c.id)
)
OF_IDS = select(THINGS.c.id).where(THINGS.c.id.in_(bindparam("ids", expanding=True))).order_by(THINGS.c.id)
EMPTY = (
    update(THINGS)
    .where(THINGS.c.id == bindparam("of_id"))
    .values(list=case((bindparam("over", type_=Boolean), literal({}, Json())), else_=THINGS.c.list))
)
ROWS: list[dict[str, Any]] = [
    {"words": "plain", "at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "list": ["a", {"b": 1}], "yes": True},
    {"words": "NUL \0, half \ud83d, 🙂, 'quote' -- ?", "at": None, "list": None, "yes": None},
    {"words": "", "at": datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=5))), "list": {}, "yes": False},
    {"words": None, "at": datetime(1, 1, 1, tzinfo=UTC), "list": 0, "yes": True},
]


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    THINGS.create(engine)
    TALLIES.create(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def stored(connection: Connection) -> list[tuple[Any, ...]]:
    """Return what lies in the file, as SQLite gives it."""
    return list(connection.exec_driver_sql("SELECT *, typeof(at), typeof(yes) FROM things ORDER BY id"))


def test_it_stores_what_the_usual_way_stores(connection):
    for row in ROWS:
        change(connection, ADD, row)
    short = stored(connection)
    connection.exec_driver_sql("DELETE FROM things")
    for row in ROWS:
        connection.execute(ADD, row)

    assert short == stored(connection)
    assert tuple(connection.execute(select(THINGS.c.words, THINGS.c.at)).first()) == (
        "plain",
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )


def test_several_rows_in_one_go_and_how_many_were_touched(connection):
    assert change(connection, ADD, ROWS) == 4
    assert change(connection, RENAME, {"of_id": 2}) == 1
    assert change(connection, RENAME, {"of_id": 2}) == 0
    assert change(connection, RENAME, [{"of_id": 1}, {"of_id": 2}, {"of_id": 3}]) == 2
    assert [row[5] for row in stored(connection)] == ["done", "done", "done", "new"]


def test_what_the_statement_says_itself_and_what_each_row_says(connection):
    change(connection, ADD, ROWS[:2])
    change(connection, EMPTY, [{"of_id": 1, "over": False}, {"of_id": 2, "over": True}])

    assert [row[3] for row in stored(connection)] == ['["a",{"b":1}]', "{}"]


def test_the_same_statement_with_other_columns(connection):
    change(connection, ADD, {"words": "a"})
    change(connection, ADD, {"words": "b", "state": "done"})
    change(connection, ADD_OR_KEEP, {"words": "b", "state": "new"})

    assert [(row[1], row[5]) for row in stored(connection)] == [("a", "new"), ("b", "done")]


def test_it_is_the_short_way_for_these(connection):
    with mock.patch.object(Connection, "execute", side_effect=AssertionError("the long way")):
        change(connection, ADD, ROWS)
        change(connection, RENAME, {"of_id": 1})


def test_rows_are_those_of_the_usual_way(connection):
    change(connection, ADD, ROWS)
    change(connection, RENAME, {"of_id": 2})
    found = rows_of(connection, OF_STATE, {"of_state": "new"})

    assert [tuple(row) for row in found] == [
        tuple(row) for row in connection.execute(OF_STATE, {"of_state": "new"})
    ]
    assert [row[0] for row in found] == [1, 3, 4]


def test_rows_that_an_insert_returns(connection):
    assert [tuple(row) for row in rows_of(connection, ADD_AND_TELL, {"words": "a"})] == [(1, "a")]
    assert list(rows_of(connection, ADD_AND_TELL, {"words": "a"})) == []


def test_a_list_that_is_filled_in_late_goes_the_usual_way(connection):
    change(connection, ADD, ROWS)

    assert [tuple(row) for row in rows_of(connection, OF_IDS, {"ids": [1, 4, 9]})] == [(1,), (4,)]


def test_where_sqlalchemy_gives_a_value_the_usual_way_is_taken(connection):
    assert change(connection, ADD_TALLY, {"id": 3}) == 1
    assert list(connection.execute(select(TALLIES))) == [(3, 7)]


def test_a_rule_that_is_broken_is_told_as_usual_without_what_was_to_be_stored(connection):
    change(connection, ADD, {"words": "somebody's secret"})
    with pytest.raises(IntegrityError) as caught:
        change(connection, ADD, {"words": "somebody's secret"})

    assert "secret" not in str(caught.value)


def test_a_table_that_lacks_is_told_as_usual(connection):
    connection.exec_driver_sql("DROP TABLE things")

    with pytest.raises(OperationalError, match="no such table"):
        change(connection, ADD, {"words": "a"})


def test_a_time_without_a_zone_is_refused(connection):
    with pytest.raises(ValueError, match="time zone"):
        change(connection, ADD, {"at": datetime(2026, 1, 1)})  # noqa: DTZ001 - the point of the test


def test_a_statement_is_compiled_once(connection):
    shortcut._compiled.cache_clear()
    for row in ROWS:
        change(connection, ADD, row)

    assert shortcut._compiled.cache_info().misses == 1
