"""Scheduled feeds over a small website and a real database: what is asked, stored, and told to reviewers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import feeding
from bot.feed_commands import change_feed
from bot.feeding import FeedPoller, describe_feed, feed_poller
from bot.importing import take_in
from bot.ways import Ways
from claims.feed import Feed, FeedHealth, FeedId, NewFeed
from claims.ports import Store
from claims.review import Moderator, ModeratorId
from claims.verdict import Rating
from db.store import open_store
from feeds.fetch import Failure, FetchFailed
from feeds.manners import Manners
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from tests.support.clock import FakeClock
from tests.support.site import Answer, Asked, Site, open_site

HOUR = timedelta(hours=1)


@dataclass
class Desk:
    """A database, a website, and the poller between them."""

    site: Site
    store: Store
    clock: FakeClock
    poller: FeedPoller

    async def follow(self, path: str, **changes: object) -> None:
        feed = NewFeed(source=self.site.link(path), every=HOUR, **changes)  # type: ignore[arg-type] # builder
        async with self.store.writing() as tx:
            assert await tx.feeds.add(feed, self.clock.now())

    async def turn(self) -> Feed:
        """Read what is due; a day passes when nothing is."""
        if (feed := await self.poller.read_next()) is None:
            self.clock.advance(days=2)
            feed = await self.poller.read_next()
        assert feed is not None
        return feed

    async def claims(self) -> list[str]:
        async with self.store.reading() as tx:
            return sorted(verdict.ruling.claim for verdict in await tx.verdicts.newest(100))

    async def told(self) -> list[str]:
        async with self.store.reading() as tx:
            due = await tx.outbox.due(self.clock.now(), 100, [])
        return [owed.outgoing.params["text"] for owed in due]

    def lists(self, *names: str, etag: str = "") -> None:
        """Serve a feed that lists pages, each with a stamp, and the pages."""
        stamped = (name.partition("@") for name in names)
        items = [(name, stamp) for name, _, stamp in stamped]
        for name, _stamp in items:
            self.site.pages.setdefault(f"/{name}", Answer(page(name).encode()))
        urls = "".join(
            f"<url><loc>{self.site.link(f'/{name}')}</loc><lastmod>{stamp}</lastmod></url>"
            for name, stamp in items
        )
        self.site.pages["/map"] = versioned(f"<urlset>{urls}</urlset>", etag)


def versioned(body: str, etag: str) -> Answer:
    return Answer(body.encode(), headers={"ETag": etag} if etag else {})


def review(name: str) -> dict[str, object]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": f"The lake turned {name}",
        "url": f"https://facts.example/{name}",
        "reviewRating": {"alternateName": "False"},
    }


def page(name: str) -> str:
    return f'<html><script type="application/ld+json">{json.dumps(review(name))}</script></html>'


@asynccontextmanager
async def open_desk(home: Path) -> AsyncIterator[Desk]:
    async def at_once(_seconds: float) -> None:
        await asyncio.sleep(0)

    clock, store = FakeClock(), await open_store(home / "forwardcheck.db")
    try:
        async with open_site() as site:
            site.text("/robots.txt", "")
            ways = Ways(door=site.door, manners=lambda fetcher: Manners(fetcher, sleep=at_once))
            voice = TelegramVoice(Catalogues.load(), clock, "Test newsroom")
            yield Desk(site, store, clock, feed_poller(store, voice, clock, ways))
    finally:
        await store.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def test_a_feed_is_read_when_it_is_due_and_not_before(desk: Desk) -> None:
    desk.lists("purple", "green")
    await desk.follow("/map")

    read = await desk.turn()

    assert await desk.poller.read_next() is None
    assert await desk.claims() == ["The lake turned green", "The lake turned purple"]
    assert (read.health, read.accepted, read.refused) == (FeedHealth.WELL, 2, 0)
    assert timedelta(minutes=54) <= read.due_at - desk.clock.now() <= timedelta(minutes=66)


async def test_only_new_and_changed_pages_are_asked_for_again(desk: Desk) -> None:
    desk.lists("purple@1", "green@1")
    await desk.follow("/map")
    await desk.turn()
    desk.site.asked.clear()
    desk.lists("purple@1", "green@2", "red@1")

    await desk.turn()

    assert desk.site.paths() == ["/map", "/green", "/red"]


async def test_a_source_that_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    def data(asked: Asked) -> Answer:
        known = asked.headers.get("if-none-match") == '"1"'
        return Answer(status=304) if known else versioned(json.dumps([review("purple")]), '"1"')

    desk.site.pages["/data.json"] = data
    await desk.follow("/data.json")

    first, second = await desk.turn(), await desk.turn()

    assert [asked.headers.get("if-none-match") for asked in desk.site.asked] == [None, '"1"']
    assert (first.accepted, second.accepted, second.health) == (1, 1, FeedHealth.WELL)


async def test_a_page_that_did_not_come_is_tried_again_though_the_feed_is_unchanged(desk: Desk) -> None:
    desk.lists("purple", "green", etag='"1"')
    desk.site.pages["/green"] = Answer(status=503)
    await desk.follow("/map")
    await desk.turn()
    desk.site.text("/green", page("green"))

    await desk.turn()

    assert await desk.claims() == ["The lake turned green", "The lake turned purple"]


async def test_a_list_that_broke_off_is_asked_for_again(desk: Desk) -> None:
    whole = json.dumps([review("purple"), review("green")])

    def data(asked: Asked) -> Answer:
        if "if-none-match" in asked.headers:
            return Answer(status=304)
        return versioned(whole if len(desk.site.asked) > 1 else whole[:-40], '"1"')

    desk.site.pages["/data.json"] = data
    await desk.follow("/data.json")
    first, second = await desk.turn(), await desk.turn()

    assert [(read.accepted, read.refused) for read in (first, second)] == [(1, 1), (2, 0)]


async def test_a_long_feed_is_read_in_several_turns(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "MOST_PAGES", 2)
    desk.lists("purple", "green", "red", etag='"1"')
    await desk.follow("/map")

    await desk.turn()
    first = await desk.claims()
    await desk.turn()

    assert (len(first), len(await desk.claims())) == (2, 3)


async def test_a_feed_that_died_while_it_was_read_goes_on_where_it_was(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        desk.lists("purple", "green")
        reached = asyncio.Event()

        def never(_asked: Asked) -> Answer:
            reached.set()
            return Answer(b"x" * 1000, slow=1000, pause_seconds=60)

        desk.site.pages["/green"] = never
        await desk.follow("/map")
        reading = asyncio.create_task(desk.poller.read_next())
        await asyncio.wait_for(reached.wait(), 10)
        reading.cancel()
        await asyncio.wait([reading])
        desk.site.asked.clear()
        desk.site.text("/green", page("green"))

        await desk.turn()

        assert desk.site.paths() == ["/map", "/green"]
        assert len(await desk.claims()) == 2


async def test_two_processes_do_not_read_at_once(desk: Desk) -> None:
    await desk.follow("/one")
    await desk.follow("/two")
    now = desk.clock.now()
    async with desk.store.writing() as tx:
        held = await tx.feeds.take_due(now, now + HOUR)

    assert held is not None
    assert await desk.poller.read_next() is None
    assert await desk.poller.read_now(FeedId(2)) is None
    desk.clock.advance(hours=1)
    assert await desk.poller.read_next() is not None


async def test_reviewers_are_told_once_that_a_feed_died_and_once_that_it_is_back(desk: Desk) -> None:
    async with desk.store.writing() as tx:
        await tx.moderators.add(Moderator(ModeratorId(7), "Max", "en"), desk.clock.now())
    desk.lists("purple")
    await desk.follow("/map")
    await desk.turn()
    desk.site.pages["/map"] = Answer(status=500)
    quiet = [(await desk.turn()).health for _ in range(4)]
    unheard = await desk.told()

    dead = [(await desk.turn()).health for _ in range(3)]
    [died] = await desk.told()
    desk.lists("purple")
    back = await desk.turn()

    assert (quiet, unheard) == ([FeedHealth.AILING] * 4, [])
    assert (dead, back.health) == ([FeedHealth.DEAD] * 3, FeedHealth.WELL)
    assert died.startswith("No new fact-checks come from facts.example since 3 May 2026: it cannot be read.")
    assert "the server answered with HTTP 500" in died
    async with desk.store.reading() as tx:
        assert (await tx.outbox.counts())["pending"] == 2


async def test_a_server_that_asks_to_wait_is_left_alone_for_so_long(desk: Desk) -> None:
    desk.site.pages["/map"] = Answer(status=429, headers={"Retry-After": "36000"})
    await desk.follow("/map")

    read = await desk.turn()

    assert read.due_at - desk.clock.now() == timedelta(hours=10)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(status=302, headers={"Location": "http://127.0.0.9/"}), "port 80 is not allowed"),
        (Answer(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><rss>&b;</rss>"), "defines entities"),
        (Answer(b"<html><body><p>We are sorry. Come back later.</p></body></html>"), "nothing usable came"),
        (Answer(b"Claim,Text,Rating,URL\nA,B,False,https://facts.example/1\n"), "not confirmed"),
    ],
)
async def test_a_feed_that_cannot_be_used_says_why(desk: Desk, answer: Answer, problem: str) -> None:
    desk.site.pages["/map"] = answer
    await desk.follow("/map")

    read = await desk.turn()

    assert (read.health, read.failures) == (FeedHealth.AILING, 1)
    assert problem in read.problem
    assert read.problem in describe_feed(read, 0)


def stating(desk: Desk, path: str, rating: str) -> dict[str, object]:
    """Return what the page at a path, or a copy of it elsewhere, says of its claim."""
    told = {"url": desk.site.link(path), "reviewRating": {"alternateName": rating}}
    return review(path.strip("/")) | told


def holding(*reviews: dict[str, object]) -> Answer:
    return Answer(f'<html><script type="application/ld+json">{json.dumps(reviews)}</script></html>'.encode())


async def ratings(desk: Desk) -> dict[str, Rating]:
    async with desk.store.reading() as tx:
        return {verdict.ruling.claim: verdict.ruling.rating for verdict in await tx.verdicts.newest(100)}


@pytest.mark.parametrize(
    "orders", [(["old"], ["old", "new"]), (["new", "old"],)], ids=["in two turns", "newest first"]
)
async def test_a_page_speaks_for_itself_and_not_for_another_one_of_its_site(
    desk: Desk, orders: tuple[list[str], ...]
) -> None:
    desk.site.pages["/old"] = holding(stating(desk, "/old", "Misleading"))
    desk.site.pages["/new"] = holding(stating(desk, "/new", "True"), stating(desk, "/old", "False"))
    await desk.follow("/map")
    for names in orders:
        desk.lists(*names)
        read = await desk.turn()

    assert await ratings(desk) == {
        "The lake turned old": Rating.MISLEADING,
        "The lake turned new": Rating.TRUE,
    }
    assert (read.accepted, read.refused) == (len(orders[-1]) - len(orders) + 1, 1)


async def test_a_page_takes_back_nothing_of_another_one_of_its_site(desk: Desk) -> None:
    retracted = stating(desk, "/old", "False") | {"creativeWorkStatus": "Retracted"}
    desk.site.pages["/old"] = holding(stating(desk, "/old", "Misleading"))
    desk.site.pages["/new"] = holding(stating(desk, "/new", "True"), retracted)
    desk.lists("old", "new")
    await desk.follow("/map")
    await desk.turn()

    async with desk.store.reading() as tx:
        assert [verdict.retracted_at for verdict in await tx.verdicts.newest(100)] == [None, None]


HALF_AN_EMOJI = "\\ud83d"  # as JSON writes it


def with_half_an_emoji(old: str, new: str) -> str:
    """Return two reviews, one of which holds half an emoji."""
    broken = json.dumps({**review("green"), "citation": "https://lake.example/source"})
    return f"[{broken.replace(old, new + HALF_AN_EMOJI)}, {json.dumps(review('purple'))}]"


@pytest.mark.parametrize("link", ["https://facts.example/", "https://facts.example/?x="])
async def test_half_an_emoji_in_a_link_spoils_that_record_alone(desk: Desk, link: str) -> None:
    desk.site.text("/data.json", with_half_an_emoji("https://facts.example/green", link))
    await desk.follow("/data.json")

    read = await desk.turn()

    assert (read.health, read.accepted, read.refused) == (FeedHealth.WELL, 1, 1)
    assert await desk.claims() == ["The lake turned purple"]


async def test_a_source_link_with_half_an_emoji_is_left_out(desk: Desk) -> None:
    desk.site.text("/data.json", with_half_an_emoji("/source", "/source"))
    await desk.follow("/data.json")

    read = await desk.turn()

    assert (read.accepted, read.refused) == (2, 0)


async def test_half_an_emoji_among_two_ratings_is_told_as_any_reason(desk: Desk) -> None:
    line = {"claim": "The lake turned purple", "url": "https://facts.example/1", "verdict": "True"}
    desk.site.text("/data.json", json.dumps(line | {"rating": "False \ud83d"}))
    await desk.follow("/data.json")

    read = await desk.turn()

    assert read.health is FeedHealth.AILING
    assert "It has two ratings, “False” and “True”." in read.problem


@pytest.mark.parametrize(
    "headers", [{"ETag": '"ä1"'}, {"ETag": '"1"', "Last-Modified": "Пн, 03 мая".encode().decode("latin-1")}]
)
async def test_a_version_that_no_header_can_hold_is_not_asked_with(
    desk: Desk, headers: dict[str, str]
) -> None:
    desk.site.pages["/data.json"] = Answer(json.dumps([review("purple")]).encode(), headers=headers)
    await desk.follow("/data.json")

    read = [(await desk.turn()).health for _ in range(2)]

    assert read == [FeedHealth.WELL] * 2


async def test_a_version_that_was_stored_by_an_earlier_program_ends_no_turn(desk: Desk) -> None:
    desk.site.text("/data.json", json.dumps([review("purple")]))
    await desk.follow("/data.json")
    read = await desk.turn()
    async with desk.store.writing() as tx:
        await tx.feeds.save(replace(read, etag='"ä1"', last_modified="Пн, 03 мая"))

    assert (await desk.turn()).health is FeedHealth.WELL


async def test_a_wait_beyond_all_calendars_is_none(desk: Desk) -> None:
    late = "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"
    dated = {"Retry-After": late, "Date": "Mon, 01 Jan 2024 00:00:00 GMT"}
    desk.site.pages["/map"] = Answer(status=503, headers=dated)
    await desk.follow("/map")

    read = await desk.turn()

    assert (read.health, read.problem) == (FeedHealth.AILING, "the server asks us to wait (HTTP 503)")


async def test_what_nobody_thought_of_in_one_feed_stops_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_records: object) -> None:
        raise ZeroDivisionError

    desk.lists("purple")
    await desk.follow("/map")
    await desk.follow("/two")
    with monkeypatch.context() as patched:
        patched.setattr(feeding, "take_in", odd)
        read = await desk.turn()

    assert (read.health, read.failures) == (FeedHealth.AILING, 1)
    assert read.problem == "it holds what this program cannot read (ZeroDivisionError)"
    assert (await desk.turn()).source == desk.site.link("/two")


async def test_a_table_whose_columns_were_named(desk: Desk) -> None:
    desk.site.text("/table", "Claim,Text,Rating,URL\nA,B is so,False,https://facts.example/1\n")
    await desk.follow("/table", columns={"claim": "Text"})

    read = await desk.turn()

    assert (read.health, await desk.claims()) == (FeedHealth.WELL, ["B is so"])


async def test_columns_that_were_put_right_hold_for_a_table_that_has_not_changed(desk: Desk) -> None:
    def table(asked: Asked) -> Answer:
        rows = "Claim,Text,Rating,URL\nNo it is not,B is so,False,https://facts.example/1\n"
        return Answer(status=304) if "if-none-match" in asked.headers else versioned(rows, '"1"')

    desk.site.pages["/table"] = table
    await desk.follow("/table", columns={"claim": "Claim"})
    await desk.turn()
    async with desk.store.writing() as tx:
        assert await change_feed(tx, desk.site.link("/table"), {"columns": {"claim": "Text"}}) == "Changed"

    await desk.turn()

    assert await desk.claims() == ["B is so", "No it is not"]


async def test_a_publisher_that_was_named_later_holds_for_pages_that_were_read(desk: Desk) -> None:
    desk.lists("purple@1", etag='"1"')
    await desk.follow("/map")
    await desk.turn()
    async with desk.store.writing() as tx:
        await change_feed(tx, desk.site.link("/map"), {"publisher": "Lake Facts"})
    desk.site.asked.clear()

    await desk.turn()

    assert desk.site.paths() == ["/map", "/purple"]
    assert ["if-none-match" in asked.headers for asked in desk.site.asked] == [False, False]


def _changes_amid_the_next_turn(desk: Desk, monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """Let an operator change a feed between the reading of its pages and their storing."""

    async def changing(*given: Any) -> None:
        monkeypatch.setattr(feeding, "take_in", take_in)
        async with desk.store.writing() as tx:
            await change_feed(tx, desk.site.link("/map"), changes)
        await take_in(*given)

    monkeypatch.setattr(feeding, "take_in", changing)


async def _publishers(desk: Desk) -> list[str]:
    async with desk.store.reading() as tx:
        return [verdict.ruling.publisher for verdict in await tx.verdicts.newest(100)]


async def test_a_publisher_that_is_named_while_the_feed_is_read_holds_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.lists("purple@1", etag='"1"')
    await desk.follow("/map")
    _changes_amid_the_next_turn(desk, monkeypatch, publisher="Lake Facts")
    await desk.turn()
    before = await _publishers(desk)

    again = await desk.poller.read_next()

    assert (before, await _publishers(desk)) == (["facts.example"], ["Lake Facts"])
    assert again is not None
    assert await desk.poller.read_next() is None


async def test_a_publisher_that_is_named_while_a_feed_is_read_that_is_not_read_to_its_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    desk.lists("purple@1", etag='"1"')
    await desk.follow("/map")
    _changes_amid_the_next_turn(desk, monkeypatch, publisher="Lake Facts")
    with monkeypatch.context() as patched:
        patched.setattr(desk.poller, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            await desk.turn()

    await desk.turn()

    assert await _publishers(desk) == ["Lake Facts"]


async def test_a_server_that_asks_to_wait_is_left_alone_though_the_publisher_was_named_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> Answer:
        async with desk.store.writing() as tx:
            await change_feed(tx, desk.site.link("/map"), {"publisher": "Lake Facts"})
        raise FetchFailed(Failure.BUSY, "the server asks us to wait", timedelta(hours=10))

    await desk.follow("/map")
    with monkeypatch.context() as patched:
        patched.setattr(FeedPoller, "_read", refused)
        desk.lists("purple")
        read = await desk.turn()

    assert read.due_at - desk.clock.now() == timedelta(hours=10)


async def test_how_often_a_feed_is_read_changes_nothing_of_what_was_read(desk: Desk) -> None:
    desk.lists("purple@1", etag='"1"')
    await desk.follow("/map")
    await desk.turn()
    async with desk.store.writing() as tx:
        await change_feed(tx, desk.site.link("/map"), {"every": 2 * HOUR})
    desk.site.asked.clear()

    await desk.turn()

    assert [asked.headers.get("if-none-match") for asked in desk.site.asked] == ['"1"']


async def test_how_often_a_feed_is_read_may_be_said_while_it_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.lists("purple@1")
    await desk.follow("/map")
    _changes_amid_the_next_turn(desk, monkeypatch, every=10 * HOUR)

    read = await desk.turn()

    assert timedelta(hours=9) <= read.due_at - desk.clock.now() <= timedelta(hours=11)


async def test_a_feed_that_was_removed_while_it_was_read(desk: Desk) -> None:
    desk.lists("purple")
    await desk.follow("/map")
    async with desk.store.writing() as tx:
        assert await tx.feeds.remove(FeedId(1))
        await tx.feeds.remember(FeedId(1), {"https://facts.example/purple": ""})

    assert await desk.poller.read_next() is None
