"""Days as people write them: dd.mm.yyyy, ISO, or with a named month, with or without a weekday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from handlers.shared.weekdays import existing_day, folded, month_named, weekday_candidates, weekday_named

__all__ = ["NotADay", "Trouble", "WrittenDay", "weekday_candidates", "written_day"]

Trouble = Literal["unreadable", "impossible", "ambiguous", "no_year"]


class NotADay(ValueError):
    """The text is not one certain day.

    `kind` is `unreadable`; `impossible` (31.02.2021); `no_year` (12.02, 12.02.21); or `ambiguous`: to be asked, with
    what it may mean in `candidates`, even when that is one day only. `text` is what was written.
    """

    def __init__(self, kind: Trouble, text: str, candidates: tuple[date, ...] = ()) -> None:
        super().__init__(kind, text, candidates)
        self.kind = kind
        self.text = text
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day somebody wrote.

    `weekday` is the one written (0 = Monday), None without; `candidates` are the repairs when it is not the day's own,
    else empty; `meant` says that the writer insists on the date (a trailing "!").
    """

    day: date
    weekday: int | None
    meant: bool
    candidates: tuple[date, ...]

    @property
    def in_conflict(self) -> bool:
        """Whether the writer must still choose: the weekday does not fit, and nobody insisted."""
        return bool(self.candidates) and not self.meant


@dataclass(frozen=True, slots=True)
class _Reading:
    """The numbers found: the year as written, and (month, day) in each order in which they can be read."""

    year: str | None
    orders: tuple[tuple[int, int], ...]
    unusual: bool = False


_LONGEST = 120  # characters: no day is longer, and the patterns need not be tried on a whole message
_YEARS = range(1000, 9999)  # four digits, and a tomorrow in every zone
_YEAR_DIGITS = 4
_LEAP_YEAR = 2000  # has every day that any year has

_WRITTEN = re.compile(
    r"(?P<before>(?:inainte de|before)\b ?)?"
    r"(?:(?:pana|pina|cel (?:mai )?tarziu|la|in|pe|data|ziua|sfarsitul|zilei|de|"
    r"until|till|by|on|no later than|the|end|of)\b[ :,]*)*"
    r"(?P<body>.*?)"
    r"(?P<after>(?: ?(?:\(?(?:inclusive?|incl|exclusive?)\b\.?\)?|[!.,;]))* ?)"
)
_WEEKDAY_FIRST = re.compile(r"([a-z]+)[ .,:-]+(?:the )?(.+)")
_WEEKDAY_LAST = re.compile(r"(.+?)[ ,(]+([a-z]+)\.?\)?")

_YEAR_AFTER = r"([0-9]{4}|[0-9]{2})"
_DOTTED = re.compile(rf"([0-9]{{1,2}}) ?\. ?([0-9]{{1,2}})(?: ?\. ?{_YEAR_AFTER})?")
_SLASHED = re.compile(rf"([0-9]{{1,2}}) ?([/-]) ?([0-9]{{1,2}})(?: ?\2 ?{_YEAR_AFTER})?")
_YEAR_FIRST = re.compile(r"([0-9]{4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})")
_MONTH_LAST = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[ .-]*(?:of )?([a-z]+)[ .,-]*{_YEAR_AFTER}?")
_MONTH_FIRST = re.compile(rf"([a-z]+)[ .]*([0-9]{{1,2}})(?:st|nd|rd|th)?(?:[ ,]+{_YEAR_AFTER})?")


def written_day(text: str) -> WrittenDay:
    """The day that a text names, Romanian or English, with or without accents; "până", "by the end of" and "(inclusiv)"
    change nothing, for a deadline includes its day.

    Raises `NotADay`. An exclusive "înainte de 12.02.2021" is `ambiguous`: its candidate is the last day that counts.
    """
    plain = folded(text)
    match = _WRITTEN.fullmatch(plain) if len(plain) <= _LONGEST else None
    weekday, reading = _weekday_and_reading(match["body"]) if match else (None, None)
    if match is None or reading is None:
        raise NotADay("unreadable", text)
    day = _settled(reading, text)
    repairs = () if weekday is None else weekday_candidates(day, weekday)
    written = WrittenDay(day, weekday, "!" in match["after"], repairs)
    if match["before"] or "exclusiv" in match["after"]:
        limits = written.candidates if written.in_conflict else (day,)
        raise NotADay("ambiguous", text, tuple(limit - timedelta(days=1) for limit in limits))
    return written


def _weekday_and_reading(body: str) -> tuple[int | None, _Reading | None]:
    # The whole first: in "mar 3 2020" the word is March, in "mar 3 mar 2020" it is marți.
    if reading := _reading(body):
        return None, reading
    if (match := _WEEKDAY_FIRST.fullmatch(body)) and (weekday := weekday_named(match[1])) is not None:
        return weekday, _reading(match[2])
    if (match := _WEEKDAY_LAST.fullmatch(body)) and (weekday := weekday_named(match[2])) is not None:
        return weekday, _reading(match[1])
    return None, None


def _reading(body: str) -> _Reading | None:
    if match := _DOTTED.fullmatch(body):
        return _Reading(match[3], ((int(match[2]), int(match[1])),))
    if match := _SLASHED.fullmatch(body):
        first, second = int(match[1]), int(match[3])
        return _Reading(match[4], ((second, first), (first, second)), unusual=True)
    if match := _YEAR_FIRST.fullmatch(body):
        return _Reading(match[1], ((int(match[3]), int(match[4])),), unusual=match[2] != "-")
    if (match := _MONTH_LAST.fullmatch(body)) and (month := month_named(match[2])):
        return _Reading(match[3], ((month, int(match[1])),))
    if (match := _MONTH_FIRST.fullmatch(body)) and (month := month_named(match[1])):
        return _Reading(match[3], ((month, int(match[2])),))
    return None


def _settled(reading: _Reading, text: str) -> date:
    complete = reading.year if reading.year and len(reading.year) == _YEAR_DIGITS else None
    year = int(complete or _LEAP_YEAR)
    found = (existing_day(year, month, number) for month, number in reading.orders)
    days = tuple(dict.fromkeys(day for day in found if day is not None))
    if not days or year not in _YEARS:
        raise NotADay("impossible", text)
    if complete is None:
        raise NotADay("no_year", text)
    if reading.unusual:
        raise NotADay("ambiguous", text, days)
    return days[0]
