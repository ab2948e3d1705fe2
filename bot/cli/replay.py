"""`sfat replay`: updates and messages that failed again and again are tried once more."""

import argparse

from bot.cli.keys import house_of
from bot.cli.opened import opened
from bot.core.clock import WallClock
from bot.core.tokens import Keys
from bot.settings import Settings
from storage import inbox, recovery
from storage.tx import Tx

WHEN = "a running `sfat run` does that within half a minute, else the next one when it starts"


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.set_defaults(run=run)


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Make dead letters new again. `sfat run` takes them up by itself: it looks for what nobody works."""
    house = await house_of(settings)
    async with opened(settings) as db:
        revived, locked = await db.write(lambda tx: revive_all(tx, house.keys))
        queued = await db.write(lambda tx: recovery.try_again(tx, WallClock().now(), house.routes.kept_up))
    if revived:
        print(f"{revived} to be tried again: {WHEN}.")
    if queued:
        print(f"{queued} {'message' if queued == 1 else 'messages'} to be sent again: {WHEN}.")
    if not (revived or queued or locked):
        print("Nothing has failed for good.")
    if locked:
        print(f"{locked} can not be read with the keys of this installation and were left alone.")
    return 0


async def revive_all(tx: Tx, keys: Keys) -> tuple[int, int]:
    """How many dead letters are new again, and how many no key of ours opens."""
    revived = locked = 0
    for row in await inbox.dead(tx):
        payload = keys.unseal(row.payload)
        if payload is None:
            locked += 1
            continue
        await inbox.revive(tx, row.id or 0, payload)
        revived += 1
    return revived, locked
