"""The settings of the demo: pages on this machine, and nothing of the real newsroom."""

from pathlib import Path

import pytest

from bot.demo import demo_settings


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
