"""Owns fetching from the internet: what may be asked for, how large and how slow an answer may be, and what
became of it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import httpx

from claims.links import BadLink, canonical_url, same_site
from feeds.addresses import read_address
from feeds.connecting import AddressRefused, CheckedTransport, Door
from feeds.unpacking import BadCompression, GrowsTooMuch, Unpacker

USER_AGENT = "Forwardcheck (fact-check reader)"
MAX_REDIRECTS = 4
MAX_HEADER = 1_000
LONGEST_RETRY = timedelta(days=1)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MEGABYTE = 1024 * 1024


class Failure(StrEnum):
    """Why nothing came, as far as it matters to what is done next."""

    NOT_ALLOWED = "not_allowed"
    NOT_REACHED = "not_reached"
    GONE = "gone"
    TAKEN_DOWN = "taken_down"
    BUSY = "busy"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    DAMAGED = "damaged"


class FetchFailed(Exception):  # noqa: N818 - an outcome that is expected
    """Nothing usable came; the message is one clause for people. `retry_after` is what the server asks."""

    def __init__(self, failure: Failure, why: str, retry_after: timedelta | None = None) -> None:
        super().__init__(why)
        self.failure = failure
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large an answer may be, unpacked, and how long it may take: in all, and for each step."""

    max_bytes: int
    overall_seconds: float
    step_seconds: float


PAGE = Limits(max_bytes=5 * _MEGABYTE, overall_seconds=20.0, step_seconds=5.0)
SOURCE = Limits(max_bytes=2048 * _MEGABYTE, overall_seconds=1800.0, step_seconds=30.0)


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of a page was read, in the server's own words; both may be empty."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: its address after all redirects, and its version."""

    url: str
    version: Version


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing changed since the version that was named."""


def allowed(link: str, door: Door) -> str:
    """Return a link as it is asked for.

    Raises:
        FetchFailed: it may not be, by what is written in it; where its name leads is seen on connecting.
    """
    try:
        canonical_url(link)
    except BadLink as error:
        raise FetchFailed(Failure.NOT_ALLOWED, f"the link is not allowed: {error}") from error
    parts = urlsplit(link.strip())
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in door.ports:
        raise FetchFailed(Failure.NOT_ALLOWED, f"port {port} is not allowed")
    address = read_address(parts.hostname or "")
    if address is not None and not door.may_connect(address):
        raise FetchFailed(Failure.NOT_ALLOWED, "the name leads to an address that is not public")
    return parts._replace(fragment="").geturl()


@dataclass(slots=True)
class Fetcher:
    """Fetches by GET, for one event loop; use as `async with`."""

    door: Door = field(default_factory=Door)
    _client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.AsyncClient(
            transport=CheckedTransport(self.door), trust_env=False, follow_redirects=False
        )

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def fetch(
        self,
        link: str,
        into: Path,
        limits: Limits = PAGE,
        *,
        since: Version | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched | NotModified:
        """Write what is at `link`, unpacked, into a file. `since` asks for it only if it changed.

        `headers` go to the link's own host alone, not to where it redirects.

        Raises:
            FetchFailed: nothing usable came; the file may hold a part.
        """
        try:
            async with asyncio.timeout(limits.overall_seconds):
                return await self._follow(link, into, limits, since or Version(), headers or {})
        except TimeoutError as error:
            raise FetchFailed(
                Failure.TOO_SLOW, f"it took longer than {limits.overall_seconds:.0f} seconds"
            ) from error

    async def _follow(
        self, link: str, into: Path, limits: Limits, since: Version, headers: Mapping[str, str]
    ) -> Fetched | NotModified:
        url = allowed(link, self.door)
        host = urlsplit(url).netloc
        for _hop in range(MAX_REDIRECTS + 1):
            own = headers if urlsplit(url).netloc == host else {}
            async with self._answer(url, limits, since, own) as answer:
                if answer.status_code in _REDIRECTS and (target := answer.headers.get("location")):
                    url = allowed(_joined(url, target), self.door)
                    continue
                if answer.status_code == httpx.codes.NOT_MODIFIED and since != Version():
                    return NotModified()
                _refuse_errors(answer, speaks_for_it=same_site(url, link))
                with into.open("wb") as file:
                    await _write(answer, file, limits.max_bytes)
                return Fetched(url, _version(answer))
        raise FetchFailed(Failure.REFUSED, f"it redirects more than {MAX_REDIRECTS} times")

    @asynccontextmanager
    async def _answer(
        self, url: str, limits: Limits, since: Version, headers: Mapping[str, str]
    ) -> AsyncIterator[httpx.Response]:
        asking = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"} | dict(headers)
        if _fits_a_header(since.etag):
            asking["If-None-Match"] = since.etag
        if _fits_a_header(since.last_modified):
            asking["If-Modified-Since"] = since.last_modified
        try:
            async with self._client.stream(
                "GET", url, headers=asking, timeout=httpx.Timeout(limits.step_seconds)
            ) as answer:
                yield answer
        except AddressRefused as error:
            raise FetchFailed(Failure.NOT_ALLOWED, str(error)) from error
        except httpx.TimeoutException as error:
            raise FetchFailed(Failure.TOO_SLOW, "the server is too slow") from error
        except httpx.InvalidURL as error:
            raise FetchFailed(Failure.NOT_ALLOWED, "the link is malformed") from error
        except httpx.HTTPError as error:
            raise FetchFailed(
                Failure.NOT_REACHED, f"the server cannot be reached ({type(error).__name__})"
            ) from error


async def _write(answer: httpx.Response, file: BinaryIO, max_bytes: int) -> None:
    total = 0
    try:
        unpacker = Unpacker(answer.headers.get("content-encoding", ""))
        async for sent in answer.aiter_raw():
            for piece in unpacker.feed(sent):
                total += len(piece)
                if total > max_bytes:
                    raise FetchFailed(Failure.TOO_LARGE, f"it is larger than {max_bytes // _MEGABYTE} MB")
                file.write(piece)
        file.write(unpacker.finish())
    except BadCompression as error:
        raise FetchFailed(Failure.DAMAGED, str(error)) from error
    except GrowsTooMuch as error:
        raise FetchFailed(Failure.TOO_LARGE, "it unpacks to far more than any real page") from error


def _refuse_errors(answer: httpx.Response, *, speaks_for_it: bool) -> None:
    status = answer.status_code
    if status == httpx.codes.GONE and speaks_for_it:
        raise FetchFailed(Failure.TAKEN_DOWN, "its site says that it was taken down (HTTP 410)")
    if status in {404, 410}:
        raise FetchFailed(Failure.GONE, f"there is nothing at this link (HTTP {status})")
    if status in {429, 503}:
        raise FetchFailed(Failure.BUSY, f"the server asks us to wait (HTTP {status})", _retry_after(answer))
    if status != httpx.codes.OK:
        raise FetchFailed(Failure.REFUSED, f"the server answered with HTTP {status}")


def _retry_after(answer: httpx.Response) -> timedelta | None:
    """Return what `Retry-After` asks for, seconds or a date, at most a day."""
    written = answer.headers.get("retry-after", "").strip()[:100]
    if written.isascii() and written.isdigit():
        return min(timedelta(seconds=int(written[:9])), LONGEST_RETRY)
    try:
        until = parsedate_to_datetime(written)
        sent = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return min(max(_utc(until) - _utc(sent), timedelta()), LONGEST_RETRY)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _version(answer: httpx.Response) -> Version:
    """Return what can be asked with later; words that fit no header are none."""
    words = (answer.headers.get(name, "")[:MAX_HEADER] for name in ("etag", "last-modified"))
    return Version(*(word if _fits_a_header(word) else "" for word in words))


def _fits_a_header(word: str) -> bool:
    return bool(word) and word.isascii() and word.isprintable()


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target.strip())
    except ValueError as error:
        raise FetchFailed(Failure.NOT_ALLOWED, "it redirects to a malformed link") from error
