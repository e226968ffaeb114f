"""Stories of fact-checks that come by a feed: from a website to the person who asks."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import lifecycle
from bot.ways import Ways
from claims.feed import NewFeed
from matching.embeddings import TwoEncoders
from tests.support.newsroom import Newsroom, open_newsroom
from tests.support.site import Answer, Site, open_site

LEMON = "Drinking warm lemon water cures the flu."
PATIENCE_SECONDS = 20.0


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: TwoEncoders, site: Site) -> AsyncIterator[Newsroom]:
    """A newsroom that follows one feed of the site."""
    async with open_newsroom(tmp_path, embedder=embedder, ways=Ways(door=site.door)) as opened:
        async with opened.program.store.writing() as tx:
            feed = NewFeed(source=site.link("/checks.json"), every=timedelta(hours=1))
            assert await tx.feeds.add(feed, opened.clock.now())
        yield opened


def publishes(site: Site, rating: str, claim: str = LEMON) -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": "https://facts.example/lemon",
        "datePublished": "2026-02-03",
        "author": {"@type": "Organization", "name": "Lake Facts"},
        "reviewRating": {"alternateName": rating},
    }
    site.text("/checks.json", json.dumps([review]))


async def fetched(newsroom: Newsroom) -> None:
    """Let the feed be read, in two days if it is not due."""
    if await newsroom.program.feeds.read_next() is None:
        newsroom.clock.advance(days=2)
        await newsroom.program.feeds.read_next()
    await newsroom.settle()


async def test_what_a_feed_brings_is_answered_in_the_publishers_own_words(
    newsroom: Newsroom, site: Site
) -> None:
    publishes(site, "Bulo")
    await fetched(newsroom)
    ana = newsroom.person()
    ana.says(LEMON)
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")
    assert "Bulo" in ana.last_message
    assert "Lake Facts" in ana.last_message


async def test_what_its_publisher_corrects_is_corrected_where_it_was_told(
    newsroom: Newsroom, site: Site
) -> None:
    publishes(site, "Bulo")
    await fetched(newsroom)
    ana = newsroom.person()
    ana.says(LEMON)
    await newsroom.settle()
    publishes(site, "Sin contexto")
    await fetched(newsroom)

    assert ": was False, now Missing context" in ana.messages[0].text.splitlines()[0]
    assert ana.last_message == "We corrected this answer."


REWORDED = "The flu is cured by drinking warm lemon water."


async def test_a_claim_that_its_page_words_anew_is_corrected_where_its_rating_changed(
    newsroom: Newsroom, site: Site
) -> None:
    publishes(site, "Bulo")
    await fetched(newsroom)
    ana, ben = newsroom.person(), newsroom.person("Ben")
    ana.forwards(LEMON)
    await newsroom.settle()
    publishes(site, "Sin contexto", REWORDED)
    await fetched(newsroom)
    await fetched(newsroom)

    answer, note = ana.messages
    assert answer.text.splitlines()[0].endswith("was False, now Missing context")
    assert f"Claim: “{REWORDED}”" in answer.text.replace("\u2068", "").replace("\u2069", "")
    assert note.text == "We corrected this answer."
    ben.forwards(LEMON)
    await newsroom.settle()
    assert ["Missing context" in message.text for message in ben.messages] == [True]
    assert await claims(newsroom) == [REWORDED]


async def test_a_claim_that_its_page_words_anew_is_told_in_its_new_words_without_a_note(
    newsroom: Newsroom, site: Site
) -> None:
    publishes(site, "Bulo")
    await fetched(newsroom)
    ana = newsroom.person()
    ana.forwards(LEMON)
    await newsroom.settle()
    publishes(site, "Bulo", REWORDED)
    await fetched(newsroom)

    assert (len(ana.messages), ana.last.version) == (1, ana.messages[0].version)
    assert await claims(newsroom) == [REWORDED]


@pytest.mark.parametrize(
    "other",
    [
        "Drinking warm lemon water does not cure the flu.",
        "Drinking warm ginger water cures the flu.",
        "The old stone bridge in Lindhaven will be closed.",
    ],
)
async def test_another_claim_on_a_page_changes_nothing_for_whoever_asked_about_the_first(
    newsroom: Newsroom, site: Site, other: str
) -> None:
    publishes(site, "Bulo")
    await fetched(newsroom)
    ana = newsroom.person()
    ana.forwards(LEMON)
    await newsroom.settle()
    told = ana.last_message
    publishes(site, "Verdadero", other)
    await fetched(newsroom)

    assert [message.text for message in ana.messages] == [told]
    assert await claims(newsroom) == [LEMON, other]


async def claims(newsroom: Newsroom) -> list[str]:
    async with newsroom.program.store.reading() as tx:
        changed, _ = await tx.verdicts.changed_since(0, 10)
    return [verdict.ruling.claim for verdict in sorted(changed, key=lambda verdict: verdict.id)]


async def test_a_reviewer_hears_that_a_feed_died_and_that_it_is_back(newsroom: Newsroom, site: Site) -> None:
    max_ = await newsroom.moderator()
    site.pages["/checks.json"] = Answer(status=500)
    for _again in range(7):
        await fetched(newsroom)
    died = max_.last_message
    publishes(site, "Bulo")
    await fetched(newsroom)

    assert died.startswith("No fact-checks come from facts.example: it could not be read since it was added.")
    assert [message.text for message in max_.messages[-2:]] == [
        died,
        "Fact-checks come from facts.example again.",
    ]


async def test_the_running_bot_reads_its_feeds(newsroom: Newsroom, site: Site) -> None:
    publishes(site, "Bulo")
    stop = asyncio.Event()
    running = asyncio.create_task(lifecycle.run(newsroom.program, stop))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await _stored(newsroom):
            await _a_moment()
    stop.set()
    await asyncio.wait_for(running, PATIENCE_SECONDS)

    assert site.paths() == ["/checks.json"]


async def _a_moment() -> None:
    await asyncio.sleep(0.02)


async def _stored(newsroom: Newsroom) -> int:
    async with newsroom.program.store.reading() as tx:
        return await tx.verdicts.count()
