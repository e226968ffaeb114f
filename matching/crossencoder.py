"""Owns the small model that reads message and claim together: one number for "these state the same claim"."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
_MAX_TOKENS = 112
_MAX_CHARACTERS = 1_200


class CrossEncoder:
    """Runs the shipped int8 ONNX model on one thread; about 3 ms a pair."""

    def __init__(self, folder: Path = FOLDER) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MAX_TOKENS, strategy="longest_first")
        self._tokenizer.enable_padding()

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return one logit per (message, claim); above 0 speaks for the same claim."""
        if not pairs:
            return []
        cut = [(asked[:_MAX_CHARACTERS], checked[:_MAX_CHARACTERS]) for asked, checked in pairs]
        encoded = self._tokenizer.encode_batch(cut)
        inputs = {
            "input_ids": np.array([row.ids for row in encoded], dtype=np.int64),
            "attention_mask": np.array([row.attention_mask for row in encoded], dtype=np.int64),
            "token_type_ids": np.array([row.type_ids for row in encoded], dtype=np.int64),
        }
        found = np.asarray(self._session.run(["logit"], inputs)[0], dtype=np.float64)
        return [float(value) for value in found.reshape(-1)]
