"""Days and hours of a new event that are not certain are asked about, with a repair at a tap."""

from datetime import UTC, date, datetime

import pytest

from bot.model.values import EventState
from tests.handlers.new_event_steps import ANSWERS, asks, begins_dialogue, made
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_wrong_weekday_offers_repairs(lab: Lab) -> None:
    """A weekday that does not fit offers later months, the nearest one, and the date as it is written."""
    ilinca = await begins_dialogue(lab, "day")

    await ilinca.says("miercuri, 17.01.2027")

    expected = [
        "Wednesday, 17 February 2027",
        "Wednesday, 17 March 2027",
        "Wednesday, 20 January 2027",
        "Keep Sunday, 17 January 2027",
    ]
    assert expected == ilinca.labels


async def test_weekday_repair_is_one_tap(lab: Lab) -> None:
    """The tapped repair is taken as the answer and the next question stands there."""
    ilinca = await begins_dialogue(lab, "day")
    await ilinca.says("miercuri, 17.01.2027")

    await ilinca.presses("17 February")

    assert "From when to when?" in ilinca.sees


async def test_right_weekday_is_not_asked_about(lab: Lab) -> None:
    """A weekday that fits its date raises nothing."""
    ilinca = await begins_dialogue(lab, "day")

    await ilinca.says("miercuri, 17 martie 2027")

    assert "From when to when?" in ilinca.sees


async def test_missing_year_is_offered(lab: Lab) -> None:
    """A date without its year is never guessed; the next such days are offered."""
    ilinca = await begins_dialogue(lab, "day")

    await ilinca.says("17.03")

    assert ["Wednesday, 17 March 2027", "Friday, 17 March 2028"] == ilinca.labels


async def test_past_date_is_kept_as_a_record(lab: Lab) -> None:
    """A past date is saved only on demand, and the event is a record then: nobody can be invited."""
    ilinca = await begins_dialogue(lab, "day")
    await ilinca.says("17.03.2021")
    await ilinca.presses("record of the past")
    await ilinca.says("11:00-13:30")
    for label in ("In a room", "Skip", "Skip", "Skip", "Romanian", "Skip"):
        await ilinca.presses(label)

    event = await made(lab, "E-2021-03-17")
    assert (EventState.RECORD, False) == (event.state, "📨 Invite" in ilinca.labels)


async def test_hour_that_does_not_exist(lab: Lab) -> None:
    """Hours that the clock jumps over offer the hour before and the hour after."""
    ilinca = await begins_dialogue(lab, "day")
    await ilinca.says("28.03.2027")

    await ilinca.says("03:30-05:00")

    assert ["02:30-05:00", "04:30-05:00"] == ilinca.labels


async def test_hour_that_happens_twice(lab: Lab) -> None:
    """Of two equal hours the second is an hour later in fact."""
    ilinca = await begins_dialogue(lab, "day")
    await ilinca.says("31.10.2027")
    await ilinca.says("03:30-05:00")

    await ilinca.presses("the second time")
    for label in ("In a room", "Skip", "Skip", "Skip", "Romanian", "Skip"):
        await ilinca.presses(label)

    assert datetime(2027, 10, 31, 1, 30, tzinfo=UTC) == (await made(lab, "E-2027-10-31")).begins_at


async def test_hours_met_by_the_later_question(lab: Lab) -> None:
    """In a dialogue, hours that do not exist on the day are refused where hours are asked, and the question stays."""
    ilinca = await begins_dialogue(lab, "day")
    await ilinca.says("28.03.2027")
    await ilinca.says("03:30")

    await ilinca.presses("04:30")

    assert "How do people take part?" in ilinca.sees


async def test_hours_of_today_that_have_passed(lab: Lab) -> None:
    """An event that would have begun already is asked about; kept, it is still open until it ends."""
    ilinca = await asks(lab, day="04.01.2027", hours="08:00-18:00", deadline="")
    (field,) = [field for field in ilinca.form.fields if field.complaint]

    await ilinca.fills(**{**ANSWERS, "day": "04.01.2027", "deadline": "", "hours": field.repairs[0][1]})

    assert EventState.OPEN == (await made(lab, "E-2027-01-04")).state


async def test_deadline_on_the_day_can_be_kept(lab: Lab) -> None:
    """A deadline on the event's own day is offered with the day before, and may stay."""
    ilinca = await begins_dialogue(lab, "deadline")
    await ilinca.says("17.03.2027")
    offered = ilinca.labels

    await ilinca.presses("Keep")

    event = await made(lab)
    assert ("Tuesday, 16 March 2027", date(2027, 3, 17)) == (offered[0], event.deadline)


async def test_event_without_hours(lab: Lab) -> None:
    """A dash means that an event has a day and no hours."""
    await asks(lab, hours="-", mode="asynchronous")

    assert (await made(lab)).starts is None
