"""`sfat check`: whether everything is as it must be, a line each; no secret is printed."""

import argparse
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import DBAPIError

from bot.cli.failures import sentence
from bot.cli.keys import check_key
from bot.cli.opened import check_revision, opened
from bot.cli.place import check_place, nearest, revision, sqlite_path
from bot.cli.telegram_bot import ask_who_we_are
from bot.cli.webhook_lines import Finding, webhook_findings
from bot.core.clock import WallClock
from bot.core.ports import Unusable
from bot.settings import Settings, Unset, lacks_key, read_what_is_right, secret_keys, unknown_names
from storage import inbox
from storage.database import Database

ENOUGH_BYTES = 200 * 1024 * 1024
APART = timedelta(minutes=1)

Check = Callable[[Settings], Awaitable[str | Sequence[Finding]]]


def add(command: argparse.ArgumentParser) -> None:
    """The command's words. What is wrong with the settings is one of its findings, so it reads them kindly."""
    command.set_defaults(run=run, read=_read)


def _read() -> Settings:
    settings, _ = read_what_is_right()
    return settings


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """A line or more for each check; 1 when one of them fails. What needs a setting that is wrong is not looked at."""
    _, wrong = read_what_is_right()
    fine = _told("settings", await _findings(partial(_settings, wrong), settings))
    for name, (check, needs) in CHECKS.items():
        missing = [given for given in wrong if _stem(given) in needs]
        if missing:
            print(f"-       {name}: not looked at, because {missing[0]} is wrong")
        else:
            fine &= _told(name, await _findings(check, settings))
    return 0 if fine else 1


def _stem(name: str) -> str:
    """The setting behind a name: `SFAT_X_FILE` is another way to say `SFAT_X`."""
    return name.removesuffix("_FILE")


def _told(name: str, findings: Sequence[Finding]) -> bool:
    """Print what a check has found; whether all of it is well."""
    for finding in findings:
        print(f"{'ok' if finding.well else 'FAILED':<7} {name}: {finding.told}")
    return all(finding.well for finding in findings)


async def _findings(check: Check, settings: Settings) -> Sequence[Finding]:
    try:
        told = await check(settings)
    except Unset as problem:
        return [Finding(str(problem), well=False)]
    except Exception as problem:
        return [Finding(sentence(problem, settings), well=False)]
    return [Finding(told)] if isinstance(told, str) else told


async def _settings(wrong: Mapping[str, str], settings: Settings) -> str | Sequence[Finding]:
    complaints = [f"{name}: {complaint}" for name, complaint in wrong.items()]
    unknown = unknown_names()
    if unknown:
        *others, last = unknown
        mean = "mean nothing here; look for misspellings" if others else "means nothing here; look for a misspelling"
        complaints.append(f"{', '.join(others)} and {last} {mean}" if others else f"{last} {mean}")
    if complaints:
        return [Finding(complaint, well=False) for complaint in complaints]
    if not lacks_key(settings):
        secret_keys(settings)
        return "all names are known, and there is a secret key"
    with suppress(DBAPIError):  # what is wrong with the database, its own line says
        await check_key(settings)
    return "all names are known; a secret key is made at the first start"


async def _database(settings: Settings) -> str:
    check_place(settings.address)
    path = sqlite_path(settings.address)
    if path is not None and not path.exists():
        raise Unusable(f"there is no database at {path}; `sfat migrate` makes one")
    db = Database(settings.address)
    try:
        await revision(db)
        return f"{db.dialect} answers"
    finally:
        await db.close()


async def _migrations(settings: Settings) -> str:
    async with opened(settings) as db:
        found = await revision(db)
        check_revision(found)
        return f"the tables are at revision {found}"


async def _tokens(settings: Settings) -> str:
    told = [
        await _telegram_token(settings) if settings.telegram_token else "",
        await _slack_tokens(settings) if settings.slack_bot_token else "",
    ]
    return "; ".join(filter(None, told)) or "none is set, so no platform but the web chat is served"


async def _telegram_token(settings: Settings) -> str:
    told = await ask_who_we_are(settings)
    if told.trouble:
        raise Unusable(told.trouble)
    return f"Telegram knows the bot as @{told.username}"


async def _slack_tokens(settings: Settings) -> str:
    from bot.main import slack_of

    slack = slack_of(settings)
    try:
        await slack.connect()
    finally:
        await slack.close()
    if slack.lacking:
        lacking = ", ".join(sorted(slack.lacking))
        raise Unusable(f"the Slack app lacks {lacking}; bring its manifest up to date and install it again")
    return f"Slack knows the app in the team {slack.installation}"


async def _clock(settings: Settings) -> str:
    """Against Telegram's clock where there is a token, and against the newest update that was stored."""
    now = WallClock().real()
    there = (await ask_who_we_are(settings)).at if settings.telegram_token else None
    if there is not None and abs(there - now) > APART:
        raise Unusable(f"this machine's clock is {_apart(there, now)} from Telegram's; set it right")
    newest = await _newest(settings)
    if newest is not None and newest - now > APART:
        raise Unusable(f"this clock is {_apart(newest, now)} behind the newest stored update; set it right")
    return f"{now:%Y-%m-%dT%H:%M:%SZ}"


def _apart(one: datetime, other: datetime) -> str:
    return f"{abs(one - other).total_seconds():.0f} seconds"


async def _newest(settings: Settings) -> datetime | None:
    try:
        async with opened(settings) as db, db.read() as tx:
            return await inbox.newest(tx)
    except Exception:
        return None  # the lines above have said what is wrong with the database


async def _disk(settings: Settings) -> str:
    """Room and the right to write where data is kept."""
    path = sqlite_path(settings.address)
    folder = nearest(settings.data_dir if path is None else path.parent)
    if not os.access(folder, os.W_OK):
        raise Unusable(f"{folder} can not be written to")
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"x" * 4096)
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_BYTES:
        raise Unusable(f"only {free // 2**20} MB are free at {folder}; make room")
    return f"{free // 2**20} MB are free"


_PLACE = (".env", "SFAT_DATABASE_URL", "SFAT_DATA_DIR")
_TELEGRAM = (".env", "SFAT_TELEGRAM_TOKEN", "SFAT_TELEGRAM_API_URL")
_SLACK = (
    "SFAT_SLACK_BOT_TOKEN",
    "SFAT_SLACK_APP_TOKEN",
    "SFAT_SLACK_SIGNING_SECRET",
    "SFAT_SLACK_API_URL",
    "SFAT_SLACK_MODE",
)
CHECKS: dict[str, tuple[Check, tuple[str, ...]]] = {
    "database": (_database, _PLACE),
    "migrations": (_migrations, _PLACE),
    "tokens": (_tokens, (*_TELEGRAM, *_SLACK)),
    "webhook": (webhook_findings, (*_TELEGRAM, "SFAT_TELEGRAM_MODE", "SFAT_PUBLIC_URL")),
    "clock": (_clock, ()),
    "disk": (_disk, _PLACE),
}
"""The checks after that of the settings, each with the settings it needs."""
