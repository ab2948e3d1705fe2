"""A restart while no clock runs, in a pause or within the grace after a gong: all goes on as it was."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.values import RoundState
from storage import cafe_plans
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.cafe.test_restart import EVERYBODY, gongs
from tests.handlers.steps import local
from tests.room import MONDAY, Room, Seat
from tests.seeds import seed

PRESSED = MONDAY + timedelta(minutes=5, seconds=37)


async def again(url: str, label: str, **away: int) -> tuple[Room, Seat]:
    """In the middle of round 1 this button is pressed, Sfat stops, and starts after a while; with its facilitator."""
    room = await Room.open(url)
    lab = await seed(room)
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    room.clock.move(PRESSED)
    await ilinca.presses(label)
    await room.close()
    opened = await Room.open(url, starts=PRESSED + timedelta(**away))
    await opened.settle()
    seat = opened.seat("ilinca", native=True)
    await seat.says("/cafe E1")
    return opened, seat


async def states(room: Room) -> list[RoundState]:
    """How the rounds of the only café are."""
    async with room.read() as tx:
        return [row.state for row in await cafe_plans.rounds(tx, 1)]


async def kept(room: Room) -> list[Any]:
    """Of each idea the round, whether it came late, and its words."""
    async with room.read() as tx:
        rows = await tx.execute(select(IDEA.c.round_number, IDEA.c.late, IDEA.c.text).order_by(IDEA.c.id))
        return [tuple(row) for row in rows.all()]


@pytest.mark.both
async def test_what_comes_late_belongs_to_the_round_before(url: str) -> None:
    """Also when the next one has begun after the restart; not when the grace, counted from the gong, is over."""
    room, ilinca = await again(url, "🔔 Gong now", seconds=60)
    await starts(ilinca, 2)
    ana = room.seat("ana")
    await ana.says("Late.")
    await room.until(PRESSED + timedelta(minutes=2, seconds=1))
    await ana.says("Of the second.")
    found, rounds = await kept(room), await states(room)
    await room.close()

    assert [(1, True, "Late."), (2, False, "Of the second.")] == found
    assert [RoundState.ENDED, RoundState.RUNNING] == rounds


@pytest.mark.both
async def test_a_grace_that_ended_meanwhile_is_over(url: str) -> None:
    """Nothing is kept any more, and no gong rings again."""
    room, _ = await again(url, "🔔 Gong now", minutes=3)
    await room.seat("ana").says("Too late.")
    await room.until(room.clock.now() + timedelta(seconds=1))
    found, rounds, rung = await kept(room), await states(room), gongs(room)
    await room.close()

    assert ([], [RoundState.ENDED, RoundState.WAITING], 0) == (found, rounds, rung)


@pytest.mark.both
async def test_a_pause_stays_one(url: str) -> None:
    """No gong rings, long after the round would have ended; what is written in it is kept."""
    room, ilinca = await again(url, "⏸ Pause", minutes=5)
    seen = ilinca.sees
    await room.until(PRESSED + timedelta(hours=1))
    await room.seat("ana").says("In the pause.")
    found, rounds, rung = await kept(room), await states(room), gongs(room)
    await room.close()

    assert "⏸ Round 1 of 2 is paused. 15 minutes are left." in seen
    assert ([(1, False, "In the pause.")], [RoundState.PAUSED, RoundState.WAITING], 0) == (found, rounds, rung)


@pytest.mark.both
async def test_it_goes_on_with_what_was_left(url: str) -> None:
    """To the second; then its gong rings, once."""
    room, ilinca = await again(url, "⏸ Pause", minutes=40)
    await ilinca.presses("▶️ Go on")
    async with room.read() as tx:
        ends = [row.ends_at for row in await cafe_plans.rounds(tx, 1)]
    await room.until(local(4, 9, 59, 59, month=1))
    before = gongs(room)
    await room.until(local(4, 10, 1, month=1))
    after = gongs(room)
    await room.close()

    assert [MONDAY + timedelta(minutes=60), None] == ends
    assert (0, 1) == (before, after)
