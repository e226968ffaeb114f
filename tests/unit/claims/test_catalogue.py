"""The catalogue: what was decided is not decided again, and never outlives a change of the verdicts."""

import asyncio
import threading
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims.catalogue import Catalogue
from claims.decision import Decision, NotAClaim
from claims.recent import Recent
from claims.verdict import Rating, Ruling, Verdict, VerdictId
from db.store import open_store

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class Counting:
    """A matcher that finds nothing and counts how often it was asked."""

    def __init__(self) -> None:
        self.revision = 0
        self.asked: list[tuple[str, Collection[VerdictId], int]] = []
        self.putting_in_order = threading.Event()
        self.let_go = threading.Event()
        self.in_order = threading.Event()
        self.put_in_order_at = 0

    def apply(self, _changed: Sequence[Verdict], revision: int) -> None:
        self.revision = revision

    def prepare(self, changed: Sequence[Verdict]) -> Sequence[Verdict]:
        return changed

    def take_in(self, _prepared: object, revision: int, *, more_follow: bool = False) -> None:
        assert more_follow
        self.revision = revision

    def put_in_order(self) -> None:
        self.putting_in_order.set()
        self.let_go.wait(10)
        self.put_in_order_at = self.revision
        self.in_order.set()

    def clear(self) -> None:
        self.revision = 0

    def fingerprint(self, text: str) -> str:
        return text.lower()

    def decide(self, text: str, *, language: str = "", excluding: Collection[VerdictId] = ()) -> Decision:
        del language
        self.asked.append((text, excluding, self.revision))
        return NotAClaim()

    def rank(self, text: str, *, language: str = "", limit: int = 10) -> tuple[VerdictId, ...]:
        del text, language, limit
        return ()


@pytest.fixture
async def newsroom(tmp_path: Path):
    """A store, and a catalogue over it with its matcher."""
    store = await open_store(tmp_path / "forwardcheck.db")
    matcher = Counting()
    yield store, Catalogue(store, matcher), matcher
    await store.close()


async def publish(store, claim: str) -> int:
    async with store.writing() as tx:
        ruling = Ruling(claim=claim, rating=Rating.FALSE, publisher="Desk")
        await tx.verdicts.add(ruling, claim, NOW)
        return await tx.verdicts.revision()


async def test_the_same_text_is_decided_once(newsroom):
    _, catalogue, matcher = newsroom

    for _ in range(3):
        await catalogue.decide("Lemons cure flu")

    assert len(matcher.asked) == 1


async def test_a_new_verdict_makes_every_decision_anew(newsroom):
    store, catalogue, matcher = newsroom
    await catalogue.decide("Lemons cure flu")

    reached = await publish(store, "Lemons cure flu")
    await catalogue.decide("Lemons cure flu")

    assert [revision for *_, revision in matcher.asked] == [0, reached]


async def test_what_is_left_out_makes_another_question(newsroom):
    _, catalogue, matcher = newsroom

    await catalogue.decide("Lemons cure flu")
    await catalogue.decide("Lemons cure flu", [VerdictId(3)])

    assert [excluding for _, excluding, _ in matcher.asked] == [frozenset(), frozenset({3})]


async def test_nothing_decided_outlives_a_database_that_was_put_back(tmp_path):
    early, late = [await open_store(tmp_path / f"{name}.db") for name in ("early", "late")]
    await publish(early, "Lemons cure flu")
    for claim in ("Lemons cure flu", "Whales fly"):
        await publish(late, claim)
    matcher = Counting()
    catalogue = Catalogue(late, matcher)
    await catalogue.decide("Whales fly")
    catalogue._store = early  # as where a backup is put back beneath a running program
    await catalogue.decide("Bees dance")
    reached = await publish(early, "Lemons cure nothing")
    await catalogue.decide("Whales fly")
    await early.close()
    await late.close()

    assert matcher.asked[-1] == ("Whales fly", frozenset(), reached)


async def test_a_caller_that_knows_a_newer_revision_is_answered_with_it(newsroom):
    store, catalogue, matcher = newsroom
    await catalogue.decide("Lemons cure flu")
    reached = await publish(store, "Lemons cure flu")

    await catalogue.decide("Lemons cure flu", at_least=reached)

    assert matcher.asked[-1][2] == reached


async def test_a_caller_that_knows_an_older_revision_gets_the_newest_that_is_held(newsroom):
    store, catalogue, matcher = newsroom
    reached = await publish(store, "Lemons cure flu")
    await catalogue.refresh()

    await catalogue.decide("Lemons cure flu", at_least=reached - 1)

    assert matcher.revision == reached


async def test_no_answer_waits_for_the_index_to_be_put_in_order(newsroom):
    store, catalogue, matcher = newsroom
    running = asyncio.create_task(catalogue.run())
    await catalogue.refresh()
    reached = await publish(store, "Lemons cure flu")

    await catalogue.decide("Lemons cure flu")
    await asyncio.to_thread(matcher.putting_in_order.wait, 10)
    async with asyncio.timeout(5):
        await catalogue.decide("Limes cure flu")  # though the index is being put in order
    held = matcher.put_in_order_at
    matcher.let_go.set()
    await asyncio.to_thread(matcher.in_order.wait, 10)

    assert [revision for *_, revision in matcher.asked] == [reached, reached]
    assert (held, matcher.put_in_order_at) == (0, reached)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_beyond_its_size_a_memory_forgets_what_was_unused_the_longest():
    recent: Recent[str, int] = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    recent.get("a")
    recent.keep("c", 3)

    assert [recent.get(name) for name in "abc"] == [1, None, 3]
