"""`sfat run`: migrates, then runs every configured platform, scheduler, courier and site."""

import argparse
import sys

from bot.cli.claim import make_claim, print_claim
from bot.cli.hold import held
from bot.cli.keys import check_key
from bot.cli.opened import up_to_date
from bot.cli.serve import address_of, bind, serve
from bot.cli.telegram_bot import keep_username
from bot.core.program import Program
from bot.main import build
from bot.model.values import Role
from bot.settings import Settings
from storage import roster


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.set_defaults(run=run)


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until asked to stop. With no platform configured it says so and starts the try-out."""
    from bot.cli import demo

    if not settings.any_platform:
        named = "SFAT_TELEGRAM_TOKEN, SFAT_SLACK_BOT_TOKEN or SFAT_WEBCHAT=on"
        print(f"No platform is configured ({named}): this is the try-out.", flush=True)
        return await demo.run(argparse.Namespace(fresh=False), settings)
    return await _serve(settings)


async def _serve(settings: Settings) -> int:
    with held(settings.address), bind(settings) as listening:
        await check_key(settings)
        sfat = build(settings)
        await up_to_date(settings.address)

        async def ready() -> None:
            await keep_username(sfat.program)
            await _offer_claim(sfat.program)
            print(f"Sfat is ready: {address_of(listening)}/", flush=True)

        await serve(sfat, listening, ready)
    return 0


async def _offer_claim(program: Program) -> None:
    """Whoever starts it at a terminal may become its first manager; into a log it is never printed."""
    async with program.db.read() as tx:
        managed = await roster.anyone_manages(tx, program.clock.now())
    if not managed and sys.stdout.isatty():
        print("Nobody is manager yet. Whoever opens this first is:")
        print_claim(*await make_claim(program.db, program.house, Role.MANAGER, program.clock.real()))
