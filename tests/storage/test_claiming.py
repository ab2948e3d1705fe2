"""What is ready is claimed by lane, and in a lane by when it was due, also where only some of it is taken."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.values import Lane
from storage import claiming
from storage.database import Database
from storage.deliveries import DeliveryRow
from storage.processes import Share
from storage.tx import Tx, add

NOW = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)


@pytest.mark.both
async def test_the_earliest_of_the_fastest_lane_first(url: str) -> None:
    """One at a time: a reply before a broadcast, and of two broadcasts the one that was due first, written last."""
    db = Database(url)
    ago = {"late": (Lane.BROADCAST, 1), "early": (Lane.BROADCAST, 9), "reply": (Lane.INTERACTIVE, 0)}

    async def stage(tx: Tx) -> dict[int, str]:
        due = {name: NOW - timedelta(minutes=minutes) for name, (_, minutes) in ago.items()}
        return {
            await add(tx, DeliveryRow(kind=name, lane=int(lane), due=due[name])): name
            for name, (lane, _) in ago.items()
        }

    async def take(tx: Tx) -> list[int]:
        return await claiming.claim(tx, Share(1), now=NOW, real=NOW, most=1, lane=Lane.BROADCAST)

    names = await db.write(stage)
    taken = [names[number] for _ in ago for number in await db.write(take)]
    await db.close()

    assert ["reply", "early", "late"] == taken
