"""Owns files that commands write: whole, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE, S_ISREG
from typing import TextIO

FOR_EVERYBODY = 0o666  # what the umask leaves of it
FOR_ME_ALONE = 0o600


@contextmanager
def whole_file(path: Path, mode: int = FOR_EVERYBODY) -> Iterator[TextIO]:
    """Open a text file that takes the place of what stands at `path` once the block has ended well; what was
    there keeps its mode, unless the new one is for its owner alone.

    Raises:
        OSError: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not S_ISREG(target.stat().st_mode):  # a pipe, a terminal: nothing to keep
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        with os.fdopen(_opened(beside, mode), "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode != FOR_ME_ALONE and target.exists():
            beside.chmod(S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _opened(path: Path, mode: int) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
