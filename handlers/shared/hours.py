"""Hours as people write them, and the instants they are in a zone, across the days on which clocks are changed.

Instants are aware datetimes in UTC. A zone is an IANA name; an unknown one raises what `zoneinfo.ZoneInfo` raises.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.shared.weekdays import folded


class NotAnHour(ValueError):
    """The text names no hour of the day; `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Gap(ValueError):
    """The clock jumps over this local time. `before` and `after` are the same time moved back and forth by the jump;
    `before_day` and `after_day` are their days, which differ from the one asked for when the jump is at midnight."""

    def __init__(self, before: datetime, after: datetime) -> None:
        super().__init__(before, after)
        self.before, self.before_day = before.time(), before.date()
        self.after, self.after_day = after.time(), after.date()


_Parts = tuple[str | None, ...]  # hour, minute, "a" or "p", which of two

_HOUR = r"(?:(?:ora|orele):? )?([0-9]{1,2})(?: ?[:.h] ?([0-9]{2}))?(?: ?([ap])\.? ?m\b\.?)?(?: ?\(([12])\))?"
_LEAD = r"(?:(?:de la|from|incepand (?:cu|de la|la)|starting (?:at|from)|la|at) )?"
_LOCAL = r"(?:,? ?\(?(?:ora locala|local time)\)?)?"
_SPAN = re.compile(rf"{_LEAD}{_HOUR}(?: ?(?:-|to|la|pana la|pana|until|till) ?{_HOUR})?{_LOCAL}")
_BETWEEN = re.compile(rf"(?:intre|between) {_HOUR} ?(?:-|si|and) ?{_HOUR}{_LOCAL}")


def written_hours(text: str) -> tuple[time, time | None]:
    """Start and, when written, end: `13.15-15.30`, `de la 11 la 13:30`, `ora 11`, `1-3 pm`; see `written_hour`.

    The end may be before the start (past midnight): whoever asked decides. Raises `NotAnHour`.
    """
    start, end = _parts(text)
    if end is None:
        return _hour(start, text), None
    if bool(start[2]) == bool(end[2]):
        return _hour(start, text), _hour(end, text)
    if start[2]:  # "11 am-1": nobody can say which half of the day the end is in
        raise NotAnHour(text)
    closing = _hour(end, text)
    return _hour_up_to(start, closing, text), closing


def written_hour(text: str) -> time:
    """One hour: `11`, `9.05`, `11: 00`, `începând cu ora 11`, `1:15 pm`, `13:15 (ora locală)`.

    `03:30 (2)` is the second of two equal hours and has `fold` 1; `(1)` has 0, as has an hour without a mark: see
    `says_which`. Raises `NotAnHour`.
    """
    start, end = _parts(text)
    if end is not None:
        raise NotAnHour(text)
    return _hour(start, text)


def says_which(text: str) -> bool:
    """Whether an hour carries `(1)` or `(2)`, so that nobody need ask which of two it is. Raises `NotAnHour`."""
    start, end = _parts(text)
    return bool(start[3] or (end and end[3]))


def _parts(text: str) -> tuple[_Parts, _Parts | None]:
    plain = folded(text).rstrip(" ,;.")
    match = _SPAN.fullmatch(plain) or _BETWEEN.fullmatch(plain)
    if match is None:
        raise NotAnHour(text)
    found = match.groups()
    return found[:4], found[4:] if found[4] else None


def _hour(parts: _Parts, text: str) -> time:
    number, minute, half, which = parts
    hour = int(number or 0)
    if half:
        if not 1 <= hour <= 12:
            raise NotAnHour(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or int(minute or 0) > 59:
        raise NotAnHour(text)
    return time(hour, int(minute or 0), fold=1 if which == "2" else 0)


def _hour_up_to(start: _Parts, end: time, text: str) -> time:
    """The start of "1-3 pm" or "11-1 pm": in the half of the day that makes the shorter meeting."""
    written = _hour(start, text)
    if written.hour not in range(1, 13):
        return written
    morning, afternoon = (written.replace(hour=written.hour % 12 + half) for half in (0, 12))
    return min(morning, afternoon, key=lambda at: (60 * (end.hour - at.hour) + end.minute - at.minute) % (24 * 60))


def instant(day: date, at: time, zone: str) -> datetime:
    """A local time in UTC; of one that happens twice the second with `at.fold` 1, else the first. Raises `Gap`."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    if _exists(wall):
        return wall.astimezone(UTC)
    # PEP 495: fold 0 reads a missing time on the clock of before the jump, fold 1 on the one of after it.
    before, after = (local(wall.replace(fold=fold).astimezone(UTC), zone) for fold in (1, 0))
    raise Gap(before, after)


def twice(day: date, at: time, zone: str) -> bool:
    """Whether this local time happens twice on that day, because the clock is put back."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return wall.replace(fold=0).astimezone(UTC) < wall.replace(fold=1).astimezone(UTC)


def last_second(day: date, zone: str) -> datetime:
    """The last second that is still this day in the zone: a deadline includes its day.

    Mostly 23:59:59; the second of two such; or the second before the clock jumps over midnight. Of a day that a zone
    left out altogether (Apia, 30.12.2011) the last second before it.
    """
    wall = datetime.combine(day, time(23, 59, 59, fold=1), ZoneInfo(zone))
    if _exists(wall):
        return wall.astimezone(UTC)
    still, over = wall.astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    offset = local(still, zone).utcoffset()
    while over - still > timedelta(seconds=1):
        middle = still + (over - still) // timedelta(seconds=2) * timedelta(seconds=1)
        still, over = (middle, over) if local(middle, zone).utcoffset() == offset else (still, middle)
    return still


def _exists(wall: datetime) -> bool:
    return wall.astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


def local(at_utc: datetime, zone: str) -> datetime:
    """The instant on the zone's clock. Raises ValueError for a datetime without offset, which is no instant."""
    if at_utc.utcoffset() is None:
        raise ValueError(f"{at_utc} has no offset")
    return at_utc.astimezone(ZoneInfo(zone))


def clock_differs(at_utc: datetime, zone_a: str, zone_b: str) -> bool:
    """Whether the clocks of two zones show different times at an instant, so that the reader's must be shown too."""
    return local(at_utc, zone_a).utcoffset() != local(at_utc, zone_b).utcoffset()
