"""Answers in a tap: kept, shown on the card, and changed until the event begins."""

from datetime import UTC
from typing import Any

import pytest

from bot.model.update import Pressed
from bot.model.values import EventState, Going
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.people import PERSON
from tests.handlers.rsvp_steps import LABELS, NOTED, answers
from tests.handlers.steps import (
    change_event,
    envelope,
    found,
    invite,
    local,
)
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.both
@pytest.mark.parametrize("going", Going)
async def test_an_answer_in_one_tap(lab: Lab, going: Going) -> None:
    """One tap is kept and the pressed card itself says so; nothing new comes but the calendar entry of a yes."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    pressed, before = ana.messages[-1], len(ana.messages)

    await ana.presses(LABELS[going])

    assert [("ana", going)] == await answers(lab)
    assert f"Noted: {NOTED[going]}. You can change it until Wednesday, 10 February 2027, 11:00." in pressed.text
    assert before + (going is Going.YES) == len(ana.messages)
    assert f"Noted: {NOTED[going]}." == ana.told.toast


async def test_changed_until_it_begins(lab: Lab) -> None:
    """An answer can be changed until the last second before the start; each change is kept."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses(LABELS[Going.YES])
    lab.room.clock.move(local(10, 10, 59, 59))

    await ana.presses(LABELS[Going.NO])

    assert [("ana", Going.NO)] == await answers(lab)
    assert [Going.YES, Going.NO] == [row.answer for row in await found(lab, RSVP_CHANGE)]


async def test_not_changed_after_it_began(lab: Lab) -> None:
    """From the first minute on the answer stands, and a kind sentence says so."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses(LABELS[Going.YES])
    lab.room.clock.move(local(10, 11))

    await ana.presses(LABELS[Going.NO])

    assert "The event has begun; answers can no longer be changed." == ana.sees
    assert [("ana", Going.YES)] == await answers(lab)


async def test_not_after_it_was_cancelled(lab: Lab) -> None:
    """A cancelled event takes no answers."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await change_event(lab, state=EventState.CANCELLED)

    await ana.presses(LABELS[Going.YES])

    assert "not open for answers" in ana.sees
    assert [] == await answers(lab)


async def test_a_double_tap(lab: Lab) -> None:
    """Two taps are one answer and one change."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.presses(LABELS[Going.YES])
    await ana.presses(LABELS[Going.YES])

    assert (1, 1) == (len(await found(lab, RSVP)), len(await found(lab, RSVP_CHANGE)))


@pytest.mark.both
async def test_a_redelivered_press(lab: Lab) -> None:
    """The same update brought twice has one effect, even when another answer came between."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    card = ana.messages[-1]
    yes = envelope(ana, "telegram-17", Pressed(card.data("I am coming"), card.id))

    await ana.repeats(yes)
    await ana.presses(LABELS[Going.NO])
    await ana.repeats(yes)

    assert [("ana", Going.NO)] == await answers(lab)
    assert 2 == len(await found(lab, RSVP_CHANGE))


async def test_the_readers_own_clock(lab: Lab) -> None:
    """Who lives by another clock reads their own time beside the event's."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone="Europe/Amsterdam"))
    )
    mia = await lab.arrives("mia")
    await invite(lab, "mia")

    assert "📅 Wednesday, 10 February 2027, 11:00–13:30 (Romanian time)" in mia.sees
    assert "🕰 For you: Wednesday, 10 February 2027, 10:00 (Amsterdam time)" in mia.sees


async def test_until_when_an_answer_can_be_changed_by_which_clock(lab: Lab) -> None:
    """Whoever lives by another clock reads whose hour it is."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone="Europe/London"))
    )
    mia = await lab.arrives("mia")
    await mia.says("/rsvp E1 yes")

    assert "You can change it until Wednesday, 10 February 2027, 11:00 (Romanian time)." in mia.all_text


@pytest.mark.parametrize("zone", ["", "Europe/Bucharest", "Europe/Helsinki"])
async def test_the_same_clock_is_not_repeated(lab: Lab, zone: str) -> None:
    """Where the clocks agree, one time is enough."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone=zone))
    )
    mia = await lab.arrives("mia")
    await invite(lab, "mia")

    assert "For you" not in mia.sees


async def test_opened_is_a_link_or_a_press(lab: Lab) -> None:
    """An invitation that was only sent is not opened; a press opens it."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    async def opened() -> Any:
        return [row.opened_at for row in await found(lab, INVITATION)]

    assert [None] == await opened()
    await ana.presses(LABELS[Going.MAYBE])
    assert [lab.room.clock.now().astimezone(UTC)] == await opened()
