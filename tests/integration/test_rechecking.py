"""Second looks at publishers' pages: changes taken over, what is gone withdrawn, nobody pestered."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.rechecking import FORBIDDEN, PageLooker
from bot.ways import Ways
from claims.ports import Store
from claims.usecases.following import FollowUp
from claims.usecases.import_verdicts import Imported, ImportVerdicts, Restates
from claims.verdict import Rating, Verdict, Withdrawal
from db.store import open_store
from feeds.fetch import Fetcher
from feeds.manners import Manners
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.site import Answer, Site, open_site

DAYS = 30
CLAIM = "Drinking warm lemon water cures the flu."


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def store(tmp_path: Any) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "forwardcheck.db")
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def _no_wait(_seconds: float) -> None:
    return


def _unhurried(fetcher: Fetcher) -> Manners:
    return Manners(fetcher, sleep=_no_wait)


def looker(
    store: Store, clock: FakeClock, site: Site, days: int = DAYS, restates: Restates | None = None
) -> PageLooker:
    """Return what looks, with a pace that costs no time."""
    ways = Ways(door=site.door, manners=_unhurried)
    import_verdicts = ImportVerdicts(store, clock, fingerprint, restates=restates)
    return PageLooker(store, import_verdicts, clock, ways, days, chance=lambda: 0.5)


def a_page(rating: str = "False", claim: str = CLAIM, **more: Any) -> str:
    """Return a page with its ClaimReview."""
    review = {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "datePublished": "2026-02-03",
        "author": {"@type": "Organization", "name": "Lake Facts"},
        "reviewRating": {"alternateName": rating},
        **more,
    }
    return f'<html><head><script type="application/ld+json">{json.dumps(review)}</script></head></html>'


async def imported(store: Store, clock: FakeClock, site: Site, *paths: str) -> None:
    """Let a verdict rest on each page of the site."""
    rulings = [a_ruling(claim=CLAIM, url=site.link(path)) for path in paths]
    await ImportVerdicts(store, clock, fingerprint)(rulings)


async def looked(store: Store, clock: FakeClock, site: Site) -> Verdict:
    """Let the first page be looked at when it is due; return its verdict."""
    looking = looker(store, clock, site)
    await looking.look_next()
    clock.advance(days=DAYS)
    assert await looking.look_next() is not None
    return await _verdict(store)


async def _verdict(store: Store) -> Verdict:
    async with store.reading() as tx:
        [verdict] = await tx.verdicts.newest(10)
    return verdict


async def _problems(store: Store) -> list[str]:
    async with store.reading() as tx:
        return [problem for _, problem in (await tx.pages.counts()).problems]


async def test_what_was_taken_down_for_good_is_withdrawn(store: Store, clock: FakeClock, site: Site) -> None:
    await imported(store, clock, site, "/lemon")
    site.pages["/lemon"] = Answer(status=410)

    assert (await looked(store, clock, site)).retracted_at is not None


async def test_what_its_page_marks_as_retracted_is_withdrawn(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page(creativeWorkStatus="Retracted", url=site.link("/lemon")))

    assert (await looked(store, clock, site)).retracted_at is not None


async def test_another_rating_is_a_new_revision(store: Store, clock: FakeClock, site: Site) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page("Missing context", url=site.link("/lemon")))
    verdict = await looked(store, clock, site)

    assert (verdict.ruling.rating, verdict.revision) == (Rating.MISSING_CONTEXT, 2)


async def _always(_verdict: Verdict, _text: str) -> bool:
    return True


async def test_the_claim_of_a_page_in_new_words_is_a_new_revision(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon")
    reworded = "The flu is cured by drinking warm lemon water."
    site.text("/lemon", a_page("Missing context", claim=reworded, url=site.link("/lemon")))
    looking = looker(store, clock, site, restates=_always)
    await looking.look_next()
    clock.advance(days=DAYS)
    await looking.look_next()
    verdict = await _verdict(store)

    assert (verdict.ruling.claim, verdict.ruling.rating, verdict.revision) == (
        reworded,
        Rating.MISSING_CONTEXT,
        2,
    )


async def test_a_source_that_goes_on_with_the_old_words_does_not_bring_them_back(
    store: Store, clock: FakeClock
) -> None:
    old = a_ruling(claim=CLAIM, url="https://facts.example/lemon")
    new = replace(old, claim="The flu is cured by drinking warm lemon water.", rating=Rating.TRUE)
    import_verdicts = ImportVerdicts(store, clock, fingerprint, restates=_always)
    outcomes = [
        (await importing([ruling], None, source))[0]
        for importing, ruling, source in (
            (import_verdicts, old, "a list"),
            (import_verdicts, new, "the page"),
            (import_verdicts, replace(old, summary="Said otherwise."), "a list"),
            (ImportVerdicts(store, clock, fingerprint), old, "a file"),
            (import_verdicts, new, "the page"),
        )
    ]

    assert outcomes == [Imported.ADDED, Imported.UPDATED, *[Imported.UNCHANGED] * 3]
    assert (await _verdict(store)).ruling == new


async def test_what_is_published_again_in_words_that_it_had_once_is_told_as_it_reads_now(
    store: Store, clock: FakeClock
) -> None:
    old = a_ruling(claim=CLAIM, url="https://facts.example/lemon")
    follow_up = FollowUp(TelegramVoice(Catalogues.load(), clock, "Test newsroom"), clock)
    import_verdicts = ImportVerdicts(store, clock, fingerprint, follow_up, restates=_always)
    await import_verdicts([old])
    await import_verdicts([replace(old, claim="The flu is cured by drinking warm lemon water.")])
    await import_verdicts.withdraw([Withdrawal(old.url)])
    again = replace(old, rating=Rating.MISSING_CONTEXT, published_at=clock.now().date())
    outcomes = await import_verdicts([again])
    verdict = await _verdict(store)

    assert outcomes == [Imported.UPDATED]
    assert (verdict.ruling, verdict.retracted_at) == (again, None)


async def test_two_claims_that_a_page_brings_together_are_two(store: Store, clock: FakeClock) -> None:
    old = a_ruling(claim=CLAIM, url="https://facts.example/lemon")
    new = replace(old, claim="The flu is cured by drinking warm lemon water.", rating=Rating.TRUE)
    import_verdicts = ImportVerdicts(store, clock, fingerprint, restates=_always)
    await import_verdicts([old])

    assert await import_verdicts([new, old]) == [Imported.ADDED, Imported.UNCHANGED]


async def test_another_claim_on_the_page_is_left_alone(store: Store, clock: FakeClock, site: Site) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page("True", claim="The moon is made of cheese, says the mayor."))
    verdict = await looked(store, clock, site)

    assert (verdict.ruling.claim, verdict.revision) == (CLAIM, 1)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=404), "404"),
        (Answer(status=500), "500"),
        (Answer(status=429, headers={"Retry-After": "60"}), "429"),
        (Answer(b"a few words"), ""),
    ],
    ids=["not found", "broken", "too often", "no fact-check any more"],
)
async def test_what_does_not_come_changes_nothing_and_is_told_to_the_operator(
    store: Store, clock: FakeClock, site: Site, answer: Answer, why: str
) -> None:
    await imported(store, clock, site, "/lemon")
    site.pages["/lemon"] = answer
    verdict = await looked(store, clock, site)

    assert (verdict.retracted_at, verdict.revision) == (None, 1)
    assert all(why in problem for problem in await _problems(store))
    assert bool(await _problems(store)) is bool(why)


async def test_what_nobody_thought_of_is_told_to_the_operator_and_ends_nothing(
    store: Store, clock: FakeClock, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(PageLooker, "_take_over", odd)
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page(url=site.link("/lemon")))
    await looked(store, clock, site)

    assert await _problems(store) == ["it holds what this program cannot read (ZeroDivisionError)"]


async def test_half_an_emoji_in_a_link_of_a_page_ends_nothing(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page("True", url=site.link("/lemon"), citation="https://lake.example/\ud83d"))

    assert (await looked(store, clock, site)).ruling.rating is Rating.TRUE


async def test_a_page_that_robots_txt_closes_is_not_asked_for(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/robots.txt", "User-agent: *\nDisallow: /lemon")
    site.pages["/lemon"] = Answer(status=410)
    verdict = await looked(store, clock, site)

    assert verdict.retracted_at is None
    assert site.paths() == ["/robots.txt"]
    assert await _problems(store) == [FORBIDDEN]


async def test_a_page_is_asked_for_only_if_it_changed(store: Store, clock: FakeClock, site: Site) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page(url=site.link("/lemon")), ETag='"1"')
    await looked(store, clock, site)
    site.pages["/lemon"] = Answer(status=304)
    clock.advance(days=DAYS + 1)
    await looker(store, clock, site).look_next()
    asked = [one for one in site.asked if one.path == "/lemon"]

    assert [one.headers.get("if-none-match") for one in asked] == [None, '"1"']
    assert await _problems(store) == []


async def test_looks_are_spread_and_one_page_is_looked_at_at_a_time(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon", "/b", "/c")
    looking = looker(store, clock, site)

    assert await looking.look_next() is None  # planned only
    clock.advance(days=DAYS)
    pages = [await looking.look_next() for _ in range(4)]

    assert len({page.url for page in pages if page}) == 3
    assert pages[3] is None


async def test_a_look_that_was_cut_short_is_not_begun_again_at_once(
    store: Store, clock: FakeClock, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await imported(store, clock, site, "/lemon")
    looking = looker(store, clock, site)
    await looking.look_next()
    clock.advance(days=DAYS)

    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(looking, "_look", killed)
    with pytest.raises(KeyboardInterrupt):
        await looking.look_next()
    again = looker(store, clock, site)

    assert await again.look_next() is None
    clock.advance(days=1)
    assert await again.look_next() is not None


async def test_nothing_is_looked_at_when_that_is_turned_off(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon")
    looking = looker(store, clock, site, days=0)
    await looking.look_next()
    clock.advance(days=400)

    assert await looking.look_next() is None
    assert site.asked == []


async def test_a_page_of_withdrawn_verdicts_is_forgotten(store: Store, clock: FakeClock, site: Site) -> None:
    await imported(store, clock, site, "/lemon")
    looking = looker(store, clock, site)
    await looking.look_next()
    async with store.writing() as tx:
        await tx.verdicts.retract((await tx.verdicts.newest(1))[0].id, clock.now())
    clock.advance(days=DAYS)
    await looking.look_next()
    async with store.reading() as tx:
        counts = await tx.pages.counts()

    assert (counts.known, site.asked) == (0, [])


async def test_a_shorter_period_holds_for_pages_that_are_planned_already(
    store: Store, clock: FakeClock, site: Site
) -> None:
    await imported(store, clock, site, "/lemon")
    site.text("/lemon", a_page("Missing context", url=site.link("/lemon")))
    await looker(store, clock, site, days=365).look_next()

    assert await looker(store, clock, site, days=200).look_next() is None
    assert await looker(store, clock, site, days=30).look_next() is not None
    assert (await _verdict(store)).revision == 2
