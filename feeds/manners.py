"""Owns good manners towards other people's servers: robots.txt, and a pace for each host."""

import asyncio
import random
import tempfile
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import protego

from feeds.fetch import USER_AGENT, Failure, Fetcher, FetchFailed, Limits

ROBOTS = Limits(max_bytes=512 * 1024, overall_seconds=10.0, step_seconds=5.0)
GAP_SECONDS = 1.0
JITTER_SECONDS = 0.5
LONGEST_GAP_SECONDS = 30.0
MOST_HOSTS = 1_000
_ROBOTS_FOR_SECONDS = 3600.0
_SHUT = "User-agent: *\nDisallow: /"
_AGENT = USER_AGENT.partition(" ")[0]


@dataclass(slots=True)
class Host:
    """What is known of a host: its rules, when they were read, and when it may be asked again."""

    rules: protego.Protego
    read_at: float
    free_at: float = 0.0


@dataclass(slots=True)
class Manners:
    """Asks each host for robots.txt once an hour, for a page at most once a second, or as it says there.
    `hosts` is what is remembered of each; whoever shares it shares the pace."""

    fetcher: Fetcher
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    hosts: OrderedDict[str, Host] = field(default_factory=OrderedDict)

    async def wait_turn(self, link: str) -> bool:
        """Wait until the page may be asked for; False when robots.txt forbids it."""
        host = await self._host(link)
        if not host.rules.can_fetch(link, _AGENT):
            return False
        gap = min(max(host.rules.crawl_delay(_AGENT) or 0.0, GAP_SECONDS), LONGEST_GAP_SECONDS)
        turn = max(self.now(), host.free_at)
        host.free_at = turn + gap + self.chance() * JITTER_SECONDS
        if turn > self.now():
            await self.sleep(turn - self.now())
        return True

    async def _host(self, link: str) -> Host:
        parts = urlsplit(link)
        place = f"{parts.scheme}://{parts.netloc}"
        host = self.hosts.get(place)
        if host is None or self.now() - host.read_at > _ROBOTS_FOR_SECONDS:
            rules = protego.Protego.parse(await self._robots(f"{place}/robots.txt"))
            host = self.hosts[place] = Host(rules, self.now(), host.free_at if host else 0.0)
            if len(self.hosts) > MOST_HOSTS:
                self.hosts.popitem(last=False)
        return host

    async def _robots(self, link: str) -> str:
        """Return the rules of a host, after RFC 9309: none allows all, no answer forbids all for now."""
        with tempfile.TemporaryDirectory(prefix="forwardcheck-") as folder:
            path = Path(folder, "robots.txt")
            try:
                await self.fetcher.fetch(link, path, ROBOTS)
            except FetchFailed as error:
                allowed = error.failure in {Failure.GONE, Failure.REFUSED, Failure.DAMAGED}
                return "" if allowed else _SHUT
            return await asyncio.to_thread(path.read_text, "utf-8", "replace")
