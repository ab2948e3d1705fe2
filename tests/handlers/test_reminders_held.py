"""Reminders that wait for the morning, and those that are of no use any more."""

from datetime import time

import pytest

from bot.model.values import EventState, Reason, Sending
from handlers.shared.planning import SILENT
from storage.people import PERSON
from tests.handlers.reminder_steps import SILENT_TEXT, reasons
from tests.handlers.steps import change_event, invite, local, titled
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_quiet_hours(lab: Lab) -> None:
    """A reminder due at 22:30 waits until 08:00 of the next morning."""
    await change_event(lab, remind_silent=["2027-02-03T22:30"])
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await lab.room.until(local(4, 7, 59, 59))
    assert [] == titled(ana, SILENT_TEXT)
    await lab.room.until(local(4, 8))

    assert 1 == len(titled(ana, SILENT_TEXT))


async def test_quiet_hours_are_the_readers(lab: Lab) -> None:
    """They are counted by the clock of whoever is asleep."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone="Asia/Tokyo"))
    )
    await change_event(lab, remind_silent=["2027-02-03T15:00"])  # 22:00 in Tokyo
    mia = await lab.arrives("mia")
    await invite(lab, "mia")

    await lab.room.until(local(4, 0, 59))
    assert [] == titled(mia, SILENT_TEXT)
    await lab.room.until(local(4, 1))

    assert 1 == len(titled(mia, SILENT_TEXT))


async def test_the_events_own_day_is_never_quiet(lab: Lab) -> None:
    """What belongs to the day of the event comes when it is due, also at 22:30."""
    await change_event(lab, starts=time(23, 30), ends=None, remind_coming=["2027-02-10T22:30"])
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")

    await lab.room.until(local(10, 22, 30))

    assert "⏰ It begins in 60 minutes." in ana.sees


async def test_a_stopped_person_is_not_reminded(lab: Lab) -> None:
    """Who asked not to be written to gets no reminder, and the row says why."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.says("STOP")

    await lab.room.until(local(6, 0))

    assert [] == titled(ana, SILENT_TEXT)
    assert {"ana": (Sending.SKIPPED, Reason.OPTED_OUT)} == await reasons(lab, SILENT)


async def test_who_said_yes_is_reminded_after_stop(lab: Lab) -> None:
    """STOP's answer promises what concerns events one said one is coming to."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")
    await ana.says("STOP")
    assert "except about events you said you are coming to" in ana.sees

    await lab.room.until(local(9, 22))

    assert "⏰ It is tomorrow." in ana.sees


async def test_who_arrives_late_gets_the_invitation_only(lab: Lab) -> None:
    """Reminders that waited for somebody's first contact are not sent behind the invitation they remind of."""
    await invite(lab, "ana")
    await lab.room.until(local(4, 12))

    ana = await lab.arrives("ana")
    assert (1, 0) == (len(titled(ana, "✉️ Invitation")), len(titled(ana, SILENT_TEXT)))
    await lab.room.until(local(5, 10))

    assert 1 == len(titled(ana, SILENT_TEXT))


async def test_who_unblocks_late_hears_once(lab: Lab) -> None:
    """Of the reminders that could not be delivered meanwhile only the newest is of use."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.blocks()
    await lab.room.until(local(5, 12))

    await ana.blocks(back=True)

    assert 1 == len(titled(ana, SILENT_TEXT))


async def test_a_cancelled_event_reminds_nobody(lab: Lab) -> None:
    """Its deadlines are gone, and what stands loses its buttons."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await change_event(lab, state=EventState.CANCELLED)

    assert [] == await lab.room.until(local(11, 12))
    assert [] == titled(ana, SILENT_TEXT)
