"""`sfat migrate`: make the tables, or bring them to those of this program."""

import argparse

from bot.cli.opened import revision, sqlite_path
from bot.settings import Settings
from storage.database import Database
from storage.migrate import head, migrate


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The sub-command's words."""
    commands.add_parser("migrate", help="bring the database to the tables of this program").set_defaults(run=run)


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Migrate, forwards only. A database that is newer than this program is refused and left alone."""
    path = sqlite_path(settings.address)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        await _reach(settings)
    done = await migrate(settings.address)
    print(f"The database is at revision {head()}" + ("." if done else " already."))
    return 0


async def _reach(settings: Settings) -> None:
    """A server that does not answer is said in a sentence. Raises Unusable."""
    db = Database(settings.address)
    try:
        await revision(db)
    finally:
        await db.close()
