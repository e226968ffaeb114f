"""The setting of the public pages: off by default, and no address that nobody could open."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.doctor import examine
from bot.settings import Settings
from bot.stage import on_this_machine


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEBHOOK_URL", "FORWARDCHECK_SITE_URL", "FORWARDCHECK_HTTP_HOST", "FORWARDCHECK_HTTP_PORT"):
        monkeypatch.delenv(name, raising=False)


def test_there_are_no_pages_unless_they_are_switched_on() -> None:
    settings = Settings()

    assert (settings.site.is_on, settings.listen_port) == (False, 0)


@pytest.mark.parametrize(
    ("given", "address", "path"),
    [
        ("https://news.example", "https://news.example", ""),
        (" https://news.example/ ", "https://news.example", ""),
        ("https://news.example:8443/fact-checks/", "https://news.example:8443/fact-checks", "/fact-checks"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
        ("http://[::1]:8080", "http://[::1]:8080", ""),
    ],
)
def test_an_address_is_taken_without_its_last_slash(given: str, address: str, path: str) -> None:
    site = Settings(site_url=given).site

    assert (site.address, site.path) == (address, path)
    assert site.page_of(12) == f"{address}/verdict/12"


@pytest.mark.parametrize(
    "given",
    [
        "news.example",
        "ftp://news.example",
        "https://",
        "https:///checks",
        "https://ana:word@news.example",
        "https://news.example/?a=1",
        "https://news.example/#top",
        "https://news.example/a b",
        "https://news.example/{number}",
        "https://news.example/../x",
        "https://news.example/telegram",
        "https://[/",
        "http://localhost:8080",
        "http://checks",
        "https://news.example:99999",
        "https://news..example",
    ],
)
def test_another_address_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        Settings(site_url=given)


def test_pages_are_served_where_nothing_else_is_said() -> None:
    ports = [Settings(site_url="https://news.example", http_port=port).listen_port for port in (0, 9000)]

    assert ports == [8080, 9000]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:9000/checks"),
        ("0.0.0.0", "http://127.0.0.1:9000/checks"),  # noqa: S104 - nothing is bound
        ("::", "http://[::1]:9000/checks"),
    ],
)
def test_on_a_stage_links_stay_on_this_machine(host: str, expected: str) -> None:
    settings = Settings(site_url="https://news.example/checks", http_host=host, http_port=9000)

    assert on_this_machine(settings).site.address == expected


async def test_doctor_says_whether_the_pages_are_on(tmp_path: Path) -> None:
    off = (await examine(Settings(home=tmp_path))).lines
    on = (await examine(Settings(home=tmp_path, site_url="https://news.example", http_port=9000))).lines

    assert "public pages: off (FORWARDCHECK_SITE_URL switches them on)" in off
    assert "public pages: on, https://news.example/, served at 127.0.0.1 port 9000 while the bot runs" in on
