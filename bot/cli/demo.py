"""`sfat demo`: the try-out. Prints its address."""

import argparse
import ipaddress
import socket
from pathlib import Path

from bot.core.ports import Unusable
from bot.settings import Settings


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.add_argument("--fresh", action="store_true", help="begin the story anew")
    command.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve the try-out until asked to stop."""
    from bot.cli.hold import held
    from bot.cli.serve import address_of, bind

    if not _is_loopback(settings.http_host):
        platform = "or a platform for `sfat run` (SFAT_TELEGRAM_TOKEN, SFAT_SLACK_BOT_TOKEN or SFAT_WEBCHAT=on)"
        raise Unusable(f"the try-out answers on this machine only; set SFAT_HTTP_HOST to 127.0.0.1, {platform}")
    folder = settings.data_dir / "demo"
    own = {"data_dir": folder, "database_url": "", "secret_key": "", "webchat": "on"}
    settings = settings.model_copy(update=own)
    with held(settings.address), bind(settings) as listening:
        if arguments.fresh:
            _forget(folder)
        await _play(settings.model_copy(update={"public_url": address_of(listening)}), listening)
    return 0


async def _play(settings: Settings, listening: socket.socket) -> None:
    from bot.cli.opened import up_to_date
    from bot.cli.serve import serve
    from bot.demo.clock import StoryClock, settle
    from bot.demo.clock_bar import ClockBar
    from bot.demo.hosts import LoopbackOnly
    from bot.demo.people import Everybody
    from bot.demo.stage import bring_in, set_stage, story_now
    from bot.main import Sfat, TryOut, build
    from storage.database import Database

    await up_to_date(settings.address)
    db = Database(settings.address)
    clock = StoryClock(await story_now(db))
    bar = ClockBar(clock)
    sfat = build(settings, TryOut(clock, Everybody(), bar.routes()), db)
    bar.program = sfat.program
    first = await set_stage(db, sfat.program.house, clock)

    async def ready() -> None:
        if first:
            await bring_in(sfat.program)
            await settle(sfat.program)
        print(f"The try-out is ready: {settings.public_url}/chat", flush=True)

    await serve(Sfat(sfat.program, LoopbackOnly(sfat.site)), listening, ready, pulse=False)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _forget(folder: Path) -> None:
    """Begin anew: remove the try-out's own files but its lock, which is ours. Raises Unusable beside others."""
    own = {"sfat.db", "sfat.db-wal", "sfat.db-shm", "secret.key"}
    found = {path.name for path in folder.iterdir()} - {"sfat.db.lock"}
    if not found <= own:
        others = ", ".join(sorted(found - own))
        raise Unusable(f"{folder} is not emptied, because there is more in it than the try-out's own: {others}")
    for name in found:
        (folder / name).unlink()
