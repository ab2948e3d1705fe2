"""Hours as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.hours import (
    NotAnHour,
    says_which,
    written_hour,
    written_hours,
)

TIMES = st.times(max_value=time(23, 59, 59)).map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("13.15-15.30", time(13, 15), time(15, 30)),
        ("13:15–15:30", time(13, 15), time(15, 30)),
        ("13.15-15.30 (ora locală)", time(13, 15), time(15, 30)),
        ("13.15\u201315.30, local time", time(13, 15), time(15, 30)),
        ("11:00 - 13:30", time(11), time(13, 30)),
        ("11: 00 - 11:05", time(11), time(11, 5)),
        ("from 11:00 to 13:30", time(11), time(13, 30)),
        ("de la 11 la 13:30", time(11), time(13, 30)),
        ("de la ora 11 până la ora 13", time(11), time(13)),
        ("orele 11-13", time(11), time(13)),
        ("între 11 și 13:30", time(11), time(13, 30)),
        ("between 11 and 13:30.", time(11), time(13, 30)),
        ("11am-1:15 pm", time(11), time(13, 15)),
        ("1-3 pm", time(13), time(15)),
        ("11-1 p.m.", time(11), time(13)),
        ("9:30-5 PM", time(9, 30), time(17)),
        ("9-11 am", time(9), time(11)),
        ("11-1 am", time(23), time(1)),
        ("13-3 pm", time(13), time(15)),
        ("22:00-01:00", time(22), time(1)),
        ("ora 11", time(11), None),
    ],
)
def test_hours(text: str, start: time, end: time | None) -> None:
    """Start and end are read in every usual form, the end only when it is written."""
    assert (start, end) == written_hours(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("11", time(11)),
        ("9.05", time(9, 5)),
        ("11: 00", time(11)),
        ("11h30", time(11, 30)),
        ("ora 11", time(11)),
        ("Ora: 11", time(11)),
        ("începând cu ora 11", time(11)),
        ("incepand cu ora 11:00", time(11)),
        ("de la 11", time(11)),
        ("starting at 11", time(11)),
        ("13:15 (ora locală)", time(13, 15)),
        ("11am", time(11)),
        ("1:15 pm", time(13, 15)),
        ("1:15 p.m.", time(13, 15)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_an_hour(text: str, at: time) -> None:
    """A single hour is read in every usual form."""
    assert at == written_hour(text)


@pytest.mark.parametrize(
    "text",
    [
        "25:00",
        "24:00",
        "12:60",
        "12:5",
        "1100",
        "13 pm",
        "0 am",
        "11am-1",
        "prânz",
        "ora",
        "",
        "-",
        "11-",
        "11 și 13",
        "13.15-15.30 (ora Finlandei)",
        "10.11.2020",
        "11:00:00",
        "13\N{SUPERSCRIPT THREE}\N{SUPERSCRIPT ZERO}",
        "03:30 (3)",
    ],
)
def test_no_hours(text: str) -> None:
    """What is no hour is refused with the text as written."""
    with pytest.raises(NotAnHour) as raised:
        written_hours(text)
    assert text == raised.value.text


def test_two_hours_are_not_one() -> None:
    """Where one hour is wanted, a span is refused."""
    with pytest.raises(NotAnHour):
        written_hour("11-13")


@pytest.mark.parametrize(("text", "fold"), [("03:30 (1)", 0), ("03:30 (2)", 1), ("ora 3.30(2)", 1), ("03:30", 0)])
def test_which_of_two_equal_hours(text: str, fold: int) -> None:
    """A mark says which of two equal hours is meant."""
    assert (time(3, 30), fold) == (written_hour(text), written_hour(text).fold)


@pytest.mark.parametrize(("text", "said"), [("03:30 (1)", True), ("02:00-03:30 (2)", True), ("03:30", False)])
def test_whether_it_was_said(text: str, said: bool) -> None:
    """A marked hour need not be asked again, an unmarked one is told apart from it."""
    assert said == says_which(text)


@given(st.text(max_size=60))
def test_any_text_is_hours_or_a_refusal(text: str) -> None:
    """No text makes the reader fail in another way than by its own refusal."""
    try:
        outcome: time | NotAnHour = written_hours(text)[0]
    except NotAnHour as refusal:
        outcome = refusal
    assert isinstance(outcome, time | NotAnHour)


@given(TIMES, TIMES, st.sampled_from(["{:%H:%M}-{:%H:%M}", "de la {:%H.%M} la {:%H.%M}", "{:%I:%M %p} – {:%I:%M %p}"]))
def test_printed_hours_are_read_back(start: time, end: time, pattern: str) -> None:
    """Every span printed in 24 or 12 hours is read back."""
    expected = (start.replace(second=0), end.replace(second=0))
    assert expected == written_hours(pattern.format(start, end))
