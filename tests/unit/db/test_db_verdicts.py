from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, event

from claims.verdict import Rating, Revision, Source, Verdict
from db.errors import StorageConflict
from db.store import open_store
from tests.unit.db.builders import NOW, a_ruling, later

FULL = a_ruling(
    rating_text="Pants on fire",
    summary="They do not.",
    title="No, onions …",
    claimant="A post",
    claimed_at=date(2024, 12, 31),
    published_at=date(2025, 1, 2),
    language="en",
    wordings=("onions vs flies", "an onion a day"),
    sources=(Source("https://b.example", "B"), Source("https://a.example")),
    appearances=("https://post.example/2", "https://post.example/1"),
)


async def test_a_verdict_comes_back_whole(store):
    async with store.writing() as tx:
        added = await tx.verdicts.add(FULL, "key", NOW)
    async with store.reading() as tx:
        assert added == Verdict(id=added.id, revision=1, ruling=FULL)
        assert await tx.verdicts.get(added.id) == added
        assert await tx.verdicts.find(FULL.url, "key") == added
        assert await tx.verdicts.find_by_url(FULL.url) == [added]
        assert await tx.verdicts.count() == 1


@pytest.mark.parametrize("nothing", [0, -1, 404, 10**30])
async def test_what_is_not_there_is_none(store, nothing):
    async with store.reading() as tx:
        assert await tx.verdicts.get(nothing) is None
        assert await tx.verdicts.get_many([nothing]) == {}
        assert await tx.verdicts.find("https://x.example", "key") is None
        assert await tx.verdicts.find_by_url("https://x.example") == []


async def read(store, *ids):
    """Return verdicts, and how many statements on the tables of verdicts that took."""
    said = []
    with watched(lambda statement: said.append(statement)):
        async with store.reading() as tx:
            found = await tx.verdicts.get_many(ids)
    return found, sum("FROM verdict_sources" in statement for statement in said)


@contextmanager
def watched(see):
    def look(connection, cursor, statement, parameters, context, is_many):  # noqa: ARG001 - SQLAlchemy's own
        see(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", look)


async def test_a_verdict_is_read_whole_once_and_then_only_looked_at(store):
    async with store.writing() as tx:
        first = await tx.verdicts.add(FULL, "key", NOW)
        second = await tx.verdicts.add(a_ruling(), "key 2", NOW)

    assert await read(store, first.id) == ({first.id: first}, 1)
    assert await read(store, first.id, 404) == ({first.id: first}, 0)
    assert await read(store, second.id, first.id) == ({first.id: first, second.id: second}, 1)
    assert await read(store, second.id, first.id) == ({first.id: first, second.id: second}, 0)


@pytest.mark.sqlite
async def test_a_remembered_verdict_that_another_process_changed_is_read_anew(store, path):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(FULL, "key", NOW)
    await read(store, verdict.id)
    other = await open_store(path)
    async with other.writing() as tx:
        revised = await tx.verdicts.revise(verdict.id, a_ruling(), "key", later(1))

    assert (await read(store, verdict.id))[0] == {verdict.id: revised}
    async with other.writing() as tx:
        withdrawn = await tx.verdicts.retract(verdict.id, later(2))
    await other.close()
    assert (await read(store, verdict.id))[0] == {verdict.id: withdrawn}


async def test_a_change_that_is_rolled_back_is_not_remembered(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(FULL, "key", NOW)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the transaction is what raises
        async with store.writing() as tx:
            undone = await tx.verdicts.revise(verdict.id, a_ruling("Undone"), "key", later(1))
            assert await tx.verdicts.get(verdict.id) == undone
            raise ZeroDivisionError
    async with store.writing() as tx:
        revised = await tx.verdicts.revise(verdict.id, a_ruling("Revised"), "key", later(2))

    assert await read(store, verdict.id) == ({verdict.id: revised}, 1)


async def test_what_was_expected_of_a_verdict_gives_way_to_what_the_transaction_makes_of_it(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(FULL, "key", NOW)
    await read(store, verdict.id)
    async with store.writing() as tx:
        await tx.verdicts.expect([verdict.id, 404])
        before = await tx.verdicts.get_many([verdict.id, 404])
        revised = await tx.verdicts.revise(verdict.id, a_ruling(), "key", later(1))
        after = await tx.verdicts.get_many([verdict.id])

    assert (before, after) == ({verdict.id: verdict}, {verdict.id: revised})


async def test_a_revision_replaces_the_ruling_and_the_old_one_stays_in_the_history(store):
    better = a_ruling("Onions keep some flies away", rating=Rating.MOSTLY_FALSE, publisher="Other Facts")
    async with store.writing() as tx:
        old = await tx.verdicts.add(FULL, "key", NOW)
        new = await tx.verdicts.revise(old.id, better, "key 2", later(1))

        assert new == Verdict(id=old.id, revision=2, ruling=better)
        assert await tx.verdicts.get(old.id) == new
        assert await tx.verdicts.history(old.id) == [old, new]
        assert await tx.verdicts.find(FULL.url, "key") is None
        assert await tx.verdicts.find(FULL.url, "key 2") == new


async def test_a_retraction_can_be_taken_back_as_a_new_revision(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(FULL, "key", NOW)
        retracted = await tx.verdicts.retract(verdict.id, later(1))
        assert retracted == replace(verdict, retracted_at=later(1))
        assert await tx.verdicts.get(verdict.id) == retracted
        assert await tx.verdicts.count() == 0

        restored = await tx.verdicts.restore(verdict.id, later(2))
        assert restored == replace(verdict, revision=2)
        assert await tx.verdicts.get(verdict.id) == restored
        assert await tx.verdicts.history(verdict.id) == [retracted, restored]
        assert await tx.verdicts.count() == 1


async def test_the_counter_grows_with_every_change_and_with_nothing_else(store):
    async with store.writing() as tx:
        counted = [await tx.verdicts.revision()]
        verdict = await tx.verdicts.add(FULL, "key", NOW)
        counted.append(await tx.verdicts.revision())
        for change in (tx.verdicts.restore, tx.verdicts.retract, tx.verdicts.retract, tx.verdicts.restore):
            await change(verdict.id, NOW)
            counted.append(await tx.verdicts.revision())
        await tx.verdicts.revise(verdict.id, FULL, "key", NOW)
        counted.append(await tx.verdicts.revision())

    assert counted == [0, 1, 1, 2, 2, 3, 4]


async def test_changes_are_read_in_order_and_in_portions(store):
    async with store.writing() as tx:
        a, b, c = [await tx.verdicts.add(a_ruling(claim), claim, NOW) for claim in "abc"]
        a = await tx.verdicts.retract(a.id, NOW)

    async with store.reading() as tx:
        assert await tx.verdicts.changed_since(0, 2) == ([b, c], 3)
        assert await tx.verdicts.changed_since(3, 2) == ([a], 4)
        assert await tx.verdicts.changed_since(4, 2) == ([], 4)
        assert await tx.verdicts.revision() == 4


async def test_one_page_rules_once_on_a_claim_but_rulings_without_a_page_are_free(store):
    async with store.writing() as tx:
        await tx.verdicts.add(a_ruling(url=""), "key", NOW)
        newest = await tx.verdicts.add(a_ruling(url=""), "key", NOW)
        await tx.verdicts.add(FULL, "key", NOW)
        assert await tx.verdicts.find("", "key") == newest

    with pytest.raises(StorageConflict):
        async with store.writing() as tx:
            await tx.verdicts.add(a_ruling("Another wording"), "key", NOW)

    async with store.reading() as tx:
        assert (await tx.verdicts.count(), await tx.verdicts.revision()) == (3, 3)


@pytest.mark.parametrize("act", ["revise", "retract", "restore"])
async def test_a_verdict_that_is_not_there_cannot_change(store, act):
    arguments = (FULL, "key", NOW) if act == "revise" else (NOW,)
    async with store.writing() as tx:
        with pytest.raises(LookupError):
            await getattr(tx.verdicts, act)(404, *arguments)


async def test_many_are_added_in_order_and_found_at_once(store):
    rulings = [
        (a_ruling(f"claim {n}", url=f"https://f.example/{n // 2}", publisher=f"P{n % 3}"), f"key {n}")
        for n in range(2_500)
    ]
    async with store.writing() as tx:
        added = await tx.verdicts.add_many(rulings, NOW)
        found = await tx.verdicts.find_many([(ruling.url, key) for ruling, key in rulings])
        many = await tx.verdicts.get_many([verdict.id for verdict in added])
        changed, _ = await tx.verdicts.changed_since(0, 3_000)
        by_url = await tx.verdicts.find_by_url("https://f.example/7")

    assert [verdict.ruling for verdict in added] == [ruling for ruling, _ in rulings]
    assert [found[ruling.url, key] for ruling, key in rulings] == added
    assert [many[verdict.id] for verdict in added] == added == changed
    assert by_url == added[14:16]


async def test_a_known_page_with_another_claim_is_not_found(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(FULL, "key", NOW)

        found = await tx.verdicts.find_many([(FULL.url, "key"), (FULL.url, "other"), ("x\x00", "key")])
        assert found == {(FULL.url, "key"): verdict}
        assert await tx.verdicts.find_many([]) == {}
        assert await tx.verdicts.add_many([], NOW) == []


async def test_adding_costs_few_statements(store):
    plain = a_ruling("Second", sources=(Source("https://b.example"),))
    async with store.writing() as tx:
        await tx.verdicts.add(FULL, "key", NOW)
        statements = []
        await tx.verdicts._connection.run_sync(
            event.listen, "before_cursor_execute", lambda *call: statements.append(call[2])
        )
        await tx.verdicts.add(plain, "key 2", NOW)

    assert len(statements) == 3


async def test_what_stands_is_listed_from_the_newest_in_parts(store):
    async with store.writing() as tx:
        rulings = [(a_ruling(f"Claim {number}", url=""), f"key {number}") for number in range(5)]
        verdicts = await tx.verdicts.add_many(rulings, NOW)
        await tx.verdicts.retract(verdicts[3].id, later(1))

        assert await tx.verdicts.published(2) == [verdicts[4], verdicts[2]]
        assert await tx.verdicts.published(9, before=verdicts[2].id) == [verdicts[1], verdicts[0]]
        assert await tx.verdicts.published(9, before=10**30) == []


async def test_verdicts_without_a_page_of_their_publisher_are_known(store):
    async with store.writing() as tx:
        own = await tx.verdicts.add(a_ruling(url=""), "key", NOW)
        withdrawn = await tx.verdicts.add(a_ruling("Another", url=""), "another key", NOW)
        await tx.verdicts.add(FULL, "key", NOW)
        await tx.verdicts.retract(withdrawn.id, later(5))

        assert await tx.verdicts.without_page(9) == [own.id]
        assert await tx.verdicts.withdrawn_without_page(9) == [(withdrawn.id, later(5))]


async def test_each_revision_has_the_moment_of_its_change(store):
    async with store.writing() as tx:
        assert await tx.verdicts.changed_at() is None
        old = await tx.verdicts.add(FULL, "key", NOW)
        new = await tx.verdicts.revise(old.id, a_ruling("Onions do not"), "key", later(60))

        assert await tx.verdicts.revisions(old.id) == [Revision(old, NOW), Revision(new, later(60))]
        assert await tx.verdicts.revisions(404) == []
        assert await tx.verdicts.changed_at() == later(60)
