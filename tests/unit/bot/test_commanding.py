"""What the command line prints, whoever wrote it."""

import pytest

from bot.commanding import fail, say

TURNED = "feed.json \x1b]0;mine\x07\x1b[2J\x9b1m\r[0]: no claim\x00\n\tnext — ✓ עברית"
SHOWN = "feed.json \ufffd]0;mine\ufffd\ufffd[2J\ufffd1m\ufffd[0]: no claim\ufffd\n\tnext — ✓ עברית\n"


def test_what_strangers_wrote_commands_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(TURNED)

    assert capsys.readouterr().out == SHOWN


def test_nor_does_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        fail(TURNED)

    assert capsys.readouterr().err == SHOWN
