"""Fetching, against a site on loopback that behaves well and badly, and links that must lead nowhere."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.connecting import Door
from feeds.fetch import PAGE, Failure, Fetched, Fetcher, FetchFailed, NotModified, Version
from tests.support.site import Answer, Asked, Site, open_site

QUICK = replace(PAGE, overall_seconds=2.0, step_seconds=0.3)
MEGABYTE = 1024 * 1024


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    async with Fetcher(site.door) as opened:
        yield opened


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "body"


def content(into: Path) -> bytes:
    return into.read_bytes() if into.exists() else b""


async def failure(fetcher: Fetcher, link: str, into: Path) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        await fetcher.fetch(link, into, QUICK)
    return caught.value


async def test_a_page_comes_with_its_version(site: Site, fetcher: Fetcher, into: Path) -> None:
    site.text("/lake", "purple", ETag='"7"', Last_Modified="Sat, 02 May 2026 10:00:00 GMT")

    fetched = await fetcher.fetch(site.link("/lake"), into)

    assert fetched == Fetched(site.link("/lake"), Version('"7"', "Sat, 02 May 2026 10:00:00 GMT"))
    assert content(into) == b"purple"


async def test_a_version_that_is_still_the_newest_is_not_sent_again(
    site: Site, fetcher: Fetcher, into: Path
) -> None:
    def lake(asked: Asked) -> Answer:
        known = asked.headers.get("if-none-match") == '"7"' and "if-modified-since" in asked.headers
        return Answer(status=304) if known else Answer(b"purple")

    site.pages["/lake"] = lake

    assert await fetcher.fetch(site.link("/lake"), into, since=Version('"7"', "yesterday")) == NotModified()


async def test_gzip_is_unpacked_also_in_several_members(site: Site, fetcher: Fetcher, into: Path) -> None:
    packed = gzip.compress(b"pur") + gzip.compress(b"ple" * 100_000)
    site.pages["/lake"] = Answer(packed, headers={"Content-Encoding": "gzip"})

    await fetcher.fetch(site.link("/lake"), into)

    assert content(into) == b"pur" + b"ple" * 100_000


@pytest.mark.parametrize("size", [50 * MEGABYTE, 4 * MEGABYTE + 70_000])
async def test_a_gzip_bomb_is_not_unpacked(site: Site, fetcher: Fetcher, into: Path, size: int) -> None:
    site.pages["/bomb"] = Answer(gzip.compress(bytes(size)), headers={"Content-Encoding": "gzip"})

    assert (await failure(fetcher, site.link("/bomb"), into)).failure is Failure.TOO_LARGE
    assert len(content(into)) <= PAGE.max_bytes


@pytest.mark.parametrize(
    ("body", "encoding"), [(gzip.compress(b"purple")[:-9], "gzip"), (b"purple", "gzip"), (b"purple", "br")]
)
async def test_a_damaged_or_unknown_compression(
    site: Site, fetcher: Fetcher, into: Path, body: bytes, encoding: str
) -> None:
    site.pages["/lake"] = Answer(body, headers={"Content-Encoding": encoding})

    assert (await failure(fetcher, site.link("/lake"), into)).failure is Failure.DAMAGED


async def test_a_large_body_is_cut_off(site: Site, fetcher: Fetcher, into: Path) -> None:
    site.pages["/large"] = Answer(bytes(PAGE.max_bytes + 1))

    problem = await failure(fetcher, site.link("/large"), into)

    assert (problem.failure, str(problem)) == (Failure.TOO_LARGE, "it is larger than 5 MB")


@pytest.mark.parametrize(("slow", "pause_seconds"), [(1, 30.0), (100, 0.1)])
async def test_a_slow_body_ends_at_the_step_or_the_overall_limit(
    site: Site, fetcher: Fetcher, into: Path, slow: int, pause_seconds: float
) -> None:
    site.pages["/slow"] = Answer(bytes(100), slow=slow, pause_seconds=pause_seconds)

    assert (await failure(fetcher, site.link("/slow"), into)).failure is Failure.TOO_SLOW


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (404, {}, (Failure.GONE, None)),
        (410, {}, (Failure.TAKEN_DOWN, None)),
        (429, {"Retry-After": "120"}, (Failure.BUSY, timedelta(minutes=2))),
        (429, {"Retry-After": "99999999999"}, (Failure.BUSY, timedelta(days=1))),
        (429, {"Retry-After": "soon"}, (Failure.BUSY, None)),
        (
            503,
            {"Retry-After": "Sun, 03 May 2026 12:05:00 GMT", "Date": "Sun, 03 May 2026 12:00:00 GMT"},
            (Failure.BUSY, timedelta(minutes=5)),
        ),
        (500, {}, (Failure.REFUSED, None)),
        (204, {}, (Failure.REFUSED, None)),
        (304, {}, (Failure.REFUSED, None)),
        (302, {}, (Failure.REFUSED, None)),
    ],
)
async def test_what_a_server_says_instead_of_a_page(
    site: Site,
    fetcher: Fetcher,
    into: Path,
    status: int,
    headers: dict[str, str],
    expected: tuple[Failure, timedelta | None],
) -> None:
    site.pages["/lake"] = Answer(status=status, headers=headers)

    problem = await failure(fetcher, site.link("/lake"), into)

    assert (problem.failure, problem.retry_after) == expected


async def test_redirects_are_followed_and_relative_ones_too(site: Site, fetcher: Fetcher, into: Path) -> None:
    site.pages["/old"] = Answer(status=301, headers={"Location": site.link("/new", "other.example")})
    site.pages["/new"] = Answer(status=302, headers={"Location": "lake"})
    site.text("/lake", "purple")

    fetched = await fetcher.fetch(site.link("/old"), into)

    assert fetched == Fetched(site.link("/lake", "other.example"), Version())


async def test_a_secret_header_does_not_follow_a_redirect_to_another_host(
    site: Site, fetcher: Fetcher, into: Path
) -> None:
    site.pages["/old"] = Answer(status=301, headers={"Location": site.link("/lake", "other.example")})
    site.text("/lake", "purple")

    await fetcher.fetch(site.link("/old"), into, headers={"X-Secret": "abc"})

    assert ["x-secret" in asked.headers for asked in site.asked] == [True, False]


async def test_a_circle_of_redirects_ends(site: Site, fetcher: Fetcher, into: Path) -> None:
    site.pages["/round"] = Answer(status=302, headers={"Location": "/round"})

    problem = await failure(fetcher, site.link("/round"), into)

    assert str(problem) == "it redirects more than 4 times"
    assert len(site.asked) == 5


HOSTILE = (
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://[fe80::1]/",
    "file:///etc/passwd",
    "ftp://facts.example/",
    "gopher://facts.example/",
    "http://user:word@facts.example/",
    "http://facts.example:22/",
    "https://facts.example:8443/",
    "http:///lake",
    "http://facts.example\\@127.0.0.1/",
    "http://facts.example/\r\nHost: localhost",
)


async def _answers_of_the_system(host: str, _port: int) -> Sequence[str]:
    """Resolve as the system does, without asking the network: numbers in any form, and localhost."""
    found = await asyncio.get_running_loop().getaddrinfo(
        "127.0.0.1" if host == "localhost" else host, None, flags=4
    )  # 4: AI_NUMERICHOST
    return [str(address[0]) for *_, address in found]


@pytest.mark.parametrize("link", HOSTILE)
async def test_a_link_to_anything_but_a_public_website_leads_nowhere(link: str, into: Path) -> None:
    async with Fetcher(Door(resolve=_answers_of_the_system)) as fetcher:
        assert (await failure(fetcher, link, into)).failure is Failure.NOT_ALLOWED

    assert content(into) == b""


async def test_a_redirect_into_this_machine_is_not_followed(site: Site, into: Path) -> None:
    """Only the name of the site is open, as it would be for a site of the internet; its redirects are not."""
    site.pages["/old"] = Answer(status=302, headers={"Location": site.link("/secret", "127.0.0.1")})
    site.text("/secret", "purple")

    async def addresses(host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "facts.example" else ["127.0.0.2"]

    async with Fetcher(replace(site.door, resolve=addresses)) as fetcher:
        assert (await failure(fetcher, site.link("/old"), into)).failure is Failure.NOT_ALLOWED

    assert site.paths() == ["/old"]


async def test_a_name_with_one_bad_address_among_good_ones_is_refused(site: Site, into: Path) -> None:
    async def addresses(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1", "127.0.0.2"]

    async with Fetcher(replace(site.door, resolve=addresses)) as fetcher:
        assert (await failure(fetcher, site.link("/"), into)).failure is Failure.NOT_ALLOWED

    assert site.asked == []


async def test_a_name_that_changes_its_address_after_the_check_gains_nothing(site: Site, into: Path) -> None:
    """The name is looked up once a connection: the second look-up, which would lead astray, never happens."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    site.text("/lake", "purple")

    async def flips(_host: str, _port: int) -> Sequence[str]:
        return next(answers)

    async with Fetcher(replace(site.door, resolve=flips)) as fetcher:
        await fetcher.fetch(site.link("/lake"), into)
        second = await failure(fetcher, site.link("/lake"), into)

    assert site.paths() == ["/lake"]
    assert second.failure is Failure.NOT_ALLOWED


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
async def test_a_name_that_does_not_exist(into: Path, error: Exception) -> None:
    async def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise error

    async with Fetcher(Door(resolve=nowhere)) as fetcher:
        assert (await failure(fetcher, "http://facts.example/", into)).failure is Failure.NOT_REACHED


async def test_a_server_that_hangs_up(into: Path) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        site = Site(server.sockets[0].getsockname()[1])
        async with Fetcher(site.door) as fetcher:
            problem = await failure(fetcher, site.link("/"), into)

    assert problem.failure is Failure.NOT_REACHED
