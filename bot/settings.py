"""Owns the settings; the only reader of the environment."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM_API_URL = "https://api.telegram.org"


class Settings(BaseSettings):
    """What an operator can set, each by the environment variable of its alias."""

    model_config = SettingsConfigDict(populate_by_name=True, extra="ignore")

    bot_token: SecretStr | None = Field(default=None, alias="BOT_TOKEN", description="the bot's token")
    api_url: str = Field(
        default=TELEGRAM_API_URL,
        alias="BOT_API_URL",
        description="where the Bot API is served: Telegram, a server of your own, or the simulator",
    )
    home: Path = Field(
        default_factory=lambda: Path.home() / ".forwardcheck",
        alias="FORWARDCHECK_HOME",
        description="the folder of the database and the index",
    )
    newsroom: str = Field(
        default="Our reviewers",
        alias="FORWARDCHECK_NEWSROOM",
        description="the name under which your own rulings are published",
    )
    log_level: str = Field(
        default="INFO",
        alias="FORWARDCHECK_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR",
    )

    @field_validator("bot_token", mode="before")
    @classmethod
    def _no_blank_token(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("api_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @property
    def database_path(self) -> Path:
        """The database file."""
        return self.home / "forwardcheck.db"

    @property
    def index_path(self) -> Path:
        """The folder of the search index, a cache of the database."""
        return self.home / "index"
