"""Owns the vectors of all verdict texts: one append-only file of small integers, searched in memory."""

import sys
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from claims.verdict import VerdictId
from matching.embeddings import Vectors

_LISTS_FROM = 30_000
_LISTS = 1024
_ROWS_PER_LIST = 40  # fewer make faiss warn, and rightly
_PROBES = 24
_TRAINING_ROWS = 60_000
_REBUILD_GROWTH = 1.5


class VectorFile:
    """Rows of (verdict, vector). A row of scale 0 takes back all earlier rows of its verdict."""

    def __init__(self, folder: Path, dimensions: int, rows: int, *, searched: bool = True) -> None:
        """Open the first `rows` rows of the file; what lies behind them was never confirmed and is cut off.

        A file that is only read by verdict (not `searched`) is spared the lists for searching.

        Raises:
            ValueError: the file holds fewer rows.
        """
        self._path = folder / "vectors.bin"
        self._lists_path = folder / "vectors.ivf"
        self._dtype = np.dtype([("id", "<i8"), ("scale", "<f4"), ("vector", "i1", (dimensions,))])
        self._dimensions = dimensions
        self._table = self._load(rows)
        self._by_verdict: dict[int, list[int]] = {}
        self._index_rows(0)
        self._dense: Vectors | None = None
        self._lists_from = _LISTS_FROM if searched else sys.maxsize
        self._lists: faiss.Index | None = self._load_lists()

    @property
    def rows(self) -> int:
        """The number of rows in the file, taken-back ones included."""
        return len(self._table)

    def append(self, added: Sequence[tuple[VerdictId, Vectors]], removed: Sequence[VerdictId]) -> None:
        """Replace the vectors of these verdicts, remove those, and write all to disk."""
        blocks = [
            self._row_block(verdict_id, None) for verdict_id in (*removed, *(pair[0] for pair in added))
        ]
        blocks += [self._row_block(verdict_id, vectors) for verdict_id, vectors in added]
        if not blocks:
            return
        block = np.concatenate(blocks)
        with self._path.open("ab") as file:
            file.write(block.tobytes())
        before = len(self._table)
        self._table = np.concatenate([self._table, block])
        self._index_rows(before)
        self._dense = None
        self._extend_lists(before)

    def of(self, verdict_id: VerdictId) -> Vectors:
        """Return the vectors of one verdict in the order in which they were added."""
        return self._unpack(self._by_verdict.get(int(verdict_id), []))

    def nearest(self, queries: Vectors, limit: int) -> dict[VerdictId, float]:
        """Return the verdicts nearest to any of the queries, `limit` or more, with their best cosine."""
        best: dict[VerdictId, float] = {}
        if len(queries) == 0 or not self._by_verdict:
            return best
        scores, rows = self._search(queries, limit)
        for score, row in zip(scores.ravel().tolist(), rows.ravel().tolist(), strict=True):
            if row < 0 or not self._alive(row):
                continue
            verdict_id = VerdictId(int(self._table["id"][row]))
            best[verdict_id] = max(best.get(verdict_id, -1.0), score)
        return best

    def _search(self, queries: Vectors, limit: int) -> tuple[Vectors, npt.NDArray[np.int64]]:
        if self._lists is not None:
            scores, rows = self._lists.search(np.ascontiguousarray(queries), 2 * limit)
            return scores, rows
        if self._dense is None:
            self._dense = self._unpack(range(len(self._table)))
        similar = queries @ self._dense.T
        count = min(2 * limit, similar.shape[1])
        rows = np.argpartition(-similar, count - 1, axis=1)[:, :count].astype(np.int64)
        return np.take_along_axis(similar, rows, axis=1), rows

    def _alive(self, row: int) -> bool:
        return row in self._by_verdict.get(int(self._table["id"][row]), ())

    def _row_block(self, verdict_id: VerdictId, vectors: Vectors | None) -> npt.NDArray[np.void]:
        block = np.zeros(1 if vectors is None else len(vectors), dtype=self._dtype)
        block["id"] = int(verdict_id)
        if vectors is not None and len(vectors):
            largest = np.maximum(np.abs(vectors).max(axis=1), 1e-6)
            block["scale"] = largest / 127
            block["vector"] = np.rint(vectors / largest[:, None] * 127)
        return block

    def _unpack(self, rows: Sequence[int] | range) -> Vectors:
        chosen = (
            self._table[list(rows)] if not isinstance(rows, range) else self._table[rows.start : rows.stop]
        )
        unpacked: Vectors = chosen["vector"].astype(np.float32) * chosen["scale"][:, None]
        return unpacked.reshape(-1, self._dimensions)

    def _load(self, rows: int) -> npt.NDArray[np.void]:
        if not self._path.exists():
            if rows:
                raise ValueError("the vector file is missing")
            return np.zeros(0, dtype=self._dtype)
        wanted = rows * self._dtype.itemsize
        if self._path.stat().st_size < wanted:
            raise ValueError("the vector file is cut short")
        with self._path.open("r+b") as file:
            file.truncate(wanted)
        return np.fromfile(self._path, dtype=self._dtype)

    def _index_rows(self, start: int) -> None:
        ids = self._table["id"][start:].tolist()
        scales = self._table["scale"][start:].tolist()
        for row, (verdict_id, scale) in enumerate(zip(ids, scales, strict=True), start=start):
            if scale == 0:
                self._by_verdict.pop(verdict_id, None)
            else:
                self._by_verdict.setdefault(verdict_id, []).append(row)

    def _load_lists(self) -> faiss.Index | None:
        if len(self._table) < self._lists_from:
            return None
        if self._lists_path.exists():
            lists = faiss.read_index(str(self._lists_path))
            if (
                lists.d == self._dimensions
                and lists.ntotal <= len(self._table) <= _REBUILD_GROWTH * lists.ntotal
            ):
                lists.add(self._unpack(range(lists.ntotal, len(self._table))))
                return _probing(lists)
        return self._build_lists()

    def _build_lists(self) -> faiss.Index:
        lists = faiss.index_factory(
            self._dimensions,
            f"IVF{min(_LISTS, len(self._table) // _ROWS_PER_LIST)},SQ8",
            faiss.METRIC_INNER_PRODUCT,
        )
        step = max(1, len(self._table) // _TRAINING_ROWS)
        lists.train(self._unpack(list(range(0, len(self._table), step))))
        for start in range(0, len(self._table), 20_000):
            lists.add(self._unpack(range(start, min(start + 20_000, len(self._table)))))
        faiss.write_index(lists, str(self._lists_path))
        return _probing(lists)

    def _extend_lists(self, before: int) -> None:
        if self._lists is not None and len(self._table) <= _REBUILD_GROWTH * self._lists.ntotal:
            self._lists.add(self._unpack(range(before, len(self._table))))
        elif len(self._table) >= self._lists_from:
            self._lists = self._build_lists()


def _probing(lists: faiss.Index) -> faiss.Index:
    faiss.ParameterSpace().set_index_parameter(lists, "nprobe", _PROBES)
    return lists
