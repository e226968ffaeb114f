"""The public pages through the real application: what is shown, in which language, and what never is."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from lxml import html

from bot.exporting import export_verdicts
from bot.settings import Settings
from bot.site import MAX_IN_HAND, PAGE_LENGTH, SiteDoor
from bot.web import HealthDoor, TelegramDoor, build_app
from claims.days import Days
from claims.site import Site
from claims.verdict import Rating, Ruling, Source, Verdict, Withdrawal
from db.errors import StorageUnavailable
from db.store import SqlStore, open_store
from feeds.candidate import Given
from feeds.exporter import Format
from feeds.files import read_file
from feeds.page import parse_page
from feeds.records import Parsed, Withdrawn
from handlers.i18n import Catalogues
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock

ADDRESS = "https://news.example/checks"
OWN = a_ruling(
    url="",
    publisher="Lindhaven Post",
    wordings=("what somebody wrote to the bot",),
    claimant="City News",
    claimed_at=date(2026, 1, 31),
    sources=(Source("https://who.example/flu", "Fact sheet"), Source("https://clinic.example/lemon")),
)
HOSTILE = "</script><script>alert(1)</script><!-- \"' & \u202eevil\u202c \u2028 \x00 javascript:alert(1)"


class Desk:
    """What the newsroom does between two visits."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.clock = FakeClock()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def publishes(self, *rulings: Ruling) -> list[Verdict]:
        async with self.store.writing() as tx:
            count = await tx.verdicts.count()
            keys = [(ruling, f"key {count + place}") for place, ruling in enumerate(rulings)]
            return list(await tx.verdicts.add_many(keys, self.now))

    async def corrects(self, verdict: Verdict, **changes: object) -> None:
        self.clock.advance(days=2)
        async with self.store.writing() as tx:
            await tx.verdicts.revise(verdict.id, replace(verdict.ruling, **changes), "key", self.now)

    async def withdraws(self, verdict: Verdict) -> None:
        self.clock.advance(days=2)
        async with self.store.writing() as tx:
            await tx.verdicts.retract(verdict.id, self.now)

    async def restores(self, verdict: Verdict) -> None:
        self.clock.advance(days=2)
        async with self.store.writing() as tx:
            await tx.verdicts.restore(verdict.id, self.now)


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once: its copies open faster."""
    path = tmp_path_factory.mktemp("database") / "empty.db"

    async def make() -> None:
        await (await open_store(path)).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def desk(tmp_path: Path, empty_database: Path) -> AsyncIterator[Desk]:
    shutil.copy(empty_database, tmp_path / "forwardcheck.db")
    store = await open_store(tmp_path / "forwardcheck.db")
    yield Desk(store)
    await store.close()


def a_door(store: SqlStore, address: str = ADDRESS, clock: FakeClock | None = None) -> SiteDoor:
    return SiteDoor(store, Catalogues.load(), Site(address), "Lindhaven Post", clock or FakeClock())


@pytest.fixture
async def reader(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser, at the real application."""
    transport = httpx.ASGITransport(app=build_app(a_door(desk.store, clock=desk.clock).routes()))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield client


def seen(response: httpx.Response) -> str:
    """Return what a person sees of a page, without its head."""
    return " ".join(html.document_fromstring(response.text).find("body").text_content().split())


def embedded(response: httpx.Response) -> object:
    """Return the JSON-LD of a page."""
    [block] = html.document_fromstring(response.text).xpath("//script")
    assert block.get("type") == "application/ld+json"
    return json.loads(block.text)


async def test_days_are_those_of_the_newsroom_and_a_new_one_makes_a_page_new(desk: Desk) -> None:
    zone = ZoneInfo("Pacific/Auckland")
    catalogues = Catalogues.load(zone=zone)
    desk.clock.advance(hours=-1)  # 3 May, 23:00 there
    door = SiteDoor(desk.store, catalogues, Site(ADDRESS), "Lindhaven Post", desk.clock, Days(zone=zone))
    transport = httpx.ASGITransport(app=build_app(door.routes()))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        [verdict] = await desk.publishes(replace(OWN, valid_until=date(2026, 5, 3)))
        today = await client.get(f"/verdict/{verdict.id}")
        desk.clock.advance(hours=1, minutes=1)
        since = {"If-Modified-Since": today.headers["last-modified"]}
        tomorrow = await client.get(f"/verdict/{verdict.id}", headers=since)

    assert "Valid until 3 May 2026." in seen(today)
    assert (tomorrow.status_code, "This fact-check was valid until 3 May 2026" in seen(tomorrow)) == (
        200,
        True,
    )


async def test_a_verdict_has_a_page_with_all_that_is_known(desk: Desk, reader: httpx.AsyncClient) -> None:
    [verdict] = await desk.publishes(replace(OWN, rating_text="Nonsense"))
    response = await reader.get(f"/verdict/{verdict.id}")

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert seen(response).startswith(
        "Lindhaven Post❌ False Drinking warm lemon water cures the flu."
        "In the fact-checker's words: “Nonsense”"
        "No food or drink cures influenza.Checked byLindhaven PostChecked on3 Feb 2026Claimed byCity News"
        "Claimed on31 Jan 2026SourcesFact sheet who.exampleclinic.example"
    )


async def test_the_rating_stands_with_the_claim_wherever_the_claim_stands(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    [verdict] = await desk.publishes(OWN)
    page = html.document_fromstring((await reader.get(f"/verdict/{verdict.id}")).text)
    listed = html.document_fromstring((await reader.get("/")).text)

    expected = "❌ False: “Drinking warm lemon water cures the flu.”"
    assert page.findtext("head/title") == f"{expected} – Lindhaven Post"
    assert page.xpath("//meta[@property='og:title']/@content") == [expected]
    assert [heading.text_content() for heading in page.xpath("//h1")] == [
        "❌ False Drinking warm lemon water cures the flu."
    ]
    assert [link.text_content() for link in listed.xpath("//ol//a")] == [
        "❌ False Drinking warm lemon water cures the flu."
    ]


async def test_links_out_are_http_and_tell_the_other_side_nothing(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    sources = (
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a@evil.example/",
        "//evil.example",
        "https://ok.example/",
    )
    [verdict] = await desk.publishes(a_ruling(sources=tuple(Source(url, "See") for url in sources)))
    response = await reader.get(f"/verdict/{verdict.id}")
    links = html.document_fromstring(response.text).xpath("//main//a")

    assert {link.get("href"): link.get("rel") for link in links} == {
        "https://example.org/lemon": "noopener nofollow",
        "https://ok.example/": "noopener nofollow",
    }
    assert response.headers["referrer-policy"] == "no-referrer"


async def test_a_page_of_another_publishers_verdict_names_theirs_as_the_original(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    own, theirs = await desk.publishes(OWN, a_ruling())
    canonical = [
        html.document_fromstring((await reader.get(f"/verdict/{verdict.id}")).text).xpath(
            "//link[@rel='canonical']/@href"
        )
        for verdict in (own, theirs)
    ]

    assert canonical == [[f"{ADDRESS}/verdict/{own.id}"], ["https://example.org/lemon"]]


async def test_the_embedded_claim_review_is_the_exported_one(
    desk: Desk, reader: httpx.AsyncClient, tmp_path: Path
) -> None:
    published = await desk.publishes(OWN, a_ruling(claim="Lemons are </script> & <b>blue</b>."))
    out = StringIO()
    await export_verdicts(Settings(home=tmp_path, site_url=ADDRESS), Format.CLAIMREVIEW, out)
    pages = [embedded(await reader.get(f"/verdict/{verdict.id}")) for verdict in published]

    assert pages == json.loads(out.getvalue())["dataFeedElement"]


async def test_what_askers_wrote_is_not_published(desk: Desk, reader: httpx.AsyncClient) -> None:
    [verdict] = await desk.publishes(OWN)
    paths = [f"/verdict/{verdict.id}", "/", "/feed.json", "/feed.xml"]

    assert ["what somebody wrote" in (await reader.get(path)).text for path in paths] == [False] * len(paths)


async def test_a_page_and_the_feed_are_read_back_as_the_same_verdict(
    desk: Desk, reader: httpx.AsyncClient, tmp_path: Path
) -> None:
    [verdict] = await desk.publishes(replace(OWN, rating_text="False"))
    address = f"{ADDRESS}/verdict/{verdict.id}"
    feed = tmp_path / "feed.json"
    feed.write_bytes((await reader.get("/feed.json")).content)
    [of_page] = parse_page((await reader.get(f"/verdict/{verdict.id}")).text, "page", Given(url=address))
    [of_feed] = read_file(feed)

    expected = replace(OWN, rating_text="False", url=address, wordings=())
    assert isinstance(of_page, Parsed)
    assert isinstance(of_feed, Parsed)
    assert of_page.ruling == of_feed.ruling == expected


async def test_who_reads_the_feed_hears_what_was_withdrawn(
    desk: Desk, reader: httpx.AsyncClient, tmp_path: Path
) -> None:
    [verdict] = await desk.publishes(OWN)
    await desk.withdraws(verdict)
    feed = tmp_path / "feed.json"
    feed.write_bytes((await reader.get("/feed.json")).content)
    [record] = read_file(feed)

    assert isinstance(record, Withdrawn)
    assert record.withdrawal == Withdrawal(f"{ADDRESS}/verdict/{verdict.id}")


async def test_posts_of_closed_channels_are_not_published(desk: Desk, reader: httpx.AsyncClient) -> None:
    closed = ("https://t.me/c/123/4", "t.me/c/123/4", "https://telegram.me/c/123/4", "http://t.me/s/c/123/4")
    posts = (*closed, "https://t.me/citynews/5")
    [verdict] = await desk.publishes(replace(OWN, appearances=posts))
    review = embedded(await reader.get(f"/verdict/{verdict.id}"))

    assert review["itemReviewed"]["appearance"] == [
        {"@type": "CreativeWork", "url": "https://t.me/citynews/5"}
    ]


async def test_a_correction_is_told_with_its_day(desk: Desk, reader: httpx.AsyncClient) -> None:
    [verdict] = await desk.publishes(OWN)
    await desk.corrects(verdict, rating=Rating.MISLEADING)
    response = await reader.get(f"/verdict/{verdict.id}")

    assert "⚠️ Misleading" in seen(response)
    assert "Updated 5 May 2026: was False, now Misleading" in seen(response)


async def test_other_words_are_an_update_without_a_rating(desk: Desk, reader: httpx.AsyncClient) -> None:
    [verdict] = await desk.publishes(OWN)
    await desk.corrects(verdict, summary="Nothing that people drink cures it.")
    response = await reader.get(f"/verdict/{verdict.id}")

    assert "Updated 5 May 2026Nothing that people drink cures it." in seen(response)


async def test_the_age_of_a_verdict_is_told_and_a_page_that_grew_old_is_sent_anew(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    await desk.publishes(replace(OWN, valid_until=date(2026, 5, 4)))
    fresh = await reader.get("/verdict/1")
    desk.clock.advance(days=2)
    old = await reader.get("/verdict/1", headers={"If-Modified-Since": fresh.headers["last-modified"]})

    assert "Valid until 4 May 2026." in seen(fresh)
    assert "This fact-check was valid until 4 May 2026; things may have changed." in seen(old)


async def test_the_list_says_what_is_out_of_date_and_the_feed_leaves_out_what_is_over(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    await desk.publishes(replace(OWN, valid_until=date(2026, 5, 4)))
    fresh = await reader.get("/")
    listed = await reader.get("/feed.xml")
    desk.clock.advance(days=2)
    old = await reader.get("/", headers={"If-Modified-Since": fresh.headers["last-modified"]})
    left = await reader.get("/feed.xml", headers={"If-Modified-Since": listed.headers["last-modified"]})

    assert "Valid until 4 May 2026." in seen(fresh)
    assert "This fact-check was valid until 4 May 2026; things may have changed." in seen(old)
    assert [OWN.claim in feed.text for feed in (listed, left)] == [True, False]


async def test_exported_rss_leaves_out_what_is_over_and_other_forms_say_its_last_day(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.publishes(replace(OWN, valid_until=date(2024, 2, 1)))
    written = []
    for form in Format:
        out = StringIO()
        await export_verdicts(Settings(home=tmp_path, site_url=ADDRESS), form, out)
        written.append((form, OWN.claim in out.getvalue(), "2024-02-01" in out.getvalue()))

    assert written == [
        (Format.CLAIMREVIEW, True, True),
        (Format.RSS, False, False),
        (Format.CSV, True, True),
    ]


async def test_a_withdrawn_verdict_is_gone_with_its_claim_until_it_is_published_again(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    verdict, other = await desk.publishes(OWN, a_ruling(claim="Onions keep flies away."))
    await desk.withdraws(verdict)
    gone = await reader.get(f"/verdict/{verdict.id}")
    everywhere = [(await reader.get(path)).text for path in ("/", "/feed.xml", "/feed.json", "/sitemap.xml")]

    assert gone.status_code == 410
    assert "This fact-check was withdrawn on 5 May 2026." in seen(gone)
    assert "lemon" not in gone.text
    assert not any("lemon water" in text or f"/verdict/{verdict.id}<" in text for text in everywhere)
    assert f"/verdict/{other.id}" in everywhere[0]

    await desk.restores(verdict)
    back = await reader.get(f"/verdict/{verdict.id}")
    assert back.status_code == 200
    assert "Updated" not in seen(back)


@pytest.mark.parametrize(
    "path",
    [
        "/verdict/99",
        "/verdict/0",
        "/verdict/-1",
        "/verdict/01",
        "/verdict/1x",
        "/verdict/١",
        "/verdict/" + "9" * 19,
        "/verdict/" + "9" * 400,
        "/verdict/%00",
        "/verdict/1/",
        "/verdict",
        "/wp-login.php",
        "/..%2f..%2fetc/passwd",
    ],
)
async def test_where_nothing_is_a_page_says_so(desk: Desk, reader: httpx.AsyncClient, path: str) -> None:
    await desk.publishes(OWN)
    response = await reader.get(path)

    assert response.status_code == 404
    assert "There is no fact-check here." in seen(response)
    assert html.document_fromstring(response.text).xpath("//meta[@name='robots']/@content") == ["noindex"]


async def test_the_list_is_turned_page_by_page_to_its_end(desk: Desk, reader: httpx.AsyncClient) -> None:
    published = await desk.publishes(
        *(a_ruling(claim=f"Claim {n}", url="") for n in range(2 * PAGE_LENGTH + 1))
    )
    shown, link = [], "/"
    for _page in range(4):
        page = html.document_fromstring((await reader.get(link)).text)
        shown += [href.rpartition("/")[2] for href in page.xpath("//ol//a/@href")]
        older = page.xpath("//a[@rel='next']/@href")
        if not older:
            break
        link = older[0].removeprefix("/checks")

    assert shown == [str(verdict.id) for verdict in reversed(published)]


@pytest.mark.parametrize("before", ["", "0", "x", "1", "9" * 30, "-3"])
async def test_any_place_in_the_list_can_be_asked_for(
    desk: Desk, reader: httpx.AsyncClient, before: str
) -> None:
    await desk.publishes(OWN)

    assert (await reader.get("/", params={"before": before})).status_code == 200


async def test_an_empty_newsroom_says_so(reader: httpx.AsyncClient) -> None:
    assert "There are no fact-checks here yet." in seen(await reader.get("/"))


@pytest.mark.parametrize(
    ("accepted", "asked", "expected"),
    [
        ("", "", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "", "es"),
        ("tlh, ru;q=0.4, fr;q=0.5", "", "fr"),
        ("*", "", "en"),
        ("de;q=0, pt", "", "pt"),
        ("de", "ru", "ru"),
        ("de", "xx", "de"),
        (";;;q=, =,", "<script>", "en"),
        ("de," * 50_000, "", "de"),
    ],
)
async def test_the_page_speaks_the_readers_language(
    desk: Desk, reader: httpx.AsyncClient, accepted: str, asked: str, expected: str
) -> None:
    [verdict] = await desk.publishes(OWN)
    response = await reader.get(
        f"/verdict/{verdict.id}", params={"lang": asked}, headers={"Accept-Language": accepted}
    )
    page = html.document_fromstring(response.text)

    assert (page.get("lang"), response.headers["content-language"]) == (expected, expected)
    assert response.headers["vary"] == "Accept-Language"
    assert (
        page.xpath("//h1/span")[0].text_content()
        == {
            "en": "❌ False",
            "es": "❌ Falso",
            "fr": "❌ Faux",
            "pt": "❌ Falso",
            "ru": "❌ Неправда",
            "de": "❌ Falsch",
        }[expected]
    )


async def test_a_chosen_language_stays_chosen(desk: Desk, reader: httpx.AsyncClient) -> None:
    [verdict] = await desk.publishes(OWN)
    page = html.document_fromstring((await reader.get("/", params={"lang": "de"})).text)

    assert page.xpath("//ol//a/@href") == [f"/checks/verdict/{verdict.id}?lang=de"]
    assert page.xpath("//header/a/@href") == ["/checks/?lang=de"]


@pytest.mark.parametrize(
    ("language", "claim", "direction"),
    [
        ("ar", "شرب الماء يشفي", "rtl"),
        ("fa", "نوشیدن آب", "rtl"),
        ("he", "שתיית מים", "rtl"),
        ("ur", "پانی پینا", "rtl"),
        ("", "«شرب الماء يشفي»", "rtl"),
        ("xx", "123 שתיית מים", "rtl"),
        ("es", "Beber agua", "ltr"),
        ("", "123", "ltr"),
    ],
)
async def test_a_verdict_runs_in_its_own_direction(
    desk: Desk, reader: httpx.AsyncClient, language: str, claim: str, direction: str
) -> None:
    [verdict] = await desk.publishes(a_ruling(language=language, claim=claim))
    page = html.document_fromstring((await reader.get(f"/verdict/{verdict.id}")).text)
    listed = html.document_fromstring((await reader.get("/")).text)
    [quoted] = page.xpath("//h1/q")

    assert (page.get("dir"), page.get("lang")) == (direction, "en")
    assert (quoted.get("dir"), quoted.get("lang")) == ("auto", language or None)
    assert (listed.get("dir"), listed.xpath("//ol/li/@dir")) == ("ltr", [direction])


async def test_hostile_texts_stay_texts(desk: Desk, reader: httpx.AsyncClient) -> None:
    fields = ("claim", "rating_text", "publisher", "summary", "title", "claimant", "language")
    hostile = a_ruling(
        **dict.fromkeys(fields, HOSTILE),
        url='https://example.org/?a="><script>alert(1)</script>',
        sources=(Source("https://who.example/", HOSTILE),),
    )
    [verdict] = await desk.publishes(hostile)
    for path in (f"/verdict/{verdict.id}", "/"):
        response = await reader.get(path)
        page = html.document_fromstring(response.text)

        assert response.text.count("<script") == len(page.xpath("//script")) <= 1
        assert (
            page.xpath("//script[not(@type='application/ld+json')] | //*[@*[starts-with(name(), 'on')]]")
            == []
        )
        assert page.xpath("//@href[starts-with(., 'javascript')]") == []
        assert page.xpath("//comment()") == []
        assert not set("\u202e\u202c\u2028\x00") & set(response.text)
        assert "alert(1)" in seen(response)
    review = embedded(await reader.get(f"/verdict/{verdict.id}"))
    assert review["claimReviewed"] == HOSTILE.replace("\x00", "\ufffd")


async def test_huge_texts_are_cut_and_the_page_stays_small(desk: Desk, reader: httpx.AsyncClient) -> None:
    huge = a_ruling(claim="word " * 1_000, summary="y" * 4_000, publisher="P" * 5_000, title="T" * 5_000)
    [verdict, *_others] = await desk.publishes(huge, *[replace(huge, url="")] * PAGE_LENGTH)
    page, listed = await reader.get(f"/verdict/{verdict.id}"), await reader.get("/")

    assert "word…" in seen(page)
    assert len(page.content) < 40_000
    assert len(listed.content) < 30_000


async def test_an_ordinary_page_is_light_and_asks_for_nothing_else(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    published = await desk.publishes(
        *(replace(OWN, claim=f"{n}: {OWN.claim}") for n in range(PAGE_LENGTH + 1))
    )
    for path in (f"/verdict/{published[0].id}", "/"):
        response = await reader.get(path)
        page = html.document_fromstring(response.text)

        assert len(response.content) < 20_000
        assert page.xpath("//img | //iframe | //link[@rel='stylesheet'] | //script[@src] | //form") == []


async def test_a_browser_may_do_nothing_but_show_the_page(desk: Desk, reader: httpx.AsyncClient) -> None:
    [verdict] = await desk.publishes(OWN)
    for path in (f"/verdict/{verdict.id}", "/", "/verdict/99", "/feed.xml", "/robots.txt"):
        headers = (await reader.get(path)).headers

        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/verdict/1", "/feed.xml", "/feed.json"])
async def test_what_has_not_changed_is_not_sent_again(
    desk: Desk, reader: httpx.AsyncClient, path: str
) -> None:
    [verdict] = await desk.publishes(OWN)
    first = await reader.get(path)
    tag, changed_at = first.headers["etag"], first.headers["last-modified"]
    known = [
        await reader.get(path, headers=headers)
        for headers in (
            {"If-None-Match": tag},
            {"If-None-Match": f'"other", W/{tag}'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": changed_at},
        )
    ]
    await desk.corrects(verdict, rating=Rating.TRUE)
    news = [
        await reader.get(path, headers=headers)
        for headers in (
            {"If-None-Match": tag},
            {"If-Modified-Since": changed_at},
            {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"},
            {"If-Modified-Since": "yesterday"},
        )
    ]

    assert [(response.status_code, response.content) for response in known] == [(304, b"")] * 4
    assert {response.headers["etag"] for response in known} == {tag}
    assert [response.status_code for response in news] == [200] * 4
    assert first.headers["cache-control"] == "public, max-age=60"


async def test_head_says_the_same_without_the_page(desk: Desk, reader: httpx.AsyncClient) -> None:
    await desk.publishes(OWN)
    for path in ("/", "/verdict/1", "/verdict/99", "/feed.xml"):
        got, headed = await reader.get(path), await reader.head(path)

        assert headed.content == b""
        assert (headed.status_code, headed.headers) == (got.status_code, got.headers)


async def test_nothing_can_be_sent(desk: Desk, reader: httpx.AsyncClient) -> None:
    await desk.publishes(OWN)
    tried = [await reader.request(method, "/verdict/1") for method in ("POST", "PUT", "DELETE", "PATCH")]

    assert [response.status_code for response in tried] == [405] * 4


async def test_the_feed_leads_to_the_publisher_and_else_to_us(desk: Desk, reader: httpx.AsyncClient) -> None:
    own, _theirs = await desk.publishes(OWN, a_ruling())
    feed = html.etree.fromstring((await reader.get("/feed.xml")).content)

    assert feed.xpath("//item/link/text()") == ["https://example.org/lemon", f"{ADDRESS}/verdict/{own.id}"]
    assert feed.xpath("//channel/*[local-name()='link']/@href") == [f"{ADDRESS}/feed.xml"]


def guids(feed: httpx.Response) -> list[str]:
    """Return by what a feed's items are told apart, the newest verdict's first."""
    items = html.etree.fromstring(feed.content).xpath("//item/guid")
    assert {item.get("isPermaLink") for item in items} <= {"false"}
    return [item.text for item in items]


async def test_two_verdicts_of_one_page_are_two_items_and_a_corrected_one_is_new(
    desk: Desk, reader: httpx.AsyncClient
) -> None:
    taxes, _bridge = await desk.publishes(
        a_ruling(claim="Taxes doubled last year"), a_ruling(claim="The bridge was built in 1900")
    )
    bridge, before = guids(await reader.get("/feed.xml"))
    await desk.corrects(taxes, rating=Rating.HALF_TRUE)
    bridge_still, after = guids(await reader.get("/feed.xml"))

    assert len({bridge, before, after}) == 3
    assert bridge_still == bridge


async def test_search_engines_are_told_where_our_own_pages_are(desk: Desk, reader: httpx.AsyncClient) -> None:
    own, _theirs = await desk.publishes(OWN, a_ruling())
    sitemap = html.etree.fromstring((await reader.get("/sitemap.xml")).content)

    assert sitemap.xpath("//*[local-name()='loc']/text()") == [f"{ADDRESS}/", f"{ADDRESS}/verdict/{own.id}"]
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (await reader.get("/robots.txt")).text


async def test_the_site_may_begin_at_the_root_beside_the_other_doors(desk: Desk) -> None:
    async def keep(_update: object) -> None:
        return

    async def examine() -> object:
        raise StorageUnavailable("not asked here")

    doors = [TelegramDoor(keep, "secret"), HealthDoor(examine), a_door(desk.store, "https://news.example")]
    app = build_app([route for door in doors for route in door.routes()])
    [verdict] = await desk.publishes(OWN)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="https://news.example"
    ) as client:
        statuses = {
            path: (await client.request(method, path)).status_code
            for method, path in [
                ("GET", "/"),
                ("GET", f"/verdict/{verdict.id}"),
                ("GET", "/x"),
                ("POST", "/telegram"),
            ]
        }

    assert statuses == {"/": 200, f"/verdict/{verdict.id}": 200, "/x": 404, "/telegram": 401}


async def test_a_site_below_a_path_is_found_with_and_without_its_slash(reader: httpx.AsyncClient) -> None:
    statuses = [
        (await reader.get(f"https://news.example{path}")).status_code for path in ("/checks", "/checks/", "/")
    ]

    assert statuses == [200, 200, 404]


async def test_pages_say_so_when_the_store_cannot_be_read(desk: Desk, reader: httpx.AsyncClient) -> None:
    await desk.store.close()
    response = await reader.get("/verdict/1")

    assert response.status_code == 503
    assert (response.headers["cache-control"], response.headers["retry-after"]) == ("no-store", "30")
    assert "Please try again in a minute." in seen(response)


async def test_a_crowd_is_asked_to_come_back_and_leaves_the_store_to_the_bot(desk: Desk) -> None:
    door = a_door(desk.store)
    door._in_hand = MAX_IN_HAND
    transport = httpx.ASGITransport(app=build_app(door.routes()))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        crowded = await client.get("/")
        door._in_hand = 0
        calm = await client.get("/")

    assert (crowded.status_code, calm.status_code) == (503, 200)
