"""The settings that name folders."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.commanding import settings_of
from bot.settings import Settings


@pytest.mark.parametrize("name", ["FORWARDCHECK_HOME", "FORWARDCHECK_MODELS"])
def test_a_tilde_is_the_home_of_who_runs_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    monkeypatch.setenv(name, "~/desk")

    assert Path("/home/ana/desk") in {Settings().home, Settings().models}


def test_so_it_is_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")

    assert settings_of(Path("~/desk")).home == Path("/home/ana/desk")


def test_the_home_of_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDCHECK_HOME", "~nobody-of-that-name/desk")

    with pytest.raises(ValidationError, match="there is nobody of that name"):
        Settings()
