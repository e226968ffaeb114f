"""Owns the search index at work, through a disk that cannot be written for a while."""

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from claims.decision import Decision
from claims.ports import Matcher
from claims.verdict import Verdict, VerdictId
from db.errors import StorageUnavailable
from matching.matcher import HybridMatcher

log = logging.getLogger(__name__)

_OF_THE_DISK = ("io::Error", "IoError", "IO error", "writer was killed")  # in what tantivy says


class IndexUnavailable(StorageUnavailable):
    """The search index cannot be written at present; its text tells a person where it is and what to do."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The search index {folder} cannot be written: its disk is full, or reports an error; free some"
            " space, or check its permissions."
        )


class LastingMatcher(Matcher):
    """A matcher whose index may fail to be written: a question waits then as it does for the database. The
    index is let go, and the next look at its revision opens it anew, at what it had reached for certain."""

    def __init__(self, folder: Path, open_index: Callable[[], HybridMatcher]) -> None:
        """Open the index.

        Raises:
            IndexUnavailable: it cannot be written.
        """
        self._folder = folder
        self._open_index = open_index
        self._index: HybridMatcher | None = None
        self._open()

    @property
    def revision(self) -> int:
        """The change counter of the newest verdict the index holds; 0 when it is empty."""
        if self._index is None:
            self._open()
        return self._opened().revision

    def apply(self, changed: Sequence[Verdict], revision: int) -> None:
        """Add, replace or (when retracted) remove these verdicts; the index then stands at `revision`."""
        self._change(lambda index: index.apply(changed, revision))

    def prepare(self, changed: Sequence[Verdict]) -> Any:
        """Do the slow part of `apply`."""
        return self._opened().prepare(changed)

    def take_in(self, prepared: Any, revision: int, *, more_follow: bool = False) -> None:
        """Do the rest of `apply`."""
        self._change(lambda index: index.take_in(prepared, revision, more_follow=more_follow))

    def put_in_order(self) -> None:
        """Do what `take_in` left undone."""
        self._change(lambda index: index.put_in_order())

    def clear(self) -> None:
        """Forget everything: the index belongs to another database."""
        self._change(lambda index: index.clear())

    def decide(self, text: str, *, excluding: Collection[VerdictId] = ()) -> Decision:
        """Decide about `text`."""
        return self._opened().decide(text, excluding=excluding)

    def rank(self, text: str, *, limit: int = 10) -> tuple[VerdictId, ...]:
        """Return the verdicts that fit `text` best, best first."""
        return self._opened().rank(text, limit=limit)

    def fingerprint(self, text: str) -> str:
        """Return a key that is equal for texts which differ only in what normalisation removes."""
        return self._opened().fingerprint(text)

    def close(self) -> None:
        """Let go of the index. Where it cannot note what it reached, the next one that opens it takes that in
        anew."""
        if self._index is not None:
            with suppress(IndexUnavailable):
                self._change(lambda index: index.close())

    def _opened(self) -> HybridMatcher:
        if self._index is None:
            raise IndexUnavailable(self._folder)
        return self._index

    def _open(self) -> None:
        try:
            self._index = self._open_index()
        except (OSError, ValueError) as error:
            if not _is_of_the_disk(error):
                raise
            raise IndexUnavailable(self._folder) from error

    def _change(self, work: Callable[[HybridMatcher], None]) -> None:
        index = self._opened()
        try:
            work(index)
        except (OSError, ValueError) as error:
            if not _is_of_the_disk(error):
                raise
            log.warning("index_not_written problem=%s", type(error).__name__)
        else:
            return
        self._index = None
        with suppress(OSError, ValueError):
            index.close()
        del index  # out here nothing holds on to it, not even the error: it keeps others from writing
        raise IndexUnavailable(self._folder)


def _is_of_the_disk(error: Exception) -> bool:
    return isinstance(error, OSError) or any(words in str(error) for words in _OF_THE_DISK)
