"""Owns disks that are full and disks that may not be written to; needs Linux and the right to mount."""

import contextlib
import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.lab import NotRunHereError
from claims.ports import Store, WriteTurn
from db.engine import FilePool
from db.store import SqlStore

BLOCK = bytes(4096)


@contextmanager
def small_disk(folder: Path, size_mib: int) -> Iterator[Path]:
    """Mount a disk of that size, in memory, for as long as the block lasts.

    Raises:
        NotRunHereError: this user may not mount.
    """
    folder.mkdir(parents=True)
    _mount("-t", "tmpfs", "-o", f"size={size_mib}m,mode=0700", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _unmount(folder)


def fill(folder: Path) -> Path:
    """Use up all the space that is left on a disk, and return the file that holds it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(_DiskFull):
        while True:
            _write(file.fileno())
    return ballast


class _DiskFull(Exception):  # noqa: N818 - what is waited for
    pass


def _write(descriptor: int) -> None:
    try:
        os.write(descriptor, BLOCK)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise _DiskFull from error


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder, not even root, for as long as the block lasts.

    Raises:
        NotRunHereError: this user may not mount.
    """
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,ro,bind", str(folder))
        yield
    finally:
        _unmount(folder)


async def set_read_only(store: Store, on_or_off: str) -> None:
    """Let the writing connection of a running bot refuse that, or no longer: its files stay open to it."""
    assert isinstance(store, SqlStore)  # noqa: S101 - narrows the type
    async with store._database._write_turns[WriteTurn.ALONE]:
        pool = store._database._writer
        assert isinstance(pool, FilePool)  # noqa: S101 - narrows the type
        lane = await pool.lanes.take()
        await lane._thread.execute(f"PRAGMA query_only={on_or_off}")
        await pool.lanes.give_back(lane)


def _mount(*arguments: str) -> None:
    program = shutil.which("mount")
    if program is None:
        raise NotRunHereError("there is no mount program")
    done = subprocess.run([program, *arguments], capture_output=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise NotRunHereError("mounting a disk needs root")


def _unmount(folder: Path) -> None:
    program = shutil.which("umount") or "umount"
    subprocess.run([program, str(folder)], capture_output=True, check=True)  # noqa: S603 - our own words
