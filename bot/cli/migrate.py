"""`sfat migrate`: make the tables, or bring them to those of this program."""

import argparse

from bot.cli.opened import up_to_date
from bot.settings import Settings
from storage.migrate import head


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.set_defaults(run=run)


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Migrate, forwards only. A database that is newer than this program is refused and left alone."""
    done = await up_to_date(settings.address)
    print(f"The database is at revision {head()}" + ("." if done else " already."))
    return 0
