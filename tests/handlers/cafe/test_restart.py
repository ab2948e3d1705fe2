"""A restart in mid-round costs nothing: the clock goes on from what is stored, and the gong goes once."""

from datetime import timedelta

import pytest

from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.room import Room
from tests.seeds import seed

EVERYBODY = ("ana", "dan", "mia", "radu")


def gongs(room: Room) -> int:
    """How many gongs went out to Ana."""
    return sum("🔔 Time!" in message.text for message in room.memory.chats.get("ana", []))


@pytest.mark.both
@pytest.mark.parametrize(("down", "expected"), [(5, 1), (40, 1)])
async def test_the_clock_goes_on(url: str, down: int, expected: int) -> None:
    """Away for five minutes of the round, or beyond its end: one gong, not before its time."""
    room = await Room.open(url)
    lab = await seed(room)
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    ends = room.clock.now() + timedelta(minutes=20)
    await room.close()
    again = await Room.open(url, starts=room.clock.now() + timedelta(minutes=down))
    await again.settle()
    before = gongs(again)
    await again.until(max(ends, again.clock.now()) + timedelta(minutes=1))
    after = gongs(again)
    await again.close()

    assert (0, expected) == (before, after)


@pytest.mark.both
async def test_what_was_said_before_is_counted_after(url: str) -> None:
    """An idea before, an idea after: two at the table."""
    room = await Room.open(url)
    lab = await seed(room)
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ana.says("Before.")
    await room.close()
    again = await Room.open(url, starts=room.clock.now() + timedelta(minutes=2))
    await again.seat("ana").says("After.")
    seen = again.seat("ilinca", native=True)
    await seen.says("/cafe E1")
    found = seen.sees
    await again.close()

    assert "Table 1, question 1: 2 ideas" in found
