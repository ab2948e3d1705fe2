"""Which deadlines an event has. Called whenever the event was made, changed, moved or cancelled."""

from datetime import datetime, time, timedelta

from bot.core import Desk
from bot.model.values import EventState
from handlers.shared.events import closed_from, local_time
from handlers.shared.hours import Gap, instant
from storage import events
from storage.events import EventRow

SILENT, CLOSED = "rsvp.reminder", "rsvp.closed"
COMING, RELEASE = "event.reminder", "access.release"
MORNING = time(10)


async def plan(desk: Desk, event: EventRow) -> None:
    """Set the event's deadlines anew; what has fired does not fire again, a cancelled event has none."""
    number = event.id or 0
    alive = event.state is EventState.OPEN
    await desk.schedule(SILENT, number, times=_spans(_silent(event), event.closes_at, desk.now) if alive else [])
    await desk.schedule(COMING, number, times=_spans(_coming(event), event.begins_at, desk.now) if alive else [])
    await desk.schedule(CLOSED, number, times=_closing(event, desk.now) if alive else [])
    secret = await events.secret(desk.db, number)
    release = [(secret.release_at, event.ends_at)] if secret is not None and alive else []
    await desk.schedule(RELEASE, number, times=[span for span in release if span[0] > desk.now])


def useful_until(kind: str, event: EventRow, now: datetime) -> datetime:
    """Until when a reminder that goes out now is worth sending: to the next one of its kind, or to the start."""
    dues = _silent(event) if kind == SILENT else _coming(event)
    return min((due for due in dues if due > now), default=event.begins_at)


def _silent(event: EventRow) -> list[datetime]:
    """Two days before the deadline's day and on it, at ten in the event's zone, unless the event says otherwise."""
    if event.remind_silent is not None:
        return [local_time(event, written) for written in event.remind_silent]
    if event.deadline is None:
        return []
    return [instant(event.deadline - timedelta(days=days), MORNING, event.zone) for days in (2, 0)]


def _closing(event: EventRow, now: datetime) -> list[tuple[datetime, datetime | None]]:
    """When the deadline passes, if that is ahead and before the start."""
    closed = closed_from(event)
    return [] if closed is None or not now < closed < event.begins_at else [(closed, event.begins_at)]


def _coming(event: EventRow) -> list[datetime]:
    """One day and one hour before the start, unless the event says otherwise."""
    if event.remind_coming is not None:
        return [local_time(event, written) for written in event.remind_coming]
    if event.starts is None:
        return [instant(event.day - timedelta(days=1), MORNING, event.zone)]
    return [_day_before(event, event.starts), event.begins_at - timedelta(hours=1)]


def _day_before(event: EventRow, starts: time) -> datetime:
    """The same hour of the day before, whatever the clocks did that night."""
    day, hour = event.day - timedelta(days=1), starts.replace(fold=event.fold)
    try:
        return instant(day, hour, event.zone)
    except Gap as gap:
        return instant(gap.after_day, gap.after, event.zone)


def _spans(dues: list[datetime], end: datetime | None, now: datetime) -> list[tuple[datetime, datetime | None]]:
    """Each is of use until the next one, the last until `end`: after a long absence nobody gets two at once."""
    ahead = sorted(due for due in set(dues) if due > now and (end is None or due < end))
    return list(zip(ahead, [*ahead[1:], end], strict=True)) if ahead else []
