"""Owns the small model that reads message and claim together: one number for "these state the same claim"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from matching import glosses
from matching.language import primary
from matching.transformer import Transformer, marks, spelled

_MAX_CHARACTERS = 1_200
_MOST_ROWS = 54  # of each text, where one of the two is not English


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the primary subtag of its language."""

    text: str
    language: str


class CrossEncoder:
    """The project's own fine-tuned MiniLM (model/MODEL_CARD.md), once for English and once for all else.

    Other languages reach it through glosses, word by word.
    """

    def __init__(self) -> None:
        self._english = Transformer("reader.onnx")

    def load(self) -> None:
        """Read the model for English, which the first pair would else wait for."""
        self._english.load()

    @staticmethod
    def reads(language: str) -> bool:
        """Say whether texts of this language can be read."""
        return primary(language) in {"en", *glosses.LANGUAGES}

    def logits(self, pairs: Sequence[tuple[Said, Said]]) -> list[float]:
        """Return one logit per (message, claim); above 0 speaks for the same claim."""
        return [self._logit(asked, checked) for asked, checked in pairs]

    def _logit(self, asked: Said, checked: Said) -> float:
        if _is_english(asked) and _is_english(checked):
            both = (asked.text[:_MAX_CHARACTERS], checked.text[:_MAX_CHARACTERS])
            return float(self._english(both).item())
        first, after = marks()
        message, claim = _rows(asked), _rows(checked)
        rows = np.concatenate([first, message, after, claim, after])
        types = [0] * (len(message) + 2) + [1] * (len(claim) + 1)
        return float(_reader_of_glosses().run(rows, types).item())


@cache  # read when the first text needs it: many newsrooms never do
def _reader_of_glosses() -> Transformer:
    return Transformer("reader_glosses.onnx")


def _is_english(said: Said) -> bool:
    return primary(said.language) == "en"


def _rows(said: Said) -> glosses.Vectors:
    text = said.text[:_MAX_CHARACTERS]
    return spelled(text)[:_MOST_ROWS] if _is_english(said) else glosses.glossed(text, _MOST_ROWS)
