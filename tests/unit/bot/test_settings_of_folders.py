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


def test_the_usual_home_is_a_folder_in_that_of_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORWARDCHECK_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/ana")

    assert Settings().home == Path("/home/ana/.forwardcheck")


@pytest.mark.parametrize("name", ["NIGHT", "NEWSROOM", "HTTP_PORT", "LOG_LEVEL"])
def test_what_other_programs_are_told_is_not_for_this_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    usual = Settings()
    monkeypatch.setenv(name, "9")

    assert Settings() == usual


def test_so_it_is_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")

    assert settings_of(Path("~/desk")).home == Path("/home/ana/desk")


def test_the_home_of_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDCHECK_HOME", "~nobody-of-that-name/desk")

    with pytest.raises(ValidationError, match="there is nobody of that name"):
        Settings()
