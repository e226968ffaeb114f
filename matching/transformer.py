"""Owns the running of the two small models: texts to tokens, tokens to word vectors, those through ONNX."""

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

# It would tell its makers how it is used, and keep a number for this machine in the home folder.
os.putenv("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime  # type: ignore[import-untyped]  # ships no types

FOLDER = Path(__file__).parent / "model"

Text = str | tuple[str, str]
MOST_TOKENS = 112


class Transformer:
    """One ONNX file behind the word vectors that it shares with the other, on one thread.

    A pair of texts is cut to 112 tokens, a single text to `max_tokens`, which may be fewer.
    """

    def __init__(self, name: str, *, max_tokens: int = MOST_TOKENS) -> None:
        self._name = name
        self._max_tokens = max_tokens

    def load(self) -> None:
        """Read all that it needs, which the first text would else wait for."""
        _session(self._name)
        _tokenizer()
        _words()

    def __call__(self, text: Text) -> npt.NDArray[np.float32]:
        """Return the model's output for a text, or pair of texts.

        One at a time: batches are no faster on one thread, and int8 arithmetic takes its scale from the whole
        batch, so that a text would come out otherwise beside another one.
        """
        if not isinstance(text, str):
            encoded = _tokenizer().encode(text[0], text[1])
            return self.run(word_vectors(np.array(encoded.ids)), encoded.type_ids)
        ids = _tokenizer().encode(text).ids
        if len(ids) > self._max_tokens:
            ids = [*ids[: self._max_tokens - 1], ids[-1]]  # the last one is the mark of the end
        return self.run(word_vectors(np.array(ids)), [0] * len(ids))

    def run(self, rows: npt.NDArray[np.float32], types: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return the model's output for word vectors, one a row, and the text (0 or 1) of each."""
        inputs = {
            "word_vectors": rows[None],
            "attention_mask": np.ones((1, len(rows)), dtype=np.int64),
            "token_type_ids": np.array([types], dtype=np.int64),
        }
        session, output = _session(self._name)
        return np.asarray(session.run([output], inputs)[0], dtype=np.float32)


def word_vectors(ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Return the vectors of word pieces, one a row."""
    rows, scales = _words()
    return rows[ids].astype(np.float32) * scales[ids][..., None]


def spelled(text: str) -> npt.NDArray[np.float32]:
    """Return the vectors of a text's word pieces, one a row, without any mark of beginning or end."""
    ids = _tokenizer().encode(text, add_special_tokens=False).ids
    return word_vectors(np.array(ids, dtype=np.int64))


@lru_cache(maxsize=20_000)
def is_a_word(lower: str) -> bool:
    """Say whether the models know a lower-case word whole, not in pieces: a common one, or a known name."""
    return _tokenizer().token_to_id(lower) is not None


def marks() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the rows that stand before a pair of texts, and after each of them."""
    tokenizer = _tokenizer()
    ids = [tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]")]
    first, after = word_vectors(np.array(ids, dtype=np.int64))
    return first[None], after[None]


# What is read from our own files never changes, so a process holds it once, however often it is asked for.
@cache
def _session(name: str) -> tuple[onnxruntime.InferenceSession, str]:
    """Return the model and the name of its output."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(FOLDER / name), options, providers=["CPUExecutionProvider"])
    return session, session.get_outputs()[0].name


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
    tokenizer.no_padding()
    return tokenizer


@cache
def _words() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    with np.load(FOLDER / "words.npz") as stored:
        return stored["rows"], stored["scales"]
