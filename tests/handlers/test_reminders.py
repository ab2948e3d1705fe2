"""Reminders on a played clock: to the silent before the deadline, to those who come before the start."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.values import Reason, Sending
from handlers.shared.planning import SILENT
from storage.deliveries import DELIVERY
from storage.tx import Tx
from tests.handlers.reminder_steps import SILENT_TEXT, reasons
from tests.handlers.steps import change_event, desk, invite, local, titled
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.both
async def test_only_the_silent_are_reminded(lab: Lab) -> None:
    """Who has answered, whatever it was, is left in peace; each of the others hears once at each instant."""
    seats = {name: await lab.arrives(name) for name in ("ana", "dan", "mia", "radu")}
    await invite(lab)
    await seats["ana"].presses("✅ I am coming")
    await seats["dan"].presses("❌ I cannot come")
    await seats["mia"].presses("🤔 Not sure yet")

    await lab.room.until(local(6, 0))

    assert {"ana": 0, "dan": 0, "mia": 0, "radu": 2} == {
        name: len(titled(seat, SILENT_TEXT)) for name, seat in seats.items()
    }
    assert f"{SILENT_TEXT} Consultation on the plan is on Wednesday, 10 February 2027." in seats["radu"].sees


async def test_nobody_is_reminded_of_what_they_are_not_invited_to(lab: Lab) -> None:
    """Known people who are not invited hear nothing."""
    mia = await lab.arrives("mia")
    await invite(lab, "ana")

    await lab.room.until(local(10, 10, 30))

    assert [] == titled(mia, "Consultation on the plan")


async def test_answered_between_staging_and_sending(lab: Lab) -> None:
    """A reminder that is already in the queue is not sent to somebody who answers meanwhile on another platform."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    other = lab.room.seat("ana", native=True)
    await other.says("/start")
    await lab.room.write(lambda tx: _same_person(tx, lab, "native", "ana"))

    async def later(tx: Tx) -> None:
        """Staged now, to go out an hour from now."""
        deliveries = select(DELIVERY.c.id).where(DELIVERY.c.kind == SILENT)
        await lab.room.program.house.routes.deadlines[SILENT](desk(lab, tx), lab.event)
        await tx.execute(
            DELIVERY.update().where(DELIVERY.c.id.in_(deliveries)).values(due=lab.room.clock.now() + timedelta(hours=1))
        )

    await lab.room.write(later)
    await other.says("/rsvp E1 yes")
    await lab.room.until(lab.room.clock.now() + timedelta(hours=2))

    assert [] == titled(ana, SILENT_TEXT) + titled(other, SILENT_TEXT)
    assert {"ana": (Sending.SKIPPED, Reason.ANSWERED)} == await reasons(lab, SILENT)


async def _same_person(tx: Tx, lab: Lab, platform: str, user: str) -> None:
    """Tie an account to the person of that name, as a second one."""
    from storage.people import ACCOUNT

    mine = (ACCOUNT.c.platform == platform) & (ACCOUNT.c.user == user)
    await tx.execute(ACCOUNT.update().where(mine).values(person_id=lab.people["ana"]))


async def test_a_reminder_that_was_answered_elsewhere_is_over(lab: Lab) -> None:
    """The reminder's buttons go when the answer came by another card or in words."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await lab.room.until(local(3, 10))
    assert "✅ I am coming" == ana.labels[0]

    await ana.says("da")

    (reminder,) = [message for message in ana.messages if SILENT_TEXT in message.text]
    assert [] == reminder.labels


async def test_a_reminder_that_is_answered_becomes_the_invitation(lab: Lab) -> None:
    """Pressed on the reminder itself, the message is the invitation from then on, with the answer."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await lab.room.until(local(3, 10))

    await ana.presses("✅ I am coming")

    assert [] == titled(ana, SILENT_TEXT)
    assert "Noted: you are coming." in ana.sees


async def test_those_who_come_are_reminded(lab: Lab) -> None:
    """A day and an hour before, in words that fit; who does not come hears nothing."""
    ana, mia, radu = [await lab.arrives(name) for name in ("ana", "mia", "radu")]
    await invite(lab)
    await ana.presses("✅ I am coming")
    await mia.presses("🤔 Not sure yet")
    await radu.presses("❌ I cannot come")

    await lab.room.until(local(9, 11))
    assert "⏰ It is tomorrow." in ana.sees
    await lab.room.until(local(10, 10))

    assert "⏰ It begins in 60 minutes." in ana.sees
    assert [] == titled(mia, "⏰") + titled(radu, "⏰")


async def test_one_minute(lab: Lab) -> None:
    """A single minute is counted as one."""
    await change_event(lab, remind_coming=["2027-02-10T10:59"])
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")

    await lab.room.until(local(10, 10, 59))

    assert "⏰ It begins in 1 minute." in ana.sees


async def test_who_says_no_after_all_is_not_reminded(lab: Lab) -> None:
    """Only the answer at the moment of sending counts."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")
    await lab.room.until(local(9, 11))
    await ana.says("nu")

    await lab.room.until(local(10, 10))

    assert [] == titled(ana, "minutes")
