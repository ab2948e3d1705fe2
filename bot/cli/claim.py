"""`sfat claim`: a link and a code that give a role to whoever uses one of them first."""

import argparse
from datetime import datetime, timedelta

from bot.cli.keys import house_of
from bot.cli.opened import opened
from bot.cli.telegram_bot import lead_to_the_bot
from bot.core.clock import WallClock
from bot.core.desk import House
from bot.model.values import Role
from bot.settings import Settings
from storage import activity
from storage.database import Database
from storage.people import LinkRow
from storage.tx import Tx
from storage.tx import add as add_row

GOOD_FOR = timedelta(hours=24)


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.add_argument("--role", choices=(Role.MANAGER.value, Role.FACILITATOR.value), default=Role.MANAGER.value)
    command.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a claim and print it, to standard output and nowhere else."""
    house = await house_of(settings)
    async with opened(settings, make=True) as db:
        await lead_to_the_bot(settings, db, house)
        link, code = await make_claim(db, house, Role(arguments.role), WallClock().real())
    print_claim(link, code)
    return 0


async def make_claim(db: Database, house: House, role: Role, now: datetime) -> tuple[str, str]:
    """A link ("" where no bot is known) and a code for the same claim; the code is kept as its digest only."""
    code = house.keys.code()
    row = LinkRow(kind="claim", role=role, digest=house.keys.digest(code), made_at=now, expires_at=now + GOOD_FOR)

    async def work(tx: Tx) -> int:
        number = await add_row(tx, row)
        act = {"role": "operator", "action": f"claim {role.value}", "object": "", "result": "done"}
        await activity.record(tx, at=now, **act)
        return number

    return house.links.claim(await db.write(work)), code


def print_claim(link: str, code: str) -> None:
    """`link: …` where there is one, and `code: …`, to be typed as `/start CODE` on any platform."""
    if link:
        print(f"link: {link}")
    print(f"code: {code}", flush=True)
