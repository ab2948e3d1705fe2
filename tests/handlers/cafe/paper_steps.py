"""What the tests of a pile of paper share: a site, its page's address, what the page sends, what is kept."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.core.door import SignedDoor
from bot.main import TryOut, build
from bot.settings import Settings
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

SITE = "http://sfat.test"


@asynccontextmanager
async def process(lab: Lab, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser before a site that shares nothing but the database, and story time, with whoever runs the café."""
    settings = Settings(
        data_dir=folder, database_url=lab.room.program.db.url, secret_key="a key for tests", webchat="on"
    )
    sfat = build(settings, TryOut(lab.room.clock, SignedDoor(lab.room.program.db, lab.room.program.house), ()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sfat.site), base_url=SITE) as asking:
        yield asking
    await sfat.program.db.close()


async def runs(lab: Lab, **more: str) -> Seat:
    """Round 1 runs with four people at two tables."""
    await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca


async def address(ilinca: Seat) -> str:
    """Where paper is typed in, as the console says."""
    await ilinca.says("/cafe E1")
    await ilinca.presses("📝 Paper")
    (line,) = [line for line in ilinca.sees.splitlines() if line.startswith(f"{SITE}/paper/")]
    return line


def batch(*ideas: str, key: str = "", **more: Any) -> dict[str, Any]:
    """What the page sends."""
    sent = {"key": key or secrets.token_hex(16), "round": 1, "table": 2, "organisation": None, "person": None}
    return {**sent, "ideas": list(ideas), **more}


async def save(site: httpx.AsyncClient, here: str, sent: Any) -> httpx.Response:
    """Send it, and let the other side take notice."""
    return await site.post(f"{here}/save", json=sent)


async def kept(lab: Lab) -> list[tuple[str, int, int, str]]:
    """What stands: words, question, table, channel."""
    return [
        (row.text, row.question, row.table_number, row.channel)
        for row in await found(lab, IDEA)
        if row.withdrawn_at is None
    ]
