"""Owns the settings; the only reader of the environment."""

import os
import re
from collections.abc import Mapping
from datetime import time, timedelta, tzinfo
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from claims.age import AgeLimit
from claims.days import Days
from claims.links import is_web_link
from claims.night import Reminding
from claims.site import Site

TELEGRAM_API_URL = "https://api.telegram.org"
TELEGRAM_PATH = "/telegram"
HTTP_PORT = 8080
PREFIX = "FORWARDCHECK_"
CLOSE = 0.8  # of 1: how like a misspelt name is
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_NIGHT = re.compile(r"([01]?[0-9]|2[0-3])-([01]?[0-9]|2[0-3])", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{3,256}")
_EMBEDDER = re.compile(r"default|fastembed:[A-Za-z0-9][\w.-]{0,99}(/[\w.-]{1,100})?", re.ASCII)
_SITE_PATH = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,8}", re.ASCII)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Environment(PydanticBaseSettingsSource):
    """Reads each setting under the name that is documented for it, and under no other: what the fields are
    called here means something else to other programs, as HOME does."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return a value of the environment, None where there is none, and the name that it goes by."""
        name = field.alias or field_name
        return os.environ.get(name), name, False

    def __call__(self) -> dict[str, Any]:
        """Return what is set."""
        found = [self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items()]
        return {name: value for value, name, _ in found if value is not None}


class Settings(BaseSettings):
    """What an operator can set, each by the environment variable of its alias."""

    reads_environment: ClassVar[bool] = True

    model_config = SettingsConfigDict(populate_by_name=True, extra="ignore", hide_input_in_errors=True)

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
    database_url: SecretStr | None = Field(
        default=None,
        alias="DATABASE_URL",
        description="a PostgreSQL database, postgresql://user:password@host/name; empty: a file in the home",
    )
    newsroom: str = Field(
        default="Our reviewers",
        alias="FORWARDCHECK_NEWSROOM",
        description="the name under which your own rulings are published",
    )
    digest_at: time = Field(
        default=time(8),
        alias="FORWARDCHECK_DIGEST_AT",
        description="when reviewers who asked for it get yesterday's figures, in the newsroom's time zone",
    )
    time_zone: str = Field(
        default="",
        alias="FORWARDCHECK_TIME_ZONE",
        description="the newsroom's time zone, such as Europe/Lisbon, for the days that people read, for"
        " verdicts' last days, nights and the digest; empty: this machine's",
    )
    night: str = Field(
        default="22-7",
        alias="FORWARDCHECK_NIGHT",
        description="from which hour until which nobody is reminded of anything",
    )
    four_eyes: bool = Field(
        default=False,
        alias="FORWARDCHECK_FOUR_EYES",
        description="whether what a moderator publishes waits for a second one: an editor or an owner",
    )
    remind_hours: int = Field(
        default=6,
        ge=0,
        le=720,
        alias="FORWARDCHECK_REMIND_HOURS",
        description="after how many hours of waiting moderators are reminded; 0: never",
    )
    answer_days: int = Field(
        default=0,
        ge=0,
        le=36_500,
        alias="FORWARDCHECK_ANSWER_DAYS",
        description="up to how many days after its date a fact-check may be the answer; 0: always",
    )
    keep_days: int = Field(
        default=365,
        ge=0,
        le=36_500,
        alias="FORWARDCHECK_KEEP_DAYS",
        description="how many days after a question was settled it is forgotten who asked it and in what"
        " words; 0: never",
    )
    recheck_days: int = Field(
        default=30,
        ge=0,
        le=3_650,
        alias="FORWARDCHECK_RECHECK_DAYS",
        description="after how many days each publisher's page is looked at again; 0: never",
    )
    webhook_url: str = Field(
        default="",
        alias="WEBHOOK_URL",
        description="the public address at which Telegram reaches this program; empty: long polling",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        alias="WEBHOOK_SECRET",
        description="the word that Telegram's posts carry; a random one is made at start",
    )
    google_key: SecretStr | None = Field(
        default=None,
        alias="FORWARDCHECK_GOOGLE_KEY",
        description="the key for searches with the Google Fact Check Tools API",
    )
    site_url: str = Field(
        default="",
        alias="FORWARDCHECK_SITE_URL",
        description="the public address of the pages that show your verdicts; empty: there are none",
    )
    http_host: str = Field(
        default="127.0.0.1", alias="FORWARDCHECK_HTTP_HOST", description="the address that serves HTTP"
    )
    http_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        alias="FORWARDCHECK_HTTP_PORT",
        description="its port; 0: 8080 with a webhook or public pages, no HTTP at all without them",
    )
    embedder: str = Field(
        default="default",
        alias="FORWARDCHECK_EMBEDDER",
        description="what finds verdicts by meaning: default, or fastembed:MODEL (an extra)",
    )
    models: Path | None = Field(
        default=None,
        alias="FORWARDCHECK_MODELS",
        description="the folder of downloaded models; empty: models, in the home",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        alias="FORWARDCHECK_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what is given, then the environment."""
        return (init_settings, Environment(settings_cls)) if cls.reads_environment else (init_settings,)

    @classmethod
    def unknown_names(cls) -> Mapping[str, str]:
        """Return what is set in the environment under our prefix and is no setting, each with the setting
        that may be meant, "" where none comes near."""
        known = [field.alias or name for name, field in cls.model_fields.items()]
        given = os.environ if cls.reads_environment else {}
        unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
        return {name: next(iter(get_close_matches(name, known, 1, CLOSE)), "") for name in unknown}

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_set(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in given.items() if not isinstance(value, str) or value.strip()}

    @field_validator("bot_token")
    @classmethod
    def _shape_of_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("must look like 123456:ABC-DEF, as @BotFather gives it")
        return value

    @field_validator("database_url")
    @classmethod
    def _address_of_a_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return value
        address = urlsplit(value.get_secret_value())
        if address.scheme not in {"postgresql", "postgres"} or not address.path.strip("/"):
            raise ValueError("must look like postgresql://user:password@host/name")
        return value

    @field_validator("digest_at", mode="before")
    @classmethod
    def _hours_and_minutes(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        written = _TIME.fullmatch(value.strip())
        if written is None:
            raise ValueError("must be a time of the day such as 8:00")
        return time(int(written.group(1)), int(written.group(2)))

    @field_validator("time_zone")
    @classmethod
    def _zone_there_is(cls, value: str) -> str:
        if value:
            try:
                ZoneInfo(value)
            except (ValueError, ZoneInfoNotFoundError, OSError):
                raise ValueError("must be the name of a time zone such as Europe/Lisbon") from None
        return value

    @field_validator("night")
    @classmethod
    def _two_hours(cls, value: str) -> str:
        if not _NIGHT.fullmatch(value):
            raise ValueError("must be two hours of the day such as 22-7")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("home", "models")
    @classmethod
    def _of_whose_home(cls, value: Path | None) -> Path | None:
        try:
            return value and value.expanduser()
        except RuntimeError:
            raise ValueError("must be a folder; there is nobody of that name") from None

    @field_validator("embedder")
    @classmethod
    def _embedder_there_is(cls, value: str) -> str:
        value = value.strip()
        if not _EMBEDDER.fullmatch(value):
            raise ValueError("must be default or fastembed: and the name of a model")
        return value

    @field_validator("api_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or not urlsplit(value).hostname:
            raise ValueError("must be an address that starts with http:// or https://")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _address_telegram_can_post_to(cls, value: str) -> str:
        address = urlsplit(value)
        if not value:
            return value
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _LOOPBACK):
            raise ValueError("must start with https:// (http:// for this machine's own simulator only)")
        if not address.hostname or "@" in address.netloc or address.query or address.fragment:
            raise ValueError("must be a host and a path, nothing more")
        if not address.path.endswith(TELEGRAM_PATH):
            raise ValueError(f"must end with {TELEGRAM_PATH}, where this program takes updates")
        return value

    @field_validator("site_url")
    @classmethod
    def _address_people_can_open(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        if not value:
            return value
        address = urlsplit(value)
        if address.scheme not in {"http", "https"} or not address.hostname or "@" in address.netloc:
            raise ValueError("must be an address that starts with http:// or https://")
        if not _SITE_PATH.fullmatch(address.path) or "?" in value or "#" in value:
            raise ValueError("must be a host and a plain path, nothing more")
        if not is_web_link(value):
            raise ValueError("must have the whole name of a host, such as news.example.org, or its IP number")
        if address.path.startswith(TELEGRAM_PATH):
            raise ValueError(f"must not begin with {TELEGRAM_PATH}, where this program takes updates")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_telegram_takes(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 1 to 256 of the characters A-Z, a-z, 0-9, _ and -")
        return value

    @field_validator("http_host")
    @classmethod
    def _own_address(cls, value: str) -> str:
        return "127.0.0.1" if value == "localhost" else str(ip_address(value))

    @property
    def google_key_value(self) -> str:
        """The key itself; empty: none."""
        return self.google_key.get_secret_value() if self.google_key else ""

    @property
    def reminding(self) -> Reminding:
        """When moderators are reminded."""
        begins, _, ends = self.night.partition("-")
        return Reminding(timedelta(hours=self.remind_hours), int(begins), int(ends), self.zone)

    @property
    def zone(self) -> tzinfo | None:
        """The newsroom's time zone; None: that of the machine."""
        return ZoneInfo(self.time_zone) if self.time_zone else None

    @property
    def days(self) -> Days:
        """The newsroom's days, and when in them the digest is read."""
        return Days(self.digest_at, self.zone)

    @property
    def age_limit(self) -> AgeLimit:
        """How old a ruling may be to be given as the answer."""
        return AgeLimit(self.answer_days)

    @property
    def keep(self) -> timedelta | None:
        """How long a settled question is kept whole; None: for ever."""
        return timedelta(days=self.keep_days) if self.keep_days else None

    @property
    def listen_port(self) -> int:
        """The port that serves HTTP; 0 for no HTTP at all."""
        return self.http_port or (HTTP_PORT if self.webhook_url or self.site_url else 0)

    @property
    def site(self) -> Site:
        """The public pages, whether they are on or not."""
        return Site(self.site_url)

    @property
    def database(self) -> str | Path:
        """The store: the address of a server, or the database file."""
        return self.database_path if self.database_url is None else self.database_url.get_secret_value()

    @property
    def database_path(self) -> Path:
        """The database file; none is there when a server is the store."""
        return self.home / "forwardcheck.db"

    @property
    def index_path(self) -> Path:
        """The folder of the search index, a cache of the database."""
        return self.home / "index"

    @property
    def fastembed_model(self) -> str:
        """The model of fastembed that was asked for; empty: none."""
        return self.embedder.partition(":")[2]

    @property
    def models_path(self) -> Path:
        """The folder of downloaded models."""
        return self.models or self.home / "models"


class GivenSettings(Settings):
    """Settings that no environment reaches: what is not given is as usual."""

    reads_environment: ClassVar[bool] = False
