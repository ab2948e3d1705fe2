"""Settings: read once from the environment and `.env`, frozen, and passed on. Every secret has a `_FILE` twin."""

import os
import secrets
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SFAT_"
SECRETS = (
    "database_url",
    "secret_key",
    "metrics_token",
    "telegram_token",
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
)
KEY_FILE, DATABASE_FILE = "secret.key", "sfat.db"
TELEGRAM_API = "https://api.telegram.org"


class Unset(Exception):
    """A setting is missing, wrong, or can not be read; the message says which and how to mend it."""


class Settings(BaseSettings):
    """What can be set; names are `SFAT_` and the field in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = Field(default="", repr=False)
    secret_key: str = Field(default="", repr=False)
    public_url: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    language: Literal["ro", "en"] = "ro"
    timezone: str = "Europe/Bucharest"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    metrics_token: str = Field(default="", repr=False)
    telegram_token: str = Field(default="", repr=False)
    telegram_api_url: str = TELEGRAM_API
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_rate: float = Field(default=30, gt=0, le=1000)
    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_mode: Literal["socket", "http"] = "socket"
    slack_api_url: str = "https://slack.com/api/"
    slack_rate: float = Field(default=8, gt=0, le=1000)
    webchat: Literal["on", "off"] = "off"

    @model_validator(mode="before")
    @classmethod
    def _secrets_from_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        """`SFAT_X_FILE` names a file that holds the secret, as container platforms mount it."""
        for name in SECRETS:
            path = os.environ.get(f"{PREFIX}{name.upper()}_FILE")
            if path:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
        return values

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"{name!r} is no time zone; a name such as Europe/Bucharest is meant")
        return name

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_api(cls, address: str) -> str:
        if not address.endswith("/api/"):
            raise ValueError(f"{address!r} must end in /api/")
        return address

    @property
    def address(self) -> str:
        """The database's address; without one, a SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / DATABASE_FILE}"

    @property
    def any_platform(self) -> bool:
        """Whether there is anything to serve."""
        return bool(self.telegram_token or self.slack_bot_token) or self.webchat == "on"


def read_settings(**chosen: Any) -> Settings:
    """The settings as they are now. Raises Unset with a sentence for the first one that is wrong."""
    try:
        return Settings(**chosen)
    except ValidationError as problem:
        first = problem.errors()[0]
        name = PREFIX + str(first["loc"][0] if first["loc"] else "").upper()
        raise Unset(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
    except OSError as problem:
        raise Unset(f"the file {problem.filename} of a secret can not be read: {problem.strerror}") from None


def secret_keys(settings: Settings) -> list[str]:
    """The secret keys, newest first: from the setting, else from the data directory, where one is made when absent.

    Raises Unset on PostgreSQL without a setting: several machines must agree on the key.
    """
    if settings.secret_key:
        return [key.strip() for key in settings.secret_key.split(",") if key.strip()]
    if settings.address.startswith("postgresql"):
        raise Unset("SFAT_SECRET_KEY is needed with PostgreSQL: set a long random text, the same on every machine")
    path = settings.data_dir / KEY_FILE
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(32))
    return [path.read_text(encoding="utf-8").strip()]


def site_for_telegram(settings: Settings) -> str:
    """The address at which Telegram finds this site. Raises Unset where it would not deliver there.

    It posts over https only. Plain http to this machine is for Bot API servers of one's own, and so for trying it out.
    """
    try:
        parts = urlsplit(settings.public_url)
        plain = parts.hostname and not (parts.username or parts.query or parts.fragment)
        own_server = settings.telegram_api_url.rstrip("/") != TELEGRAM_API
        to_itself = own_server and parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    except ValueError:
        plain = to_itself = False
    if plain and (to_itself or parts.scheme == "https"):
        return settings.public_url.rstrip("/")
    raise Unset(
        "SFAT_TELEGRAM_MODE=webhook needs an https address in SFAT_PUBLIC_URL at which Telegram reaches this site, "
        "such as https://sfat.example.org"
    )


def unknown_names() -> list[str]:
    """`SFAT_` names in the environment or `.env` that mean nothing here: mostly misspelt ones."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
    found = {name for name in os.environ if name.startswith(PREFIX)}
    env = Path(".env")
    if env.exists():
        lines = env.read_text(encoding="utf-8").splitlines()
        found |= {line.split("=")[0].strip() for line in lines if line.startswith(PREFIX)}
    return sorted(found - known)
