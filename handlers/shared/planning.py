"""Which deadlines an event has. Called whenever the event was made, changed, moved or cancelled."""

from datetime import datetime, time, timedelta

from bot.core import Desk
from bot.model.values import EventState
from handlers.shared.events import local_time
from handlers.shared.hours import instant
from storage import events
from storage.events import EventRow

SILENT, COMING, RELEASE = "rsvp.reminder", "event.reminder", "access.release"
MORNING = time(10)


async def plan(desk: Desk, event: EventRow) -> None:
    """Set the event's deadlines anew; what has fired does not fire again, a cancelled event has none."""
    number = event.id or 0
    alive = event.state is EventState.OPEN
    await desk.schedule(SILENT, number, times=_spans(_silent(event), event.closes_at, desk.now) if alive else [])
    await desk.schedule(COMING, number, times=_spans(_coming(event), event.begins_at, desk.now) if alive else [])
    secret = await events.secret(desk.db, number)
    release = [(secret.release_at, event.ends_at)] if secret is not None and alive else []
    await desk.schedule(RELEASE, number, times=[span for span in release if span[0] > desk.now])


def _silent(event: EventRow) -> list[datetime]:
    """Two days before the deadline's day and on it, at ten in the event's zone, unless the event says otherwise."""
    if event.remind_silent is not None:
        return [local_time(event, written) for written in event.remind_silent]
    if event.deadline is None:
        return []
    return [instant(event.deadline - timedelta(days=days), MORNING, event.zone) for days in (2, 0)]


def _coming(event: EventRow) -> list[datetime]:
    """One day and one hour before the start, unless the event says otherwise."""
    if event.remind_coming is not None:
        return [local_time(event, written) for written in event.remind_coming]
    if event.starts is None:
        return [instant(event.day - timedelta(days=1), MORNING, event.zone)]
    return [event.begins_at - timedelta(days=1), event.begins_at - timedelta(hours=1)]


def _spans(dues: list[datetime], end: datetime | None, now: datetime) -> list[tuple[datetime, datetime | None]]:
    """Each is of use until the next one, the last until `end`: after a long absence nobody gets two at once."""
    ahead = sorted(due for due in set(dues) if due > now and (end is None or due < end))
    return list(zip(ahead, [*ahead[1:], end], strict=True)) if ahead else []
