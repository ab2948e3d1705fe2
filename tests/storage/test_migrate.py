"""A database is brought to the tables of this program, or left exactly as it was."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import migrate as migration
from storage.database import Database
from storage.migrate import Newer, migrate
from storage.tables import metadata
from tests import postgres
from tests.storage.marks import mark, marks

BROKEN = """
revision = "9999"
down_revision = "{head}"


def upgrade():
    from alembic import op

    op.execute("CREATE TABLE half_done (id INTEGER)")
    op.execute("INSERT INTO half_done VALUES (1)")
    op.execute("CREATE TABLE mark (id INTEGER)")
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    if server is None:
        postgres.unavailable()
    dsn = postgres.create_database(server)
    yield dsn
    postgres.drop_database(server, dsn)


async def within(url: str, look: Any) -> Any:
    """What `look(connection)` finds in a database."""
    if url.startswith("sqlite:"):
        engine = create_engine(url)
        with engine.begin() as connection:
            found = look(connection)
        engine.dispose()
        return found
    server = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with server.begin() as opened:
        found = await opened.run_sync(look)
    await server.dispose()
    return found


def tables(connection: Connection) -> set[str]:
    """The tables that there are."""
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> Any:
    """What the tables of the program and those of the database do not agree on."""
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)


def shape(connection: Connection) -> dict[str, set[tuple[str, bool]]]:
    """Every column of every table, and whether it may be empty."""
    looked = inspect(connection)
    return {
        name: {(column["name"], column["nullable"]) for column in looked.get_columns(name)}
        for name in looked.get_table_names()
        if name != "alembic_version"
    }


async def test_a_fresh_database_gets_its_tables(empty: str) -> None:
    """From nothing to all tables, and it says that it did something."""
    assert await migrate(empty) is True
    assert set(metadata.tables) | {"alembic_version"} == await within(empty, tables)


async def test_a_second_time_there_is_nothing_to_do(empty: str) -> None:
    """A database that is up to date is left alone."""
    await migrate(empty)

    assert await migrate(empty) is False


async def test_program_and_database_agree(empty: str) -> None:
    """After migrating, no table, column, type, index or constraint differs from what the program believes."""
    await migrate(empty)

    assert [] == await within(empty, differences)


async def test_program_and_database_agree_on_every_column(empty: str) -> None:
    """Every column is there, and may be empty exactly where the program says so."""
    await migrate(empty)
    expected = {
        name: {(column.name, bool(column.nullable)) for column in table.columns}
        for name, table in metadata.tables.items()
    }

    assert expected == await within(empty, shape)


async def test_a_newer_database_is_refused(empty: str) -> None:
    """A database of a newer program is refused with a sentence, and left as it is."""
    await migrate(empty)
    await within(empty, lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9998'")))

    with pytest.raises(Newer, match="revision 9998"):
        await migrate(empty)
    assert "9998" == await within(empty, migration._revision)


async def test_a_filled_database_keeps_its_rows(empty: str) -> None:
    """Migrating again loses no row."""
    await migrate(empty)
    db = Database(empty)
    await db.write(mark("kept"))
    await db.close()
    await migrate(empty)

    db = Database(empty)
    assert ["kept"] == await marks(db)
    await db.close()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A next migration that fails half-way."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for file in migration.FOLDER.rglob("*"):
        if file.suffix in (".py", ".mako"):
            (folder / file.relative_to(migration.FOLDER)).write_text(file.read_text())
    (folder / "versions" / "9999_broken.py").write_text(BROKEN.format(head=migration.head()))
    monkeypatch.setattr(migration, "FOLDER", folder)


async def test_a_migration_that_fails_leaves_nothing(empty: str, broken: None) -> None:
    """Half a migration does not stand, not even the half before the one that failed."""
    with pytest.raises(Exception, match="already exists"):
        await migrate(empty)

    assert set() == await within(empty, tables)


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)  # a SQLite file is served by one
async def test_two_that_start_together(empty: str) -> None:
    """One of them migrates, the other finds it done, and both may begin."""
    assert [False, True] == sorted(await asyncio.gather(migrate(empty), migrate(empty)))
