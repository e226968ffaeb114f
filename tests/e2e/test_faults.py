"""Stories of everything that the bot leans on breaking: each for real, and nobody lost or answered twice."""

from datetime import timedelta

import pytest

from benchmarks import operating_page
from benchmarks.breakages import BREAKAGES, observe
from claims.feed import NewFeed
from claims.review import ItemId
from tests.support.newsroom import Newsroom

QUICK = [name for name, breakage in BREAKAGES.items() if breakage.quick]


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("name", QUICK)
async def test_nothing_is_lost_and_nobody_is_answered_twice(name: str) -> None:
    observed = await observe(name)
    if observed.not_run:
        pytest.skip(f"not run here: {observed.not_run}")

    assert (observed.lost, observed.answered_twice) == (0, 0)
    assert observed.integrity == "ok"
    assert observed.recovered


def test_the_document_tells_what_was_measured() -> None:
    page = operating_page.PAGE.read_text(encoding="utf-8")

    assert operating_page.renewed(page) == page


async def test_a_clock_set_back_by_hours_keeps_nobody_waiting_for_hours(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards("The old stone bridge in Lindhaven will be closed for two years from Monday")
    await newsroom.settle()
    newsroom.clock.advance(hours=-6)
    set_back_at = newsroom.clock.now()
    ana.forwards("The tap water of Saltby was mixed with three tons of chlorine last night")
    await newsroom.settle()

    assert len(ana.messages) == 2
    assert newsroom.clock.now() - set_back_at < timedelta(minutes=1)


async def test_a_message_stored_before_the_clock_was_set_back_is_answered_soon(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards("The old stone bridge in Lindhaven will be closed for two years from Monday")
    await newsroom.receive()
    newsroom.clock.advance(hours=-6)
    set_back_at = newsroom.clock.now()
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert newsroom.clock.now() - set_back_at < timedelta(minutes=1)


async def test_what_a_clock_far_ahead_planned_does_not_wait_for_that_future(newsroom: Newsroom) -> None:
    store, clock = newsroom.program.store, newsroom.clock
    first, second = await newsroom.moderator("Olga"), await newsroom.moderator("Mia")
    ana = newsroom.person()
    ana.forwards("The old stone bridge in Lindhaven will be closed for two years from Monday")
    await newsroom.settle()
    clock.advance(days=400)
    await newsroom.keep_house()
    first.says("/take 1")
    await newsroom.settle()
    async with store.writing() as tx:
        await tx.feeds.add(
            NewFeed(source="https://facts.example/feed", every=timedelta(hours=1)), clock.now()
        )
        await tx.feeds.take_due(clock.now(), clock.now() + timedelta(minutes=35))
    clock.advance(days=-400)
    await newsroom.keep_house()
    second.says("/take 1")
    await newsroom.settle()
    async with store.reading() as tx:
        item = await tx.items.get(ItemId(1))
        reminded = await tx.schedules.get_many([f"remind:next:{one.id}" for one in (first, second)])
    async with store.writing() as tx:
        taken = await tx.feeds.take_due(clock.now(), clock.now() + timedelta(minutes=35))

    assert item is not None
    assert item.holder(clock.now()) == second.id
    assert all(after <= clock.now() + timedelta(days=3) for after in reminded.values())
    assert taken is not None
