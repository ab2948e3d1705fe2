"""Bringing a database to the tables of this program; forward only."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

FOLDER = Path(__file__).parent / "migrations"
MIGRATING = 24488  # the key of our advisory lock


class Newer(Exception):
    """The database was made by a newer program; this one does not know its tables."""


def head() -> str:
    """The newest revision, by file name: Alembic is imported only when there is something to do."""
    return max(path.stem.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


async def migrate(url: str) -> bool:
    """Bring the database at `url` to the newest revision; whether anything was done.

    Raises Newer when it is ahead of this program, and what the database raises.
    """
    if url.startswith("sqlite:"):
        return _migrate_sqlite(url)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), hide_parameters=True)
    try:
        async with engine.begin() as connection:
            # Of several programs that start together one migrates, and the others find it done.
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
            return await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _migrate_sqlite(url: str) -> bool:
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            done = _upgrade(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if done else []
            assert not broken, f"the migration left rows that point nowhere: {broken[:3]}"
        return done
    finally:
        engine.dispose()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver begins no transaction before a CREATE TABLE: half a migration would stand. So we begin it ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # Foreign keys stay off here: rebuilding a table with them on would delete the rows that point to it.
    connection.execute("PRAGMA foreign_keys = OFF")


def _upgrade(connection: Connection) -> bool:
    there = _revision(connection)
    if there == head():
        return False
    if there is not None and there > head():
        raise Newer(f"the database is at revision {there}, this program knows {head()}: use a newer program")
    _run_alembic(connection)
    return True


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _run_alembic(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  (only a database that must change pays for this import)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def autogenerate(connection: Connection, message: str, revision: str) -> Any:
    """Write the next migration from the difference between tables and database."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return command.revision(config, message, autogenerate=True, rev_id=revision)
