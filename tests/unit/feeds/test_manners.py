"""Manners towards other people's servers, by a clock that the test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from feeds.fetch import Fetcher
from feeds.manners import Manners
from tests.support.site import Answer, Site, open_site


@dataclass
class Watch:
    seconds: float = 0.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


async def asked_at(site: Site, *links: str, chance: float = 0.0) -> list[float]:
    watch = Watch()
    async with Fetcher(site.door) as fetcher:
        manners = Manners(fetcher, watch.now, watch.sleep, lambda: chance)
        return [watch.now() for link in links if await manners.wait_turn(link)]


async def test_a_host_is_asked_once_a_second_and_others_meanwhile(site: Site) -> None:
    here, there = site.link("/a"), site.link("/b", "other.example")

    assert await asked_at(site, here, there, here, here, there) == [0.0, 0.0, 1.0, 2.0, 2.0]


async def test_the_pace_is_uneven(site: Site) -> None:
    assert await asked_at(site, *[site.link("/a")] * 3, chance=1.0) == [0.0, 1.5, 3.0]


@pytest.mark.parametrize(("delay", "second"), [("5", 5.0), ("900", 30.0), ("0.1", 1.0), ("-3", 1.0)])
async def test_a_host_may_ask_for_another_pace(site: Site, delay: str, second: float) -> None:
    site.text("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}")

    assert await asked_at(site, *[site.link("/a")] * 2) == [0.0, second]


async def test_rules_for_us_by_name(site: Site) -> None:
    site.text("/robots.txt", "User-agent: Forwardcheck\nDisallow: /a\nUser-agent: *\nDisallow:")

    assert await asked_at(site, site.link("/a"), site.link("/b")) == [0.0]
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(("status", "times"), [(404, 1), (403, 1), (503, 0), (429, 0)])
async def test_no_rules_allow_all_and_no_answer_forbids_all(site: Site, status: int, times: int) -> None:
    site.pages["/robots.txt"] = Answer(status=status)

    assert len(await asked_at(site, site.link("/a"))) == times
