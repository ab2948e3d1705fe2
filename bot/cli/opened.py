"""The database as a command finds it: there, of this program's revision, and let go of afterwards."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.core.ports import Unusable
from bot.settings import Settings
from storage.database import Database
from storage.migrate import Newer, head
from storage.migrate import migrate as bring_up_to_date
from storage.tx import Tx, scalar


@asynccontextmanager
async def opened(settings: Settings, *, make: bool = False) -> AsyncIterator[Database]:
    """The installation's database, beside a running `sfat run` or alone; with `make`, made when it is not there.

    Raises Unusable, Newer or DBAPIError, each with a sentence, when it is not there or not of this revision.
    """
    path = sqlite_path(settings.address)
    if path is not None and not path.exists() and make:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif path is not None and not path.exists():
        raise Unusable(f"there is no database at {path}; `sfat migrate` makes one")
    db = Database(settings.address)
    try:
        with _said_once():
            there = await revision(db)
            if there is None and make:
                await bring_up_to_date(settings.address)
                there = head()
            check_revision(there)
            yield db
    finally:
        await db.close()


def sqlite_path(address: str) -> Path | None:
    """The file behind a SQLite address; None for a server."""
    url = make_url(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


async def revision(db: Database) -> str | None:
    """The revision of the tables; None when there are none. Raises Unusable, OSError or DBAPIError."""
    try:
        async with db.read() as tx:
            return await _revision(tx)
    except TimeoutError:
        raise Unusable("the database can not be used: it does not answer") from None
    except Exception as problem:
        # What the PostgreSQL driver raises while connecting is its own; naming its classes would load it for SQLite.
        if type(problem).__module__.startswith("asyncpg"):
            raise Unusable(f"the database can not be used: {problem}") from None
        raise


async def _revision(tx: Tx) -> str | None:
    try:
        found: str | None = await scalar(tx, text("SELECT version_num FROM alembic_version"))
    except DBAPIError as problem:
        words = str(problem.orig).lower()
        if "no such table" in words or "does not exist" in words:
            return None
        raise
    return found


def check_revision(found: str | None) -> None:
    """Raises Unusable or Newer unless the tables are those this program knows."""
    if found is None:
        raise Unusable("the database has no tables yet; `sfat migrate` makes them")
    if found > head():
        raise Newer(f"the database is at revision {found}, this program knows {head()}: use a newer program")
    if found < head():
        raise Unusable(f"the database is at revision {found}, this program needs {head()}; run `sfat migrate`")


@contextmanager
def _said_once() -> Iterator[None]:
    """The failure of a command is said by the command alone, in one sentence, not by the log as well."""
    log = logging.getLogger("storage.database")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)
