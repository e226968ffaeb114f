"""Owns the running of the two small models: texts to tokens, tokens to word vectors, those through ONNX."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

# It would tell its makers how it is used, and keep a number for this machine in the home folder.
os.putenv("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime  # type: ignore[import-untyped]  # ships no types

FOLDER = Path(__file__).parent / "model"

Text = str | tuple[str, str]
_MOST_PIECES = 112


class Transformer:
    """One ONNX file behind the word vectors that it shares with the other, on one thread."""

    def __init__(self, name: str, *, max_tokens: int) -> None:
        self._session = _session(name)
        self._output = self._session.get_outputs()[0].name
        self._tokenizer = _tokenizer(max_tokens)

    def __call__(self, text: Text) -> npt.NDArray[np.float32]:
        """Return the model's output for a text, or pair of texts.

        One at a time: batches are no faster on one thread, and int8 arithmetic takes its scale from the whole
        batch, so that a text would come out otherwise beside another one.
        """
        encoded = (
            self._tokenizer.encode(text)
            if isinstance(text, str)
            else self._tokenizer.encode(text[0], text[1])
        )
        return self.run(word_vectors(np.array(encoded.ids)), encoded.type_ids)

    def run(self, rows: npt.NDArray[np.float32], types: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return the model's output for word vectors, one a row, and the text (0 or 1) of each."""
        inputs = {
            "word_vectors": rows[None],
            "attention_mask": np.ones((1, len(rows)), dtype=np.int64),
            "token_type_ids": np.array([types], dtype=np.int64),
        }
        return np.asarray(self._session.run([self._output], inputs)[0], dtype=np.float32)


def word_vectors(ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Return the vectors of word pieces, one a row."""
    rows, scales = _words()
    return rows[ids].astype(np.float32) * scales[ids][..., None]


def spelled(text: str) -> npt.NDArray[np.float32]:
    """Return the vectors of a text's word pieces, one a row, without any mark of beginning or end."""
    ids = _tokenizer(_MOST_PIECES).encode(text, add_special_tokens=False).ids
    return word_vectors(np.array(ids, dtype=np.int64))


def marks() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the rows that stand before a pair of texts, and after each of them."""
    tokenizer = _tokenizer(_MOST_PIECES)
    ids = [tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]")]
    first, after = word_vectors(np.array(ids, dtype=np.int64))
    return first[None], after[None]


# What is read from our own files never changes, so a process holds it once, however often it is asked for.
@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(FOLDER / name), options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer(max_tokens: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.enable_truncation(max_tokens, strategy="longest_first")
    tokenizer.no_padding()
    return tokenizer


@cache
def _words() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    with np.load(FOLDER / "words.npz") as stored:
        return stored["rows"], stored["scales"]
