"""Announcements that wait for their moment, and those that are corrected when they are out."""

from datetime import timedelta

import pytest

from tests.handlers.announce_steps import ENGLISH, ROMANIAN, announcements, card, drafts, manager
from tests.room import MONDAY
from tests.seeds import Lab


async def test_a_planned_one_waits_for_its_moment(lab: Lab) -> None:
    """It goes out when the clock reaches the moment, not before; the planned card then counts by itself."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="marți, 5.01.2027, ora 10")
    await ilinca.presses("📤 Plan for Tuesday, 5 January 2027, 10:00")

    await lab.room.until(MONDAY + timedelta(hours=24))
    before = len(announcements(lab.room, "ana"))
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert (0, 1, True) == (before, len(announcements(lab.room, "ana")), "Sent: 1 of 4" in card(ilinca))


async def test_a_planned_one_asks_at_its_moment_who_is_meant(lab: Lab) -> None:
    """Who said yes after the planning is meant as well."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN, to="event:E1:yes", when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")

    await ana.says("/rsvp E1 da")
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert 1 == len(announcements(lab.room, "ana"))


async def test_a_cancelled_plan_comes_to_nothing(lab: Lab) -> None:
    """At its moment nothing happens."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")

    await ilinca.presses("✖ Cancel")
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert [] == announcements(lab.room, "ana")


async def test_a_plan_moves_to_another_moment(lab: Lab) -> None:
    """Changing the moment of a planned one keeps it planned, for the new moment only."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")
    await ilinca.presses("Change")
    await ilinca.fills(when="6.01.2027 10:00")

    await lab.room.until(MONDAY + timedelta(hours=26))
    before = len(announcements(lab.room, "ana"))
    await lab.room.until(MONDAY + timedelta(hours=50))

    assert (0, 1) == (before, len(announcements(lab.room, "ana")))


@pytest.mark.both
async def test_a_correction_edits_every_message_once_and_says_so(lab: Lab) -> None:
    """Messages that are out are edited in place, each once, with the moment of the correction."""
    await lab.arrives("ana"), await lab.arrives("mia")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, ENGLISH)
    await ilinca.presses("📤 Send")

    await ilinca.presses("Correct")
    await ilinca.fills(ro="Etajul 3.", en="Third floor.")

    seen = [(one.text, one.edits) for chat in ("ana", "mia") for one in announcements(lab.room, chat)]
    corrected = "Corrected on Monday, 4 January 2027, 09:00."
    assert (f"📣 Announcement\nThird floor.\n\n{corrected}", 1) == seen[1]
    assert ("Etajul 3." in seen[0][0], 1, 2) == (True, seen[0][1], len(seen))


async def test_who_comes_later_reads_the_corrected_text(lab: Lab) -> None:
    """A message that waited for first contact is sent with the new text, as one message."""
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("📤 Send")
    await ilinca.presses("Correct")
    await ilinca.fills(ro="Etajul 3.")

    await lab.arrives("ana")

    (message,) = announcements(lab.room, "ana")
    assert ("Etajul 3." in message.text, 0) == (True, message.edits)


async def test_a_correction_that_changes_nothing_edits_nothing(lab: Lab) -> None:
    """The same text again is no correction."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("📤 Send")

    await ilinca.presses("Correct")
    await ilinca.fills()

    assert ([0], False) == ([one.edits for one in announcements(lab.room, "ana")], "Corrected" in card(ilinca))
