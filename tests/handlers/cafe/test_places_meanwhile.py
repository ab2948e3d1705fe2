"""A group is chosen for a table while another process opens the room or starts a round: it hears of that once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from bot.model.values import CafeState
from storage import cafe_places, cafe_rounds, places
from storage.database import Database
from storage.tx import Tx
from tests.handlers.cafe.places_steps import bound
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.room import Group, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.shared

_WAIT = text("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")


@asynccontextmanager
async def another_process(url: str, does: Callable[[Tx], Awaitable[object]]) -> AsyncIterator[asyncio.Event]:
    """It has done this, and its transaction is over when the event is set."""
    done, ends, other = asyncio.Event(), asyncio.Event(), Database(url)

    async def work(tx: Tx) -> None:
        await does(tx)
        done.set()
        await ends.wait()

    writing = asyncio.create_task(other.write(work))
    await done.wait()
    yield ends
    await writing
    await other.close()


async def meanwhile(lab: Lab, ends: asyncio.Event, does: Coroutine[Any, Any, None]) -> None:
    """Do this here, and let the other process end as soon as this waits for it, or is done without."""
    doing = asyncio.create_task(does)
    waits = 0
    while not waits and not doing.done():
        async with lab.room.read() as tx:
            waits = (await tx.execute(_WAIT)).scalar_one()
        await asyncio.sleep(0.005)
    ends.set()
    await doing
    await lab.room.settle()


async def north_and(lab: Lab) -> tuple[Seat, Group]:
    """Four have said yes to what Ilinca runs, and we are in a group."""
    await guests(lab, "ana", "dan", "mia", "radu")
    north = lab.room.group("North")
    ilinca = await facilitator(lab)
    await lab.room.seat("ilinca").puts_us_into(north)
    return ilinca, north


async def test_the_room_is_opened_meanwhile(lab: Lab, url: str) -> None:
    """The other process has looked for groups before this one was a table's."""
    ilinca, north = await north_and(lab)
    await plans(ilinca)
    async with another_process(url, lambda tx: cafe_rounds.set_state(tx, 1, CafeState.PLANNED, CafeState.OPEN)) as ends:
        await meanwhile(lab, ends, bound(lab, ilinca, 1, north))

    assert ["☕"] == [one.text.split()[0] for one in north.messages]


async def test_a_round_is_started_meanwhile(lab: Lab, url: str) -> None:
    """The other process has looked for rounds before this one began."""
    ilinca, north = await north_and(lab)
    await opens(ilinca)

    async def chooses(tx: Tx) -> bool:
        group = next(one for one in await places.groups_of(tx, lab.programme) if one.title == north.title)
        return await cafe_places.bind(tx, 1, 1, group.id)

    async with another_process(url, chooses) as ends:
        await meanwhile(lab, ends, starts(ilinca))

    assert ["Round"] == [one.text.split()[0] for one in north.messages]
