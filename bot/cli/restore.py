"""`sfat restore`: a backup into a new database of either kind."""

import argparse
from pathlib import Path

from bot.cli.hold import held
from bot.cli.opened import up_to_date
from bot.cli.place import check_place, revision, sqlite_path
from bot.core.ports import Unusable
from bot.settings import KEY_FILE, Settings
from storage import dumping
from storage.database import Database
from storage.tx import Tx


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Fill a database that is not there yet, or is empty, from a backup; all or nothing."""
    source: Path = arguments.file
    source.open("rb").close()
    check_place(settings.address)
    target = sqlite_path(settings.address)
    try:
        number = await (_into_server(source, settings.address) if target is None else _into_file(source, target))
    except dumping.NotABackup as problem:
        raise Unusable(f"{source} can not be restored: {problem}") from None
    print(f"{number} rows are back. The secret key of that time is needed as well: {_where_the_key_goes(settings)}.")
    return 0


def _where_the_key_goes(settings: Settings) -> str:
    """Several machines on one server must agree on it, so there it is a setting only."""
    file = "" if sqlite_path(settings.address) is None else f", or the file {settings.data_dir / KEY_FILE}"
    return f"SFAT_SECRET_KEY{file}"


async def _into_file(source: Path, target: Path) -> int:
    """A new file, which bears its name only when it is whole."""
    if target.exists():
        raise Unusable(f"there is a database at {target} already, and it is not overwritten; move it away first")
    half = target.with_name(f"{target.name}.part")
    with held(f"sqlite:///{target}"):
        _remove(half)
        try:
            number = await _load(source, f"sqlite:///{half}")
            half.rename(target)
        finally:
            _remove(half)
    return number


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


async def _into_server(source: Path, address: str) -> int:
    db = Database(address)
    try:
        if await revision(db) is not None:
            async with db.read() as tx:
                if not await dumping.is_empty(tx):
                    raise Unusable("the database is not empty, and nothing in it is overwritten; name an empty one")
    finally:
        await db.close()
    return await _load(source, address)


async def _load(source: Path, address: str) -> int:
    await up_to_date(address)
    db = Database(address)
    try:

        async def work(tx: Tx) -> int:
            return await dumping.load(tx, source)

        return await db.write(work)
    finally:
        await db.close()
