"""Owns sentence vectors: the port, and the two encoders that come with the program."""

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from matching.transformer import Transformer
from matching.universal import universal

Vectors = npt.NDArray[np.float32]
MAX_CHARACTERS = 600
"""How much of a text an embedder reads."""
_MAX_TOKENS = 96

ENGLISH_SHARE = 0.8
"""How much the English encoder counts in a search, against the one of many languages."""
_SPLIT = 512


class Embedder(Protocol):
    """Turns sentences into vectors of length one; `id` changes whenever the vectors of a text would."""

    @property
    def id(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, each of length one (or all zero for a text without words)."""
        ...


class EmbedderUnavailableError(Exception):
    """The embedder that was asked for cannot be used; the text says why and what to do."""


class UniversalSentenceEncoder:
    """Universal Sentence Encoder multilingual v3: 16 languages, 512 dimensions, about 2 ms a sentence."""

    id = "use-multilingual-v3/0.2.1"
    dimensions = 512

    def load(self) -> None:
        """Read the model, which the first text would else wait for."""
        universal()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; what lies beyond 600 characters is not read."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        rows = np.asarray(
            universal().encode([text[:MAX_CHARACTERS] or " " for text in texts]), dtype=np.float32
        )
        return np.nan_to_num(rows)


class EnglishEncoder:
    """all-MiniLM-L6-v2 (model/MODEL_CARD.md): English, 384 dimensions, about 3 ms a sentence."""

    id = "all-minilm-l6-v2/uint8"
    dimensions = 384

    def __init__(self) -> None:
        self._model = Transformer("encoder.onnx", max_tokens=_MAX_TOKENS)

    def load(self) -> None:
        """Read the model, which the first text would else wait for."""
        self._model.load()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; what lies beyond 600 characters is not read."""
        rows = [self._model(text[:MAX_CHARACTERS]) for text in texts]
        return np.concatenate([np.zeros((0, self.dimensions), dtype=np.float32), *rows])


class TwoEncoders:
    """Both side by side in one vector: one search asks both, and the gate can tell them apart.

    The inner product of two vectors is the weighted mean of their two cosines.
    """

    def __init__(self) -> None:
        threadpool_limits(1)  # more threads than one make small products slower, and starve the event loop
        self._many_languages = UniversalSentenceEncoder()
        self._english = EnglishEncoder()
        self.id = f"{self._many_languages.id}+{self._english.id}"
        self.blocks = (self._many_languages.dimensions, self._english.dimensions)
        self.dimensions = sum(self.blocks)

    def load(self) -> None:
        """Read both models, which the first text would else wait for."""
        self._many_languages.load()
        self._english.load()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        return _side_by_side(self._many_languages.encode(texts), self._english.encode(texts))

    def encode_asked(self, texts: Sequence[str], *, english: bool) -> Vectors:
        """Return one row per part of a message, the whole first, by what its language needs.

        The English encoder says nothing of other languages. Where it reads all parts, the other one reads the
        first alone, to find what was checked in other languages.
        """
        if not english:
            rows = self._many_languages.encode(texts)
            return _side_by_side(rows, np.zeros((len(texts), self._english.dimensions), dtype=np.float32))
        rows = np.zeros((len(texts), self._many_languages.dimensions), dtype=np.float32)
        rows[:1] = self._many_languages.encode(texts[:1])
        return _side_by_side(rows, self._english.encode(texts))

    def encode_english(self, text: str) -> Vectors:
        """Return the row of one English text, for the English encoder alone."""
        rows = np.zeros((1, self._many_languages.dimensions), dtype=np.float32)
        return _side_by_side(rows, self._english.encode([text]))


def _side_by_side(meaning: Vectors, english: Vectors) -> Vectors:
    return np.concatenate(
        [meaning * math.sqrt(1 - ENGLISH_SHARE), english * math.sqrt(ENGLISH_SHARE)], axis=1
    )


def cosines(asked: Vectors, checked: Vectors) -> tuple[Vectors, Vectors]:
    """Return the cosines of all rows by the encoder of many languages, and by the English one."""
    return (
        (asked[:, :_SPLIT] @ checked[:, :_SPLIT].T) / (1 - ENGLISH_SHARE),
        (asked[:, _SPLIT:] @ checked[:, _SPLIT:].T) / ENGLISH_SHARE,
    )
