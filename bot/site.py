"""Owns the public pages: what is asked for, from the store, as a page or a feed."""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.responses import Content, policy, respond
from claims.days import UTC_DAYS, Days
from claims.ports import Clock, Store, Transaction
from claims.site import Site
from claims.verdict import Verdict, VerdictId
from db.errors import StorageUnavailable
from feeds.exporter import claim_review, feed_pieces, rss, sitemap
from handlers.i18n import Catalogues
from handlers.pages import notices, verdicts
from handlers.pages.frame import FEED, STYLE_PATH, Frame
from handlers.pages.language import preferred

log = logging.getLogger(__name__)

PAGE_LENGTH = 20
NEWEST_IN_FEED = 100
MAX_IN_SITEMAP = 10_000
SIDE_BY_SIDE = 2  # of the store's four readers; the others are left to the bot
MAX_IN_HAND = 50
_NUMBER = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
# What could end the element, or turn the direction of the page's source.
_UNWANTED = (*map(ord, "<>&"), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_IN_A_PAGE = {number: f"\\u{number:04x}" for number in _UNWANTED}


@dataclass(frozen=True, slots=True)
class Visit:
    """A request while it is answered: what is stored, and what pages share for this reader."""

    request: Request
    tx: Transaction
    frame: Frame


Answer = Callable[[Visit], Awaitable[Content]]


class SiteDoor:
    """Shows every verdict that stands to whoever asks, each on a page of its own."""

    def __init__(
        self,
        store: Store,
        catalogues: Catalogues,
        site: Site,
        newsroom: str,
        clock: Clock,
        days: Days = UTC_DAYS,
    ) -> None:
        self._store = store
        self._catalogues = catalogues
        self._site = site
        self._newsroom = newsroom
        self._clock = clock
        self._days = days
        self._opened_at = clock.now()
        self._style = STYLE_PATH.read_text(encoding="utf-8")
        self._policy = policy(self._style)
        self._languages = _names(catalogues)
        self._turns = asyncio.Semaphore(SIDE_BY_SIDE)
        self._in_hand = 0

    def routes(self) -> list[Route]:
        """Return the routes of all pages and feeds; what is none of them gets a page that says so."""
        answers: dict[str, Answer] = {
            "/": self._list,
            "/verdict/{number}": self._verdict,
            f"/{FEED}": self._rss,
            "/feed.json": self._feed,
            "/sitemap.xml": self._sitemap,
            "/robots.txt": self._robots,
            "/{rest:path}": self._missing,
        }
        paths = {self._site.path + path: answer for path, answer in answers.items()}
        if self._site.path:
            paths[self._site.path] = self._list
        return [Route(path, self._endpoint(answer), methods=["GET"]) for path, answer in paths.items()]

    def _endpoint(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return respond(request, await self._content(request, answer), self._policy)

        return endpoint

    async def _content(self, request: Request, answer: Answer) -> Content:
        frame = self._frame(request)
        if self._in_hand >= MAX_IN_HAND:
            return self._trouble(frame)
        self._in_hand += 1
        try:
            async with self._turns, self._store.reading() as tx:
                return await answer(Visit(request, tx, frame))
        except StorageUnavailable as error:
            log.debug("page_not_shown: %s", error)  # anybody can ask: no line for each
            return self._trouble(frame)
        finally:
            self._in_hand -= 1

    def _frame(self, request: Request) -> Frame:
        offered = self._catalogues.languages()
        chosen = request.query_params.get("lang", "")
        chosen = chosen if chosen in offered else ""
        language = chosen or preferred(request.headers.get("accept-language", ""), offered)
        texts = self._catalogues.for_language(language)
        return Frame(self._site, self._newsroom, self._style, texts, self._languages, chosen)

    async def _list(self, visit: Visit) -> Content:
        before = _number(visit.request.query_params.get("before", ""))
        found = await visit.tx.verdicts.published(PAGE_LENGTH + 1, before)
        shown, more = found[:PAGE_LENGTH], len(found) > PAGE_LENGTH
        text = verdicts.list_page(visit.frame, shown, self._today(), first=before is None, more=more)
        return self._page(visit.frame, text, changed_at=await visit.tx.verdicts.changed_at())

    async def _verdict(self, visit: Visit) -> Content:
        number = _number(visit.request.path_params["number"])
        revisions = [] if number is None else await visit.tx.verdicts.revisions(number)
        if not revisions:
            return await self._missing(visit)
        verdict = self._site.published(revisions[-1].verdict)
        if verdict.retracted_at is not None:
            return self._page(
                visit.frame, notices.withdrawn_page(visit.frame, verdict.retracted_at), status=410
            )
        text = verdicts.verdict_page(visit.frame, revisions, json_ld(verdict), self._today())
        return self._page(visit.frame, text, changed_at=revisions[-1].changed_at)

    async def _missing(self, visit: Visit) -> Content:
        return self._page(visit.frame, notices.missing_page(visit.frame), status=404)

    async def _rss(self, visit: Visit) -> Content:
        newest = await self._newest(visit.tx)
        address = f"{self._site.address}/"
        texts = visit.frame.texts
        pieces = rss(
            newest,
            self._newsroom,
            address,
            f"{address}{FEED}",
            today=self._today(),
            language=texts.locale.language,
            rating=lambda ruling: verdicts.rating_in_words(ruling, texts),
        )
        file = await self._file(visit.tx, "".join(pieces), "application/rss+xml; charset=utf-8")
        return replace(file, language=texts.locale.language)

    async def _feed(self, visit: Visit) -> Content:
        withdrawn = await visit.tx.verdicts.withdrawn_without_page(NEWEST_IN_FEED)
        gone = [(self._site.page_of(number), at) for number, at in withdrawn]
        text = "".join(feed_pieces(await self._newest(visit.tx), gone))
        return await self._file(visit.tx, text, "application/ld+json")

    async def _sitemap(self, visit: Visit) -> Content:
        own = await visit.tx.verdicts.without_page(MAX_IN_SITEMAP)
        links = [f"{self._site.address}/", *map(self._site.page_of, own)]
        return await self._file(visit.tx, "".join(sitemap(links)), "application/xml; charset=utf-8")

    async def _robots(self, visit: Visit) -> Content:
        text = f"User-agent: *\nAllow: /\nSitemap: {self._site.address}/sitemap.xml\n"
        return await self._file(visit.tx, text, "text/plain; charset=utf-8")

    async def _newest(self, tx: Transaction) -> list[Verdict]:
        return [self._site.published(verdict) for verdict in await tx.verdicts.published(NEWEST_IN_FEED)]

    def _page(
        self, frame: Frame, text: str, *, status: int = 200, changed_at: datetime | None = None
    ) -> Content:
        since = None if changed_at is None else self._same_since(changed_at)
        return Content(text, status=status, language=frame.texts.locale.language, changed_at=since)

    async def _file(self, tx: Transaction, text: str, kind: str) -> Content:
        changed_at = await tx.verdicts.changed_at()
        return Content(text, kind, changed_at=self._same_since(changed_at or self._opened_at))

    def _same_since(self, changed_at: datetime) -> datetime:
        """Return since when a page is as it is: another version may draw it differently, and a new day may
        make a verdict old."""
        return max(changed_at, self._opened_at, self._days.start(self._today()))

    def _today(self) -> date:
        return self._days.of(self._clock.now())

    def _trouble(self, frame: Frame) -> Content:
        return self._page(frame, notices.trouble_page(frame), status=503)


def json_ld(verdict: Verdict) -> str:
    """Return a verdict's ClaimReview for the inside of a page: nothing in it ends or opens an element."""
    written = json.dumps(claim_review(verdict.ruling), ensure_ascii=False, separators=(",", ":"))
    return written.translate(_IN_A_PAGE)


def _number(text: str) -> VerdictId | None:
    return VerdictId(int(text)) if _NUMBER.fullmatch(text) else None


def _names(catalogues: Catalogues) -> Mapping[str, str]:
    """Return the languages that can be chosen, each with its own name."""
    return {code: catalogues.for_language(code).own_name for code in catalogues.languages()}
