"""Answers in time and late: where the deadline is said, when it ends, and who hears of a late one."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.values import Going, Words
from handlers.shared.events import is_late, settle
from handlers.shared.presses import Manage
from storage.answers import RSVP
from storage.events import EventRow
from tests.handlers.rsvp_steps import LABELS, LATE
from tests.handlers.steps import (
    change_event,
    found,
    invite,
    local,
    titled,
)
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (local(5, 23, 59, 59), False),
        (local(5, 23, 59, 59) + timedelta(milliseconds=900), False),
        (local(6, 0), True),
        (local(9, 12), True),
    ],
)
async def test_the_deadline_includes_its_day(lab: Lab, at: datetime, late: bool) -> None:
    """Up to the end of the day's last second an answer is in time; later it is kept, flagged, and the card says so."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(at)

    await ana.presses(LABELS[Going.YES])

    assert [(Going.YES, late)] == [(row.answer, row.late) for row in await found(lab, RSVP)]
    assert late is (LATE in ana.sees)


PLEASE = "⏳ Please answer by the end of Friday, 5 February 2027"
PASSED = "⏳ The deadline, Friday, 5 February 2027, has passed. Answers are still taken, and marked as late."


@pytest.mark.parametrize(
    ("at", "please", "passed"),
    [(local(5, 23, 59, 59), True, False), (local(6, 0), False, True), (local(10, 11), False, False)],
)
async def test_the_card_knows_the_deadline(lab: Lab, at: datetime, please: bool, passed: bool) -> None:
    """It asks for an answer by the deadline, says when that has passed, and neither once the event has begun."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(at)

    await ana.says("/rsvp")
    await ana.says("/rsvp E1")

    assert (please, passed) == (PLEASE in ana.sees, PASSED in ana.sees)


async def test_a_card_that_stands_learns_of_the_deadline(lab: Lab) -> None:
    """With the deadline the cards of all are drawn anew, the managers' too: in their places, without a new message."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.forges(Manage(lab.event).pack())
    await invite(lab, "ana")
    card, managed = ana.messages[-1], ilinca.messages[-1]
    await ana.presses(LABELS[Going.YES])
    newest = ana.messages[-1]
    assert PLEASE in card.text

    await lab.room.until(local(6, 0))

    assert (True, True) == (PASSED in card.text, "The deadline has passed, late answers are kept" in managed.text)
    assert newest is ana.messages[-1]


async def test_the_deadline_is_the_events(lab: Lab) -> None:
    """The day ends in the event's zone, not in the reader's or the server's."""
    await change_event(lab, zone="America/New_York")
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(local(6, 6, 59, 59))

    await ana.presses(LABELS[Going.YES])

    assert [False] == [row.late for row in await found(lab, RSVP)]


@given(
    day=st.dates(date(2020, 1, 2), date(2035, 12, 30)),
    zone=st.sampled_from(["Europe/Bucharest", "Europe/Lisbon", "America/Havana", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_late_begins_with_the_next_day(day: date, zone: str) -> None:
    """In every zone, on every day: the last microsecond of the day is in time, the next day's first is late."""
    event = settle(
        EventRow(
            programme_id=1,
            key="E",
            title=Words.plain("x", "en"),
            day=day + timedelta(days=9),
            starts=time(12),
            zone=zone,
            deadline=day,
            begins_at=MONDAY,
            ends_at=MONDAY,
            language="en",
        )
    )
    assert event.closes_at is not None
    ends = event.closes_at + timedelta(seconds=1)

    assert (day, day + timedelta(days=1)) == (
        event.closes_at.astimezone(ZoneInfo(zone)).date(),
        ends.astimezone(ZoneInfo(zone)).date(),
    )
    assert (False, True) == (is_late(event, ends - timedelta(microseconds=1)), is_late(event, ends))


async def test_the_organisers_hear_of_a_late_answer_once(lab: Lab) -> None:
    """A late answer reaches the managers, however often the button is pressed."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(local(6, 9))

    for _ in range(3):
        await ana.presses(LABELS[Going.YES])

    assert 1 == len(titled(ilinca, "answered after the deadline"))
    assert "Ana Câmpeanu (Atelierul Nord)" in ilinca.sees


async def test_an_organiser_who_wrote_stop_hears_of_a_late_answer(lab: Lab) -> None:
    """Ana is told that the organisers know, so they do."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")
    await ilinca.says("STOP")
    lab.room.clock.move(local(6, 9))

    await ana.presses(LABELS[Going.YES])

    assert LATE in ana.sees
    assert 1 == len(titled(ilinca, "answered after the deadline"))


async def test_nobody_hears_of_an_answer_in_time(lab: Lab) -> None:
    """In time, managers are left in peace."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.presses(LABELS[Going.YES])

    assert [] == titled(ilinca, "answered")
