"""The instants of reminders: the same hour on people's clocks, also where clocks are changed."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.values import EventState, Words
from handlers.shared.events import settle
from handlers.shared.planning import COMING, SILENT, _coming, _silent
from storage.events import EventRow
from tests.handlers.reminder_steps import dues
from tests.handlers.steps import change_event, local
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


def an_event(day: date, starts: time | None, deadline: date | None, zone: str) -> EventRow:
    """An event that nobody keeps."""
    return settle(
        EventRow(
            programme_id=1,
            key="E",
            title=Words.plain("x", "en"),
            day=day,
            starts=starts,
            zone=zone,
            deadline=deadline,
            begins_at=MONDAY,
            ends_at=MONDAY,
            language="en",
            state=EventState.OPEN,
        )
    )


@pytest.mark.both
async def test_the_usual_instants(lab: Lab) -> None:
    """Two days before the deadline's day and on it at ten; one day and one hour before the start."""
    await change_event(lab)

    assert [local(3, 10), local(5, 10)] == await dues(lab, SILENT)
    assert [local(9, 11), local(10, 10)] == await dues(lab, COMING)


def test_local_time_across_a_clock_change() -> None:
    """The clocks of Bucharest change on 28 March 2027 at 03:00: ten stays ten, the same hour the day before too."""
    event = an_event(date(2027, 3, 28), time(18), date(2027, 3, 28), "Europe/Bucharest")

    assert [local(26, 10, month=3), local(28, 10, month=3)] == _silent(event)
    assert [local(27, 18, month=3), local(28, 17, month=3)] == _coming(event)
    assert [timedelta(hours=47), timedelta(hours=22)] == [
        _silent(event)[1] - _silent(event)[0],
        _coming(event)[1] - _coming(event)[0],
    ]


def test_an_hour_that_the_day_before_does_not_have() -> None:
    """An event at 03:30 on the day after the clocks went forward: the reminder comes after the jump."""
    event = an_event(date(2027, 3, 29), time(3, 30), None, "Europe/Bucharest")

    assert local(28, 4, 30, month=3) == _coming(event)[0]


@given(
    day=st.dates(date(2024, 1, 3), date(2034, 12, 30)),
    hour=st.integers(4, 23),
    zone=st.sampled_from(["Europe/Bucharest", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"]),
)
def test_ten_is_ten_by_the_local_clock(day: date, hour: int, zone: str) -> None:
    """On every day of every year people read ten on their clocks, and the hour of the event on the day before."""
    event = an_event(day, time(hour), day, zone)
    local_to = [at.astimezone(ZoneInfo(zone)) for at in (*_silent(event), _coming(event)[0])]

    assert [(10, 0), (10, 0), (hour, 0)] == [(at.hour, at.minute) for at in local_to]
    assert [2, 0, 1] == [(day - at.date()).days for at in local_to]
