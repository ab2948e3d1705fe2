"""Calendar entries as iCalendar bytes (RFC 5545), for a person to open as a file or for a calendar to fetch.

A file carries METHOD (RFC 5546). An entry and its later versions are PUBLISH: posted to somebody who may put it into
their calendar, without attendees, so that no calendar offers to accept it or writes an e-mail to anybody, as REQUEST
would have it. What was published is cancelled by CANCEL, under the same UID and with a higher SEQUENCE (3.2.1, 3.2.5);
STATUS:CANCELLED says the same to the many calendars that open files without looking at METHOD. Both methods demand an
ORGANIZER: its name is the programme's, its address one that can never exist (RFC 2606).

What a calendar fetches is no message between calendars but a state: it has no METHOD, and so DTSTAMP is when an entry
was last revised (RFC 5545, 3.8.7.2), which keeps the bytes the same until something has changed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar

from handlers.shared.calendar_zones import zone_definition
from handlers.shared.hours import local, twice

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Sfat//Sfat//EN"
NOBODY = "mailto:nobody@sfat.invalid"
FETCHED_EVERY = timedelta(hours=1)
# Text may hold no control character but the tab and, escaped, the line break (RFC 5545, 3.3.11).
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class State(StrEnum):
    """STATUS of an event, for the one person whose calendar it is."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Hours:
    """From when to when (instants, UTC), on the clock of an IANA zone."""

    begins: datetime
    ends: datetime
    zone: str


@dataclass(frozen=True)
class Entry:
    """One event as one person's calendar shows it, in their language.

    `when` is a whole day (the event's own, wherever its reader is) or hours. Of two entries with one `uid` the one with
    the greater `sequence` holds. `changed_at` is UTC.
    """

    uid: UUID
    sequence: int
    state: State
    when: date | Hours
    changed_at: datetime
    title: str
    place: str
    about: str
    organiser: str


def entry_file(entry: Entry, made_at: datetime) -> bytes:
    """A file that puts the entry into a calendar, brings it up to date there, or cancels it. `made_at` is UTC."""
    method = "CANCEL" if entry.state is State.CANCELLED else "PUBLISH"
    return _calendar([entry], _event(entry, made_at), method=method)


def feed_file(entries: Sequence[Entry], name: str) -> bytes:
    """All of a person's entries as a calendar called `name`, to be fetched again and again."""
    return _calendar(entries, *(_event(entry, entry.changed_at) for entry in entries), name=name)


def _calendar(entries: Iterable[Entry], *events: "icalendar.Event", method: str = "", name: str = "") -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    if name:
        calendar.add("NAME", _Written(name), encode=False)  # RFC 7986, 5.1; the next is what calendars knew before
        calendar.add("X-WR-CALNAME", _Written(name), encode=False)
        calendar.add("REFRESH-INTERVAL", icalendar.vDuration(FETCHED_EVERY), parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", icalendar.vDuration(FETCHED_EVERY))
    for zone, days in _days_by_zone(entries).items():
        calendar.add_component(zone_definition(zone, min(days), max(days)))
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _days_by_zone(entries: Iterable[Entry]) -> dict[str, list[date]]:
    """The zones whose clocks are referred to, each with the days on which they are."""
    found: dict[str, list[date]] = {}
    for entry in entries:
        for at in _times(entry.when):
            if isinstance(at, datetime) and isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key != "UTC":
                found.setdefault(at.tzinfo.key, []).append(at.date())
    return found


def _event(entry: Entry, stamp: datetime) -> "icalendar.Event":
    event = icalendar.Event()
    event.add("UID", str(entry.uid))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", stamp)
    event.add("LAST-MODIFIED", entry.changed_at)
    begins, ends = _times(entry.when)
    event.add("DTSTART", begins)
    event.add("DTEND", ends)
    event.add("SUMMARY", _Written(_one_line(entry.title)), encode=False)
    if entry.place:
        event.add("LOCATION", _Written(_one_line(entry.place)), encode=False)
    if entry.about:
        event.add("DESCRIPTION", _Written(entry.about), encode=False)
    event.add("STATUS", entry.state.value)
    event.add("TRANSP", "TRANSPARENT" if entry.state is State.CANCELLED else "OPAQUE")
    organiser = icalendar.vCalAddress(NOBODY)
    organiser.params["CN"] = _CONTROL.sub(" ", entry.organiser).replace('"', "'")  # no escape for it (RFC 5545, 3.2)
    event.add("ORGANIZER", organiser)
    return event


def _times(when: date | Hours) -> tuple[date, date]:
    """DTSTART and DTEND: days, local times with their zone, or UTC.

    Of a local time that comes twice the standard always means the first (3.3.5): the second can only be told in UTC.
    """
    if not isinstance(when, Hours):
        return when, when + timedelta(days=1)
    times = [local(at, when.zone) for at in (when.begins, when.ends)]
    if any(at.fold and twice(at.date(), at.time(), when.zone) for at in times):
        return when.begins, when.ends
    return times[0], times[1]


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _Written(str):
    r"""Text as people wrote it. The library's own kind takes a written `\N` for a line break."""

    def to_ical(self) -> bytes:
        r"""Escaped; whatever ends a line, as `\n`; without other control characters."""
        lines = (_CONTROL.sub("", line) for line in self.splitlines())
        return "\n".join(lines).translate(_ESCAPED).encode()
