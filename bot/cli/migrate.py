"""`sfat migrate`: make the tables, or bring them to those of this program."""

import argparse

from bot.cli.opened import up_to_date
from bot.settings import Settings
from storage.migrate import head


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The sub-command's words."""
    commands.add_parser("migrate", help="bring the database to the tables of this program").set_defaults(run=run)


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Migrate, forwards only. A database that is newer than this program is refused and left alone."""
    done = await up_to_date(settings.address)
    print(f"The database is at revision {head()}" + ("." if done else " already."))
    return 0
