"""`sfat run`: migrates, then runs every configured platform, scheduler, courier and site."""

import argparse

from bot.settings import Settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The sub-command's words."""
    parser = commands.add_parser("run", help="run every configured platform; without one, the try-out")
    parser.set_defaults(run=run)


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until asked to stop. With no platform configured it says so and starts the try-out."""
    from bot.cli import demo

    if not settings.any_platform:
        print("No platform is configured (SFAT_TELEGRAM_TOKEN, or SFAT_WEBCHAT=on): this is the try-out.", flush=True)
        return await demo.run(argparse.Namespace(fresh=False), settings)
    return await _serve(settings)


async def _serve(settings: Settings) -> int:
    from bot.cli.serve import address_of, bind, prepare, serve
    from bot.main import build

    listening = bind(settings)
    await prepare(settings.address)
    sfat = build(settings)

    async def ready() -> None:
        print(f"Sfat is ready: {address_of(listening)}/", flush=True)

    await serve(sfat, listening, ready)
    return 0
