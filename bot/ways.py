"""Owns how the internet is reached: through which door, with which key, at which pace."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from feeds.connecting import Door
from feeds.fetch import Fetcher
from feeds.gathering import Gatherer
from feeds.google import API
from feeds.manners import Host, Manners


@dataclass(frozen=True, kw_only=True)
class Ways:
    """How the internet is reached; tests put a site of their own in its place."""

    door: Door = field(default_factory=Door)
    google_key: str = ""
    google_api: str = API
    manners: Callable[[Fetcher], Manners] = Manners
    hosts: OrderedDict[str, Host] = field(default_factory=OrderedDict)

    @asynccontextmanager
    async def gatherer(self) -> AsyncIterator[Gatherer]:
        """Open what reads sources; the pace of each host goes on from the last time."""
        async with Fetcher(self.door) as fetcher:
            manners = self.manners(fetcher)
            manners.hosts = self.hosts
            yield Gatherer(fetcher, manners, self.google_key, self.google_api)
