"""One process that claims and marks as the courier does, with nothing sent between.

`python -m tests.bench.claimer URL` prints `ROWS FROM TO`: how many it settled, and between which instants
of the monotonic clock.
"""

import asyncio
import os
import sys
import time

from bot.core.claims import Claims
from bot.core.clock import WallClock
from bot.core.courier import BATCH, IN_FLIGHT
from bot.core.errand import Errand
from bot.core.ports import Capabilities, Rates
from bot.core.sent import SentMarks
from bot.model.values import Lane
from storage.database import Database, Rank
from storage.processes import Share
from storage.sending import Sent
from tests.bench.hall import house_of_all

TELEGRAM = {"telegram": Capabilities(native_forms=False, rates=Rates(30))}


async def work(url: str) -> tuple[int, float, float]:
    """Until nothing is left: a batch is claimed, then all of it marked, as many at once as may be in flight."""
    db = Database(url)
    house, clock = house_of_all(), WallClock()
    claims = Claims(house, clock, TELEGRAM, lambda: Share(os.getpid()))
    marks = SentMarks(db, house.routes)
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def carried(errand: Errand) -> None:
        async with slots:
            await marks.write(Sent(errand.row, errand.place_id, "1", "x", clock.now(), None))

    done, began = 0, time.monotonic()
    while errands := (await db.write(lambda tx: claims.take(tx, BATCH, Lane.BROADCAST), Rank.MARK))[0]:
        await asyncio.gather(*(carried(errand) for errand in errands))
        done += len(errands)
    ended = time.monotonic()
    await db.close()
    return done, began, ended


if __name__ == "__main__":
    print(*asyncio.run(work(sys.argv[1])), flush=True)
