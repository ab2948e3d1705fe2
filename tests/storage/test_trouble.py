"""A database in trouble: it is said once, nothing is half done, and afterwards everything goes on."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import storage.postgres
import storage.sqlite
from storage.database import Database, is_trouble
from storage.people import MARK
from storage.postgres import PostgresTx
from storage.tx import Tx
from tests import postgres
from tests.storage.marks import mark, marks
from tests.storage.relay import Relay

CLOSED_PORT = "postgresql://nobody:nothing@127.0.0.1:1/none"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waits for a lock for a tenth of a second."""
    monkeypatch.setattr(storage.sqlite, "BUSY_SECONDS", 0.1)


@pytest.fixture
async def ill(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Database, list[str]]]:
    """A database each of whose connections begins with these statements."""
    prepare = storage.sqlite._prepare
    statements: list[str] = []

    def prepared(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        for statement in statements:
            connection.execute(statement)

    monkeypatch.setattr(storage.sqlite, "_prepare", prepared)
    opened = Database(url)
    yield opened, statements
    await opened.close()


@pytest.fixture
def lock(impatient: None, db: Database) -> Iterator[sqlite3.Connection]:
    """Somebody else who holds the file's write lock until they roll back."""
    other = sqlite3.connect(db.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


@pytest.mark.file
async def test_a_locked_file_is_trouble(db: Database, lock: sqlite3.Connection) -> None:
    """A lock that is held for longer than the timeout fails the work, and is nobody's fault."""
    with pytest.raises(DBAPIError) as refused:
        await db.write(mark("late"))

    assert is_trouble(refused.value)
    assert "the database refuses: database is locked" == db.trouble


@pytest.mark.file
async def test_all_who_wait_are_told_at_once(db: Database, lock: sqlite3.Connection) -> None:
    """With a locked file twenty works wait for one timeout together, not for one each."""
    async with asyncio.timeout(1):
        told = await asyncio.gather(*(db.write(mark(f"m{number}")) for number in range(20)), return_exceptions=True)

    assert all(isinstance(one, DBAPIError) for one in told)


@pytest.mark.file
async def test_trouble_is_said_once(db: Database, lock: sqlite3.Connection, caplog: pytest.LogCaptureFixture) -> None:
    """The same trouble three times is one line in the log."""
    for number in range(3):
        with pytest.raises(DBAPIError):
            await db.write(mark(f"m{number}"))

    assert 1 == len(caplog.records)


@pytest.mark.file
async def test_trouble_is_over_with_the_next_write(db: Database, lock: sqlite3.Connection) -> None:
    """Once the lock is gone writes work and nothing is wrong any more."""
    with pytest.raises(DBAPIError):
        await db.write(mark("late"))
    lock.execute("ROLLBACK")

    assert ("now", "") == (await db.write(mark("now")), db.trouble)
    assert ["now"] == await marks(db)


@pytest.mark.file
async def test_readers_read_on_a_locked_file(db: Database, lock: sqlite3.Connection) -> None:
    """Whoever only looks does not wait for a writer."""
    async with asyncio.timeout(0.08):
        assert [] == await marks(db)


@pytest.mark.file
async def test_a_read_only_file_is_trouble(ill: tuple[Database, list[str]]) -> None:
    """A file that can not be written is trouble, and no longer once it can."""
    db, statements = ill
    statements.append("PRAGMA query_only = ON")
    with pytest.raises(DBAPIError, match="readonly") as refused:
        await db.write(mark("never"))
    statements.clear()

    assert is_trouble(refused.value) and "readonly" in db.trouble
    assert ("now", "") == (await db.write(mark("now")), db.trouble)


@pytest.mark.file
async def test_a_full_disk_is_trouble(ill: tuple[Database, list[str]]) -> None:
    """What does not fit is undone whole; what fits still goes in, once."""
    db, statements = ill
    async with db.read() as tx:
        pages = (await tx.execute(text("PRAGMA page_count"))).scalar()
    statements.append(f"PRAGMA max_page_count = {pages}")

    async def fill(tx: Tx) -> None:
        for number in range(100):
            await tx.execute(MARK.insert(), {"name": f"big{number}", "value": {"x": "y" * 5000}})

    small, full = await asyncio.gather(db.write(mark("small")), db.write(fill), return_exceptions=True)

    assert "small" == small and isinstance(full, DBAPIError) and is_trouble(full)
    assert ["small"] == await marks(db)


@pytest.mark.parametrize("words", ["disk", "locked", "readonly", "full"])
async def test_words_of_people_are_no_trouble(db: Database, words: str) -> None:
    """A refused work whose error merely contains such a word is its own fault, and nobody else hears of it."""

    async def twice(tx: Tx) -> None:
        await tx.execute(text(f"CREATE TABLE the_{words} (v TEXT UNIQUE)"))
        await tx.execute(text(f"INSERT INTO the_{words} VALUES ('x'), ('x')"))

    with pytest.raises(DBAPIError, match=words) as refused:
        await db.write(twice)

    assert not is_trouble(refused.value) and "" == db.trouble


async def test_a_server_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    """With no server there the writer says so each time, lives on, and logs it once."""
    db = Database(CLOSED_PORT)
    for _ in range(2):
        with pytest.raises(DBAPIError) as refused:
            await asyncio.wait_for(db.write(mark("x")), 5)
        assert is_trouble(refused.value)
    await db.close()

    assert 1 == len([record for record in caplog.records if "database refuses" in record.getMessage()])


async def test_reading_from_a_server_that_is_away() -> None:
    """Readers get the same kind of error as writers, which is waited for, not died of."""
    db = Database(CLOSED_PORT)
    with pytest.raises(DBAPIError) as refused:
        await marks(db)
    await db.close()

    assert is_trouble(refused.value)


@pytest.fixture
def dsn(postgres_server: postgres.Server, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database."""
    made = postgres.create_database(postgres_server, postgres_template)
    yield made
    postgres.drop_database(postgres_server, made)


@pytest.fixture
async def server(dsn: str) -> AsyncIterator[Database]:
    """That database, opened."""
    opened = Database(dsn)
    yield opened
    await opened.close()


def cut_off(dsn: str) -> None:
    """End every connection to the database but this one."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    postgres.execute(dsn, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


async def test_a_connection_that_was_cut_is_replaced(server: Database) -> None:
    """After the server has ended our connections the next write and the next look just work."""
    await server.write(mark("before"))
    cut_off(server.url)

    assert "after" == await server.write(mark("after"))
    assert ["before", "after"] == await marks(server)


async def test_who_reads_gets_a_connection_that_is_there(server: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those that rested while the server was restarted none is given to anybody."""
    monkeypatch.setattr(storage.postgres, "IDLE_SECONDS", 0.0)
    await server.write(mark("before"))
    cut_off(server.url)

    assert ["before"] == await marks(server)


async def test_a_connection_that_has_just_gone_is_given_to_nobody(server: Database) -> None:
    """The driver knows of it: nobody has to ask the server."""
    async with server.read() as tx:
        assert isinstance(tx, PostgresTx)
        connection: Any = (await tx._connection.get_raw_connection()).driver_connection
    connection.terminate()

    assert [] == await marks(server)


async def test_a_group_that_is_cut_off_is_written_once(server: Database) -> None:
    """A connection that dies in the middle of a group: each work is tried again, and stands exactly once."""
    tries = []

    async def cut_once(tx: Tx) -> str:
        tries.append(1)
        if len(tries) == 1:
            cut_off(server.url)
        return await mark("second")(tx)

    told = await asyncio.gather(server.write(mark("first")), server.write(cut_once), server.write(mark("third")))

    assert (["first", "second", "third"], 2) == (list(told), len(tries))
    assert ["first", "second", "third"] == await marks(server)


async def test_a_server_that_comes_back(dsn: str) -> None:
    """While the server is away writes are refused; when it is back they work, and trouble is over."""
    relay = Relay(dsn)
    await relay.open()
    db = Database(relay.url)
    await db.write(mark("before"))
    await relay.shut()
    with pytest.raises(DBAPIError):
        await db.write(mark("meanwhile"))
    troubled = db.trouble
    await relay.open()

    assert "after" == await db.write(mark("after"))
    assert (True, "") == (bool(troubled), db.trouble)
    assert ["before", "after"] == await marks(db)
    await db.close()
    await relay.shut()


async def test_two_processes_in_a_deadlock(server: Database) -> None:
    """Two groups that wait for each other's rows: the one that is refused is tried again; both stand."""
    other = Database(server.url)
    await server.write(mark("a"))
    await server.write(mark("b"))
    met, tries = asyncio.Barrier(2), {"one": 0, "two": 0}

    async def takes(tx: Tx, first: str, second: str, new: str) -> str:
        tries[new] += 1
        await tx.execute(text("SET deadlock_timeout = '50ms'"))
        await tx.execute(MARK.update().where(MARK.c.name == first).values(value={"by": new}))
        if tries[new] == 1:
            await met.wait()
        await tx.execute(MARK.update().where(MARK.c.name == second).values(value={"by": new}))
        return await mark(new)(tx)

    def group(db: Database, *names: str) -> "asyncio.Future[list[str]]":
        works = (partial(takes, first=names[0], second=names[1], new=names[2]), mark(f"with {names[2]}"))
        return asyncio.gather(*(db.write(work) for work in works))

    both = group(server, "a", "b", "one"), group(other, "b", "a", "two")
    done = [list(names) for names in await asyncio.wait_for(asyncio.gather(*both), 10)]
    await other.close()

    assert [["one", "with one"], ["two", "with two"]] == done
    assert (3, {"a", "b", "one", "two", "with one", "with two"}) == (sum(tries.values()), set(await marks(server)))
