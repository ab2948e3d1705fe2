"""Reminders of a program that did not run when they were due."""

from datetime import datetime

import pytest

from handlers.shared.planning import COMING, SILENT
from tests.handlers.reminder_steps import SILENT_TEXT, dues
from tests.handlers.steps import invite, local, titled
from tests.room import Room
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def late_start(lab: Lab, url: str, at: datetime) -> Room:
    """The program stops and is started again at a later instant."""
    await lab.room.close()
    room = await Room.open(url, at)
    await room.until(at)
    lab.room = room
    return room


async def everyone_waits(lab: Lab) -> None:
    """Ana comes, Radu is silent, Ilinca manages; all have arrived."""
    ana = await lab.arrives("ana")
    await lab.arrives("radu")
    await lab.arrives("ilinca")
    await invite(lab)
    await ana.presses("✅ I am coming")


@pytest.mark.both
async def test_a_late_start_sends_what_is_of_use(lab: Lab, url: str) -> None:
    """Started on the deadline's day: of two reminders the newer is sent, the older is skipped and reported."""
    await everyone_waits(lab)

    room = await late_start(lab, url, local(5, 12))

    assert 1 == len(titled(room.seat("radu"), SILENT_TEXT))
    assert [] == titled(room.seat("ana"), "⏰")
    (report,) = titled(room.seat("ilinca"), "⚠️")
    assert "was due on Wednesday, 3 February 2027, 10:00, while I was not running" in report
    await room.close()


async def test_a_late_start_tells_the_hour_as_it_is(lab: Lab, url: str) -> None:
    """Started 25 minutes before the event: those who come hear once, and rightly."""
    await everyone_waits(lab)

    room = await late_start(lab, url, local(10, 10, 35))

    assert ["⏰ It begins in 25 minutes."] == [text.splitlines()[0] for text in titled(room.seat("ana"), "⏰")]
    await room.close()


async def test_a_start_after_the_event(lab: Lab, url: str) -> None:
    """Nothing is of use any more: nobody hears but the managers, of each reminder."""
    await everyone_waits(lab)

    room = await late_start(lab, url, local(12, 9))

    assert [] == titled(room.seat("ana"), "⏰") + titled(room.seat("radu"), SILENT_TEXT)
    assert 4 == len(titled(room.seat("ilinca"), "⚠️"))
    assert set() == set(await dues(lab, SILENT)) | set(await dues(lab, COMING))
    await room.close()


async def test_a_second_late_start_sends_nothing_twice(lab: Lab, url: str) -> None:
    """What was sent or reported once is done."""
    await everyone_waits(lab)
    room = await late_start(lab, url, local(5, 12))
    sent = len(room.memory.sends)

    again = await late_start(lab, url, local(5, 13))

    assert (True, 0) == (sent > 0, len(again.memory.sends))
    await again.close()


async def test_skipped_reminders_are_reported_in_spite_of_stop(lab: Lab, url: str) -> None:
    """Nobody but the managers can tell the people who were not reminded."""
    await everyone_waits(lab)
    await lab.room.seat("ilinca").says("STOP")

    room = await late_start(lab, url, local(12, 9))

    assert 4 == len(titled(room.seat("ilinca"), "⚠️"))
    await room.close()
