"""Where the database is to be: whether its file can be there, and whether its server answers."""

from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.core.ports import Unusable
from storage.database import Database
from storage.tx import Tx, scalar

ELSEWHERE = "name another place in SFAT_DATABASE_URL or SFAT_DATA_DIR"


def sqlite_path(address: str) -> Path | None:
    """The file behind a SQLite address; None for a server."""
    url = make_url(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def check_place(address: str) -> None:
    """Raises Unusable where a folder is in the place of the file, or a file in the place of its folder."""
    path = sqlite_path(address)
    if path is None:
        return
    if path.is_dir():
        raise Unusable(f"{path} is a folder; name a file in it: SFAT_DATABASE_URL=sqlite:///{path / 'sfat.db'}")
    folder = nearest(path.parent)
    if not folder.is_dir():
        raise Unusable(f"{folder} is no folder, so no database can be in it; {ELSEWHERE}")


def make_room(address: str) -> None:
    """Make the folder of a SQLite file, for its owner only. Raises Unusable where it can not be made."""
    check_place(address)
    path = sqlite_path(address)
    if path is None:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Unusable(f"the folder {path.parent} can not be made ({problem.strerror}); {ELSEWHERE}") from None


def nearest(folder: Path) -> Path:
    """The folder itself, or the nearest above it of which anything is there."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder


async def revision(db: Database) -> str | None:
    """The revision of the tables; None when there are none. Raises Unusable, OSError or DBAPIError."""
    try:
        async with db.read() as tx:
            return await _revision(tx)
    except TimeoutError:
        raise Unusable("the database can not be used: it does not answer; check whether its server runs") from None
    except Exception as problem:
        # What the PostgreSQL driver raises while connecting is its own; naming its classes would load it for SQLite.
        if type(problem).__module__.startswith("asyncpg"):
            raise Unusable(f"the database can not be used: {problem}; check SFAT_DATABASE_URL") from None
        raise


async def _revision(tx: Tx) -> str | None:
    try:
        found: str | None = await scalar(tx, text("SELECT version_num FROM alembic_version"))
    except DBAPIError as problem:
        words = str(problem.orig).lower()
        if "no such table" in words or "does not exist" in words:
            return None
        raise
    return found
