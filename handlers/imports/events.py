"""Events of a programme file: those that are written out, and the rounds that nobody wrote out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from bot.model.text import Code, Day, T
from bot.model.values import Mode, Words
from handlers.imports import checks, moments
from handlers.imports.cafes import read_cafe
from handlers.imports.complaints import Complaints, shown
from handlers.imports.fields import Fields
from handlers.imports.labs import Round, Rounds
from handlers.imports.records import ImportedEvent, ImportedQuestion, Where
from handlers.shared.hours import instant

_LATER = {
    "agenda", "attachments", "health_rules", "labs_held_so_far", "note", "notes", "provenance", "registration",
    "sessions", "time_as_written",
}  # fmt: skip
_LATER_ONLINE = {"passcode_in_url"}
_ANY_DAY = date(2000, 1, 1)  # stands in for a day that was complained of


@dataclass(frozen=True)
class Frame:
    """What events take from the rest of the file. `accept_weekdays`: weekdays that do not fit are let pass."""

    zone: str
    language: str
    venues: Collection[str]
    questions: Mapping[str, ImportedQuestion]
    accept_weekdays: bool


def read_event(fields: Fields, frame: Frame, rounds: Rounds) -> ImportedEvent:
    """One event that is written out; what it does not say of itself, its round and the programme say."""
    key = fields.needed("id", checks.key)
    fields.page.complaints.unique("event", key, fields.where("id"))
    of_lab = rounds.take(key, fields.given("round", checks.key, None), fields.where("round"))
    zone = fields.given("timezone", checks.zone, frame.zone)
    day, starts, ends = _hours(fields, zone)
    _compare_with_round(fields, day, of_lab)
    platform, link, passcode = _online(fields)
    found = ImportedEvent(
        key=key,
        lab_key=of_lab.lab_key if of_lab else None,
        ordinal=of_lab.ordinal if of_lab else None,
        kind=fields.given("kind", checks.key, "lab_round" if of_lab else "event"),
        title=_title(fields, frame.language, of_lab),
        day=day or _ANY_DAY,
        starts=starts,
        ends=ends,
        zone=zone,
        mode=fields.given("mode", checks.mode, _usual_mode(of_lab, link)),
        method=fields.given("method", checks.key, of_lab.method if of_lab else ""),
        venue_key=_venue(fields, frame, of_lab),
        language=fields.given("language", checks.language, frame.language),
        place=fields.given("place", checks.line(300), ""),
        deadline=_deadline(fields, zone, day),
        platform=platform,
        link=link,
        passcode=passcode,
        capacity=fields.given("capacity", checks.number(checks.MOST_SEATS), None),
        remind_silent=fields.each("remind_silent", partial(moments.moment, zone=zone)),
        remind_coming=fields.each("remind_coming", partial(moments.moment, zone=zone)),
        release=fields.given("release", partial(moments.moment, zone=zone), None),
        cafe=read_cafe(fields, frame.questions),
        line=fields.at.line,
    )
    _compare_weekday(fields, "date_as_written", "weekday_conflict", day, frame)
    _compare_weekday(fields, "rsvp_deadline_as_written", "rsvp_weekday_conflict", found.deadline, frame)
    fields.close(_LATER)
    return found


def event_of(of_lab: Round, frame: Frame, complaints: Complaints) -> ImportedEvent:
    """A round that no event names: a date without hours, under the round's own id and the topic of its lab."""
    _known_venue(of_lab.venue_key, of_lab.venue_at, frame, complaints)
    return ImportedEvent(
        key=of_lab.key,
        lab_key=of_lab.lab_key,
        ordinal=of_lab.ordinal,
        kind="lab_round",
        title=of_lab.topic,
        day=of_lab.day or _ANY_DAY,
        starts=None,
        ends=None,
        zone=frame.zone,
        mode=of_lab.mode or Mode.PHYSICAL,
        method=of_lab.method,
        venue_key=of_lab.venue_key,
        language=frame.language,
        line=of_lab.at.line,
    )


def _hours(fields: Fields, zone: str) -> tuple[date | None, time | None, time | None]:
    fields.must_be_there("start")
    unknown: tuple[date | None, time | None] = (None, None)
    day, starts = fields.given("start", partial(moments.start, zone=zone), unknown)
    end = fields.given("end", partial(moments.moment, zone=zone), None)
    if day is None or end is None:
        return day, starts, None
    complain = partial(fields.page.complaints.add, fields.where("end"))
    if starts is None:
        complain(T("There is an end but no hour of the start; add the hour to {start}.", start=Code("start")))
    elif instant(end.date(), end.time(), zone) <= instant(day, starts, zone):
        complain(T("The end is not after the start; correct one of them."))
    elif end.date() != day:
        complain(T("An event ends on the day it starts; make an event of each day."))
    return day, starts, end.time()


def _compare_with_round(fields: Fields, day: date | None, of_lab: Round | None) -> None:
    if of_lab is None or None in (day, of_lab.day) or day == of_lab.day:
        return
    sentence = T(
        "The round “{key}” has another date, {day}; correct one of them.",
        key=shown(of_lab.key),
        day=Day(of_lab.day or _ANY_DAY),
    )
    fields.page.complaints.add(fields.where("start"), sentence)


def _online(fields: Fields) -> tuple[str, str, str]:
    online = fields.table("online")
    if online is None:
        return "", "", ""
    found = (
        online.given("platform", checks.line(60), ""),
        online.given("url", checks.link, ""),
        online.given("passcode", checks.passcode, ""),
    )
    online.close(_LATER_ONLINE)
    return found


def _title(fields: Fields, language: str, of_lab: Round | None) -> Words:
    if of_lab is None:
        return fields.needed_words("title_", language)
    return fields.words("title_", language) or of_lab.topic


def _usual_mode(of_lab: Round | None, link: str) -> Mode:
    if of_lab is not None and of_lab.mode is not None:
        return of_lab.mode
    return Mode.ONLINE if link else Mode.PHYSICAL


def _venue(fields: Fields, frame: Frame, of_lab: Round | None) -> str | None:
    own = fields.given("venue", checks.key, None)
    if own is None and of_lab is not None:
        _known_venue(of_lab.venue_key, of_lab.venue_at, frame, fields.page.complaints)
        return of_lab.venue_key
    _known_venue(own, fields.where("venue"), frame, fields.page.complaints)
    return own


def _known_venue(key: str | None, at: Where, frame: Frame, complaints: Complaints) -> None:
    if key is not None and key not in frame.venues:
        complaints.add(at, T("There is no venue “{key}” in this file; correct it, or add the venue.", key=shown(key)))


def _deadline(fields: Fields, zone: str, day: date | None) -> date | None:
    found = fields.given("rsvp_deadline", partial(moments.deadline, zone=zone), None)
    if found is not None and day is not None and found > day:
        sentence = T("The deadline for answers is after the event; correct one of them.")
        fields.page.complaints.add(fields.where("rsvp_deadline"), sentence)
    return found


def _compare_weekday(fields: Fields, written: str, mark: str, day: date | None, frame: Frame) -> None:
    found = fields.scalar(written)
    marked = fields.marked(mark)
    if found is None or day is None or marked or frame.accept_weekdays:
        return
    sentence = moments.weekday_conflict(found.text, day, mark)
    if sentence is not None:
        fields.page.complaints.add(found.at, sentence)
