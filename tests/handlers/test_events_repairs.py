"""What a form offers instead of a wrong answer is taken at once: by properties, and in conversation."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from bot.core.forms import Filled, fill
from bot.core.translate import Reader, plain
from bot.model.form import Sheet
from bot.model.text import T
from bot.model.values import Words
from handlers.events.rules import Ground
from handlers.events.sheet import Known, event_sheet
from handlers.shared.weekdays import WEEKDAYS
from storage.programmes import ProgrammeRow
from tests.handlers.steps import in_english
from tests.room import Seat
from tests.seeds import Lab

ZONE = "Europe/Bucharest"
NOON = datetime(2027, 1, 14, 10, tzinfo=UTC)  # 12:00 in Bucharest, a Thursday
PROGRAMME = ProgrammeRow(key="p", title=Words.plain("x", "ro"), zone=ZONE, languages=["ro"], language="ro")
VALID = {"title": "x", "day": "17.02.2027", "hours": "11:00-13:30", "mode": "online", "language": "ro"}

near = some.dates(date(2026, 11, 1), date(2027, 6, 30))
any_day = some.one_of(near, some.dates(date(2019, 1, 1), date(2030, 12, 31)))
weekday = some.sampled_from(WEEKDAYS["ro"] + WEEKDAYS["en"])
written_days = some.one_of(
    any_day.map(lambda day: f"{day:%d.%m.%Y}"),
    any_day.map(lambda day: f"{day:%d/%m/%Y}"),
    any_day.map(lambda day: f"{day:%d.%m}"),
    any_day.map(lambda day: f"{day:%d.%m.%y}"),
    any_day.map(lambda day: f"înainte de {day:%d.%m.%Y}"),
    some.tuples(weekday, any_day).map(lambda pair: f"{pair[0]}, {pair[1]:%d.%m.%Y}"),
    some.tuples(weekday, any_day).map(lambda pair: f"{pair[0]}, {pair[1]:%d/%m/%Y}"),
)
clock = some.tuples(some.integers(0, 23), some.sampled_from([0, 30])).map(lambda at: f"{at[0]:02}:{at[1]:02}")
written_hours = some.one_of(clock, some.tuples(clock, clock).map("-".join), some.just("-"))


def sheet(now: datetime = NOON) -> Sheet:
    """The questions about a new event."""
    return event_sheet(T("A new event"), Known(PROGRAMME, [], []), Ground(ZONE, now))


def filled(answers: Mapping[str, str], upto: str | None = None) -> Filled:
    """What the form makes of these answers, up to a question as in a dialogue, or all at once."""
    asked = sheet()
    names = [field.name for field in asked.fields]
    return fill(asked, {**VALID, **answers}, upto=None if upto is None else names.index(upto) + 1)


def refused(name: str, answers: Mapping[str, str], upto: str | None = None) -> list[str]:
    """Which of the repairs that these answers are offered for a question would be refused."""
    complaint = filled(answers, upto).complaints.get(name)
    offered = [] if complaint is None else [repair.value for repair in complaint.repairs]
    return [value for value in offered if name in filled({**answers, name: value}, upto).complaints]


@given(written_days)
@example("02/03/2021")
@example("miercuri, 17.01.2021")
@example("luni, 03.01.2027")
@example("12.02.21")
def test_days(written: str) -> None:
    """Whatever day is written, what is offered instead is taken."""
    assert [] == refused("day", {"day": written}, upto="day")


@given(some.one_of(some.just("17.02.2027"), any_day.map(lambda day: f"{day:%d.%m.%Y}!")), written_days)
@example("17.02.2027", "02/03/2021")
@example("17.02.2027", "05/03/2027")
@example("17.02.2027", "vineri, 18.02.2027")
@example("17.02.2027", "18.02.2027")
@example("14.01.2027", "luni, 14.01.2027")
def test_deadlines(day: str, written: str) -> None:
    """Whatever deadline is written, what is offered instead fits the event, asked one by one or all at once."""
    answers = {"day": day, "deadline": written}

    assert [] == refused("deadline", answers, upto="deadline") + refused("deadline", answers)


@given(some.sampled_from(["14.01.2027", "28.03.2027", "31.10.2027", "17.02.2027"]), written_hours)
@example("14.01.2027", "13:30-11:00")
@example("28.03.2027", "05:00-03:30")
def test_hours(day: str, written: str) -> None:
    """Whatever hours are written, what is offered instead fits the day."""
    assert [] == refused("hours", {"day": day, "hours": written}, upto="hours")


def labels(name: str, answers: Mapping[str, str]) -> list[str]:
    """What is offered instead of an answer, as the manager reads it."""
    complaint = filled(answers).complaints[name]
    return [plain(repair.label, Reader("en", ZONE)) for repair in complaint.repairs]


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        (
            "day",
            "02/03/2021",
            [
                "Tuesday, 2 March 2021, as a record of the past",
                "Wednesday, 3 February 2021, as a record of the past",
            ],
        ),
        ("day", "05/02/2027", ["Friday, 5 February 2027", "Sunday, 2 May 2027"]),
        ("deadline", "05/02/2027", ["Friday, 5 February 2027"]),
        ("deadline", "05/03/2027", ["Tuesday, 16 February 2027"]),
        ("deadline", "02/01/2027", ["Monday, 1 February 2027", "Saturday, 2 January 2027, all the same"]),
        ("deadline", "17/02/2027", ["Wednesday, 17 February 2027, all the same"]),
        ("deadline", "19.02.2027", ["Tuesday, 16 February 2027"]),
    ],
)
def test_what_is_offered(name: str, written: str, expected: list[str]) -> None:
    """A past day is offered as a record; of several readings only those that fit; where none does, the day before."""
    assert sorted(expected) == sorted(labels(name, {name: written}))


async def dialogue(lab: Lab, *answers: str) -> Seat:
    """The manager answers the questions of a new event one by one; "" is skipped."""
    await in_english(lab)
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/new_event")
    for answer in answers:
        await (ilinca.says(answer) if answer else ilinca.presses("Skip"))
    return ilinca


BOTH = "Both dates fit if the month is {month}."


@pytest.mark.parametrize(
    ("day", "deadline", "month", "first"),
    [
        ("17.02.2027", "vineri, 12.01.2027", "February", "Friday, 12 February 2027"),
        ("17.03.2027", "vineri, 12.01.2027", "March", "Friday, 12 March 2027"),
        ("miercuri, 17.01.2027", "vineri, 12.01.2027", "February", "Friday, 12 February 2027"),
        ("miercuri, 17.01.2021", "vineri, 12.01.2021", "February", "Friday, 12 February 2021"),
    ],
)
def test_one_month_for_both(day: str, deadline: str, month: str, first: str) -> None:
    """Where one month makes the deadline fit as well as the day, that is said, and its date is offered first."""
    answers = {"day": day, "deadline": deadline}

    complaint = filled(answers).complaints["deadline"]

    assert plain(complaint.text, Reader("en", ZONE)).endswith(BOTH.format(month=month))
    assert first == labels("deadline", answers)[0]


@pytest.mark.parametrize(
    ("day", "deadline"),
    [
        ("17.02.2027", "vineri, 11.02.2027"),  # the month is right already
        ("10.02.2027", "vineri, 12.01.2027"),  # in February it would be after the event
        ("17.04.2027", "vineri, 12.01.2027"),  # in April it is no Friday either
        ("17.02.2028", "vineri, 12.01.2027"),
    ],
)
def test_no_month_for_both(day: str, deadline: str) -> None:
    """Else nothing is said of months."""
    complaint = filled({"day": day, "deadline": deadline}).complaints["deadline"]

    assert "Both dates" not in plain(complaint.text, Reader("en", ZONE))


async def test_one_month_in_conversation(lab: Lab) -> None:
    """The invitation of old: two dates of one wrong month, mended by two taps."""
    ilinca = await dialogue(lab, "Seară", "", "L1", "miercuri, 17.01.2027")
    await ilinca.presses("Wednesday, 17 February 2027")
    for answer in ("11-13:30", "online", "", "", "", "ro", "vineri, 12.01.2027"):
        await (ilinca.says(answer) if answer else ilinca.presses("Skip"))
    assert BOTH.format(month="February") in ilinca.sees

    await ilinca.presses("Friday, 12 February 2027")

    assert "⏳ Answers until the end of Friday, 12 February 2027" in ilinca.sees


def test_hints_show_a_day_ahead() -> None:
    """The example of the question is a day three months from now by the story's clock, whatever year it is."""
    (asked,) = [field for field in sheet(datetime(2031, 11, 20, 10, tzinfo=UTC)).fields if field.name == "day"]

    assert "For example 17.02.2032, or Tuesday, 17 February 2032." == plain(asked.hint, Reader("en", ZONE))


async def test_a_past_reading_in_conversation(lab: Lab) -> None:
    """The tapped reading is taken, and the next question stands there."""
    ilinca = await dialogue(lab, "Seară", "", "L1", "02/03/2021")

    await ilinca.presses("Tuesday, 2 March 2021, as a record of the past")

    assert "From when to when?" in ilinca.sees


async def test_a_deadline_in_conversation(lab: Lab) -> None:
    """The tapped deadline is taken, and the event is made."""
    ilinca = await dialogue(lab, "Seară", "", "L1", "17.03.2027", "11-13", "online", "", "", "", "ro", "05/04/2027")

    await ilinca.presses("Tuesday, 16 March 2027")

    assert "⏳ Answers until the end of Tuesday, 16 March 2027" in ilinca.sees
