"""Days, hours, deadlines and reminders in a programme file."""

from datetime import date, datetime

import pytest

from tests.handlers.imports.stage import DEADLINE, END, PROGRAMME, START, changed, complaints, event


@pytest.mark.parametrize(
    ("written", "fold"),
    [("2021-10-31T03:30:00+03:00", 0), ("2021-10-31T03:30:00+02:00", 1)],
)
def test_the_offset_says_which_of_two_equal_hours(written: str, fold: int) -> None:
    """When the clock is put back, the offset chooses between the two hours."""
    text = PROGRAMME.replace("2020-11-10", "2021-10-31").replace("2021-10-31T13:15:00+02:00", written)
    starts = event(text).starts
    assert starts is not None and fold == starts.fold


def test_an_hour_that_happens_twice_needs_its_offset() -> None:
    """Without an offset nobody can say which is meant; both are named."""
    ((_, _, said),) = complaints(changed("    kind: lab_round", "    release: 2020-10-25T03:30"))
    assert "03:30 happens twice on that day in Europe/Bucharest; add +03:00 or +02:00." == said


def test_an_hour_that_does_not_exist() -> None:
    """An hour over which the clock jumps is refused with its neighbours, whatever offset is written."""
    ((_, _, said),) = complaints(changed("    kind: lab_round", "    release: 2020-03-29T03:30+02:00"))
    assert "The clocks of Europe/Bucharest jump over 03:30 on that day; write 02:30 or 04:30." == said


def test_hours_may_be_written_without_offset() -> None:
    """A local hour that is certain needs no offset."""
    found = event(changed(START, "2020-11-10 13:15"))
    assert datetime(2020, 11, 10, 13, 15) == datetime.combine(found.day, found.starts or datetime.min.time())


def test_an_event_may_have_a_date_and_no_hours() -> None:
    """A start that is a date alone is an event without hours."""
    found = event(changed(f"{START}\n    end: {END}", "2020-11-10"))
    assert (date(2020, 11, 10), None, None) == (found.day, found.starts, found.ends)


@pytest.mark.parametrize("written", ["2020-11-04", '"2020-11-04T23:59:59+02:00"', "2020-11-04T23:59:59"])
def test_deadline(written: str) -> None:
    """A deadline is a date, or its last second."""
    assert date(2020, 11, 4) == event(changed(DEADLINE, written)).deadline


def test_a_deadline_may_be_the_day_itself() -> None:
    """People may answer up to the day of the event."""
    assert date(2020, 11, 10) == event(changed(DEADLINE, "2020-11-10")).deadline


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[2020-11-01T10:00, 2020-11-03T18:30]", (datetime(2020, 11, 1, 10), datetime(2020, 11, 3, 18, 30))),
        ("2020-11-01T10:00", (datetime(2020, 11, 1, 10),)),
        ("[]", ()),
        ("null", None),
    ],
)
def test_reminders(written: str, expected: tuple[datetime, ...] | None) -> None:
    """Reminders are local date-times; an empty list is none at all, and nothing is the usual."""
    assert expected == event(changed("    kind: lab_round", f"    remind_silent: {written}")).remind_silent


def test_release() -> None:
    """The hour from which the link is told is local."""
    found = event(changed("    kind: lab_round", "    release: 2020-11-10T12:00"))
    assert datetime(2020, 11, 10, 12) == found.release


WRONG_WEEKDAY = '    date_as_written: "miercuri, 10.11.2020"'


@pytest.mark.parametrize(
    "written",
    [
        '    date_as_written: "marți, 10.11.2020"',
        '    date_as_written: "10.11.2020"',
        '    date_as_written: "marți, 11.11.2020"',  # mended by the start, which is a Tuesday
        '    date_as_written: "toamna aceasta"',
        WRONG_WEEKDAY + "\n    weekday_conflict: {written: miercuri}",
        WRONG_WEEKDAY + "\n    weekday_conflict: true",
    ],
)
def test_weekdays_that_pass(written: str) -> None:
    """A right weekday, none, one that the start has mended, and one that is marked are no problem."""
    assert date(2020, 11, 10) == event(changed("    kind: lab_round", written)).day


@pytest.mark.parametrize("mark", ["", "\n    weekday_conflict: null", "\n    weekday_conflict: false"])
def test_weekdays_that_do_not_pass(mark: str) -> None:
    """A weekday that does not fit is refused unless the mark says something."""
    assert 1 == len(complaints(changed("    kind: lab_round", WRONG_WEEKDAY + mark)))
