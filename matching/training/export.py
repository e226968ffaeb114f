# torch, transformers and onnx are not installed where the bot runs:
# mypy: ignore-errors
"""Owns the way from trained weights to what ships: an int8 ONNX file of at most 25 MB and its tokenizer.

`python -m matching.training.export --trained FOLDER --weights FOLDER --out FOLDER`
"""

import argparse
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from transformers import AutoTokenizer

from matching.training.train import CrossEncoder, encode

_LIMIT_BYTES = 25_000_000


class Exported(nn.Module):
    """The cross-encoder with plain arguments, as ONNX wants them."""

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return self.model(input_ids, attention_mask, token_type_ids)


def export(trained: Path, weights: Path, out: Path) -> Path:
    """Write model.onnx and tokenizer.json to `out`; raises ValueError when the model is too large."""
    model = CrossEncoder(weights)
    model.load_state_dict(torch.load(trained / "weights.pt", weights_only=True))
    model.encoder.config._attn_implementation = "eager"
    model.eval()
    tokenizer = AutoTokenizer.from_pretrained(trained)
    sample = encode([{"a": "one text", "b": "and another one"}, {"a": "x", "b": "y z"}], tokenizer)
    out.mkdir(parents=True, exist_ok=True)
    full = trained / "full.onnx"
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        Exported(model),
        tuple(sample[name] for name in names),
        str(full),
        input_names=names,
        output_names=["logit"],
        dynamic_axes={**{name: {0: "rows", 1: "tokens"} for name in names}, "logit": {0: "rows"}},
        opset_version=17,
        dynamo=False,
    )
    prepared = trained / "prepared.onnx"
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    small = out / "model.onnx"
    quantize_dynamic(str(prepared), str(small), per_channel=True, weight_type=QuantType.QInt8)
    onnx.checker.check_model(str(small))
    if small.stat().st_size > _LIMIT_BYTES:
        raise ValueError(f"{small.stat().st_size} bytes are more than {_LIMIT_BYTES}")
    shutil.copy(trained / "tokenizer.json", out / "tokenizer.json")
    return small


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    export(given.trained, given.weights, given.out)


if __name__ == "__main__":
    main()
