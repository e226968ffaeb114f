"""Owns `forwardcheck doctor`: how the installation is doing, in lines that a person can act on."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from bot.indexing import IndexUnavailable
from bot.knowledge import Knowledge, open_knowledge
from bot.settings import TELEGRAM_API_URL, Settings
from claims.feed import Feed, FeedHealth
from claims.ports import Store
from claims.roles import Right, may
from db.errors import StorageUnavailable

ENOUGH_APPROVERS = 2
MOST_COUNTED = 1_000
MADE_ANEW = (
    "index: empty, or of another version or database; the next start makes it anew, beside the answers"
)
NO_MODERATORS = (
    "0; nobody can review yet: forwardcheck moderators add 123456789 --name Ana"
    " (the bot says your number if you write /privacy)"
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, line by line, and whether the bot could work like that."""

    lines: Sequence[str]
    can_work: bool


async def examine(settings: Settings) -> Findings:
    """Return what was found; opening the database brings it to this version."""
    try:
        async with open_knowledge(settings, load=False) as knowledge:
            return await _findings(settings, knowledge)
    except StorageUnavailable as error:
        part = "index" if isinstance(error, IndexUnavailable) else "database"
        return Findings([*_settings_lines(settings), f"{part}: {error}"], can_work=False)


async def _findings(settings: Settings, knowledge: Knowledge) -> Findings:
    database = await _database_line(knowledge.store)
    lines = [
        *_settings_lines(settings),
        database,
        *await _store_lines(knowledge),
        await _four_eyes_line(settings, knowledge),
        await _index_line(knowledge),
        f"embedder: {knowledge.embedder.description}",
    ]
    return Findings(lines, can_work=knowledge.store.writable)


def _settings_lines(settings: Settings) -> Sequence[str]:
    token = "set" if settings.bot_token else "not set (the demo and `forwardcheck chat` need none)"
    server = "Telegram" if settings.api_url == TELEGRAM_API_URL else "another server"
    zone = settings.time_zone or "that of this machine (FORWARDCHECK_TIME_ZONE names another)"
    return [
        f"version: {version('forwardcheck')}",
        f"home: {settings.home}",
        f"bot token: {token}",
        f"Bot API: {server}",
        f"time zone: {zone}",
        _site_line(settings),
        *unknown_settings(settings),
    ]


def unknown_settings(settings: Settings) -> Sequence[str]:
    """Return a line for each variable of the environment that looks like a setting and is none."""
    lines = []
    for name, meant in settings.unknown_names().items():
        hint = f"; is {meant} meant?" if meant else ""
        lines.append(f"unknown setting: {name} does nothing{hint}")
    return lines


def _site_line(settings: Settings) -> str:
    if not settings.site.is_on:
        return "public pages: off (FORWARDCHECK_SITE_URL switches them on)"
    served = f"served at {settings.http_host} port {settings.listen_port} while the bot runs"
    return f"public pages: on, {settings.site.address}/, {served}"


async def _index_line(knowledge: Knowledge) -> str:
    """Return how far the index is; taking in what is missing may be long work, which is the bot's."""
    behind, reached = await knowledge.catalogue.behind(), knowledge.matcher.revision
    if behind is None:
        return MADE_ANEW
    missing = f"; changes still to come: {behind}, which the bot takes in while it runs" if behind else ""
    return f"index: at revision {reached}{missing}"


async def _database_line(store: Store) -> str:
    """Return which store is used, and whether it can be written."""
    kind = "PostgreSQL, shared by replicas" if store.is_shared else "SQLite, one process"
    try:
        async with store.writing():
            pass
    except StorageUnavailable as error:
        return f"database: {kind}; NOT writable: {error}"
    return f"database: {kind}; answers and can be written"


async def _store_lines(knowledge: Knowledge) -> Sequence[str]:
    async with knowledge.store.reading() as tx:
        inbox, outbox = await tx.inbox.counts(), await tx.outbox.counts()
        return [
            f"verdicts: {await tx.verdicts.count()}",
            f"moderators: {len(await tx.moderators.all()) or NO_MODERATORS}",
            f"claims waiting for review: {await tx.items.count_open()}",
            f"updates: {inbox.get('new', 0)} waiting, {inbox.get('held', 0)} to be tried again,"
            f" {inbox.get('dead', 0)} set aside as unreadable",
            _feeds_line(await tx.feeds.all()),
            f"messages: {outbox.get('pending', 0)} to send, {outbox.get('unknown', 0)} perhaps not arrived,"
            f" {outbox.get('failed', 0)} refused by Telegram",
        ]


async def _four_eyes_line(settings: Settings, knowledge: Knowledge) -> str:
    """Return whether a second moderator approves, and whether there are any who can."""
    if not settings.four_eyes:
        return "four eyes: off (one moderator is enough to publish)"
    async with knowledge.store.reading() as tx:
        able = [one for one in await tx.moderators.all() if may(one.role, Right.APPROVE)]
        waiting = len(await tx.proposals.waiting(MOST_COUNTED))
    few = "" if len(able) >= ENOUGH_APPROVERS else "; what one of them writes needs another: invite one"
    return f"four eyes: on; {len(able)} may approve, {waiting} waiting{few}"


def _feeds_line(feeds: Sequence[Feed]) -> str:
    failing = [feed for feed in feeds if feed.health in {FeedHealth.AILING, FeedHealth.DEAD}]
    more = f", {len(failing)} failing (see: forwardcheck feeds)" if failing else ""
    return f"feeds: {len(feeds)}{more}"
