"""What the environment and `.env` say, checked once at the start and frozen."""

import ipaddress
import re
import sys
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.i18n import LANGUAGES
from loyalty.visible import visible

TELEGRAM = "https://api.telegram.org"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DATABASES = ("sqlite+aiosqlite", "postgresql+asyncpg")


def _wrong(rule: str) -> PydanticCustomError:
    """An error whose text is the rule, without the value: the value may be a secret."""
    return PydanticCustomError("setting", "{rule}", {"rule": rule})


def is_local(url: str) -> bool:
    """Whether the URL leads to this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise _wrong("must be the token that @BotFather gave, such as 123456:ABC-DEF")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not _SECRET.fullmatch(value.get_secret_value()):
        raise _wrong("must be 1 to 256 characters out of A-Z, a-z, 0-9, _ and -")
    return value


def _http_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    except ValueError:
        wrong = True
    if wrong:
        raise _wrong("must be an address such as https://example.com")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    if value.partition("://")[0] not in _DATABASES or "://" not in value:
        raise _wrong("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    return value


def _identifiers(value: object) -> object:
    """`ADMIN_IDS` as people write it: `12, 34`."""
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    if not all(word.isdecimal() for word in words):
        raise _wrong("must be Telegram ids, numbers separated by commas")
    return tuple(int(word) for word in words)


def _brand(value: str) -> str:
    name = " ".join(value.split())
    if not visible(name) or len(name) > 64:
        raise _wrong("must be 1 to 64 characters")
    return name


def _currency(value: str) -> str:
    if value.upper() not in list_currencies():
        raise _wrong("must be an ISO 4217 code, such as ZAR")
    return value.upper()


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise _wrong("must be a time zone, such as Africa/Johannesburg")
    return value


def _language(value: str) -> str:
    if value.lower() not in LANGUAGES:
        raise _wrong(f"must be one of {', '.join(LANGUAGES)}")
    return value.lower()


def _lowered(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _raised(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings; each is the environment variable of the same name in capitals (see `.env.example`)."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_http_url)] = TELEGRAM
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite+aiosqlite:///loyalty.sqlite3", repr=False
    )
    webhook_url: Annotated[str, AfterValidator(_http_url)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_identifiers)] = ()
    brand: Annotated[str, AfterValidator(_brand)] = "Café Zorg"
    currency: Annotated[str, AfterValidator(_currency)] = "ZAR"
    timezone: Annotated[str, AfterValidator(_timezone)] = "Africa/Johannesburg"
    default_language: Annotated[str, AfterValidator(_language)] = "en"
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_raised)] = "INFO"
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lowered)] = "console"

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            return self
        if self.webhook_secret is None:
            raise _wrong("WEBHOOK_SECRET: is required with WEBHOOK_URL")
        if not self.webhook_url.startswith("https://") and not is_local(self.telegram_api_url):
            raise _wrong("WEBHOOK_URL: must begin with https://, Telegram calls no other address")
        return self

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """The settings of this process.

        Raises:
            SystemExit: with status 2, after one line on standard error that names every wrong variable.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            problems = [_problem(item["loc"], item["msg"]) for item in error.errors(include_input=False)]
            sys.stderr.write("; ".join(problems) + "\n")
            raise SystemExit(2) from None

    def secrets(self) -> tuple[str, ...]:
        """Every string that must never be shown: what the log takes out."""
        password = urlsplit(self.database_url).password
        hidden = (self.bot_token, self.webhook_secret)
        return tuple(item.get_secret_value() for item in hidden if item) + ((password,) if password else ())


def _problem(place: tuple[int | str, ...], rule: str) -> str:
    if not place:  # a rule over several settings names the variable itself
        return rule
    return f"{str(place[0]).upper()}: {rule[:1].lower()}{rule[1:]}"
