"""Settings that are there and say nothing, and how a wrong one is told."""

import pytest

from bot.commanding import settings_of
from bot.settings import Settings

NAMES = sorted(str(field.alias) for field in Settings.model_fields.values())


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_setting_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str, blank: str) -> None:
    usual = Settings()
    monkeypatch.setenv(name, blank)

    assert Settings() == usual


@pytest.mark.parametrize("written", ["debug", " Warning "])
def test_the_level_of_the_log_is_read_in_any_case(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("FORWARDCHECK_LOG_LEVEL", written)

    assert Settings().log_level == written.strip().upper()


def test_a_wrong_setting_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORWARDCHECK_NIGHT", "foo")
    with pytest.raises(SystemExit):
        settings_of(None)

    assert capsys.readouterr().err == (
        "A setting cannot be used. FORWARDCHECK_NIGHT: must be two hours of the day such as 22-7\n"
    )
