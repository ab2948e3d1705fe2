"""`sfat backup`: everything that is in the database, as one file for either kind of database."""

import argparse
import os
from pathlib import Path

from bot.cli.opened import opened
from bot.core.ports import Unusable
from bot.settings import Settings
from storage import dumping

KEY = "The secret key is not in it: keep SFAT_SECRET_KEY, or the file secret.key, beside it."


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a backup. A file that is there already is not overwritten, and half a backup does not bear the name."""
    path: Path = arguments.file
    if path.exists():
        raise Unusable(f"{path} is there already and is not overwritten; choose another name")
    half = path.with_name(f"{path.name}.part")
    async with opened(settings) as db:
        try:
            half.unlink(missing_ok=True)
            half.touch(mode=0o600, exist_ok=False)
            async with db.read() as tx:
                number = await dumping.dump(tx, half)
            with half.open("rb") as written:
                os.fsync(written.fileno())
            half.rename(path)
        finally:
            half.unlink(missing_ok=True)
    print(f"{path}: {number} rows. {KEY}")
    return 0
