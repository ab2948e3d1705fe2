"""The secret key as a command finds it: a new one is made only where nothing would be lost by it."""

from bot.cli.opened import said_once
from bot.cli.place import revision, sqlite_path
from bot.core.desk import House
from bot.main import open_house
from bot.settings import KEY_FILE, Settings, Unset, lacks_key
from storage.database import Database
from storage.sealed import needs_its_key


async def house_of(settings: Settings) -> House:
    """The features with the installation's keys, the first of which is made. Raises Unset as `check_key` does."""
    await check_key(settings)
    return open_house(settings)


async def check_key(settings: Settings) -> None:
    """Raises Unset where the key is gone with which the database was used: a new one would end every link in silence.

    Raises DBAPIError where the database can not be read, for then nobody knows.
    """
    path = sqlite_path(settings.address)
    if not lacks_key(settings) or path is None or not path.is_file():
        return
    db = Database(settings.address)
    try:
        with said_once():
            if await revision(db) is None:
                return
            async with db.read() as tx:
                lost = await needs_its_key(tx)
    finally:
        await db.close()
    if lost:
        raise Unset(
            f"the database at {path} was used with a secret key that is not here; bring that key back, in "
            f"SFAT_SECRET_KEY or as the file {settings.data_dir / KEY_FILE}, or, if it is lost, set a new one in "
            "SFAT_SECRET_KEY: all links sent so far stop working"
        )
