"""Owns `forwardcheck feeds` and `forwardcheck ratings`."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot import logs
from bot.clock import SystemClock
from bot.commanding import AsJson, Home, fail, say, settings_of
from claims.feed import SHORTEST_EVERY, Feed, FeedHealth, NewFeed
from claims.links import BadLink
from claims.verdict import Rating

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.ways import Ways
    from claims.pages import PageCounts
    from claims.ports import Store, Transaction, UnratedWords

T = TypeVar("T")
USUAL_EVERY = timedelta(hours=1)
MOST_WORDS = 200

feeds = typer.Typer(help="Sources of fact-checks that are read again and again.")
ratings = typer.Typer(help="Publishers' rating words that are not known yet.")

Named = Annotated[str, typer.Argument(metavar="FEED", help="Its number, or its link.")]


@feeds.callback(invoke_without_command=True)
def show_feeds(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """Show the feeds with their health."""
    if context.invoked_subcommand is None:
        list_feeds(home, as_json)


@feeds.command("add")
def add_feed(
    source: Annotated[str, typer.Argument(help="A link (feed, sitemap, page, file), or google:query=…")],
    every: Annotated[
        int | None, typer.Option(help="Minutes between two looks (default: 60).", min=5, max=10_080)
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher, where the source lacks it.")] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="A table's column for a field: claim=Statement.")
    ] = None,
    home: Home = None,
) -> None:
    """Read a source from now on, as long as the bot runs; of one that is known, change what is named."""
    from bot.columns import parse_columns
    from feeds.fetch import FetchFailed
    from feeds.records import UnreadableSource

    settings = settings_of(home)
    try:
        _check_source(source, settings.google_key_value)
        named = parse_columns(columns or [])
    except (UnreadableSource, FetchFailed, BadLink, ValueError) as error:
        fail(f"{source} cannot be a feed: {error}")
    wait = None if every is None else max(timedelta(minutes=every), SHORTEST_EVERY)
    feed = NewFeed(source=source, every=wait or USUAL_EVERY, publisher=publisher or "", columns=named)
    changes = {"every": wait, "publisher": publisher, "columns": named or None}

    async def add(store: "Store") -> str:
        async with store.writing() as tx:
            if await tx.feeds.add(feed, SystemClock().now()):
                await _audit(tx, "feed_added", source)
                return "Added; it is read within a minute when the bot runs"
            return await change_feed(tx, source, {name: to for name, to in changes.items() if to is not None})

    say(f"{asyncio.run(_with_store(settings, add))}: {source}")


async def change_feed(tx: "Transaction", source: str, changes: Mapping[str, Any]) -> str:
    """Change how a known feed is read, anew where what it holds is understood otherwise; return what was
    done, in a word."""
    known = next(feed for feed in await tx.feeds.all() if feed.source == source)
    changed = replace(known, **changes)
    if changed == known:
        return "Known"
    soon = min(known.due_at, SystemClock().now() + changed.every)
    await tx.feeds.change(replace(changed, due_at=soon))
    if not changed.is_read_like(known):
        await tx.feeds.read_anew(known.id)
    await _audit(tx, "feed_changed", source)
    return "Changed"


async def _audit(tx: "Transaction", act: str, source: str) -> None:
    await tx.audit.write("operator", act, "feeds", SystemClock().now(), after={"source": source})


def _check_source(source: str, google_key: str) -> None:
    """Raises UnreadableSource, FetchFailed or BadLink for what is neither a link nor a search, or is one that
    would never be read."""
    from feeds.connecting import Door
    from feeds.fetch import allowed
    from feeds.google import SCHEME, parse_search

    if source.startswith(SCHEME):
        parse_search(source, google_key)
    elif not source.startswith(("http://", "https://")):
        raise BadLink("write a link that starts with https://, or google:query=…")
    else:
        allowed(source, Door())


@feeds.command("remove")
def remove_feed(feed: Named, home: Home = None) -> None:
    """Do not read a source any more; what it brought stays."""

    async def remove(store: "Store") -> Feed:
        known = await _named(store, feed)
        async with store.writing() as tx:
            await tx.feeds.remove(known.id)
            await _audit(tx, "feed_removed", known.source)
        return known

    say(f"Removed: {asyncio.run(_with_store(settings_of(home), remove)).source}")


@feeds.command("list")
def list_feeds(home: Home = None, as_json: AsJson = False) -> None:
    """Show the feeds with their health."""
    from bot.feeding import describe_feed

    async def listed(store: "Store") -> tuple[list[tuple[Feed, int]], "PageCounts"]:
        async with store.reading() as tx:
            known = [(feed, await tx.feeds.count_pages(feed.id)) for feed in await tx.feeds.all()]
            return known, await tx.pages.counts()

    settings = settings_of(home)
    known, looks = asyncio.run(_with_store(settings, listed))
    if as_json:
        lines = json.dumps([_as_json(feed, pages) for feed, pages in known], ensure_ascii=False, indent=2)
        say(lines, for_programs=True)
    else:
        say("\n".join(describe_feed(feed, pages) for feed, pages in known) or "No feeds yet.")
        if looks.known:
            say(_describe_looks(looks, settings.recheck_days))


def _describe_looks(looks: "PageCounts", days: int) -> str:
    """Return what is known of second looks at publishers' pages."""
    if not days:
        return "Pages are not looked at again (FORWARDCHECK_RECHECK_DAYS=0)."
    lines = [f"Pages: {looks.known} looked at again every {days} days, {looks.looked} of them so far"]
    if looks.troubled:
        lines.append(f"     {looks.troubled} could not be read, the last ones:")
        lines += [f"     {url}: {problem}" for url, problem in looks.problems]
    return "\n".join(lines)


@feeds.command("fetch")
def fetch_feeds(
    feed: Annotated[str, typer.Argument(metavar="FEED", help="Number or link; empty: all.")] = "",
    home: Home = None,
) -> None:
    """Read a feed, or all, now. Exit code 1 when one could not be read."""
    from bot.feeding import describe_feed
    from bot.ways import Ways

    logs.configure("WARNING")
    settings = settings_of(home)

    async def fetch(store: "Store") -> list[Feed]:
        return await fetch_now(settings, store, feed, Ways(google_key=settings.google_key_value))

    read = asyncio.run(_with_store(settings, fetch))
    say("\n".join(describe_feed(one, 0) for one in read) or "Nothing was read.")
    if any(one.health is not FeedHealth.WELL for one in read):
        raise typer.Exit(1)


async def fetch_now(settings: "Settings", store: "Store", named: str, ways: "Ways") -> list[Feed]:
    """Read a feed, or all for "", one after the other; what the running bot is reading now is left to it."""
    from bot.feeding import feed_poller
    from bot.rewording import Rewordings
    from handlers.i18n import Catalogues
    from handlers.voice import TelegramVoice

    clock = SystemClock()
    async with store.reading() as tx:
        wanted = [await _named(store, named)] if named else list(await tx.feeds.all())
    voice = TelegramVoice(Catalogues.load(zone=settings.zone), clock, settings.newsroom, settings.site)
    async with Rewordings() as rewordings:
        poller = feed_poller(
            store,
            voice,
            clock,
            ways,
            restates=rewordings.restates,
            limit=settings.age_limit,
            days=settings.days,
            site=settings.site,
        )
        tries = [await poller.read_now(feed.id) for feed in wanted]
    return [feed for feed in tries if feed is not None]


async def _named(store: "Store", named: str) -> Feed:
    async with store.reading() as tx:
        known = {name: feed for feed in await tx.feeds.all() for name in (str(feed.id), feed.source)}
    return known[named] if named in known else fail(f"There is no feed {named}; see: forwardcheck feeds list")


def _as_json(feed: Feed, pages: int) -> dict[str, object]:
    return {
        "id": feed.id,
        "source": feed.source,
        "health": feed.health,
        "every_minutes": int(feed.every.total_seconds() // 60),
        "last_read": feed.succeeded_at.isoformat() if feed.succeeded_at else None,
        "next": feed.due_at.isoformat(),
        "accepted": feed.accepted,
        "refused": feed.refused,
        "pages": pages,
        "failures": feed.failures,
        "problem": feed.problem,
    }


@ratings.callback(invoke_without_command=True)
def list_ratings(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """List the words that mean nothing to us yet, with the number of verdicts that have them."""
    if context.invoked_subcommand is not None:
        return

    async def unknown(store: "Store") -> "Sequence[UnratedWords]":
        from claims.usecases.map_ratings import ListUnratedWords

        return await ListUnratedWords(store)(MOST_WORDS)

    found = asyncio.run(_with_store(settings_of(home), unknown))
    if as_json:
        listed = [{"words": one.words, "verdicts": one.verdicts} for one in found]
        say(json.dumps(listed, ensure_ascii=False), for_programs=True)
        return
    say("\n".join(f"{one.verdicts:>7}  {one.words}" for one in found) or "Every rating is known.")


@ratings.command("map")
def map_rating(
    words: Annotated[str, typer.Argument(help="The publisher's words, as the list shows them.")],
    rating: Annotated[Rating, typer.Argument(help="What they mean.")],
    home: Home = None,
) -> None:
    """Give words a meaning, for the verdicts that are here and for those to come."""
    from claims.usecases.following import FollowUp
    from claims.usecases.map_ratings import MapRating
    from feeds.ratings import key as rating_key
    from feeds.ratings import rate
    from handlers.i18n import Catalogues
    from handlers.voice import TelegramVoice
    from matching.segment import fingerprint

    if (known := rate(words)) is not Rating.UNRATED:
        fail(f"“{words}” is known already: it means {known}, and a mapping does not change that.")
    settings = settings_of(home)

    async def apply(store: "Store") -> int:
        clock = SystemClock()
        follow_up = FollowUp(
            TelegramVoice(Catalogues.load(zone=settings.zone), clock, settings.newsroom, settings.site), clock
        )
        return await MapRating(store, clock, rating_key, fingerprint, follow_up)(words, rating)

    try:
        changed = asyncio.run(_with_store(settings, apply))
    except ValueError as error:
        fail(f"{words!r} cannot be mapped: {error}")
    say(f"“{words}” means {rating} from now on; verdicts rated by it: {changed}.")


async def _with_store(settings: "Settings", act: "Callable[[Store], Awaitable[T]]") -> T:
    async with _store(settings.database) as store:
        return await act(store)


@asynccontextmanager
async def _store(where: str | Path) -> "AsyncIterator[Store]":
    from db.store import open_store

    store = await open_store(where)
    try:
        yield store
    finally:
        await store.close()
