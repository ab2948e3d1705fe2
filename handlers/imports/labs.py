"""Labs of a programme file, their rounds, and which event each round is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.model.text import T
from bot.model.values import Mode, Words
from handlers.imports import checks, moments
from handlers.imports.complaints import Complaints, shown
from handlers.imports.fields import Fields
from handlers.imports.records import ImportedLab, Where

_LATER_LAB = {"provenance", "note", "notes"}
_LATER_ROUND = {"participants", "questions", "provenance", "note", "notes"}


@dataclass(frozen=True)
class Round:
    """A round of a lab. `ordinal` counts from 1 in the order of the file; `event` is the event that it says it is."""

    key: str
    lab_key: str
    ordinal: int
    topic: Words
    day: date | None
    mode: Mode | None
    method: str
    venue_key: str | None
    event: str | None
    at: Where
    event_at: Where
    venue_at: Where


def read_lab(fields: Fields, language: str) -> tuple[ImportedLab, list[Round]]:
    """A lab and its rounds."""
    key = fields.needed("id", checks.key)
    fields.page.complaints.unique("lab", key, fields.where("id"))
    topic = fields.needed_words("topic_", language)
    rounds = [_read_round(row, key, number, topic) for number, row in enumerate(fields.rows("rounds"), 1)]
    fields.close(_LATER_LAB)
    return ImportedLab(key, topic), rounds


def _read_round(fields: Fields, lab_key: str, ordinal: int, topic: Words) -> Round:
    key = fields.needed("id", checks.key)
    fields.page.complaints.unique("round", key, fields.where("id"))
    fields.must_be_there("date")
    found = Round(
        key,
        lab_key,
        ordinal,
        topic,
        fields.given("date", moments.day, None),
        fields.given("mode", checks.mode, None),
        fields.given("method", checks.key, ""),
        fields.given("venue", checks.key, None),
        fields.given("event", checks.key, None),
        fields.where("id"),
        fields.where("event"),
        fields.where("venue"),
    )
    fields.close(_LATER_ROUND)
    return found


class Rounds:
    """The rounds of all labs, and which of them an event has taken."""

    def __init__(self, rounds: Iterable[Round], complaints: Complaints) -> None:
        self._by_key: dict[str, Round] = {}
        self._by_event: dict[str, Round] = {}
        self._complaints = complaints
        self._taken: dict[str, Where] = {}
        for found in rounds:
            self._by_key.setdefault(found.key, found)
            if found.event is not None and self._by_event.setdefault(found.event, found) is not found:
                sentence = T("Another round is the event “{key}” already; correct one.", key=shown(found.event))
                complaints.add(found.event_at, sentence)

    def take(self, event_key: str, round_key: str | None, at: Where) -> Round | None:
        """The round that an event is, by what either of them says; None for an event outside the labs."""
        if round_key is not None and round_key not in self._by_key:
            sentence = T("There is no round “{key}” in this file; correct it, or add the round.", key=shown(round_key))
            self._complaints.add(at, sentence)
            return None
        claimed = self._by_event.get(event_key)
        found = claimed if round_key is None else self._by_key[round_key]
        if found is None:
            return None
        if (claimed is not None and claimed is not found) or found.event not in (None, event_key):
            sentence = T("The round “{key}” and this event name different partners; correct one.", key=shown(found.key))
            self._complaints.add(at, sentence)
            return None
        if (first := self._taken.setdefault(found.key, at)) is not at:
            sentence = T(
                "The event in line {line} is the round “{key}” already; correct one.",
                line=first.line,
                key=shown(found.key),
            )
            self._complaints.add(at, sentence)
        return found

    def left(self, event_keys: Iterable[str]) -> list[Round]:
        """The rounds that are events of their own, after all events have taken theirs."""
        known = set(event_keys)
        for found in self._by_key.values():
            if found.event is not None and found.event not in known:
                sentence = T("There is no event “{key}” in this file; correct it, or add it.", key=shown(found.event))
                self._complaints.add(found.event_at, sentence)
            elif found.key not in self._taken and found.key in known:
                sentence = T(
                    "An event has the id “{key}” too; if it is this round, let it name it with “round:”.",
                    key=shown(found.key),
                )
                self._complaints.add(found.at, sentence)
        return [found for found in self._by_key.values() if found.key not in self._taken]
