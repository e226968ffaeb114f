"""A claim that its page states in other words by now, brought by commands, which have no index at work."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.feed_commands import fetch_now
from bot.importing import import_file
from bot.rewording import Rewordings
from bot.settings import Settings
from bot.ways import Ways
from claims.feed import NewFeed
from claims.ports import Store
from claims.verdict import Rating, Verdict, VerdictId
from db.store import open_store
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.site import Site, open_site

CLAIM = "Drinking warm lemon water cures the flu."
REWORDED = "The flu is cured by drinking warm lemon water."
DENIED = "Drinking warm lemon water does not cure the flu."
VERDICT = Verdict(id=VerdictId(1), revision=1, ruling=a_ruling(claim=CLAIM))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "forwardcheck.db")
    yield opened
    await opened.close()


async def _claims(store: Store) -> list[tuple[str, int]]:
    async with store.reading() as tx:
        return sorted((one.ruling.claim, one.revision) for one in await tx.verdicts.newest(10))


async def test_each_verdict_is_judged_alone() -> None:
    other = replace(VERDICT, id=VerdictId(2), ruling=a_ruling(claim="The old bridge will be pulled down."))
    async with Rewordings() as rewordings:
        judged = [
            await rewordings.restates(verdict, text)
            for verdict, text in ((VERDICT, REWORDED), (VERDICT, DENIED), (other, CLAIM), (VERDICT, CLAIM))
        ]

    assert judged == [True, False, False, True]


@pytest.mark.parametrize(
    ("claim", "then"), [(REWORDED, [(REWORDED, 2)]), (DENIED, [(DENIED, 1), (CLAIM, 1)])]
)
async def test_an_import(store: Store, tmp_path: Path, claim: str, then: list[tuple[str, int]]) -> None:
    path = tmp_path / "checks.jsonl"
    for words in (CLAIM, claim):
        row = {"claim": words, "rating": "False", "url": "https://facts.example/lemon", "publisher": "Facts"}
        path.write_text(json.dumps(row))
        tally = await import_file(Settings(home=tmp_path), path)
        assert tally.refused == []

    assert await _claims(store) == sorted(then)


CURED = "Drinking warm lemon water cures cancer."


@pytest.mark.parametrize(
    ("claim", "then"),
    [(REWORDED, [(REWORDED, 2)]), (DENIED, [(DENIED, 1), (CLAIM, 1)]), (CURED, [(CURED, 1), (CLAIM, 1)])],
)
async def test_an_import_of_what_reads_like_a_claim_that_a_moderator_withdrew(
    store: Store, tmp_path: Path, claim: str, then: list[tuple[str, int]]
) -> None:
    path = tmp_path / "checks.jsonl"
    for words in (CLAIM, claim):
        row = {"claim": words, "rating": "False", "url": "https://facts.example/lemon", "publisher": "Facts"}
        path.write_text(json.dumps(row))
        tally = await import_file(Settings(home=tmp_path), path)
        async with store.writing() as tx:
            await tx.verdicts.retract(VerdictId(1), FakeClock().now())

    assert await _claims(store) == sorted(then)
    assert (tally.added, tally.stays_withdrawn) == ((1, 0) if len(then) == 2 else (0, 1))


async def test_what_stands_is_put_right_and_not_its_withdrawn_copy(store: Store, tmp_path: Path) -> None:
    path, page = tmp_path / "checks.jsonl", {"url": "https://facts.example/lemon", "publisher": "Facts"}
    path.write_text(json.dumps({"claim": CLAIM, "rating": "False", **page}))
    await import_file(Settings(home=tmp_path), path)
    copy = a_ruling(claim="The flu is healed by drinking warm lemon water.", url=page["url"])
    async with store.writing() as tx:
        added = await tx.verdicts.add(copy, fingerprint(copy.claim), FakeClock().now())
        await tx.verdicts.retract(added.id, FakeClock().now())
    path.write_text(json.dumps({"claim": REWORDED, "rating": "True", **page}))
    tally = await import_file(Settings(home=tmp_path), path)

    async with store.reading() as tx:
        standing = await tx.verdicts.get(VerdictId(1))
    assert (tally.updated, tally.stays_withdrawn) == (1, 0)
    assert standing is not None
    assert (standing.ruling.claim, standing.ruling.rating) == (REWORDED, Rating.TRUE)


async def test_a_feed_that_is_fetched_by_hand(store: Store, tmp_path: Path) -> None:
    async with open_site() as site:
        site.text("/robots.txt", "")
        async with store.writing() as tx:
            await tx.feeds.add(
                NewFeed(source=site.link("/lemon"), every=timedelta(hours=1)), FakeClock().now()
            )
        for words in (CLAIM, REWORDED):
            site.text("/lemon", _page(site, words))
            await fetch_now(Settings(home=tmp_path), store, "", Ways(door=site.door))

    assert await _claims(store) == [(REWORDED, 2)]


def _page(site: Site, claim: str) -> str:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": site.link("/lemon"),
        "author": {"@type": "Organization", "name": "Lake Facts"},
        "reviewRating": {"alternateName": "False"},
    }
    return f'<html><script type="application/ld+json">{json.dumps(review)}</script></html>'
