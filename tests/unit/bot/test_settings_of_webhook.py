"""The settings of the webhook: what Telegram would refuse is refused at start."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from bot.wiring import webhook_secret

PUBLIC = "https://bot.example.org/telegram"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEBHOOK_URL", "WEBHOOK_SECRET", "FORWARDCHECK_HTTP_HOST", "FORWARDCHECK_HTTP_PORT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        PUBLIC,
        "https://bot.example.org:8443/tip/line/telegram",
        "http://127.0.0.1:8080/telegram",
        "http://[::1]:8080/telegram",
    ],
)
def test_an_address_that_telegram_or_the_simulator_can_reach_is_taken(url: str) -> None:
    assert Settings(webhook_url=url).webhook_url == url


@pytest.mark.parametrize(
    "url",
    [
        "bot.example.org/telegram",
        "http://bot.example.org/telegram",
        "http://127.0.0.1.example.org/telegram",
        "https:///telegram",
        "https://ana:word@bot.example.org/telegram",
        "https://bot.example.org",
        "https://bot.example.org/telegram/",
        "https://bot.example.org/telegram?key=1",
        "https://[/telegram",
    ],
)
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(webhook_url=url)


@pytest.mark.parametrize("secret", ["two words", "ü", "x" * 257, "line\n"])
def test_a_secret_that_telegram_does_not_take_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(webhook_secret=secret)

    assert [problem["msg"] for problem in refused.value.errors()] == [
        "Value error, must be 1 to 256 of the characters A-Z, a-z, 0-9, _ and -"
    ]


def test_the_secret_is_the_one_that_was_set_or_a_new_one_each_time() -> None:
    assert webhook_secret(Settings(webhook_secret="word"), "1:token") == "word"
    made = {webhook_secret(Settings(webhook_secret=" "), "1:token") for _ in range(3)}

    assert len(made) == 3
    assert all(Settings(webhook_secret=secret).webhook_secret for secret in made)


def test_replicas_make_the_same_secret_of_the_token_without_showing_it() -> None:
    settings = Settings(database_url="postgresql://localhost/news")
    made = {webhook_secret(settings, "1:token") for _ in range(3)}

    assert len(made) == 1
    assert webhook_secret(settings, "2:token") not in made
    assert Settings(webhook_secret=made.pop()).webhook_secret


def test_http_is_served_with_a_webhook_or_where_a_port_is_set() -> None:
    ports = [
        Settings(),
        Settings(http_port=9000),
        Settings(webhook_url=PUBLIC),
        Settings(webhook_url=PUBLIC, http_port=9000),
    ]

    assert [settings.listen_port for settings in ports] == [0, 9000, 8080, 9000]


@pytest.mark.parametrize("values", [{"http_port": 65_536}, {"http_port": -1}, {"http_host": "example.org"}])
def test_an_address_that_is_none_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**values)


@pytest.mark.parametrize("address", ["postgresql://u:p@db.example/news", "postgres://localhost/news"])
def test_the_store_is_the_server_that_database_url_names(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)

    settings = Settings()

    assert settings.database == address
    assert "u:p" not in repr(settings)


@pytest.mark.parametrize("address", ["mysql://localhost/news", "postgresql://localhost", "news"])
def test_any_other_database_url_is_refused(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(ValidationError, match="DATABASE_URL"):
        Settings()
