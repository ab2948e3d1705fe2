"""Settings: read once from the environment and `.env`, frozen, and passed on. Every secret has a `_FILE` twin."""

import os
import re
import secrets
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.env_file import read_env_file

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
TELEGRAM_API, SLACK_API = "https://api.telegram.org", "https://slack.com/api/"
FILE_OR_SERVER = "write sqlite:///PATH, for a file, or postgresql://USER:PASSWORD@HOST:PORT/NAME, for a server"
RATE = "a number above 0, up to 1000"
EXAMPLES = {
    "public_url": "https://lab.example.org",
    "telegram_api_url": TELEGRAM_API,
    "slack_api_url": SLACK_API,
}


class Unset(Exception):
    """A setting is missing, wrong, or can not be read; the message says which and how to mend it, a line for each."""


class Settings(BaseSettings):
    """What can be set; names are `SFAT_` and the field in capitals. What is checked is checked field by field."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, str_strip_whitespace=True, extra="ignore", frozen=True
    )

    data_dir: Path = Path("data")
    database_url: str = Field(default="", repr=False)
    secret_key: str = Field(default="", repr=False)
    public_url: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535, description="a whole number from 0 to 65535")
    language: Literal["ro", "en"] = "ro"
    timezone: str = "Europe/Bucharest"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    metrics_token: str = Field(default="", repr=False)
    telegram_token: str = Field(default="", repr=False)
    telegram_api_url: str = TELEGRAM_API
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_rate: float = Field(default=30, gt=0, le=1000, description=RATE)
    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_mode: Literal["socket", "http"] = "socket"
    slack_api_url: str = SLACK_API
    slack_rate: float = Field(default=8, gt=0, le=1000, description=RATE)
    webchat: Literal["on", "off"] = "off"

    @field_validator("database_url")
    @classmethod
    def _address_can_be_used(cls, address: str) -> str:
        complaint = _complaint(address) if address else ""
        if complaint:
            raise ValueError(complaint)
        return address

    @field_validator("public_url", "telegram_api_url", "slack_api_url")
    @classmethod
    def _leads_somewhere(cls, address: str, setting: ValidationInfo) -> str:
        if address and not re.fullmatch(r"https?://[^\s/]\S*", address):
            found = "" if "@" in address else f", and {_shown(address)} is not"  # before an @ there may be a password
            example = EXAMPLES[str(setting.field_name)]
            raise ValueError(f"the address must be whole, with the scheme http or https{found}; for example {example}")
        return address

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


def read_settings() -> Settings:
    """The settings as they are now. Raises Unset with a line for each one that is wrong."""
    settings, wrong = read_what_is_right()
    if wrong:
        raise Unset("\n".join(f"{name}: {complaint}" for name, complaint in wrong.items()))
    return settings


def read_what_is_right() -> tuple[Settings, dict[str, str]]:
    """The settings, with the default in the place of each wrong one, and a sentence for each of those, by its name."""
    named, wrong = _named()
    given: dict[str, Any] = {}
    for name in Settings.model_fields:
        if value := named.get(PREFIX + name.upper()):
            given[name] = value
    for name in SECRETS:
        twin = f"{PREFIX}{name.upper()}_FILE"
        if path := named.get(twin):
            if name in given:
                wrong[twin] = f"{PREFIX}{name.upper()} is set as well; take one of the two away"
                continue
            try:
                given[name] = _secret_in(Path(path))
            except ValueError as problem:
                wrong[twin] = str(problem)
    try:
        return Settings(**given), wrong
    except ValidationError as problem:
        for error in problem.errors():
            name = str(error["loc"][0])
            wrong[PREFIX + name.upper()] = _in_own_words(name, error["type"], error["msg"], str(error["input"]))
            given[name] = Settings.model_fields[name].default
        return Settings(**given), wrong


def _in_own_words(name: str, kind: str, words: str, value: str) -> str:
    """What is wrong with a value. Ours are the words of our own checks, and those for numbers and for choices."""
    field = Settings.model_fields[name]
    if kind == "literal_error":
        return f"{_shown(value)} is none of these values: {', '.join(get_args(field.annotation))}"
    if field.description:
        return f"{_shown(value)} is not {field.description}"
    return words.removeprefix("Value error, ")


def _shown(value: str) -> str:
    """A value as a sentence may repeat it: on one line, and never long."""
    return repr(value if len(value) <= 60 else f"{value[:59]}…")


def _secret_in(path: Path) -> str:
    """A secret in a file of its own, as container platforms mount it. Raises ValueError with a sentence."""
    try:
        secret = path.read_text(encoding="utf-8-sig").strip()
    except OSError as problem:
        raise ValueError(f"the file {path} can not be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"the file {path} is not written in UTF-8") from None
    if not secret:
        raise ValueError(f"the file {path} is empty")
    return secret


def _named() -> tuple[dict[str, str], dict[str, str]]:
    """What is set, by name, and what is wrong with `.env`. The environment goes before the file."""
    written = read_env_file(Path(".env"))
    environment = {name.upper(): value for name, value in os.environ.items() if value}
    return {**written.values, **environment}, dict(written.wrong)


def secret_keys(settings: Settings) -> list[str]:
    """The secret keys, newest first: from the setting, else from the data directory, where one is made when absent.

    Raises Unset where there is none, and on PostgreSQL without a setting: several machines must agree on the key.
    """
    if settings.secret_key:
        keys = [key.strip() for key in settings.secret_key.split(",") if key.strip()]
        if not keys:
            raise Unset("SFAT_SECRET_KEY holds no key; set a long random text")
        return keys
    if settings.address.startswith("postgresql"):
        raise Unset("SFAT_SECRET_KEY is needed with PostgreSQL: set a long random text, the same on every machine")
    path = settings.data_dir / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="utf-8").strip()
    except OSError as problem:
        why = f"{problem.filename}: {problem.strerror}"
        raise Unset(f"the secret key can not be kept in SFAT_DATA_DIR ({why}); name another folder") from None
    if not key:
        raise Unset(f"the file {path} is empty; bring it back from where you keep it, or remove it for a new key")
    return [key]


def lacks_key(settings: Settings) -> bool:
    """Whether `secret_keys` would make a key: none is set, and none is kept."""
    set_or_needed = settings.secret_key or settings.address.startswith("postgresql")
    return not set_or_needed and not (settings.data_dir / KEY_FILE).exists()


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(32))


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
    named, _ = _named()
    return sorted(name for name in named if name.startswith(PREFIX.rstrip("_")) and name not in known)
