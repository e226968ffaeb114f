"""A backup is put back while the index of later days still lies beside it."""

import shutil
from pathlib import Path

import pytest

from claims.usecases.import_verdicts import ImportVerdicts
from db.store import open_store
from matching.embeddings import TwoEncoders
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import open_newsroom

ELEPHANTS, WHALES = "Elephants fly over Lindhaven at night", "Whales drink petrol all summer"


async def live_on_then_put_the_backup_back(home: Path, embedder: TwoEncoders) -> None:
    """Keep a copy of the database of one verdict, publish another one, and put the copy in its place."""
    async with open_newsroom(home, embedder=embedder) as newsroom:
        await newsroom.publishes(a_ruling())
    shutil.copy(home / "forwardcheck.db", home / "backup.db")
    async with open_newsroom(home, embedder=embedder) as newsroom:
        await newsroom.publishes(a_ruling(claim=ELEPHANTS, url="https://example.org/elephants"))
        ana = newsroom.person()
        ana.says(ELEPHANTS)
        await newsroom.settle()
        assert ELEPHANTS in ana.last_message
    (home / "backup.db").replace(home / "forwardcheck.db")


async def import_(home: Path, claim: str) -> None:
    """Import a verdict while the bot is not running, which leaves the index alone."""
    store = await open_store(home / "forwardcheck.db")
    ruling = a_ruling(claim=claim, url="https://example.org/whales")
    await ImportVerdicts(store, FakeClock(), fingerprint)([ruling])
    await store.close()


@pytest.mark.parametrize(("asked", "told"), [(ELEPHANTS, "We have not checked this yet."), (WHALES, WHALES)])
async def test_what_is_imported_after_a_backup_was_put_back_is_told_as_what_it_is(
    tmp_path: Path, embedder: TwoEncoders, asked: str, told: str
) -> None:
    await live_on_then_put_the_backup_back(tmp_path, embedder)
    await import_(tmp_path, WHALES)

    async with open_newsroom(tmp_path, embedder=embedder) as newsroom:
        ana = newsroom.person()
        ana.says(asked)
        await newsroom.settle()

        assert told in ana.last_message


async def test_an_index_of_this_database_is_kept(
    tmp_path: Path, embedder: TwoEncoders, caplog: pytest.LogCaptureFixture
) -> None:
    for claim in (ELEPHANTS, WHALES):
        await import_(tmp_path, claim)
        async with open_newsroom(tmp_path, embedder=embedder) as newsroom:
            await newsroom.program.catalogue.refresh()

    assert "index_made_anew" not in caplog.text
