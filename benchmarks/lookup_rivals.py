"""Owns what a user would pick instead of the matcher's search: four ways to find the nearest verdicts.

Each holds one text (claim, title, summary) of every verdict, or its vector, and returns numbers best first.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import bm25s
import numpy as np
from rapidfuzz import fuzz, process

from matching.embeddings import TwoEncoders
from matching.reading import stem, words

_INSERT = "INSERT OR REPLACE INTO claim (rowid, text) VALUES (?, ?)"


class Rival(Protocol):
    """Finds by one method; built in a folder, opened again from there."""

    def build(self, folder: Path, texts: Path, have: int) -> None:
        """Write what `open` needs, of all texts; of the first `have` it was written before."""
        ...

    def open(self, folder: Path) -> None: ...

    def find(self, text: str, limit: int) -> list[int]: ...

    def add(self, number: int, text: str) -> bool:
        """Make one more text searchable; return False where all must be built again for that."""
        ...


def _texts(path: Path, start: int = 0) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, start, None):
            yield json.loads(line)


class Rapidfuzz:
    """process.extract over all texts, by token_set_ratio (WRatio finds nearly nothing, and takes longer)."""

    def build(self, folder: Path, texts: Path, have: int) -> None:  # noqa: ARG002 - there is nothing to extend
        folder.mkdir(exist_ok=True)
        shutil.copyfile(texts, folder / "texts.jsonl")

    def open(self, folder: Path) -> None:
        lowered = (text.lower() for text in _texts(folder / "texts.jsonl"))
        self._texts = dict(enumerate(lowered, start=1))

    def find(self, text: str, limit: int) -> list[int]:
        hits = process.extract(text.lower(), self._texts, scorer=fuzz.token_set_ratio, limit=limit)
        return [number for _, _, number in hits]

    def add(self, number: int, text: str) -> bool:
        self._texts[number] = text.lower()
        return True


class Fts5:
    """SQLite's full text search with stemming: bm25 of any of the words."""

    def build(self, folder: Path, texts: Path, have: int) -> None:
        folder.mkdir(exist_ok=True)
        with sqlite3.connect(folder / "fts.db") as database:
            sql = "CREATE VIRTUAL TABLE IF NOT EXISTS claim USING fts5(text, tokenize='porter unicode61')"
            database.execute(sql)
            database.executemany(_INSERT, enumerate(_texts(texts, have), start=have + 1))
        database.close()

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts.db", isolation_level=None)

    def find(self, text: str, limit: int) -> list[int]:
        terms = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(text)[:64]))
        sql = "SELECT rowid FROM claim WHERE claim MATCH ? ORDER BY bm25(claim) LIMIT ?"
        return [number for (number,) in self._database.execute(sql, (terms, limit))] if terms else []

    def add(self, number: int, text: str) -> bool:
        self._database.execute(_INSERT, (number, text))
        return True


class Bm25s:
    """bm25s with stemming, mapped into memory; it cannot take in one text, so all are indexed again."""

    def build(self, folder: Path, texts: Path, have: int) -> None:  # noqa: ARG002 - it always starts anew
        folder.mkdir(exist_ok=True)
        tokens = bm25s.tokenize(list(_texts(texts)), stopwords="en", stemmer=_stems, show_progress=False)
        made = bm25s.BM25()
        made.index(tokens, show_progress=False)
        made.save(folder, show_progress=False)

    def open(self, folder: Path) -> None:
        self._found = bm25s.BM25.load(folder, mmap=True, show_progress=False)

    def find(self, text: str, limit: int) -> list[int]:
        asked = bm25s.tokenize([text], stopwords="en", stemmer=_stems, show_progress=False)
        if not asked.vocab:
            return []
        numbers, _ = self._found.retrieve(asked, k=limit, show_progress=False)
        return [int(number) + 1 for number in numbers[0]]

    def add(self, number: int, text: str) -> bool:  # noqa: ARG002 - it cannot
        return False


def _stems(tokens: Sequence[str]) -> list[str]:
    return [stem(token, "en") for token in tokens]


class BruteForce:
    """The same encoders, one vector (32-bit numbers) of each verdict, compared with all of them."""

    def __init__(self) -> None:
        self._encoders = TwoEncoders()
        self._width = self._encoders.dimensions

    def build(self, folder: Path, texts: Path, have: int) -> None:
        """Do nothing: the vectors are those of the archive, written beside its texts."""

    def open(self, folder: Path) -> None:
        self._rows = np.fromfile(folder.parent / "vectors.f32", dtype=np.float32).reshape(-1, self._width)

    def find(self, text: str, limit: int) -> list[int]:
        similar = self._rows @ self._encoders.encode([text])[0]
        nearest = np.argpartition(-similar, limit)[:limit]
        return [int(place) + 1 for place in nearest[np.argsort(-similar[nearest])]]

    def add(self, number: int, text: str) -> bool:  # noqa: ARG002 - rows are numbered as they come
        self._rows = np.concatenate([self._rows, self._encoders.encode([text])])
        return True


RIVALS: dict[str, type[Rival]] = {
    "rapidfuzz process.extract": Rapidfuzz,
    "SQLite FTS5": Fts5,
    "bm25s": Bm25s,
    "brute force, same embedding": BruteForce,
}
