"""A new index, or a large import, takes long to take in; answers go on, the last changes are known now."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from claims.catalogue import AT_ONCE, Catalogue
from claims.decision import Answer
from claims.verdict import Verdict, VerdictId
from db.store import SqlStore, open_store
from matching.embeddings import TwoEncoders
from matching.matcher import HybridMatcher
from tests.unit.db.builders import NOW, a_ruling

MANY = 2 * AT_ONCE
FIRST = "The Orvell water board will fine households 500 euros for watering their gardens."
FRESH = "Mayor Petra Ostrand said she would close the Halvik ferry."
OTHER = "Drinking chilli oil cures asthma."


class Held(HybridMatcher):
    """A matcher that prepares many verdicts only when it is let go on."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def prepare(self, changed: Sequence[Verdict]) -> Any:
        prepared = super().prepare(changed)
        if len(changed) > AT_ONCE:
            self.begun.set()
            self.go_on.wait(60)
        return prepared


@pytest.fixture(scope="module")
def embedder() -> TwoEncoders:
    return TwoEncoders()


@pytest.fixture
async def store(tmp_path: Path, database_at: Callable[[Path], str | Path]) -> AsyncIterator[SqlStore]:
    opened = await open_store(database_at(tmp_path / "verdicts.db"))
    yield opened
    await opened.close()


@pytest.fixture
def matcher(tmp_path: Path, embedder: TwoEncoders) -> Held:
    return Held.open(tmp_path / "index", embedder=embedder)


async def publish(store: SqlStore, *claims: str) -> list[VerdictId]:
    async with store.writing() as tx:
        return [(await tx.verdicts.add(a_ruling(claim=claim), claim, NOW)).id for claim in claims]


async def publish_many(store: SqlStore) -> VerdictId:
    """Publish FIRST and many more; return the number of the first."""
    filling = [f"Town hall number {number} of Norland was sold for {number} marks." for number in range(MANY)]
    return (await publish(store, FIRST, *filling))[0]


async def publish_more(store: SqlStore) -> None:
    """Publish so many that one of them is not among the newest."""
    await publish(store, *(f"Bridge number {number} of Norland will be torn down." for number in range(MANY)))


@asynccontextmanager
async def levelling(catalogue: Catalogue, matcher: Held) -> AsyncIterator[None]:
    """Have what is missing taken in beside the answers, which waits until it is let go on."""
    task = asyncio.create_task(catalogue.run())
    await asyncio.to_thread(matcher.begun.wait, 60)
    try:
        yield
    finally:
        matcher.go_on.set()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def level(catalogue: Catalogue, matcher: Held) -> None:
    matcher.go_on.set()
    async with asyncio.timeout(60):
        while True:
            if await catalogue.is_level():
                return
            await asyncio.sleep(0.02)


async def answered(catalogue: Catalogue, text: str) -> list[VerdictId]:
    decision = await catalogue.decide(text)
    return [match.verdict_id for match in decision.matches] if isinstance(decision, Answer) else []


async def test_a_new_index_is_filled_beside_the_answers(store: SqlStore, matcher: Held) -> None:
    first = await publish_many(store)
    catalogue = Catalogue(store, matcher)

    async with levelling(catalogue, matcher):
        last = f"Town hall number {MANY - 1} of Norland was sold for {MANY - 1} marks."
        during = (await answered(catalogue, FIRST), len(await answered(catalogue, last)))
        was_level = await catalogue.is_level()
        await level(catalogue, matcher)
        after = await answered(catalogue, FIRST)

    assert (during, was_level, after) == (([], 1), False, [first])


async def test_what_is_in_answers_while_a_large_import_is_taken_in(store: SqlStore, matcher: Held) -> None:
    known = await publish(store, OTHER)
    catalogue = Catalogue(store, matcher)
    await catalogue.refresh()
    await publish_many(store)

    async with levelling(catalogue, matcher):
        assert await answered(catalogue, OTHER) == known


async def test_a_claim_that_was_edited_before_a_large_import_is_not_found_as_it_was(
    store: SqlStore, matcher: Held
) -> None:
    [known] = await publish(store, OTHER)
    catalogue = Catalogue(store, matcher)
    await catalogue.refresh()
    async with store.writing() as tx:
        await tx.verdicts.revise(known, a_ruling(claim=FRESH), FRESH, NOW)
    await publish_many(store)

    async with levelling(catalogue, matcher):
        found = [await answered(catalogue, OTHER) for _ in range(2)]

    assert found == [[], []]


async def test_added_edited_and_retracted_verdicts_hold_for_the_next_message_all_the_same(
    store: SqlStore, matcher: Held
) -> None:
    first = await publish_many(store)
    catalogue = Catalogue(store, matcher)

    async with levelling(catalogue, matcher):
        (fresh,) = await publish(store, FRESH)
        added = await answered(catalogue, FRESH)
        async with store.writing() as tx:
            await tx.verdicts.revise(fresh, a_ruling(claim=OTHER), OTHER, NOW)
        edited = (await answered(catalogue, FRESH), await answered(catalogue, OTHER))
        async with store.writing() as tx:
            await tx.verdicts.retract(first, NOW)  # it is about to be taken in as it was
            await tx.verdicts.retract(fresh, NOW)
        retracted = (await answered(catalogue, OTHER), await answered(catalogue, FIRST))
        await level(catalogue, matcher)
        after = (await answered(catalogue, OTHER), await answered(catalogue, FIRST))

    assert (added, edited) == ([fresh], ([], [fresh]))
    assert (retracted, after) == (([], []), ([], []))


async def test_what_changes_again_before_it_is_level_is_known_by_its_new_words_only(
    store: SqlStore, matcher: Held
) -> None:
    await publish_many(store)
    catalogue = Catalogue(store, matcher)

    async with levelling(catalogue, matcher):
        (fresh,) = await publish(store, FRESH)
        added = await answered(catalogue, FRESH)
        async with store.writing() as tx:
            await tx.verdicts.revise(fresh, a_ruling(claim=OTHER), OTHER, NOW)
        await publish_more(store)
        edited = await answered(catalogue, FRESH)

    assert (added, edited) == ([fresh], [])


async def test_without_the_loop_everything_is_taken_in_before_the_answer(
    store: SqlStore, matcher: Held
) -> None:
    first = await publish_many(store)
    matcher.go_on.set()

    assert await answered(Catalogue(store, matcher), FIRST) == [first]
