"""A strict reader of iCalendar bytes: it takes what RFC 5545 says and nothing else, and fails on everything else."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.card import Document
from tests.room import Seat

LONGEST = 75  # octets of a line without its end (3.1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARAMETER = r'[A-Z-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
_LINE = re.compile(rf"([A-Z-]+)((?:;{_PARAMETER})*):([^\x00-\x08\x0a-\x1f\x7f]*)")
_ESCAPE = re.compile(r"\\(.?)")
_PLAIN = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}


@dataclass
class Part:
    """A component: its properties as (parameters, raw value) by name, and the components in it."""

    name: str
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The raw value of a property that stands there exactly once."""
        ((_, value),) = self.lines[name]
        return value

    def parameters(self, name: str) -> str:
        """The parameters of such a property, as they are written."""
        ((parameters, _),) = self.lines[name]
        return parameters

    def text(self, name: str) -> str:
        """The value of a TEXT property, its escapes resolved (3.3.11)."""
        raw = self.one(name)
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", raw), f"an unescaped sign in {raw!r}"
        return _ESCAPE.sub(lambda found: _PLAIN[found[1]], raw)

    def all(self, name: str) -> list["Part"]:
        """The components of a name."""
        return [part for part in self.parts if part.name == name]

    @property
    def event(self) -> "Part":
        """The only event."""
        (event,) = self.all("VEVENT")
        return event


def read(content: bytes) -> Part:
    """The calendar in a file. Fails where a byte is not as the standard wants it."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b""), "lines end with CRLF"
    written = content.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= LONGEST for line in written), "a line is too long, or empty"
    lines = [line.decode() for line in written]  # each by itself: no character is cut in two
    root = Part("")
    stack = [root]
    for line in "\r\n".join(lines).replace("\r\n ", "").split("\r\n"):
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, parameters, value = found.groups()
        if name == "BEGIN":
            stack.append(Part(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            stack[-1].lines.setdefault(name, []).append((parameters, value))
    assert stack == [root] and len(root.parts) == 1 and root.parts[0].name == "VCALENDAR"
    return root.parts[0]


def offset_at(zone: Part, at: datetime) -> timedelta:
    """What a VTIMEZONE says of an instant (UTC): by the last onset before it, each on the clock of before (3.6.5)."""
    onsets = [(onset - _offset(part, "FROM"), _offset(part, "TO")) for part in zone.parts for onset in _onsets(part)]
    return max((onset, offset) for onset, offset in onsets if onset <= at.replace(tzinfo=None))[1]


def _offset(part: Part, which: str) -> timedelta:
    sign, hour, minute = re.fullmatch(r"([+-])(\d\d)(\d\d)", part.one(f"TZOFFSET{which}")).groups()  # type: ignore[union-attr]  # else it fails, as it should
    return (1 if sign == "+" else -1) * timedelta(hours=int(hour), minutes=int(minute))


def _onsets(part: Part) -> list[datetime]:
    first = datetime.fromisoformat(part.one("DTSTART"))
    if "RDATE" in part.lines:
        return [first, *(datetime.fromisoformat(one) for one in part.one("RDATE").split(","))]
    if "RRULE" not in part.lines:
        return [first]
    place, weekday, month = re.fullmatch(r"FREQ=YEARLY;BYDAY=(-?\d)(\w\w);BYMONTH=(\d+)", part.one("RRULE")).groups()  # type: ignore[union-attr]  # else it fails, as it should
    months = [calendar.Calendar().itermonthdates(year, int(month)) for year in range(first.year, first.year + 30)]
    days = [[day for day in one if (day.month, day.weekday()) == (int(month), DAYS.index(weekday))] for one in months]
    return [datetime.combine(one[int(place) - (int(place) > 0)], first.time()) for one in days]


def files(seat: Seat) -> list[Document]:
    """The files that stand in a chat, the oldest first."""
    return [document for message in seat.messages for document in message.drawn.documents]


def newest(seat: Seat) -> Part:
    """The calendar in the newest file of a chat."""
    return read(files(seat)[-1].content)
