"""Filling a sheet: values, or complaints beside the fields."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.forms import Filled, chosen, draw_form, fill
from bot.core.translate import plain
from bot.model.form import Complaint, Field, Kind, Repair, Sheet
from bot.model.text import T
from tests.core.workshop import ENGLISH


def number(written: str) -> int:
    """A number of seats."""
    if not written.isdecimal():
        raise Complaint(T("Please write a number."), Repair("None", "0"))
    return int(written)


def fewer(values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    """Not more children than seats."""
    if values.get("children", 0) is not None and values.get("children", 0) > values.get("seats", 100):
        return {"children": Complaint(T("More children than seats."))}
    return {}


SHEET = Sheet(
    T("Seats"),
    (
        Field("seats", T("How many?"), read=number),
        Field("where", T("Where?"), Kind.CHOICE, options=(("a", T("At the window")), ("b", T("At the door")))),
        Field("children", T("Children?"), read=number, optional=True, initial="1"),
        Field("note", T("A note"), Kind.PROSE, optional=True, limit=10),
    ),
    check=fewer,
)
GOOD = {"seats": " 4 ", "where": "a", "children": "2", "note": "  hi "}


def complaints(written: Mapping[str, str], upto: int | None = None) -> dict[str, str]:
    """What is wrong, in English."""
    return {name: plain(found.text, ENGLISH) for name, found in fill(SHEET, written, upto=upto).complaints.items()}


def test_values_are_read() -> None:
    """What was written becomes values; white space around it is dropped."""
    assert {"seats": 4, "where": "a", "children": 2, "note": "hi"} == fill(SHEET, GOOD).values


def test_what_is_left_empty_is_none() -> None:
    """An optional field may be left empty."""
    assert fill(SHEET, {**GOOD, "children": " ", "note": ""}).values["children"] is None


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"seats": ""}, {"seats": "Please fill this in."}),
        ({"seats": "   "}, {"seats": "Please fill this in."}),
        ({"seats": "four"}, {"seats": "Please write a number."}),
        ({"where": "c"}, {"where": "Please choose one of the answers offered."}),
        ({"where": "At the window"}, {"where": "Please choose one of the answers offered."}),
        ({"note": "x" * 11}, {"note": "This is 1 character too long; at most 10 fit."}),
        ({"note": "x" * 15}, {"note": "This is 5 characters too long; at most 10 fit."}),
        ({"children": "5"}, {"children": "More children than seats."}),
        ({"children": "x", "seats": "y"}, {"children": "Please write a number.", "seats": "Please write a number."}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(wrong: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Every wrong field has its own sentence; the right ones have none."""
    assert expected == complaints({**GOOD, **wrong})


def test_a_limit_counts_characters() -> None:
    """Ten letters fit, however many bytes they take."""
    assert {} == complaints({**GOOD, "note": "ș" * 10})


def test_what_nobody_wrote_is_missing() -> None:
    """A field that was not sent at all is like an empty one."""
    assert {"seats", "where"} == set(complaints({}))


def test_only_the_questions_so_far() -> None:
    """In a dialogue only the questions that were answered are read."""
    assert {} == complaints({"seats": "4"}, upto=1)


def test_the_check_does_not_hide_a_fields_own_complaint() -> None:
    """A field that could not be read keeps its own sentence."""
    sheet = Sheet(T("x"), SHEET.fields[:1], check=lambda _: {"seats": Complaint(T("From the check."))})

    assert "Please write a number." == plain(fill(sheet, {"seats": "?"}).complaints["seats"].text, ENGLISH)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("a", "a"), ("At the window", "a"), (" at the WINDOW ", "a"), ("B", "b"), ("elsewhere", "elsewhere")],
)
def test_a_choice_may_be_typed(written: str, expected: str) -> None:
    """The label of an answer stands for its value."""
    assert expected == chosen(SHEET.fields[1], written, ENGLISH)


def test_a_native_form_shows_what_was_written() -> None:
    """After a wrong answer the form has what was written, its complaint and what would do."""
    drawn = draw_form(SHEET, "7", ENGLISH, {"seats": "four"}, fill(SHEET, {"seats": "four"}))
    seats = drawn.fields[0]

    assert ("four", "Please write a number.", (("None", "0"),)) == (seats.value, seats.complaint, seats.repairs)


def test_a_native_form_begins_with_what_stands() -> None:
    """At first each field has its initial value and no complaint."""
    drawn = draw_form(SHEET, "7", ENGLISH, {}, Filled())

    assert ["", "", "1", ""] == [field.value for field in drawn.fields]
    assert not any(field.complaint for field in drawn.fields)
