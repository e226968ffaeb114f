"""The same fact-check from two feeds is one verdict, and whom the feeds contradict hears of it once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claims.ports import Store
from claims.site import Site
from claims.usecases.import_verdicts import Imported, ImportVerdicts
from claims.verdict import Rating, Ruling, Source, Verdict, VerdictId
from db.store import open_store
from db.verdicts import SqlVerdicts
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock

RSS, REVIEWS = "https://facts.example/rss", "https://data.example/reviews.json"
PAGE = "https://facts.example/2026/lemon"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "verdicts.db")
    yield opened
    await opened.close()


async def _imports(store: Store, ruling: Ruling, source: str = REVIEWS) -> Imported:
    [outcome] = await ImportVerdicts(store, FakeClock(), fingerprint)([ruling], None, source)
    return outcome


async def _rating(store: Store) -> Rating:
    async with store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    return verdict.ruling.rating


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        (PAGE, Imported.UNCHANGED),
        ("http://facts.example/2026/lemon", Imported.UNCHANGED),
        ("https://facts.example/2026/lemon/", Imported.UNCHANGED),
        ("https://www.facts.example/2026/lemon", Imported.UNCHANGED),
        ("https://m.facts.example/2026/lemon", Imported.UNCHANGED),
        ("https://amp.facts.example/2026/lemon/amp", Imported.UNCHANGED),
        ("https://facts.example/2026/lemon?utm_source=rss", Imported.UNCHANGED),
        ("https://facts-example.cdn.ampproject.org/c/s/facts.example/2026/lemon", Imported.UNCHANGED),
        ("https://facts.example/es/2026/lemon", Imported.ADDED),
        ("https://es.facts.example/2026/lemon", Imported.ADDED),
        ("https://facts.example/2026/lemon?page=2", Imported.ADDED),
        ("https://facts.example/2025/lemon", Imported.ADDED),
        ("https://lake.example/2026/lemon", Imported.ADDED),
    ],
)
async def test_which_addresses_are_one_fact_check(store: Store, url: str, outcome: Imported) -> None:
    await _imports(store, a_ruling(url=PAGE), RSS)

    assert await _imports(store, a_ruling(url=url)) is outcome


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("Drinking warm lemon water cures the flu", Imported.UNCHANGED),
        ("DRINKING warm lemon water cures the flu!", Imported.UNCHANGED),
        ("Drinking warm lemon water does not cure the flu.", Imported.ADDED),
        ("Beber agua tibia con limón cura la gripe.", Imported.ADDED),
    ],
)
async def test_which_claims_of_a_page_are_one(store: Store, claim: str, outcome: Imported) -> None:
    await _imports(store, a_ruling(url=PAGE), RSS)

    assert await _imports(store, a_ruling(url=PAGE, claim=claim)) is outcome


async def test_what_a_poorer_feed_leaves_out_stays(store: Store) -> None:
    rich = a_ruling(
        url=PAGE,
        title="Lemon water",
        sources=(Source("https://who.example/flu"),),
        claimed_at=date(2026, 1, 2),
    )
    poor = replace(rich, summary="", title="", sources=(), claimed_at=None, language="", published_at=None)
    await _imports(store, rich)

    assert await _imports(store, poor, RSS) is Imported.UNCHANGED


async def test_another_rating_does_not_keep_the_explanation_of_the_old_one(store: Store) -> None:
    told = a_ruling(url=PAGE, rating_text="False", title="No, lemon water does not cure the flu")
    poor = a_ruling(url=PAGE, rating=Rating.TRUE, summary="", title="", language="")
    await _imports(store, told)

    assert await _imports(store, poor, RSS) is Imported.UPDATED
    async with store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    assert verdict.ruling == replace(told, rating=Rating.TRUE, rating_text="", summary="", title="")


async def test_words_that_were_not_known_keep_their_explanation_with_a_rating(store: Store) -> None:
    await _imports(store, a_ruling(url=PAGE, rating=Rating.UNRATED, rating_text="Hm"))
    await _imports(store, a_ruling(url=PAGE, rating_text="Hm", summary=""), RSS)
    async with store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))

    assert verdict is not None
    assert verdict.ruling == a_ruling(url=PAGE, rating_text="Hm")


async def test_what_a_richer_feed_adds_is_taken_in_once(store: Store) -> None:
    poor, rich = a_ruling(url=PAGE, summary=""), a_ruling(url=PAGE, summary="No drink does.")
    outcomes = [
        await _imports(store, ruling, source)
        for ruling, source in ((poor, RSS), (rich, REVIEWS), (poor, RSS), (rich, REVIEWS))
    ]

    assert outcomes == [Imported.ADDED, Imported.UPDATED, Imported.UNCHANGED, Imported.UNCHANGED]


async def test_a_rating_whose_words_are_not_known_does_not_take_one_away(store: Store) -> None:
    await _imports(store, a_ruling(url=PAGE))
    outcome = await _imports(store, a_ruling(url=PAGE, rating=Rating.UNRATED, rating_text="Hm"), RSS)

    assert (outcome, await _rating(store)) == (Imported.UNCHANGED, Rating.FALSE)


async def test_feeds_that_contradict_each_other_change_a_verdict_once(store: Store) -> None:
    old, new = a_ruling(url=PAGE), a_ruling(url=PAGE, rating=Rating.TRUE)
    outcomes = [
        await _imports(store, ruling, source)
        for ruling, source in ((old, RSS), (new, REVIEWS), (old, RSS), (new, REVIEWS), (old, RSS))
    ]

    assert outcomes == [Imported.ADDED, Imported.UPDATED, *[Imported.UNCHANGED] * 3]
    assert await _rating(store) is Rating.TRUE


@pytest.mark.parametrize(
    "more", [{"summary": "It does after all.", "title": "Lemon"}, {"published_at": date(2026, 4, 1)}]
)
async def test_a_poorer_source_that_repeats_itself_takes_no_correction_back(
    store: Store, more: dict[str, object]
) -> None:
    poor = a_ruling(url=PAGE, summary="", published_at=None)
    rich = replace(poor, rating=Rating.TRUE, rating_text="True", **more)
    outcomes = [
        await _imports(store, ruling, source)
        for ruling, source in ((poor, RSS), (rich, REVIEWS), (poor, RSS), (rich, REVIEWS))
    ]

    assert outcomes == [Imported.ADDED, Imported.UPDATED, *[Imported.UNCHANGED] * 2]
    assert await _rating(store) is Rating.TRUE


async def test_what_one_source_takes_back_is_taken_back(store: Store) -> None:
    first, then = a_ruling(url=PAGE), a_ruling(url=PAGE, rating=Rating.TRUE)
    outcomes = [await _imports(store, ruling) for ruling in (first, then, first, first)]

    assert outcomes == [Imported.ADDED, Imported.UPDATED, Imported.UPDATED, Imported.UNCHANGED]
    assert await _rating(store) is Rating.FALSE


async def test_a_source_that_had_agreed_may_go_back_to_what_it_said(store: Store) -> None:
    old, new = a_ruling(url=PAGE), a_ruling(url=PAGE, rating=Rating.TRUE)
    outcomes = [
        await _imports(store, ruling, source)
        for ruling, source in ((old, RSS), (new, REVIEWS), (old, RSS), (new, RSS), (old, RSS))
    ]

    assert outcomes[-1] is Imported.UPDATED


OURS = "https://news.example/checks"


async def _imports_with_pages_of_ours(store: Store, ruling: Ruling) -> Imported:
    [outcome] = await ImportVerdicts(store, FakeClock(), fingerprint, site=Site(OURS))([ruling])
    return outcome


async def _rules(store: Store, claim: str, *, then: str) -> None:
    """Let the newsroom rule on a claim, put its words right and withdraw it."""
    now = FakeClock().now()
    async with store.writing() as tx:
        own = await tx.verdicts.add(a_ruling(claim=claim, url=""), fingerprint(claim), now)
        await tx.verdicts.revise(own.id, a_ruling(claim=then, url=""), fingerprint(then), now)
        await tx.verdicts.retract(own.id, now)


@pytest.mark.parametrize("claim", ["Lemon water cures the flu.", "Lemon water cures the cold."])
@pytest.mark.parametrize("page", [f"{OURS}/verdict/1", "http://news.example/checks/verdict/1/?lang=es"])
async def test_a_ruling_of_ours_does_not_come_back_as_that_of_others(
    store: Store, claim: str, page: str
) -> None:
    await _rules(store, "Lemon water cures the flu.", then="Lemon water cures the cold.")
    outcome = await _imports_with_pages_of_ours(store, a_ruling(claim=claim, url=page))

    async with store.reading() as tx:
        assert (outcome, len(await tx.verdicts.newest(10))) == (Imported.UNCHANGED, 1)


async def test_an_export_is_read_back_where_the_ruling_is_not(store: Store) -> None:
    await _rules(store, "The bridge was sold.", then="The bridge was given away.")
    page = f"{OURS}/verdict/1"

    assert await _imports_with_pages_of_ours(store, a_ruling(url=page)) is Imported.ADDED
    assert await _imports_with_pages_of_ours(store, a_ruling(url=page)) is Imported.UNCHANGED


async def test_a_date_that_is_still_to_come_is_left_out(store: Store) -> None:
    await _imports(store, a_ruling(published_at=date(2099, 3, 4), claimed_at=date(2099, 1, 2)))
    async with store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))

    assert verdict is not None
    assert (verdict.ruling.published_at, verdict.ruling.claimed_at) == (None, None)


@pytest.mark.parametrize(
    ("again", "outcome"), [(Rating.TRUE, Imported.CONTRADICTED), (Rating.UNRATED, Imported.UNCHANGED)]
)
async def test_of_two_ratings_in_one_run_the_first_counts(
    store: Store, again: Rating, outcome: Imported
) -> None:
    rulings = [a_ruling(), a_ruling(rating=again)]

    assert await ImportVerdicts(store, FakeClock(), fingerprint)(rulings) == [Imported.ADDED, outcome]
    assert await _rating(store) is Rating.FALSE


async def test_what_a_page_was_is_read_once_however_many_claims_it_brings(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rulings = [a_ruling(url=PAGE, claim=f"Lemon water number {number} cures the flu.") for number in range(8)]
    first, second = rulings[:4], rulings[4:]
    importing = ImportVerdicts(store, FakeClock(), fingerprint)
    await importing(first)
    await importing([replace(ruling, summary="No drink does.") for ruling in first])
    read: list[VerdictId] = []
    history = SqlVerdicts.history

    async def counted(verdicts: SqlVerdicts, verdict_id: VerdictId) -> Sequence[Verdict]:
        read.append(verdict_id)
        return await history(verdicts, verdict_id)

    monkeypatch.setattr(SqlVerdicts, "history", counted)

    assert await importing(second) == [Imported.ADDED] * 4
    assert sorted(read) == [1, 2, 3, 4]


async def test_what_is_only_like_a_withdrawn_claim_is_not_given_and_does_not_take_its_place(
    store: Store,
) -> None:
    collapsed = a_ruling(url=PAGE, claim="The bridge in Porto collapsed.")
    await _imports(store, collapsed)
    async with store.writing() as tx:
        await tx.verdicts.retract(VerdictId(1), FakeClock().now())

    outcome = await _imports(store, replace(collapsed, claim="The bridge in Porto was reopened."))

    async with store.reading() as tx:
        [verdict] = await tx.verdicts.newest(10)
    assert (outcome, verdict.ruling, verdict.revision) == (Imported.STAYS_WITHDRAWN, collapsed, 1)
