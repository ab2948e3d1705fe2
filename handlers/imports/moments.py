"""Dates and times of a programme file: ISO, checked against the clock of their zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.text import Code, Day, Sentence, T, join
from handlers.imports.checks import Wrong
from handlers.imports.complaints import shown
from handlers.shared.dates import NotADay, written_day
from handlers.shared.hours import Gap, instant, twice

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?(?: ?(Z|z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_YEARS = range(1900, 3000)
_LAST = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What stands there: a day, and perhaps a time, and perhaps how far that is from UTC."""

    day: date
    at: time | None
    offset: timedelta | None


def day(text: str) -> date:
    """A date alone: `2021-02-17`. Raises `Wrong`."""
    stamp = _stamp(text)
    if stamp.at is not None:
        raise Wrong(T("“{text}” has an hour; write the date alone.", text=shown(text)))
    return stamp.day


def start(text: str, zone: str) -> tuple[date, time | None]:
    """When an event begins on the clock of its zone; `fold` says which of two equal times. None: a date alone.

    A time with an offset must be one that the zone's clock shows. Raises `Wrong`.
    """
    stamp = _stamp(text)
    return stamp.day, None if stamp.at is None else _on_the_clock(stamp, stamp.at, zone)


def moment(text: str, zone: str) -> datetime:
    """A local date and time, without offset in the result. Raises `Wrong`."""
    begun, at = start(text, zone)
    if at is None:
        raise Wrong(T("“{text}” has no hour; write it like 2021-02-17T10:00.", text=shown(text)))
    return datetime.combine(begun, at)


def deadline(text: str, zone: str) -> date:
    """The last day on which answers count: a date, or its last second. Raises `Wrong`."""
    stamp = _stamp(text)
    if stamp.at not in (None, _LAST):
        raise Wrong(T("A deadline includes its whole day; write the date alone instead of “{text}”.", text=shown(text)))
    if stamp.at is not None and stamp.offset is not None:
        _on_the_clock(stamp, stamp.at, zone)
    return stamp.day


def weekday_conflict(written: str, meant: date, mark: str) -> Sentence | None:
    """What to say when the text of a document names a weekday that fits neither its own date nor the one it became.

    A text that is no certain date says nothing. `mark` is the key by which the file may say that it knows.
    """
    try:
        found = written_day(written)
    except NotADay:
        return None
    if not found.in_conflict or found.weekday == meant.weekday():
        return None
    return T(
        "“{written}” names another weekday than its date has: {day}. Perhaps meant: {candidates}. "
        "Correct the date, mark it with {mark}, or import with {option}.",
        written=shown(written),
        day=Day(found.day),
        candidates=join(*(Day(candidate) for candidate in found.candidates), between="; "),
        mark=Code(mark),
        option=Code("--accept-weekdays"),
    )


def _stamp(text: str) -> _Stamp:
    match = _ISO.fullmatch(text)
    if match is None:
        sentence = T("“{text}” is no date; write it like 2021-02-17, or 2021-02-17T11:00:00+02:00.", text=shown(text))
        raise Wrong(sentence)
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
        at = None if match[4] is None else time(int(match[4]), int(match[5]), int(match[6] or 0))
        offset = None if match[7] is None else _offset(match[7])
    except ValueError:
        raise Wrong(T("“{text}” is not in the calendar or on the clock; correct it.", text=shown(text))) from None
    if found.year not in _YEARS:
        raise Wrong(T("“{text}” is not of our time; correct the year.", text=shown(text)))
    return _Stamp(found, at, offset)


def _offset(text: str) -> timedelta:
    if text in ("Z", "z"):
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    return (-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes)


def _on_the_clock(stamp: _Stamp, at: time, zone: str) -> time:
    """The time with the fold that its offset asks for."""
    _refuse_gap(stamp.day, at, zone)
    both = twice(stamp.day, at, zone)
    if stamp.offset is None:
        if both:
            sentence = T(
                "{time} happens twice on that day in {zone}; add {first} or {second}.",
                time=f"{at:%H:%M}",
                zone=zone,
                first=_shown(_zone_offset(stamp.day, at, zone)),
                second=_shown(_zone_offset(stamp.day, at.replace(fold=1), zone)),
            )
            raise Wrong(sentence)
        return at
    for candidate in (at, at.replace(fold=1)) if both else (at,):
        if _zone_offset(stamp.day, candidate, zone) == stamp.offset:
            return candidate
    raise Wrong(
        T(
            "The offset is {written}, but in {zone} it is {right} then; correct the offset or the time zone.",
            written=_shown(stamp.offset),
            zone=zone,
            right=_shown(_zone_offset(stamp.day, at, zone)),
        )
    )


def _refuse_gap(on: date, at: time, zone: str) -> None:
    try:
        instant(on, at, zone)
    except Gap as gap:
        sentence = T(
            "The clocks of {zone} jump over {time} on that day; write {before} or {after}.",
            zone=zone,
            time=f"{at:%H:%M}",
            before=f"{gap.before:%H:%M}",
            after=f"{gap.after:%H:%M}",
        )
        raise Wrong(sentence) from None


def _zone_offset(on: date, at: time, zone: str) -> timedelta:
    return datetime.combine(on, at, ZoneInfo(zone)).utcoffset() or timedelta()


def _shown(offset: timedelta) -> str:
    seconds = int(abs(offset).total_seconds())
    exact = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{'-' if offset < timedelta() else '+'}{seconds // 3600:02}:{seconds // 60 % 60:02}{exact}"
