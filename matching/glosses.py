"""Owns the glosses: words of any language as the English word vectors that the reader knows.

A word of another language is laid among some 12,000 English words by the Universal Sentence Encoder, and read
as a blend of the nearest of them: "Krankenhaus" as "hospital", with a little "hospitals" and "clinic". A word
that lies near none is spelled in Latin letters and read piece by piece, as in English. One with a capital
that lies near none for certain may be a name, and is read both ways.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from matching.transformer import spelled, word_vectors
from matching.universal import universal

_FILE = Path(__file__).parent / "model" / "glosses.npz"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\S")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BLENDED = 4
_SHARPNESS = 0.06  # the smaller, the more the nearest word counts
_NEAR = 0.6  # the cosine below which an English word says nothing about this one
_CERTAIN = 0.75  # from here on a word with a capital is no name
_REMEMBERED = 100_000
_WIDTH = 384

LANGUAGES = frozenset(["ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])
"""What the encoder knows, besides English."""

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Gloss:
    """English words by their numbers, how much each counts, and the cosine of the nearest."""

    words: npt.NDArray[np.int64]
    shares: Vectors
    near: float


class _Glosses:
    """What has been looked up so far."""

    def __init__(self) -> None:
        self._known: dict[str, _Gloss | None] = {}

    def of(self, words: Sequence[str]) -> list[_Gloss | None]:
        """Return the gloss of each word, None for those that have to be spelled.

        A word is taken as it is or in small letters, whichever lies nearer to an English one.
        """
        known = self._known
        new = {word for word in words if word not in known}
        spellings = sorted(new | {word.lower() for word in new})
        if new:
            numbers, english = _english_words()
            cosines = np.asarray(universal().encode(spellings), dtype=np.float32) @ english.T
            near = dict(zip(spellings, cosines, strict=True))
            for word in new:
                nearer = max(near[word], near[word.lower()], key=np.max)
                known[word] = _blend(numbers, nearer)
        found = [known[word] for word in words]
        if len(known) > _REMEMBERED:
            self._known = {}
        return found


_glosses = _Glosses()


def glossed(text: str, most: int) -> Vectors:
    """Return at most `most` rows for a text, one per word or piece of a word, in its order."""
    words = _words(text)[:most]
    found = iter(_glosses.of([word for word in words if word[0].isalpha()]))
    rows = [_row(word, next(found) if word[0].isalpha() else None) for word in words]
    return np.concatenate([np.zeros((0, _WIDTH), dtype=np.float32), *rows])[:most]


def _row(word: str, gloss: _Gloss | None) -> Vectors:
    if gloss is None:
        return spelled(anyascii(word))
    row = gloss.shares[None] @ word_vectors(gloss.words)
    if word[0].isupper() and gloss.near < _CERTAIN:
        return np.concatenate([row, spelled(anyascii(word))])
    return row


def _words(text: str) -> list[str]:
    """Split at spaces and signs; where a script writes without spaces, as the encoder does."""
    words = []
    for word in _WORD.findall(text):
        if _UNSPACED.search(word):
            pieces = universal()._tokenizer.encode(word, out_type=str, add_bos=False, add_eos=False)
            words += [bare for piece in pieces if (bare := piece.strip("▁"))]
        else:
            words.append(word)
    return words


def _blend(numbers: npt.NDArray[np.int64], near: Vectors) -> _Gloss | None:
    best = np.argpartition(-near, _BLENDED)[:_BLENDED]
    best = best[np.argsort(-near[best])]
    if near[best[0]] < _NEAR:
        return None
    shares = np.exp((near[best] - near[best[0]]) / _SHARPNESS)
    return _Gloss(numbers[best], (shares / shares.sum()).astype(np.float32), float(near[best[0]]))


@cache
def _english_words() -> tuple[npt.NDArray[np.int64], Vectors]:
    with np.load(_FILE) as stored:
        return stored["words"].astype(np.int64), stored["rows"].astype(np.float32) * stored["scales"][:, None]
