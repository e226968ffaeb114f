# torch, transformers and onnx are not installed where the bot runs:
# mypy: ignore-errors
"""Owns the way from weights to what ships: ONNX files of 8 bits, the word vectors they share, the tokenizer.

`python -m matching.training.export --trained FOLDER --weights FOLDER --out FOLDER [--name FILE]`
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from transformers import AutoModel

from matching.training.train import CrossEncoder

_LIMIT_BYTES = 25_000_000
_INPUTS = ("word_vectors", "attention_mask", "token_type_ids")


class Reader(nn.Module):
    """The trained cross-encoder behind its word vectors."""

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        return self.model(words, mask, types)


class Encoder(nn.Module):
    """The sentence encoder as published, behind its word vectors: the mean of the last layer, length one."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        hidden = self.model(inputs_embeds=words, attention_mask=mask, token_type_ids=types)[0]
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return mean / mean.norm(dim=1, keepdim=True)


def export(trained: Path, weights: Path, out: Path, name: str) -> None:
    """Write the reader (`name`), encoder.onnx, words.npz and tokenizer.json to `out`.

    Raises:
        ValueError: a file is too large.
    """
    out.mkdir(parents=True, exist_ok=True)
    reader = CrossEncoder(weights)
    reader.load_state_dict(torch.load(trained / "weights.pt", weights_only=True))
    encoder = AutoModel.from_pretrained(weights, add_pooling_layer=False, attn_implementation="eager")
    words = encoder.embeddings.word_embeddings.weight.detach()
    if not torch.equal(words, reader.encoder.embeddings.word_embeddings.weight.detach()):
        raise ValueError("training has changed the word vectors, which both models share")
    _write_words(words.numpy(), out / "words.npz")
    reader.encoder.config._attn_implementation = "eager"
    _write_graph(Reader(reader.eval()), words, "logit", out / name, trained)
    _write_graph(Encoder(encoder.eval()), words, "vector", out / "encoder.onnx", trained)
    shutil.copy(weights / "tokenizer.json", out / "tokenizer.json")


def _write_words(words: np.ndarray, path: Path) -> None:
    scales = np.abs(words).max(axis=1) / 127
    np.savez(path, rows=np.rint(words / scales[:, None]).astype(np.int8), scales=scales.astype(np.float32))


def _write_graph(model: nn.Module, words: torch.Tensor, output: str, path: Path, scratch: Path) -> None:
    mask = torch.ones(2, 7, dtype=torch.int64)
    mask[1, 5:] = 0
    sample = (words[torch.arange(14).reshape(2, 7)], mask, torch.zeros(2, 7, dtype=torch.int64))
    full, prepared = scratch / f"full.{path.name}", scratch / f"prepared.{path.name}"
    torch.onnx.export(
        model,
        sample,
        str(full),
        input_names=list(_INPUTS),
        output_names=[output],
        dynamic_axes={**{name: {0: "rows", 1: "tokens"} for name in _INPUTS}, output: {0: "rows"}},
        opset_version=17,
        dynamo=False,
    )
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(path), per_channel=True, weight_type=QuantType.QInt8)
    _make_unsigned(path)
    onnx.checker.check_model(str(path))
    if path.stat().st_size > _LIMIT_BYTES:
        raise ValueError(f"{path.name}: {path.stat().st_size} bytes are more than {_LIMIT_BYTES}")


def _make_unsigned(path: Path) -> None:
    """Shift all signed bytes by 128: with signed ones, processors without VNNI clip what two products add up
    to, and decide otherwise than others."""
    model = onnx.load(str(path))
    for stored in model.graph.initializer:
        if stored.data_type == onnx.TensorProto.INT8:
            shifted = numpy_helper.to_array(stored).astype(np.int16) + 128
            stored.CopyFrom(numpy_helper.from_array(shifted.astype(np.uint8), stored.name))
    onnx.save(model, str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="reader.onnx", help="reader.onnx or reader_glosses.onnx")
    given = parser.parse_args()
    export(given.trained, given.weights, given.out, given.name)


if __name__ == "__main__":
    main()
