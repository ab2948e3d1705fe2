"""Settings: read once from the environment and `.env`, frozen, and passed on. Every secret has a `_FILE` twin."""

import os
import secrets
from pathlib import Path
from typing import Any, Literal
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "SFAT_"
SECRETS = ("database_url", "secret_key", "metrics_token", "telegram_token")
KEY_FILE, DATABASE_FILE = "secret.key", "sfat.db"
FILE_OR_SERVER = "write sqlite:///PATH, for a file, or postgresql://USER:PASSWORD@HOST:PORT/NAME, for a server"


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
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_rate: float = Field(default=30, gt=0, le=1000)
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

    @field_validator("database_url")
    @classmethod
    def _address_can_be_used(cls, address: str) -> str:
        complaint = _complaint(address) if address else ""
        if complaint:
            raise ValueError(complaint)
        return address

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"{name!r} is no time zone; a name such as Europe/Bucharest is meant")
        return name

    @property
    def address(self) -> str:
        """The database's address; without one, a SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / DATABASE_FILE}"

    @property
    def any_platform(self) -> bool:
        """Whether there is anything to serve."""
        return bool(self.telegram_token) or self.webchat == "on"


def _complaint(address: str) -> str:
    """What is wrong with the address of a database; "" for a good one. It is not repeated: it may hold a password."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return f"this is no address of a database; {FILE_OR_SERVER}"
    if url.drivername == "postgresql":
        return "write @ and : in user and password as %40 and %3A" if "@" in (url.host or "") else ""
    if url.drivername != "sqlite" or url.host:
        return f"this is no address of a database that can be used; {FILE_OR_SERVER}"
    path = (url.database or "").strip()
    if not path or path.endswith("/") or path.startswith((":memory:", "file:")) or url.query:
        return "the database must be a file; write sqlite:///PATH, for example sqlite:///data/sfat.db"
    return ""


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
