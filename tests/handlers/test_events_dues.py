"""What moves along with an event: its reminders, and the hour of its meeting link."""

from datetime import UTC, datetime

import pytest

from storage import deadlines, events
from storage.events import EVENT
from tests.handlers.event_steps import changes, event_of, has_link, invite, manager
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_reminders_move(lab: Lab) -> None:
    """The deadlines of a moved event are those of its new date."""
    ilinca = await manager(lab)

    await changes(ilinca, day="17.02.2027", deadline="12.02.2027")

    async with lab.room.read() as tx:
        rows = (await tx.execute(deadlines.DUE.select().where(deadlines.DUE.c.state == "open"))).all()
    expected = [
        datetime(2027, 2, 10, 8, tzinfo=UTC),
        datetime(2027, 2, 12, 8, tzinfo=UTC),
        datetime(2027, 2, 12, 22, tzinfo=UTC),
        datetime(2027, 2, 16, 9, tzinfo=UTC),
        datetime(2027, 2, 17, 8, tzinfo=UTC),
    ]
    assert expected == sorted(row.due for row in rows)


async def test_own_reminder_times_move(lab: Lab) -> None:
    """Reminders at times of their own move by as many days as the event."""
    at = EVENT.update().where(EVENT.c.id == lab.event).values(remind_coming=["2027-02-09T18:00"])
    await lab.room.write(lambda tx: tx.execute(at))
    ilinca = await manager(lab)

    await changes(ilinca, day="17.02.2027")

    assert ["2027-02-16T18:00"] == (await event_of(lab)).remind_coming


async def test_new_link_is_sent_again(lab: Lab) -> None:
    """Who comes gets a changed link as a new message."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    before = len(mia.messages)
    ilinca = await manager(lab)

    await changes(ilinca, link="https://meet.example.org/j/2")

    assert (before + 1, True) == (len(mia.messages), "https://meet.example.org/j/2" in mia.sees)


async def test_new_link_reaches_nobody_else(lab: Lab) -> None:
    """Who has not said yes hears nothing of a changed link."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)

    await changes(ilinca, link="https://meet.example.org/j/2")

    assert "meet.example.org" not in mia.all_text


async def test_link_taken_away(lab: Lab) -> None:
    """A removed link disappears from the card that showed it."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    ilinca = await manager(lab)

    await changes(ilinca, link="", passcode="")

    assert "meet.example.org" not in mia.all_text


async def test_release_moves_with_the_event(lab: Lab) -> None:
    """A link that nobody has yet is released as long before the start as it was."""
    ilinca = await manager(lab)
    await changes(ilinca, link="https://meet.example.org/j/1")

    await changes(ilinca, day="17.02.2027")

    async with lab.room.read() as tx:
        secret = await events.secret(tx, lab.event)
    assert secret is not None and datetime(2027, 2, 16, 9, tzinfo=UTC) == secret.release_at


async def test_moved_into_the_release(lab: Lab) -> None:
    """When the new start is less than a day away, who comes gets the link at once."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    ilinca = await manager(lab)
    await changes(ilinca, link="https://meet.example.org/j/1")

    await changes(ilinca, day="04.01.2027", hours="18:00-20:00", deadline="")

    assert "https://meet.example.org/j/1" in mia.all_text
