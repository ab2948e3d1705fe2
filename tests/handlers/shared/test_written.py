"""Days and hours as answers in a form, with what is offered instead."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.model.form import Complaint
from handlers.shared.hours import instant
from handlers.shared.written import Span, dotted, example_day, marked_span, read_day, read_span, span_on

TODAY = date(2027, 1, 4)
BUCHAREST = "Europe/Bucharest"
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def offered(text: str) -> list[str]:
    """The values that a refused day offers."""
    with pytest.raises(Complaint) as complaint:
        read_day(text, TODAY)
    return [repair.value for repair in complaint.value.repairs]


def offered_hours(day: date, text: str) -> list[str]:
    """The values offered for hours that do not fit their day."""
    found = span_on(day, read_span(text), BUCHAREST)
    return [] if found is None else [repair.value for repair in found.repairs]


@given(some.dates(date(1900, 1, 1), date(2999, 1, 1)))
def test_the_example_lies_ahead(today: date) -> None:
    """The day that hints show can be tried at once, and is soon enough to look likely."""
    assert 75 < (example_day(today) - today).days < 120


@given(some.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_as_it_is_offered(day: date) -> None:
    """What a repair would write is read as exactly that day."""
    assert day == read_day(dotted(day), TODAY).day


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("miercuri, 17.01.2021", ["17.02.2021", "17.03.2021", "20.01.2021", "17.01.2021"]),
        ("vineri, 12.01.2021", ["12.02.2021", "12.03.2021", "15.01.2021", "12.01.2021"]),
        ("02/03/2027", ["02.03.2027", "03.02.2027"]),
        ("12.02", ["12.02.2027", "12.02.2028"]),
        ("3 ianuarie", ["03.01.2028"]),
        ("vineri, 12.02", ["12.02.2027"]),
        ("12.02.27", ["12.02.2027"]),
        ("înainte de 12.02.2027", ["11.02.2027"]),
        ("31.02.2027", []),
        ("mâine", []),
    ],
)
def test_offered_days(written: str, expected: list[str]) -> None:
    """A day that is not certain is refused with everything it may mean."""
    assert expected == offered(written)


@pytest.mark.parametrize("written", ["marți, 10.11.2020", "miercuri, 04.11.2020", "vineri 12 februarie 2021!"])
def test_certain_days_are_taken(written: str) -> None:
    """A weekday that fits raises nothing."""
    assert () == read_day(written, TODAY).candidates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("13.15-15.30", Span(time(13, 15), time(15, 30))),
        ("începând cu ora 11", Span(time(11))),
        ("11:00-13:30!", Span(time(11), time(13, 30), meant=True)),
        ("03:30 (2)", Span(time(3, 30, fold=1), says_which=True)),
        ("-", Span(None)),
        ("fără ore", Span(None)),
    ],
)
def test_hours(written: str, expected: Span) -> None:
    """Hours are read as people write them; a dash means none."""
    assert expected == read_span(written)


@pytest.mark.parametrize("written", ["25:00", "11:61", "noaptea", "", "!"])
def test_no_hours(written: str) -> None:
    """What is no time of the day is refused."""
    with pytest.raises(Complaint):
        read_span(written)


def test_turned_hours_are_offered() -> None:
    """An end before the start is offered the other way round."""
    with pytest.raises(Complaint) as complaint:
        read_span("13:30-11:00")

    assert ["11:00-13:30"] == [repair.value for repair in complaint.value.repairs]


@pytest.mark.parametrize(
    ("day", "written", "expected"),
    [
        (SPRING, "03:30-05:00", ["02:30-05:00", "04:30-05:00"]),
        (SPRING, "03:15-03:45", ["02:15-02:45", "04:15-04:45"]),
        (SPRING, "03:30-04:15", ["02:30-04:15", "04:30-05:15"]),
        (SPRING, "02:00-03:30", ["02:00-02:30", "02:00-04:30"]),
        (SPRING, "03:30", ["02:30", "04:30"]),
        (SPRING, "11:00-13:30", []),
        (AUTUMN, "03:30-05:00", ["03:30 (1)-05:00", "03:30 (2)-05:00"]),
        (AUTUMN, "02:00-03:30", ["02:00-03:30 (1)", "02:00-03:30 (2)"]),
        (AUTUMN, "03:30 (2)-05:00", []),
        (AUTUMN, "11:00-13:30", []),
        (AUTUMN, "-", []),
    ],
)
def test_clock_changes(day: date, written: str, expected: list[str]) -> None:
    """Hours that the clock jumps over, or that come twice, are refused with both things they may mean."""
    assert expected == offered_hours(day, written)


@given(some.times().map(lambda at: at.replace(second=0, microsecond=0)), some.sampled_from([SPRING, AUTUMN]))
def test_repaired_hours_fit(at: time, day: date) -> None:
    """Whatever is offered on a day of clock change is taken without another question."""
    for value in offered_hours(day, f"{at:%H:%M}"):
        assert span_on(day, read_span(value), BUCHAREST) is None


@given(some.times(), some.integers(0, 1))
def test_marked_hours_come_back(at: time, fold: int) -> None:
    """Hours written for a form are read as the same instant."""
    starts = at.replace(second=0, microsecond=0, fold=0)
    read = read_span(marked_span(AUTUMN, starts, None, fold, BUCHAREST))

    assert read.starts is not None
    assert instant(AUTUMN, starts.replace(fold=fold), BUCHAREST) == instant(AUTUMN, read.starts, BUCHAREST)


def test_every_hour_of_the_day_has_its_text() -> None:
    """An hour with one digit is written with two."""
    assert "09:05" == marked_span(TODAY, datetime(2027, 1, 1, 9, 5).time(), None, 0, BUCHAREST)
