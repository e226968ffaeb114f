import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from db import migrations
from db.engine import open_database
from db.errors import DatabaseTooNew, StorageUnavailable
from db.migrations import migrate
from db.schema import metadata
from db.store import open_store

pytestmark = pytest.mark.as_in_use


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_the_migrations_make_exactly_the_tables_of_the_schema(empty_database):
    engine = create_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        checks = {
            (table, check["name"], check["sqltext"])
            for table in metadata.tables
            for check in found.get_check_constraints(table)
        }
    engine.dispose()

    assert checks == {
        (table.name, check.name, str(check.sqltext))
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }


def test_the_schema_can_be_written_for_postgresql():
    dialect = postgresql.dialect()
    written = [
        str(statement.compile(dialect=dialect))
        for table in metadata.sorted_tables
        for statement in (CreateTable(table), *map(CreateIndex, table.indexes))
    ]

    assert any("chat_id BIGINT NOT NULL" in statement for statement in written)
    assert any("TIMESTAMP WITH TIME ZONE NOT NULL" in statement for statement in written)


def test_the_revisions_read_off_the_files_are_those_that_alembic_finds():
    scripts = ScriptDirectory(str(migrations.FOLDER))
    read = migrations.revisions()

    assert read.known == {script.revision for script in scripts.walk_revisions()}
    assert read.heads == set(scripts.get_heads())


@pytest.mark.sqlite
async def test_opening_again_changes_nothing(path):
    await (await open_store(path)).close()
    before = path.read_bytes()
    await (await open_store(path)).close()

    assert path.read_bytes() == before


@pytest.mark.sqlite
async def test_a_newer_database_is_refused_and_not_touched(store, path):
    await store.close()
    execute(path, "UPDATE alembic_version SET version_num = '0999'")
    before = path.read_bytes()

    with pytest.raises(DatabaseTooNew, match="written by a newer version"):
        await open_store(path)

    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.sqlite
async def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "music.db"
    execute(path, "CREATE TABLE songs (title TEXT)", "INSERT INTO songs VALUES ('Onions')")
    before = path.read_bytes()

    with pytest.raises(StorageUnavailable, match="belongs to another program"):
        await open_store(path)

    assert path.read_bytes() == before


@pytest.mark.sqlite
async def test_a_migration_that_breaks_leaves_nothing_behind(path, monkeypatch):
    database = await open_database(path)

    def break_off(_connection):
        _connection.exec_driver_sql("CREATE TABLE half (done INTEGER)")
        raise ZeroDivisionError

    monkeypatch.setattr("db.migrations._upgrade", break_off)
    with pytest.raises(ZeroDivisionError):
        await migrate(database)
    monkeypatch.undo()
    await migrate(database)
    await database.close()

    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "half" not in names
    assert names >= set(metadata.tables)


def test_the_first_migration_can_be_taken_back(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        names = inspect(connection).get_table_names()
    engine.dispose()

    assert names == ["alembic_version"]


def test_verdicts_of_one_page_under_two_addresses_are_kept_and_the_newer_one_is_found(tmp_path):
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0092")
        connection.execute(text("INSERT INTO publishers (id, name) VALUES (1, 'Facts')"))
        for number, url in enumerate(("http://f.example/a", "https://www.f.example/a/", ""), start=1):
            connection.execute(
                text(
                    "INSERT INTO verdicts (id, publisher_id, claim, claim_key, rating, url, revision,"
                    " change_no, changed_at) VALUES (:id, 1, 'c', 'k', 'false', :url, 1, :id, '2026-05-03')"
                ),
                {"id": number, "url": url},
            )
        command.upgrade(config, "head")
        pages = connection.execute(text("SELECT page FROM verdicts ORDER BY id")).scalars().all()
    engine.dispose()

    assert pages == ["http://f.example/a", "f.example/a", ""]


def test_of_what_was_settled_before_it_is_known_when_a_verdict_was_last_told(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0111")
        connection.execute(text("INSERT INTO publishers (id, name) VALUES (1, 'Facts')"))
        connection.execute(
            text(
                "INSERT INTO verdicts (id, publisher_id, claim, claim_key, rating, revision, change_no,"
                " changed_at) VALUES (1, 1, 'c', 'k', 'false', 1, 1, '2026-05-03')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO review_items (id, key, text, state, version, near, links, created_at)"
                " VALUES (1, 'k', 'c', 'open', 1, '[]', '[]', '2026-05-03')"
            )
        )
        for number, item in ((1, None), (2, None), (3, 1)):
            connection.execute(
                text(
                    "INSERT INTO submissions (id, person_id, chat_id, message_id, text, key, sent_at, links,"
                    " item_id, offered) VALUES (:id, 7, 7, 1, 't', 'k', '2026-05-03', '[]', :item, '[]')"
                ),
                {"id": number, "item": item},
            )
        for number, day in ((1, "2026-05-04"), (2, "2026-05-09")):
            connection.execute(
                text(
                    "INSERT INTO outbox (id, dedupe, chat_id, method, params, repeat, urgency, overtakes,"
                    " state, not_before, created_at) VALUES (:id, :id, 7, 'sendMessage', '{}', 'never', 0,"
                    " 0, 'sent', :day, :day)"
                ),
                {"id": number, "day": day},
            )
            connection.execute(text("INSERT INTO answers VALUES (:id, 0, 1, 1, 1)"), {"id": number})
        command.upgrade(config, "head")
        found = connection.execute(text("SELECT settled_at FROM submissions ORDER BY id")).scalars().all()
    engine.dispose()

    assert found == ["2026-05-09", "2026-05-03", None]
