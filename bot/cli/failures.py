"""Failures as sentences for whoever runs a command."""

import errno
import logging
import re

from sqlalchemy.exc import DBAPIError

from bot.cli.place import ELSEWHERE, sqlite_path
from bot.core.ports import Unusable
from bot.settings import Settings
from storage.migrate import Newer

log = logging.getLogger(__name__)

_DATABASE = {
    "locked": "another program holds it locked; wait, or stop that program",
    "readonly": "it is read-only; give this user the right to write the file and its folder",
    "read-only": "it is read-only; give this user the right to write",
    "unable to open": "the file can not be opened; check the path and the rights on its folder (SFAT_DATABASE_URL)",
    "full": "the disk is full; {room}",
    "no space left": "the disk is full; {room}",
    "disk i/o error": "the disk is full, or it fails; {room}",
    "not a database": "the file is not a database; name another in SFAT_DATABASE_URL",
    "malformed": "the file is damaged; restore a backup",
}

_SERVER = {
    "authentication failed": "check user and password in SFAT_DATABASE_URL",
    "pg_hba": "let the server take this user from this machine",
    "permission denied": "give this user the right to make and to use tables there",
    "does not exist": "make it on the server, or check SFAT_DATABASE_URL",
}


_FULL = (errno.ENOSPC, errno.EDQUOT)


def sentence(problem: Exception, settings: Settings | None = None) -> str:
    """One sentence; what is not expected is logged with its stack as well. With `settings` it names the place."""
    if isinstance(problem, Unusable | Newer):
        return str(problem)
    if isinstance(problem, DBAPIError):
        if isinstance(problem.orig, OSError):
            why = re.sub(r"\[Errno -?\d+\] ", "", str(problem.orig))
            mend = "check host and port in SFAT_DATABASE_URL, and whether it runs"
            return f"the database server can not be reached: {why}; {mend}"
        words = str(problem.orig).strip()
        known = next((told for sign, told in _DATABASE.items() if sign in words.lower()), words)
        mend = next((f"; {told}" for sign, told in _SERVER.items() if sign in known.lower()), "")
        return f"the database can not be used: {known}{mend}".replace("{room}", _make_room(settings))
    if isinstance(problem, OSError) and problem.errno in _FULL:
        named = f"{problem.filename} can not be written" if problem.filename else "this can not be kept"
        return f"{named}: the disk is full; {_make_room(settings)}"
    if isinstance(problem, OSError):
        named = f"{problem.filename}: " if problem.filename else ""
        return f"{named}{problem.strerror or problem}"
    log.error("an unexpected failure", exc_info=problem)
    return f"something unexpected failed: {type(problem).__name__}; the log says more"


def _make_room(settings: Settings | None) -> str:
    """How to go on after a full disk. What was stored is there still: a write is kept as a whole or not at all."""
    if settings is None:
        return "make room, and start again"
    path = sqlite_path(settings.address)
    if path is None:
        return f"make room on the database server and in {settings.data_dir.absolute()}, and start again"
    return f"make room in {path.absolute().parent}, or {ELSEWHERE}, and start again; what was stored before is kept"
