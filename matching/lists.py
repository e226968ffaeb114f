"""Owns the lists in which vectors that lie near each other stand together, as codes of a few bytes."""

import json
import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
ReadRows = Callable[[Rows], Vectors]
"""Returns the vectors of rows, given in ascending order, from disk."""

_DIMENSIONS = 256  # that many directions hold nearly all that tells two sentences apart
_ROWS_PER_LIST = 300
_MOST_LISTS = 4_096
_PROBES = 64
_MOST_CODES = 30_000  # lists are of unequal length: what bounds the time of a search is this
_TRAINING_PER_LIST = 16
_LEAST_TRAINING = 20_000
_RUN = 16
_BLOCK = 8_192


class Lists:
    """Finds rows that are probably near: one bit a direction, so the caller measures them again exactly.

    `blocks` are the widths of the encoders' shares of a vector. Each share has lists of its own: what one
    encoder says little of would hide what the other one finds.
    """

    def __init__(self, indexes: Sequence[faiss.Index], blocks: Sequence[int], rows: int, built: int) -> None:
        self._indexes = list(indexes)
        self._blocks = tuple(blocks)
        self.rows = rows
        """All rows below this number are in, as far as they were alive."""
        self.built = built
        """How many there were when the lists were laid out."""

    @classmethod
    def build(cls, read: ReadRows, alive: Rows, blocks: Sequence[int], rows: int) -> Self:
        """Lay out lists for the rows that are alive, of `rows` in all. Takes from seconds to minutes."""
        faiss.omp_set_num_threads(1)  # holds for this thread alone
        sample = read(_spread(alive, _training_rows(len(alive))))
        indexes = [_trained(share, len(alive)) for share in _shares(sample, blocks)]
        del sample
        built = cls(indexes, blocks, 0, rows)
        for start in range(0, len(alive), _BLOCK):
            chosen = alive[start : start + _BLOCK]
            built.add(chosen, read(chosen), rows)
        return built

    @classmethod
    def load(cls, folder: Path, blocks: Sequence[int], most: int) -> Self | None:
        """Return what `save` wrote; None if there is nothing, or nothing that fits a file of `most` rows."""
        try:
            raw = json.loads((folder / "vectors.lists.json").read_text("utf-8"))
            rows, built = int(raw["rows"]), int(raw["built"])
            indexes = [faiss.read_index(str(path)) for path in _paths(folder, blocks)]
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            RuntimeError,
        ):  # the last is how faiss says all of it
            return None
        fitting = [index.d for index in indexes] == list(blocks) and raw.get("blocks") == list(blocks)
        return (
            cls([_probing(index) for index in indexes], blocks, rows, built)
            if fitting and rows <= most
            else None
        )

    def save(self, folder: Path) -> None:
        """Write the lists; what stood there before holds until all of them are written."""
        (folder / "vectors.lists.json").unlink(missing_ok=True)
        for index, path in zip(self._indexes, _paths(folder, self._blocks), strict=True):
            faiss.write_index(index, str(path))
        fresh = folder / "vectors.lists.new"
        fresh.write_text(
            json.dumps({"rows": self.rows, "built": self.built, "blocks": self._blocks}), "utf-8"
        )
        os.replace(fresh, folder / "vectors.lists.json")  # noqa: PTH105 - as Path.replace, which has no noqa

    def add(self, numbers: Rows, vectors: Vectors, rows: int) -> None:
        """Add these rows with their vectors; all below `rows` are in then."""
        faiss.omp_set_num_threads(1)
        for index, share in zip(self._indexes, _shares(vectors, self._blocks), strict=True):
            index.add_with_ids(share, numbers)
        self.rows = rows

    def near(self, queries: Vectors, count: int) -> Rows:
        """Return the rows, each once, that are probably among the `count` nearest to a query."""
        faiss.omp_set_num_threads(1)
        found = []
        for index, share in zip(self._indexes, _shares(queries, self._blocks), strict=True):
            asked = share[share.any(axis=1)]
            if len(asked):
                found.append(index.search(asked, count)[1].ravel())
        rows = each_once(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        return rows[rows >= 0]


def each_once(rows: Rows) -> Rows:
    """Return all the rows in ascending order, each once, as `np.unique`, which first loads masked arrays."""
    ordered = np.sort(rows, axis=None)
    kept = np.ones(len(ordered), dtype=bool)
    kept[1:] = ordered[1:] != ordered[:-1]
    found: Rows = ordered[kept]
    return found


def _paths(folder: Path, blocks: Sequence[int]) -> list[Path]:
    return [folder / f"vectors.{place}.ivf" for place in range(len(blocks))]


def _shares(vectors: Vectors, blocks: Sequence[int]) -> list[Vectors]:
    """Return each encoder's share with rows of length one, for which the nearest have the largest cosine."""
    shares: list[Vectors] = []
    start = 0
    for width in blocks:
        share = vectors[:, start : start + width].copy()
        lengths = np.sqrt(np.square(share).sum(axis=1, keepdims=True))
        lengths[lengths == 0] = 1
        share /= lengths
        shares.append(share)
        start += width
    return shares


def _list_count(rows: int) -> int:
    return int(min(_MOST_LISTS, 2 ** round(math.log2(max(2.0, rows / _ROWS_PER_LIST)))))


def _training_rows(rows: int) -> int:
    return max(_LEAST_TRAINING, _TRAINING_PER_LIST * _list_count(rows))


def _spread(rows: Rows, count: int) -> Rows:
    """Return about `count` of the rows, in short runs from all over."""
    if len(rows) <= count:
        return rows
    starts = np.linspace(0, len(rows) - _RUN, count // _RUN).astype(np.int64)
    return rows[each_once(starts[:, None] + np.arange(_RUN))]


def _trained(sample: Vectors, rows: int) -> faiss.Index:
    width = min(_DIMENSIONS, sample.shape[1])
    index = faiss.index_factory(
        sample.shape[1], f"PCAR{width},IVF{_list_count(rows)},RaBitQ", faiss.METRIC_L2
    )
    faiss.extract_index_ivf(
        index
    ).cp.min_points_per_centroid = _TRAINING_PER_LIST  # fewer than faiss asks for
    index.train(sample)
    return _probing(index)


def _probing(index: faiss.Index) -> faiss.Index:
    lists = faiss.extract_index_ivf(index)
    lists.nprobe = _PROBES
    lists.max_codes = _MOST_CODES
    return index
