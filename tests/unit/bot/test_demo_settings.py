"""The settings of the demo: pages on this machine, and nothing of the real newsroom."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.demo import demo_settings
from bot.settings import Settings


def test_the_demo_shows_its_pages_on_this_machine_and_leaves_the_real_newsroom_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/news")
    monkeypatch.setenv("FORWARDCHECK_SITE_URL", "https://news.example")
    monkeypatch.setenv("FORWARDCHECK_HTTP_HOST", "::")
    settings = demo_settings(tmp_path)

    assert settings.database == tmp_path / "forwardcheck.db"
    assert (settings.http_host, settings.site.address) == (
        "127.0.0.1",
        f"http://127.0.0.1:{settings.listen_port}",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "123456789:AAExampleSecretTokenValue "),
        ("FORWARDCHECK_NIGHT", "foo"),
        ("FORWARDCHECK_FOUR_EYES", "true"),
        ("FORWARDCHECK_ANSWER_DAYS", "100"),
    ],
)
def test_the_demo_is_the_same_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    expected = demo_settings(tmp_path)
    monkeypatch.setenv(name, value)
    ports = {"http_port": 0, "site_url": ""}

    assert demo_settings(tmp_path).model_copy(update=ports) == expected.model_copy(update=ports)


def test_a_mistyped_token_stands_in_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123456789:AAExampleSecretTokenValue ")
    with pytest.raises(ValidationError) as caught:
        Settings()

    assert "AAExample" not in str(caught.value)
