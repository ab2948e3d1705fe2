"""A database that another test has had is as good as new."""

from collections.abc import Iterator

import pytest
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from tests import postgres
from tests.room import Room
from tests.seeds import Lab, seed
from tests.storage.marks import mark
from tests.used_again import Shelf


@pytest.fixture
def shelf(postgres_server: postgres.Server, postgres_template: str) -> Iterator[Shelf]:
    """A shelf of its own."""
    shelf = Shelf(postgres_server, postgres_template)
    yield shelf
    for dsn in shelf.ready:
        postgres.drop_database(postgres_server, dsn)


async def seeded(url: str) -> Lab:
    """The lab that is brought into a database."""
    room = await Room.open(url)
    lab = await seed(room)
    await room.close()
    return lab


async def test_an_emptied_database_is_as_new(shelf: Shelf) -> None:
    """The same lab gets the same numbers in it."""
    first = shelf.take()
    lab = await seeded(first)
    shelf.give_back(first)
    again = shelf.take()
    same = await seeded(again)
    shelf.give_back(again)

    assert first == again
    assert (lab.event, lab.organisations, lab.people) == (same.event, same.organisations, same.people)


async def test_whoever_has_it_open_is_cut_off(shelf: Shelf) -> None:
    """A transaction that nobody ended holds no row of the next test."""
    dsn = shelf.take()
    left_open = Database(dsn)
    with pytest.raises(DBAPIError, match="terminating connection"):
        async with left_open._engine.writing() as tx:
            await mark("never")(tx)
            shelf.give_back(dsn)
    await left_open.close()

    assert [dsn] == shelf.ready


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE mark ADD COLUMN more text",
        "ALTER TABLE mark DROP CONSTRAINT pk_mark",
        "CREATE TABLE more ()",
        "UPDATE alembic_version SET version_num = '9999'",
        "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''1MB''', current_database()); END$$",
    ],
)
def test_what_is_no_longer_as_it_was_is_not_used_again(shelf: Shelf, change: str) -> None:
    """Tables, columns, rules, the mark of the migrations and settings are looked at, not only rows."""
    dsn = shelf.take()
    postgres.execute(dsn, change)
    shelf.give_back(dsn)

    assert [] == shelf.ready
