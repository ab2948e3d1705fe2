"""Filling a sheet: what was written becomes values, or complaints beside the fields. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.translate import Reader, plain
from bot.model.form import Complaint, DrawnField, DrawnForm, Field, Kind, Sheet
from bot.model.text import N, T


@dataclass(frozen=True)
class Filled:
    """A sheet's values by field name, and the complaints about those that could not be read."""

    values: Mapping[str, Any] = field(default_factory=dict)
    complaints: Mapping[str, Complaint] = field(default_factory=dict)


def fill(sheet: Sheet, written: Mapping[str, str], *, upto: int | None = None) -> Filled:
    """Read what was written into the first `upto` fields (all, when None).

    The sheet's own check sees only what could be read.
    """
    values: dict[str, Any] = {}
    complaints: dict[str, Complaint] = {}
    for question in sheet.fields[:upto]:
        try:
            values[question.name] = read(question, written.get(question.name, ""))
        except Complaint as complaint:
            complaints[question.name] = complaint
    for name, found in sheet.check(values).items():
        complaints.setdefault(name, found)
    return Filled(values, complaints)


def read(question: Field, written: str) -> Any:
    """One value. Raises Complaint when it is missing, too long or can not be read."""
    text = written.strip()
    if not text:
        if question.optional:
            return None
        raise Complaint(T("Please fill this in."))
    if len(text) > question.limit:
        over = len(text) - question.limit
        raise Complaint(
            N(
                "This is {n} character too long; at most {limit} fit.",
                "This is {n} characters too long; at most {limit} fit.",
                over,
                limit=question.limit,
            )
        )
    if question.kind is Kind.CHOICE and text not in dict(question.options):
        raise Complaint(T("Please choose one of the answers offered."))
    return question.read(text)


def chosen(question: Field, written: str, reader: Reader) -> str:
    """For a choice: the value behind a label that somebody typed instead of tapping it."""
    if question.kind is not Kind.CHOICE:
        return written
    folded = written.strip().casefold()
    for value, label in question.options:
        if folded in (value.casefold(), plain(label, reader).casefold()):
            return value
    return written


def draw_form(sheet: Sheet, key: str, reader: Reader, written: Mapping[str, str], filled: Filled) -> DrawnForm:
    """The sheet for a platform that shows forms by itself, with what was written and what is wrong with it."""
    return DrawnForm(
        key,
        plain(sheet.title, reader),
        tuple(_draw_field(question, reader, written, filled) for question in sheet.fields),
        plain(sheet.submit or T("Continue"), reader),
        plain(T("Cancel"), reader),
        reader.language,
    )


def _draw_field(question: Field, reader: Reader, written: Mapping[str, str], filled: Filled) -> DrawnField:
    complaint = filled.complaints.get(question.name)
    return DrawnField(
        question.name,
        plain(question.label, reader),
        question.kind,
        tuple((value, plain(label, reader)) for value, label in question.options),
        question.optional,
        question.limit,
        plain(question.hint, reader),
        written.get(question.name, question.initial),
        plain(complaint.text, reader) if complaint else "",
        tuple((plain(repair.label, reader), repair.value) for repair in complaint.repairs) if complaint else (),
        question.several,
    )
