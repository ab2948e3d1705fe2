"""`sfat demo`: the try-out. Prints its address."""

import argparse
import ipaddress
import shutil
import socket
from pathlib import Path

from bot.settings import Settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The sub-command's words."""
    parser = commands.add_parser("demo", help="the try-out: a sample lab, four chats, a clock to move")
    parser.add_argument("--fresh", action="store_true", help="begin the story anew")
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve the try-out until asked to stop."""
    from bot.cli.serve import bind
    from bot.core.ports import Unusable

    if not _is_loopback(settings.http_host):
        raise Unusable("the try-out answers on this machine only; set SFAT_HTTP_HOST to 127.0.0.1")
    with bind(settings) as listening:
        await _play(settings, listening, fresh=arguments.fresh)
    return 0


async def _play(settings: Settings, listening: socket.socket, *, fresh: bool) -> None:
    from bot.cli.opened import up_to_date
    from bot.cli.serve import address_of, serve
    from bot.demo.clock import StoryClock, settle
    from bot.demo.clock_bar import ClockBar
    from bot.demo.hosts import LoopbackOnly
    from bot.demo.people import Everybody
    from bot.demo.stage import bring_in, set_stage, story_now
    from bot.main import Sfat, TryOut, build
    from storage.database import Database

    folder, address = settings.data_dir / "demo", address_of(listening)
    own = {"data_dir": folder, "database_url": "", "secret_key": "", "public_url": address, "webchat": "on"}
    settings = settings.model_copy(update=own)
    if fresh and _is_ours(folder):
        shutil.rmtree(folder)
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
        print(f"The try-out is ready: {address}/chat", flush=True)

    await serve(Sfat(sfat.program, LoopbackOnly(sfat.site)), listening, ready, pulse=False)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ours(folder: Path) -> bool:
    """Only a folder that holds nothing but the try-out's own files is removed."""
    known = {"sfat.db", "sfat.db-wal", "sfat.db-shm", "secret.key"}
    return folder.is_dir() and {path.name for path in folder.iterdir()} <= known
