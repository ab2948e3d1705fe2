"""The database as a command finds it: there, of this program's revision, and let go of afterwards."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.cli.place import check_place, make_room, revision, sqlite_path
from bot.core.ports import Unusable
from bot.settings import Settings
from storage.database import Database
from storage.migrate import Newer, head, migrate


@asynccontextmanager
async def opened(settings: Settings, *, make: bool = False) -> AsyncIterator[Database]:
    """The installation's database, beside a running `sfat run` or alone; with `make`, made when it is not there.

    Raises Unusable, Newer or DBAPIError, each with a sentence, when it is not there or not of this revision.
    """
    path = sqlite_path(settings.address)
    if make:
        make_room(settings.address)
    else:
        check_place(settings.address)
        if path is not None and not path.exists():
            raise Unusable(f"there is no database at {path}; `sfat migrate` makes one")
    db = Database(settings.address)
    try:
        with said_once():
            there = await revision(db)
            if there is None and make:
                await migrate(settings.address)
                there = head()
            check_revision(there)
            yield db
    finally:
        await db.close()


async def up_to_date(address: str) -> bool:
    """Bring the database to this program's tables, and make it where there is none; whether anything was done.

    Raises Unusable, Newer or DBAPIError, each with a sentence.
    """
    make_room(address)
    if sqlite_path(address) is None:
        db = Database(address)
        try:
            await revision(db)  # a server that does not answer, or refuses, is said in a sentence
        finally:
            await db.close()
    return await migrate(address)


def check_revision(found: str | None) -> None:
    """Raises Unusable or Newer unless the tables are those this program knows."""
    if found is None:
        raise Unusable("the database has no tables yet; `sfat migrate` makes them")
    if found > head():
        raise Newer(f"the database is at revision {found}, this program knows {head()}: use a newer program")
    if found < head():
        raise Unusable(f"the database is at revision {found}, this program needs {head()}; run `sfat migrate`")


@contextmanager
def said_once() -> Iterator[None]:
    """The failure of a command is said by the command alone, in one sentence, not by the log as well."""
    log = logging.getLogger("storage.database")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)
