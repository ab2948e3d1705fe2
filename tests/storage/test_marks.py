"""Facts about the installation: the last word counts, also of two who speak at once."""

import asyncio

import pytest

from storage import marks
from storage.database import Database
from storage.tx import Tx


@pytest.mark.both
async def test_the_last_word_counts(url: str) -> None:
    """Kept, and kept anew."""
    db = Database(url)
    await db.write(lambda tx: marks.set_mark(tx, "bot", {"name": "one"}))
    await db.write(lambda tx: marks.set_mark(tx, "bot", {"name": "two"}))
    async with db.read() as tx:
        found = await marks.mark(tx, "bot")
    await db.close()

    assert {"name": "two"} == found


@pytest.mark.shared
async def test_two_processes_at_once(url: str) -> None:
    """Both have seen that nothing is kept; both keep it, and none fails."""
    one, other = Database(url), Database(url)
    ready = asyncio.Barrier(2)

    async def keep(tx: Tx) -> None:
        assert await marks.mark(tx, "bot") is None
        await ready.wait()
        await marks.set_mark(tx, "bot", {"name": "sfat"})

    await asyncio.gather(one.write(keep), other.write(keep))
    async with one.read() as tx:
        found = await marks.mark(tx, "bot")
    await asyncio.gather(one.close(), other.close())

    assert {"name": "sfat"} == found
