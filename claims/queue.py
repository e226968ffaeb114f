"""Owns the ways of looking at the queue: which open items, in which order, for whom."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from claims.review import ModeratorId

PAGE_LENGTH = 5
LATELY = timedelta(hours=6)
MAX_WORDS_BYTES = 48  # the words travel in a button of 64 bytes


class Showing(StrEnum):
    """What a view of the queue shows."""

    ALL = "all"
    MINE = "mine"
    FREE = "free"
    OLDEST = "oldest"
    HOTTEST = "hottest"
    ESCALATED = "escalated"
    LANGUAGE = "language"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """One view of the queue. `value` is a primary language subtag for LANGUAGE, what the items contain for
    WORDS, and "" for the others."""

    showing: Showing = Showing.ALL
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """A view of the queue by one reviewer at one moment, perhaps `without_escalated` items."""

    chosen: QueueFilter
    viewer: ModeratorId
    now: datetime
    without_escalated: bool = False

    @property
    def lately_since(self) -> datetime:
        """From when on somebody asked lately."""
        return self.now - LATELY


EVERYTHING = QueueFilter()


def with_words(text: str) -> QueueFilter:
    """Return the view of the items that contain these words: one line, cut to what a button can carry."""
    line = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text[:400])
    cut = " ".join(line.split()).encode()[:MAX_WORDS_BYTES].decode(errors="ignore").strip()
    return QueueFilter(Showing.WORDS, cut) if cut else EVERYTHING
