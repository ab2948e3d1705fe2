"""A database that is closed keeps no connection open, whoever was in the middle of something."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

CONNECTIONS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def reads(db: Database, ready: asyncio.Event, seconds: float = 0) -> None:
    """Ask something, and keep the connection for a while."""
    async with db.read() as tx:
        await tx.execute(text("SELECT 1"))
        ready.set()
        await asyncio.sleep(seconds)


async def connections(url: str) -> int:
    """How many others are connected to this database, as soon as nobody is, else after two seconds."""
    onlooker = Database(url)
    for _ in range(40):
        async with onlooker.read() as tx:
            left: int = (await tx.execute(CONNECTIONS)).scalar_one()
        if not left:
            break
        await asyncio.sleep(0.05)
    await onlooker.close()
    return left


@pytest.mark.shared
async def test_whoever_goes_while_giving_a_connection_back(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader is cancelled at that moment: the way back to the pool takes longer than the reader lives."""
    db, returning, close = Database(url), asyncio.Event(), AsyncConnection.close

    async def close_slowly(connection: AsyncConnection) -> None:
        returning.set()
        await asyncio.sleep(0.05)
        await close(connection)

    monkeypatch.setattr(AsyncConnection, "close", close_slowly)
    reader = asyncio.ensure_future(reads(db, asyncio.Event()))
    await returning.wait()
    reader.cancel()
    await asyncio.wait([reader])
    await db.close()

    assert 0 == await connections(url)


@pytest.mark.shared
async def test_whoever_still_reads(url: str) -> None:
    """Somebody reads for a moment longer than the database is wanted: its end waits."""
    db, ready = Database(url), asyncio.Event()
    reader = asyncio.ensure_future(reads(db, ready, 0.1))
    await ready.wait()
    await db.close()
    await reader

    assert 0 == await connections(url)
