"""One process that claims and marks as the courier does, with nothing sent between.

`python -m tests.bench.claimer URL` prints `ROWS FROM TO`: how many it settled, and between which instants
of the monotonic clock.
"""

import asyncio
import os
import sys
import time
from typing import Any

from bot.core.claims import Claims
from bot.core.clock import WallClock
from bot.core.courier import BATCH, IN_FLIGHT
from bot.core.ports import Capabilities, Rates
from bot.model.values import Lane
from storage import sending
from storage.database import Database, Rank
from storage.processes import Share
from storage.tx import Tx
from tests.bench.hall import house_of_all

TELEGRAM = {"telegram": Capabilities(native_forms=False, rates=Rates(30))}


async def settle(db: Database, errand: Any) -> None:
    """Mark as sent, as a commit that waits with others for one."""
    now = WallClock().real()

    async def mark(tx: Tx) -> None:
        row = errand.row
        values = {
            "row": row.id,
            "holder": row.holder_id,
            "message_id": "1",
            "where": errand.place_id,
            "print": "x",
            "at": now,
            "rest": None,
        }
        await sending.mark_sent(tx, **values, version_drawn=row.version)

    await db.write(mark, Rank.MARK)


async def work(url: str) -> tuple[int, float, float]:
    """Until nothing is left: a batch is claimed, then all of it marked, as many at once as may be in flight."""
    db = Database(url)
    claims = Claims(
        house_of_all(),
        WallClock(),
        TELEGRAM,
        lambda: Share(os.getpid()),
    )
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def carried(errand: Any) -> None:
        async with slots:
            await settle(db, errand)

    done, began = 0, time.monotonic()
    while errands := (await db.write(lambda tx: claims.take(tx, BATCH, Lane.BROADCAST), Rank.MARK))[0]:
        await asyncio.gather(*(carried(errand) for errand in errands))
        done += len(errands)
    ended = time.monotonic()
    await db.close()
    return done, began, ended


if __name__ == "__main__":
    print(*asyncio.run(work(sys.argv[1])), flush=True)
