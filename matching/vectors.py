"""Owns the vectors of all verdict texts: one append-only file of small integers, read row by row."""

import os
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from claims.verdict import VerdictId
from matching.embeddings import Vectors
from matching.lists import Lists, Rows, each_once

LISTS_FROM = 8_000
"""From so many rows on, lists tell which ones to measure; below, all are."""
_MOST_LOOKED_AT = 32_000
_REBUILD_GROWTH = 2.0
_SAVE_EVERY = 30_000
_NEAREST_OF_A_PART = 100
_LEAST_OF_A_PART = 40
_NEAREST_OF_ALL = 400
_BLOCK = 8_192

_Kind = TypeVar("_Kind", bound=np.generic)


class VectorFile:
    """Rows of vectors, those of a verdict one after the other, and beside them the numbers of their verdicts.

    A number below zero takes back all earlier rows of its verdict. Nothing but numbers and small codes stays
    in memory. Lists are laid out and saved on a thread of their own; until they are ready, the old ones, or a
    look at every row, answer.
    """

    def __init__(self, folder: Path, blocks: Sequence[int], rows: int, *, searched: bool = True) -> None:
        """Open the first `rows` rows; what lies behind them was never confirmed and is cut off.

        `blocks` are the widths of the encoders' shares of a vector. A file that is only read by verdict (not
        `searched`) is spared the lists.

        Raises:
            ValueError: the files hold fewer rows.
        """
        self._folder = folder
        self._blocks = tuple(blocks)
        self._dimensions = sum(blocks)
        self._dtype = np.dtype([("scale", "<f4"), ("vector", "i1", (self._dimensions,))])
        self._searched = searched
        self._file = _opened(folder / "vectors.bin", rows * self._dtype.itemsize)
        self._numbers_file = _opened(folder / "vectors.ids", rows * 8)
        self._let_go = weakref.finalize(self, _close, self._file, self._numbers_file)
        self._count = rows
        self._numbers = np.fromfile(folder / "vectors.ids", dtype="<i8")
        self._dead = dead_rows(self._numbers)
        self._first = FirstRows(self._numbers, self._dead)
        self._dense = np.zeros((0, self._dimensions), dtype=np.float32)
        self._dense_rows = 0
        self._thread: ThreadPoolExecutor | None = None
        self._building: Future[Lists] | None = None
        self._saving: Future[None] | None = None
        self._saved = 0
        self._lists = Lists.load(folder, self._blocks, rows) if searched and rows >= LISTS_FROM else None
        if self._lists is not None:
            self._saved = self._lists.rows
            self._extend(self._lists)
        self._tend()

    @property
    def rows(self) -> int:
        """The number of rows in the file, taken-back ones included."""
        return self._count

    def append(self, added: Sequence[tuple[VerdictId, Vectors]], removed: Sequence[VerdictId]) -> None:
        """Replace the vectors of these verdicts, remove those, and write all to disk."""
        replaced = (*removed, *(verdict_id for verdict_id, _ in added))
        numbers = [-int(verdict_id) for verdict_id in replaced if int(verdict_id) in self._first]
        blocks = [np.zeros(len(numbers), dtype=self._dtype)]
        for number in numbers:
            self._forget(-number)
        for verdict_id, vectors in added:
            if len(vectors):
                self._first[int(verdict_id)] = self._count + len(numbers)
            numbers += [int(verdict_id)] * len(vectors)
            blocks.append(self._packed(vectors))
        self._write(np.array(numbers, dtype="<i8"), np.concatenate(blocks))
        self._tend()

    def of(self, verdict_id: VerdictId) -> Vectors:
        """Return the vectors of one verdict in the order in which they were added."""
        return self.of_each([verdict_id])[0]

    def of_each(self, ids: Sequence[VerdictId]) -> list[Vectors]:
        """Return the vectors of each of these verdicts."""
        firsts = [self._first.get(int(one)) for one in ids]
        spans = [
            (0, 0) if first is None else (first, self._end_of(int(one), first))
            for one, first in zip(ids, firsts, strict=True)
        ]
        if self._all_are_kept:
            return [self._dense[start:stop] for start, stop in spans]
        rows = self._read_spans(spans)
        ends = np.cumsum([0, *(stop - start for start, stop in spans)]).tolist()
        return [rows[start:stop] for start, stop in pairwise(ends)]

    def nearest(self, queries: Vectors, limit: int) -> dict[VerdictId, float]:
        """Return the verdicts nearest to any of the queries, `limit` or more, with their best cosine."""
        if len(queries) == 0 or self._count == 0:
            return {}
        self._tend()
        rows = self._likely(queries, limit)
        similar = (queries @ self._rows_of(rows).T).max(axis=0, initial=-1.0)
        best: dict[VerdictId, float] = {}
        for number, score in zip(self._numbers[rows].tolist(), similar.tolist(), strict=True):
            best[VerdictId(number)] = max(best.get(VerdictId(number), -1.0), score)
        return best

    def settle(self) -> None:
        """Wait until the lists are laid out and saved: for measuring, and for the end."""
        while self._building is not None or self._saving is not None:
            for future in (self._building, self._saving):
                if future is not None:
                    future.result()
            self._tend()

    def close(self) -> None:
        """Save the lists, and let go of the files."""
        self.settle()
        if self._lists is not None and self._unsaved():
            self._lists.save(self._folder)
        if self._thread is not None:
            self._thread.shutdown()
        self._let_go()

    def _likely(self, queries: Vectors, limit: int) -> Rows:
        if self._lists is not None:
            fair = max(_LEAST_OF_A_PART, min(_NEAREST_OF_A_PART, _NEAREST_OF_ALL // len(queries)))
            rows = self._lists.near(queries, fair)
        elif self._count <= _MOST_LOOKED_AT:
            similar = queries @ self._all().T
            count = min(2 * limit, similar.shape[1])
            rows = each_once(np.argpartition(-similar, count - 1, axis=1)[:, :count])
        else:
            rows = np.zeros(0, dtype=np.int64)  # until there are lists again, words find alone
        return rows[~self._dead[rows]]

    @property
    def _all_are_kept(self) -> bool:
        """Whether memory has every row: so it is between two questions, while there are few."""
        return self._dense_rows == self._count

    def _rows_of(self, rows: Rows) -> Vectors:
        """Return rows in ascending order, from memory where all are kept."""
        return self._dense[rows] if self._all_are_kept else self._read_rows(rows)

    def _all(self) -> Vectors:
        """Return all rows, kept from one question to the next while there are few."""
        if len(self._dense) < self._count:
            grown = np.zeros((max(1_024, 2 * self._count), self._dimensions), dtype=np.float32)
            grown[: self._dense_rows] = self._dense[: self._dense_rows]
            self._dense = grown
        if self._dense_rows < self._count:
            self._dense[self._dense_rows : self._count] = self._read(self._dense_rows, self._count)
            self._dense_rows = self._count
        return self._dense[: self._count]

    def _tend(self) -> None:
        """Take over lists that are ready, and have new ones laid out, or these saved, when it is time."""
        if self._saving is not None and self._saving.done():
            self._saving.result()
            self._saving = None
        if self._building is not None and self._building.done():
            self._take_over(self._building.result())
            self._building = None
        if self._building is None and self._outgrown():
            alive = np.flatnonzero(~self._dead[: self._count])
            self._building = self._beside().submit(
                Lists.build, self._read_rows, alive, self._blocks, self._count
            )
        elif self._building is None and self._saving is None and self._unsaved() >= _SAVE_EVERY:
            self._save(self._lists)

    def _outgrown(self) -> bool:
        if not self._searched or self._count < LISTS_FROM:
            return False
        return self._lists is None or self._count > _REBUILD_GROWTH * self._lists.built

    def _unsaved(self) -> int:
        return self._lists.rows - self._saved if self._lists is not None else 0

    def _take_over(self, lists: Lists) -> None:
        if self._saving is not None:
            self._saving.result()  # the thread has long done it: it does one thing after the other
            self._saving = None
        self._lists = lists
        self._dense, self._dense_rows = np.zeros((0, self._dimensions), dtype=np.float32), 0
        self._extend(lists)
        self._save(lists)

    def _save(self, lists: Lists | None) -> None:
        if lists is not None:
            self._saved = lists.rows
            self._saving = self._beside().submit(lists.save, self._folder)

    def _extend(self, lists: Lists) -> None:
        """Add the rows that came since, once nothing reads the lists to save them."""
        if self._saving is not None:
            self._saving.result()
            self._saving = None
        for start in range(lists.rows, self._count, _BLOCK):
            stop = min(start + _BLOCK, self._count)
            rows = start + np.flatnonzero(~self._dead[start:stop])
            lists.add(rows, self._read_rows(rows), stop)

    def _beside(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lists")
        return self._thread

    def _forget(self, number: int) -> None:
        first = self._first.pop(number)
        if first is not None:
            self._dead[first : self._end_of(number, first)] = True

    def _end_of(self, number: int, first: int) -> int:
        end = first + 1
        while end < self._count and self._numbers[end] == number:
            end += 1
        return end

    def _write(self, numbers: npt.NDArray[np.int64], block: npt.NDArray[np.void]) -> None:
        stop = self._count + len(numbers)
        if stop > len(self._numbers):
            self._numbers = _grown(self._numbers, 2 * stop)
            self._dead = _grown(self._dead, 2 * stop)
        self._numbers[self._count : stop] = numbers
        self._dead[self._count : stop] = numbers < 0
        os.pwrite(self._file, block.tobytes(), self._count * self._dtype.itemsize)
        os.pwrite(self._numbers_file, numbers.tobytes(), self._count * numbers.itemsize)
        self._count = stop
        if self._lists is not None:
            self._extend(self._lists)

    def _packed(self, vectors: Vectors) -> npt.NDArray[np.void]:
        block = np.zeros(len(vectors), dtype=self._dtype)
        if len(vectors):
            largest = np.maximum(np.abs(vectors).max(axis=1), 1e-6)
            block["scale"] = largest / 127
            block["vector"] = np.rint(vectors / largest[:, None] * 127)
        return block

    def _read(self, start: int, stop: int) -> Vectors:
        """Return rows that follow each other. They are read, not mapped: so they take no memory later."""
        return self._read_spans([(start, stop)])

    def _read_rows(self, rows: Rows) -> Vectors:
        """Return rows in ascending order; stretches of them are read at once."""
        if len(rows) == 0:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        breaks = np.flatnonzero(np.diff(rows) != 1) + 1
        firsts = rows[np.concatenate([[0], breaks])].tolist()
        stops = (rows[np.concatenate([breaks - 1, [len(rows) - 1]])] + 1).tolist()
        return self._read_spans(list(zip(firsts, stops, strict=True)))

    def _read_spans(self, spans: Sequence[tuple[int, int]]) -> Vectors:
        """Return the rows from each start to before its stop, one span after the other."""
        size, file = self._dtype.itemsize, self._file
        return self._unpacked(
            b"".join(os.pread(file, (stop - start) * size, start * size) for start, stop in spans)
        )

    def _unpacked(self, raw: bytes) -> Vectors:
        block = np.frombuffer(raw, dtype=self._dtype)
        unpacked: Vectors = block["vector"].astype(np.float32)
        unpacked *= block["scale"][:, None]
        return unpacked


def _opened(path: Path, size: int) -> int:
    """Open a file for reading and writing, cut it to this size and return its descriptor.

    Raises:
        ValueError: it is smaller.
    """
    path.touch()
    if path.stat().st_size < size:
        raise ValueError("a vector file is missing or cut short")
    os.truncate(path, size)
    return os.open(path, os.O_RDWR)


def _close(*files: int) -> None:
    for file in files:
        os.close(file)


def dead_rows(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say of each row whether it takes back others, or was taken back."""
    dead: npt.NDArray[np.bool_] = numbers < 0
    rows = np.flatnonzero(dead)
    if len(rows) == 0:
        return dead
    ids = -numbers[rows]
    order = np.argsort(ids, kind="stable")
    ids, rows = ids[order], rows[order]
    latest = np.append(ids[1:] != ids[:-1], True)  # a verdict may have been taken back several times
    ids, rows = ids[latest], rows[latest]
    place = np.minimum(np.searchsorted(ids, numbers), len(ids) - 1)
    dead |= (ids[place] == numbers) & (np.arange(len(numbers)) < rows[place])
    return dead


class FirstRows:
    """The first row of each verdict: those at the start in two sorted arrays, what changed since in a dict.

    A dict of all would take a fifth of a second to make for half a million verdicts, and 90 MiB.
    """

    def __init__(self, numbers: npt.NDArray[np.int64], dead: npt.NDArray[np.bool_]) -> None:
        alive = np.flatnonzero(~dead)
        ids = numbers[alive]
        begins = np.ones(len(alive), dtype=bool)
        begins[1:] = ids[1:] != ids[:-1]
        ids, rows = ids[begins], alive[begins]
        order = np.argsort(ids, kind="stable")
        self._ids = array("q", ids[order].tobytes())
        self._rows = array("q", rows[order].tobytes())
        self._changed: dict[int, int | None] = {}

    def __contains__(self, number: int) -> bool:
        return self.get(number) is not None

    def __setitem__(self, number: int, row: int) -> None:
        self._changed[number] = row

    def get(self, number: int) -> int | None:
        """Return the first row of a verdict, None if it has none."""
        if number in self._changed:
            return self._changed[number]
        place = bisect_right(self._ids, number) - 1
        return self._rows[place] if place >= 0 and self._ids[place] == number else None

    def pop(self, number: int) -> int | None:
        """Return the first row of a verdict, and forget it."""
        row = self.get(number)
        self._changed[number] = None
        return row


def _grown(values: npt.NDArray[_Kind], size: int) -> npt.NDArray[_Kind]:
    grown = np.zeros(size, dtype=values.dtype)
    grown[: len(values)] = values
    return grown
