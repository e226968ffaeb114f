"""The file of marks: what was written is read, and anything else is nothing."""

from pathlib import Path

import pytest

from bot.marks import MarksFile
from claims.marks import Marks
from tests.support.builders import a_verdict


def test_what_was_written_is_read(tmp_path: Path) -> None:
    marks = Marks().after([a_verdict(1), a_verdict(2)], 7)
    file = MarksFile(tmp_path / "marks.json")
    file.write(marks)

    assert file.read() == marks


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"revision": 1, "verdicts": []}', '{"verdicts": {}}']
)
def test_what_cannot_be_read_is_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "marks.json"
    path.write_text(content)

    assert MarksFile(path).read() is None


def test_a_file_that_cannot_be_written_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    MarksFile(tmp_path / "nowhere" / "marks.json").write(Marks())

    assert "index_not_marked" in caplog.text
