"""What must fit together in an event: its hours on its day, its deadline before it, a passcode with its link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.model.form import Complaint, Repair
from bot.model.text import Day, T
from handlers.shared.dates import WrittenDay
from handlers.shared.hours import instant, local
from handlers.shared.written import Span, day_repairs, dotted, marked_span, span_on
from storage.events import EventRow


@dataclass(frozen=True)
class Ground:
    """The zone an event is in, story time, and how it stands now if it is changed: what stands is not asked about."""

    zone: str
    now: datetime
    event: EventRow | None = None

    @property
    def today(self) -> date:
        """The day it is where the event is."""
        return local(self.now, self.zone).date()


def check(ground: Ground, values: Mapping[str, Any]) -> dict[str, Complaint]:
    """Complaints by question, each at the later one of those that do not fit."""
    found: dict[str, Complaint | None] = {}
    day: WrittenDay | None = values.get("day")
    hours: Span | None = values.get("hours")
    deadline: WrittenDay | None = values.get("deadline")
    if day is not None and hours is not None:
        found["hours"] = span_on(day.day, hours, ground.zone) or _begun(ground, day.day, hours)
    if day is not None and deadline is not None:
        found["deadline"] = _deadline(ground, day.day, deadline)
    if values.get("passcode") and "link" in values and not values["link"]:
        found["passcode"] = Complaint(T("A passcode is of use only with its meeting link. Please give the link first."))
    return {name: complaint for name, complaint in found.items() if complaint is not None}


def _begun(ground: Ground, day: date, hours: Span) -> Complaint | None:
    """An event of today whose start has passed."""
    if day != ground.today or hours.starts is None or hours.meant or _stands(ground, day, hours):
        return None
    if instant(day, hours.starts.replace(fold=hours.fold), ground.zone) > ground.now:
        return None
    keep = f"{marked_span(day, hours.starts, hours.ends, hours.fold, ground.zone)}!"
    return Complaint(T("At this time it would have begun already."), Repair(T("Keep it all the same"), keep))


def _stands(ground: Ground, day: date, hours: Span) -> bool:
    event = ground.event
    return event is not None and (event.day, event.starts, event.ends) == (day, hours.starts, hours.ends)


def _deadline(ground: Ground, day: date, deadline: WrittenDay) -> Complaint | None:
    """After the event is an error; on its day, or in the past, is asked about."""
    earlier = day - timedelta(days=1)
    offered = day_repairs([earlier] if earlier >= ground.today or day < ground.today else [])
    if deadline.day > day:
        return Complaint(T("The deadline would be after the event, which is on {day}.", day=Day(day)), *offered)
    stands = ground.event is not None and (ground.event.day, ground.event.deadline) == (day, deadline.day)
    if deadline.meant or stands or day < ground.today:
        return None
    keep = Repair(T("Keep {day}", day=Day(deadline.day)), f"{dotted(deadline.day)}!")
    if deadline.day == day:
        return Complaint(T("The deadline is on the day of the event itself. Is that what you mean?"), *offered, keep)
    if deadline.day < ground.today:
        return Complaint(T("{day} has passed, so every answer would be late.", day=Day(deadline.day)), keep)
    return None
