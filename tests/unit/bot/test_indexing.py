"""A search index that cannot be written for a while: questions wait, none is decided without a verdict."""

import asyncio
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.indexing import IndexUnavailable, LastingMatcher
from bot.knowledge import open_knowledge
from bot.levelling import Levelling
from bot.settings import Settings
from claims.decision import Answer
from claims.ports import Store
from claims.usecases.import_verdicts import ImportVerdicts
from matching.embeddings import TwoEncoders
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock


@pytest.fixture(scope="module")
def embedder() -> TwoEncoders:
    return TwoEncoders()


LEMON = "Drinking warm lemon water cures the flu."


async def publish(store: Store, number: int, claim: str = LEMON) -> None:
    ruling = a_ruling(claim=claim, url=f"https://example.org/{number}")
    await ImportVerdicts(store, FakeClock(), fingerprint)([ruling])


def in_the_way(settings: Settings) -> Path:
    """Return a folder where the index would write a file: it fails as on a full disk."""
    return settings.index_path / "manifest.new"


async def test_a_question_waits_for_an_index_that_cannot_take_a_verdict_in(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    settings = Settings(home=tmp_path)
    async with open_knowledge(settings, embedder) as knowledge:
        await publish(knowledge.store, 1)
        in_the_way(settings).mkdir()
        for _ in range(2):
            with pytest.raises(IndexUnavailable, match="free some space"):
                await knowledge.catalogue.decide(LEMON)
        in_the_way(settings).rmdir()

        assert isinstance(await knowledge.catalogue.decide(LEMON), Answer)


async def test_the_index_comes_level_beside_the_answers_once_it_can_be_written(
    tmp_path: Path, embedder: TwoEncoders, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.levelling.STORAGE_RETRY_SECONDS", 0.01)
    settings = Settings(home=tmp_path)
    async with open_knowledge(settings, embedder) as knowledge:
        for number in range(40):
            await publish(knowledge.store, number, f"The lake of Lindhaven holds {number} green fish.")
        in_the_way(settings).mkdir()
        levelling = asyncio.create_task(Levelling(knowledge.catalogue).run())
        while "storage_unavailable" not in caplog.text:  # noqa: ASYNC110 - what is waited for is a log line
            await asyncio.sleep(0.01)
        in_the_way(settings).rmdir()
        while not await knowledge.catalogue.is_level():  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.05)

        assert knowledge.matcher.revision == 40
        assert not levelling.done()
        levelling.cancel()


async def test_a_program_ends_well_though_its_index_cannot_be_written(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    settings = Settings(home=tmp_path)
    async with open_knowledge(settings, embedder) as knowledge:
        await publish(knowledge.store, 1)
        await knowledge.catalogue.refresh()
        in_the_way(settings).mkdir()
    in_the_way(settings).rmdir()

    async with open_knowledge(settings, embedder) as knowledge:
        assert isinstance(await knowledge.catalogue.decide(LEMON), Answer)


async def test_the_doctor_says_that_the_index_cannot_be_written(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.index_path.touch()
    found = await examine(settings)

    assert found.lines[-1].startswith(f"index: The search index {settings.index_path}")
    assert not found.can_work


class KilledIndex:
    """An index whose writer was killed by a full disk, or which is given what it does not understand."""

    revision = 3

    def __init__(self, said: str) -> None:
        self._said = said

    def put_in_order(self) -> None:
        raise ValueError(self._said)

    def close(self) -> None:
        raise ValueError(self._said)


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        (
            "An error occurred in a thread: 'An index writer was killed.. (io::Error most likely)",
            IndexUnavailable,
        ),
        ("a slip of ours", ValueError),
    ],
)
def test_what_a_disk_did_is_told_from_a_slip(tmp_path: Path, said: str, raised: type[Exception]) -> None:
    matcher = LastingMatcher(tmp_path, lambda: KilledIndex(said))  # type: ignore[arg-type, return-value] # of its methods two

    with pytest.raises(raised):
        matcher.put_in_order()
    assert matcher.revision == 3
