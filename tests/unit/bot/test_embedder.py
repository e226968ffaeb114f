"""The embedder that was set, in the whole program: chosen, changed, changed back, and done without."""

import logging
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.clock import SystemClock
from bot.doctor import examine
from bot.embedder import choose_embedder
from bot.knowledge import open_knowledge
from bot.settings import Settings
from claims.decision import Answer
from claims.usecases.import_verdicts import ImportVerdicts
from db.store import open_store
from matching.embeddings import Embedder, TwoEncoders
from matching.segment import fingerprint
from tests.support import fastembed_stand_in
from tests.support.builders import a_ruling

FERRY = "Mayor Petra Ostrand closed the Halvik ferry for three weeks."
OIL = "Drinking chilli oil cures asthma within a day."


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return TwoEncoders()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORWARDCHECK_EMBEDDER", "FORWARDCHECK_MODELS"):
        monkeypatch.delenv(name, raising=False)


async def publish(home: Path, *claims: str) -> None:
    store = await open_store(Settings(home=home).database_path)
    rulings = [
        a_ruling(claim=claim, url=f"https://facts.example/{fingerprint(claim)}", wordings=())
        for claim in claims
    ]
    await ImportVerdicts(store, SystemClock(), fingerprint)(rulings)
    await store.close()


async def opened(home: Path, setting: str, embedder: Embedder) -> tuple[int, int, list[str]]:
    """Return the revision of the index as found and once level, and what is answered to FERRY and OIL."""
    async with open_knowledge(Settings(home=home, embedder=setting), embedder) as knowledge:
        found = knowledge.matcher.revision
        level = await knowledge.catalogue.refresh()
        decisions = [await knowledge.catalogue.decide(f"Is it true? {text}") for text in (FERRY, OIL)]
        return found, level, [type(decision).__name__ for decision in decisions]


async def test_changing_the_embedder_and_back_rebuilds_from_the_database_and_loses_nothing(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    fastembed_stand_in.install(monkeypatch)
    await publish(tmp_path, FERRY)
    built_in, small = "default", "fastembed:letters/8"
    first = [await opened(tmp_path, built_in, embedder), await opened(tmp_path, small, embedder)]
    await publish(tmp_path, OIL)
    large = await opened(tmp_path, "fastembed:letters/16", embedder)
    back = [await opened(tmp_path, built_in, embedder), await opened(tmp_path, small, embedder)]
    once_more = await opened(tmp_path, small, embedder)

    assert first == [(0, 1, ["Answer", "Queued"])] * 2
    assert large == (0, 2, ["Answer", "Answer"])
    assert back == [(1, 2, ["Answer", "Answer"])] * 2
    assert once_more == (2, 2, ["Answer", "Answer"])


async def test_another_version_of_fastembed_makes_the_index_anew(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(tmp_path, FERRY)
    revisions = []
    for version in ("0.9.1", "0.9.1", "0.9.2"):
        fastembed_stand_in.install(monkeypatch, version)
        revisions.append((await opened(tmp_path, "fastembed:letters/8", embedder))[:2])

    assert revisions == [(0, 1), (1, 1), (0, 1)]


async def test_without_fastembed_the_built_in_one_answers_and_one_line_says_so(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fastembed_stand_in.uninstall(monkeypatch)
    await publish(tmp_path, FERRY)
    settings = Settings(home=tmp_path, embedder="fastembed:letters/8")

    with caplog.at_level(logging.WARNING):
        async with open_knowledge(settings, embedder) as knowledge:
            decision = await knowledge.catalogue.decide(FERRY)

    assert isinstance(decision, Answer)
    [line] = [record.getMessage() for record in caplog.records]
    assert "FORWARDCHECK_EMBEDDER=fastembed:letters/8 cannot be used: fastembed is not installed" in line
    assert "pip install -e '.[embeddings]'" in line


def test_a_model_that_cannot_be_loaded_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fastembed_stand_in.install(monkeypatch)

    chosen = choose_embedder(Settings(home=tmp_path, embedder="fastembed:letters/none"))

    assert chosen.finder is None
    assert chosen.problem.startswith("FORWARDCHECK_EMBEDDER=fastembed:letters/none cannot be used: the model")
    assert chosen.index_folder(tmp_path / "index") == tmp_path / "index"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("default", "embedder: the built-in one"),
        (
            "fastembed:letters/8",
            "embedder: fastembed:letters/8/0.9.1 (8 dimensions) finds, the built-in one judges",
        ),
        (
            "fastembed:letters/none",
            "embedder: the built-in one. FORWARDCHECK_EMBEDDER=fastembed:letters/none cannot",
        ),
    ],
)
async def test_the_doctor_names_the_embedder_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, said: str
) -> None:
    fastembed_stand_in.install(monkeypatch)

    [line] = [
        line
        for line in (await examine(Settings(home=tmp_path, embedder=setting))).lines
        if line.startswith("embedder: ")
    ]

    assert line.startswith(said)


@pytest.mark.parametrize(
    ("value", "model"),
    [
        ("", ""),
        (" default ", ""),
        ("fastembed:BAAI/bge-small-en-v1.5", "BAAI/bge-small-en-v1.5"),
        ("fastembed:model_1", "model_1"),
    ],
)
def test_an_embedder_there_may_be_is_taken(value: str, model: str) -> None:
    assert Settings(embedder=value).fastembed_model == model


@pytest.mark.parametrize(
    "value",
    ["use", "fastembed", "fastembed:", "fastembed:../models", "fastembed:a/b/c", "fastembed:a b", "openai:x"],
)
def test_an_embedder_that_there_is_not_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="must be default or fastembed: and the name of a model"):
        Settings(embedder=value)


def test_models_lie_in_the_home_unless_set_otherwise(tmp_path: Path) -> None:
    assert [Settings(home=tmp_path).models_path, Settings(home=tmp_path, models="").models_path] == [
        tmp_path / "models"
    ] * 2
    assert Settings(home=tmp_path, models=tmp_path / "elsewhere").models_path == tmp_path / "elsewhere"
