"""Files that commands write take the place of the old ones whole, or not at all."""

import os
import resource
from pathlib import Path

import pytest

from bot.outfile import FOR_ME_ALONE, whole_file


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    with whole_file(path) as file:
        file.write("new")
        assert path.read_text("utf-8") == "old"

    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == ("new", 0o640)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_for_its_owner_is_that_whoever_could_read_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_text("old", "utf-8")
    path.chmod(0o644)
    with whole_file(path, FOR_ME_ALONE) as file:
        file.write("new")

    assert path.stat().st_mode & 0o777 == 0o600


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    path.write_text("old", "utf-8")
    with pytest.raises(LookupError), whole_file(path) as file:  # noqa: PT012 - the block is what fails
        file.write("half of it")
        raise LookupError

    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("verdicts.csv", "old")]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    path.write_text("old", "utf-8")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, usual[1]))
    try:
        with pytest.raises(OSError, match="too large"), whole_file(path) as file:
            file.write("half of it" * 1_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("verdicts.csv", "old")]


def test_where_a_link_leads_is_written_and_the_link_stays(tmp_path: Path) -> None:
    path, link = tmp_path / "verdicts.csv", tmp_path / "latest.csv"
    link.symlink_to(path)
    with whole_file(link) as file:
        file.write("new")

    assert (link.is_symlink(), path.read_text("utf-8")) == (True, "new")


def test_what_is_no_file_is_written_to_and_stays() -> None:
    with whole_file(Path(os.devnull)) as file:
        file.write("away with it")

    assert not Path(os.devnull).is_file()
