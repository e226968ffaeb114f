"""Owns sentence vectors by models that fastembed downloads: only where an operator asked for one."""

from collections.abc import Sequence
from pathlib import Path

import fastembed
import numpy as np
from loguru import logger  # fastembed's log

from matching.embeddings import MAX_CHARACTERS, EmbedderUnavailableError, Vectors


class FastembedModel:
    """A text model of fastembed by its name; one core, no accelerator."""

    def __init__(self, name: str, folder: Path) -> None:
        """Load the model from `folder`, after downloading it there where it is missing.

        Raises:
            EmbedderUnavailableError: there is no such model, or it cannot be downloaded, read or run.
        """
        logger.disable("fastembed")  # a failure is told once, by whoever catches it
        try:
            self._model = fastembed.TextEmbedding(
                name, cache_dir=str(folder), threads=1, providers=["CPUExecutionProvider"]
            )
            self.dimensions = self._rows(["ready"]).shape[1]
        except Exception as error:  # its tokenizers and its runtime raise bare Exception
            raise EmbedderUnavailableError(
                f"the model {name} cannot be loaded ({_first_line(error)});"
                f" look at its name, the network and the folder {folder}"
            ) from error
        # The version stands for how texts are cut and vectors pooled, which has changed between versions.
        self.id = f"fastembed:{name}/{fastembed.__version__}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; what lies beyond 600 characters is not read."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        rows = self._rows([text[:MAX_CHARACTERS] or " " for text in texts])
        lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
        lengths[lengths == 0] = 1
        scaled: Vectors = rows / lengths
        return scaled

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.stack([np.asarray(row, dtype=np.float32) for row in self._model.embed(list(texts))])
        if rows.ndim != 2:
            raise EmbedderUnavailableError("it gives several vectors for a text")
        return np.nan_to_num(rows)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
