"""Rating words that a newsroom maps itself: what is stored is revised, what comes later is rated at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from claims.ports import Store, UnratedWords
from claims.usecases.following import FollowUp
from claims.usecases.import_verdicts import Imported, ImportVerdicts
from claims.usecases.map_ratings import ListUnratedWords, MapRating
from claims.verdict import Rating, Ruling
from db.store import open_store
from feeds.ratings import key as rating_key
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "forwardcheck.db")
    yield opened
    await opened.close()


def unrated(number: int, words: str) -> Ruling:
    url = f"https://example.org/{number}"
    return a_ruling(claim=f"Claim number {number}", url=url, rating=Rating.UNRATED, rating_text=words)


async def imported(store: Store, *rulings: Ruling) -> list[Imported]:
    return list(await ImportVerdicts(store, FakeClock(), fingerprint, None, rating_key)(rulings))


async def mapped(store: Store, words: str, rating: Rating) -> int:
    clock = FakeClock()
    follow_up = FollowUp(TelegramVoice(Catalogues.load(), clock, "Test newsroom"), clock)
    return await MapRating(store, clock, rating_key, fingerprint, follow_up)(words, rating)


async def ratings(store: Store) -> list[tuple[Rating, str, int]]:
    async with store.reading() as tx:
        newest = await tx.verdicts.newest(10)
    return [(one.ruling.rating, one.ruling.rating_text, one.revision) for one in reversed(newest)]


async def test_unknown_words_are_listed_with_their_number(store: Store) -> None:
    await imported(store, unrated(1, "Whoppa"), unrated(2, "Whoppa"), unrated(3, "Hm"), a_ruling())

    assert await ListUnratedWords(store)(10) == [UnratedWords("Whoppa", 2), UnratedWords("Hm", 1)]
    assert await ListUnratedWords(store)(1) == [UnratedWords("Whoppa", 2)]


async def test_mapped_words_rate_what_is_stored_and_keep_the_publishers_words(store: Store) -> None:
    await imported(store, unrated(1, "Whoppa"), unrated(2, "WHOPPA!"), unrated(3, "Hm"))

    assert await mapped(store, "whoppa", Rating.FALSE) == 2
    assert await ratings(store) == [
        (Rating.FALSE, "Whoppa", 2),
        (Rating.FALSE, "WHOPPA!", 2),
        (Rating.UNRATED, "Hm", 1),
    ]


async def test_words_that_are_mapped_anew_rate_anew_what_they_had_rated(store: Store) -> None:
    by_hand = replace(unrated(3, ""), rating=Rating.TRUE)
    await imported(store, unrated(1, "Whoppa"), unrated(2, "WHOPPA!"), by_hand, unrated(4, "Hm"))
    await mapped(store, "Whoppa", Rating.TRUE)

    assert await mapped(store, "whoppa", Rating.FALSE) == 2
    assert await ratings(store) == [
        (Rating.FALSE, "Whoppa", 3),
        (Rating.FALSE, "WHOPPA!", 3),
        (Rating.TRUE, "", 1),
        (Rating.UNRATED, "Hm", 1),
    ]
    assert await mapped(store, "whoppa", Rating.FALSE) == 0


async def test_what_comes_later_is_rated_at_once_and_the_same_again_changes_nothing(store: Store) -> None:
    await imported(store, unrated(1, "Whoppa"))
    await mapped(store, "Whoppa", Rating.FALSE)

    assert await imported(store, unrated(1, "Whoppa"), unrated(2, "Whoppa")) == [
        Imported.UNCHANGED,
        Imported.ADDED,
    ]
    assert await ratings(store) == [(Rating.FALSE, "Whoppa", 2), (Rating.FALSE, "Whoppa", 1)]


async def test_words_that_the_table_knows_are_not_changed_by_a_mapping(store: Store) -> None:
    await mapped(store, "False", Rating.TRUE)
    await imported(store, a_ruling(rating_text="False"))

    assert await ratings(store) == [(Rating.FALSE, "False", 1)]


@pytest.mark.parametrize(("words", "rating"), [(" … ", Rating.FALSE), ("Hm", Rating.UNRATED)])
async def test_a_mapping_that_says_nothing(store: Store, words: str, rating: Rating) -> None:
    with pytest.raises(ValueError, match="needs words and a rating"):
        await mapped(store, words, rating)
