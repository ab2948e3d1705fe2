"""VTIMEZONE: what a zone's clock does around the events of a calendar (RFC 5545, 3.6.5).

The library's own definitions write the onset of summer time as the hour after the jump; the standard wants it on the
clock of before (`TZOFFSETFROM`), and a reader that keeps to it would be an hour wrong just then. So they are made here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

import icalendar

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY, _WEEK, _SECOND = timedelta(days=1), timedelta(weeks=1), timedelta(seconds=1)


@dataclass(frozen=True, order=True)
class _Clock:
    """From which offset to which a clock goes, what its time is called then, and whether that is summer time."""

    before: timedelta
    after: timedelta
    name: str
    summer: bool


@dataclass(frozen=True)
class _Onset:
    """When a clock begins to go so, on the clock of before (naive)."""

    at: datetime
    clock: _Clock


def zone_definition(zone: str, first: date, last: date) -> "icalendar.Timezone":
    """The definition of an IANA zone that is right from the day `first` to the day `last`, under its own name."""
    definition = icalendar.Timezone()
    definition.add("TZID", zone)
    years = range(max(first.year - 1, MINYEAR), min(last.year + 1, MAXYEAR - 1) + 1)
    for clock, onsets in _clocks(zone, years):
        definition.add_component(_observance(clock, onsets, years))
    return definition


@lru_cache(maxsize=256)
def _clocks(zone: str, years: range) -> tuple[tuple[_Clock, tuple[datetime, ...]], ...]:
    """How the clock goes in these years, each way with its onsets. No event lies in the first of the years."""
    start, end = datetime(years[0], 1, 1, tzinfo=UTC), datetime(years[-1], 12, 31, tzinfo=UTC)
    onsets = list(_onsets(zone, start, end))
    if not any(onset.at.year == years[0] for onset in onsets):
        offset, name = _reading(start, zone)
        onsets.append(_Onset((start + offset).replace(tzinfo=None), _Clock(offset, offset, name, summer=False)))
    grouped = groupby(sorted(onsets, key=lambda onset: onset.clock), key=lambda onset: onset.clock)
    found = [(clock, tuple(sorted(onset.at for onset in group))) for clock, group in grouped]
    return tuple(sorted(found, key=lambda one: one[1][0]))


def _onsets(zone: str, start: datetime, end: datetime) -> Iterator[_Onset]:
    """Every change of the clock between two instants. No zone changes its clock twice within a day."""
    at = start
    while at < end:
        before, after = _reading(at, zone)[0], _reading(at + _DAY, zone)[0]
        if before != after:
            change = _first_with(after, zone, at, at + _DAY)
            offset, name = _reading(change, zone)
            summer = bool(change.astimezone(ZoneInfo(zone)).dst()) and after > before
            yield _Onset((change + before).replace(tzinfo=None), _Clock(before, offset, name, summer))
        at += _DAY


def _first_with(offset: timedelta, zone: str, still: datetime, changed: datetime) -> datetime:
    """The second in which the clock has this offset for the first time."""
    while changed - still > _SECOND:
        middle = still + (changed - still) // (2 * _SECOND) * _SECOND
        still, changed = (still, middle) if _reading(middle, zone)[0] == offset else (middle, changed)
    return changed


def _reading(at: datetime, zone: str) -> tuple[timedelta, str]:
    local = at.astimezone(ZoneInfo(zone))
    return local.utcoffset() or timedelta(), local.tzname() or zone


def _observance(clock: _Clock, onsets: tuple[datetime, ...], years: range) -> "icalendar.Component":
    """One way the clock goes: by a yearly rule where these years keep one, else date by date."""
    observance = icalendar.TimezoneDaylight() if clock.summer else icalendar.TimezoneStandard()
    observance.DTSTART = onsets[0]
    observance.TZOFFSETFROM, observance.TZOFFSETTO = clock.before, clock.after
    observance.add("TZNAME", clock.name)
    day = _day_of_the_year(onsets) if [onset.year for onset in onsets] == list(years) else ""
    if day:
        observance.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": day})
    elif onsets[1:]:
        observance.add("RDATE", list(onsets[1:]))
    return observance


def _day_of_the_year(onsets: tuple[datetime, ...]) -> str:
    """`-1SU`: the last Sunday of the month, `2SU`: its second one; "" when the onsets keep no such rule."""
    if len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1:
        return ""
    weekday = _DAYS[onsets[0].weekday()]
    if all((onset + _WEEK).month != onset.month for onset in onsets):
        return f"-1{weekday}"
    places = {(onset.day - 1) // 7 + 1 for onset in onsets}
    return f"{places.pop()}{weekday}" if len(places) == 1 else ""
