"""Owns the file beside the index that says of which database it is."""

import json
import logging
from pathlib import Path

from claims.marks import Marks
from claims.verdict import VerdictId

log = logging.getLogger(__name__)


class MarksFile:
    """Keeps marks in a small file. One that cannot be written stays as it was, which only tells less."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Marks | None:
        """Return the marks; None where there are none, or they cannot be read."""
        try:
            raw = json.loads(self._path.read_text("utf-8"))
            digests = {VerdictId(int(number)): str(text) for number, text in raw["verdicts"].items()}
            return Marks(int(raw["revision"]), digests)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, marks: Marks) -> None:
        """Put these in place of what was there."""
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps({"revision": marks.revision, "verdicts": marks.digests}), "utf-8")
            fresh.replace(self._path)
        except OSError as error:
            log.warning("index_not_marked problem=%s", error)
