"""Events of a programme file: the past becomes a record, the future opens; a change is told to those concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import Desk
from bot.model.values import EventState, Mode
from handlers.imports.records import ImportedEvent
from handlers.shared.event_changes import facts_of, keep_change
from handlers.shared.events import settle
from handlers.shared.hours import instant
from handlers.shared.planning import plan
from storage import events
from storage.events import EventRow, EventSecretRow
from storage.importing import Tally, differing, known
from storage.programmes import LabRow, ProgrammeRow, VenueRow
from storage.tx import add

COLUMNS = (
    "lab_id", "ordinal", "kind", "title", "day", "starts", "ends", "fold", "zone", "deadline", "mode", "method",
    "venue_id", "place", "language", "capacity", "remind_silent", "remind_coming",
)  # fmt: skip
RELEASE_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Around:
    """The labs and venues of the programme, by external key."""

    programme_id: int
    labs: dict[str, LabRow]
    venues: dict[str, VenueRow]


async def apply_events(desk: Desk, programme: ProgrammeRow, wanted: Sequence[ImportedEvent]) -> Tally:
    """Make or change the events of a programme, and set their deadlines."""
    number = programme.id or 0
    around = Around(number, await known(desk.db, LabRow, number), await known(desk.db, VenueRow, number))
    standing = await known(desk.db, EventRow, number)
    tally = Tally()
    for one in wanted:
        before = standing.get(one.key)
        if before is None:
            await _make(desk, _row(one, around, desk.now), one)
            tally.new += 1
        elif await _change(desk, before, _row(one, around, desk.now), one):
            tally.changed += 1
        else:
            tally.same += 1
    return tally


async def _make(desk: Desk, row: EventRow, one: ImportedEvent) -> None:
    row.state = EventState.RECORD if row.ends_at <= desk.now else EventState.OPEN
    await add(desk.db, row)
    await _keep_secret(desk, row, one, None)
    if row.state is EventState.OPEN:
        await plan(desk, row)


async def _change(desk: Desk, before: EventRow, after: EventRow, one: ImportedEvent) -> bool:
    """Bring an event to what the file says, as if it were changed in chat; whether that changed anything."""
    stood = await facts_of(desk.db, before)
    _keep_what_is_not_said(before, after, one)
    after.state = _state(before, after, desk.now)
    secret_changed = await _keep_secret(desk, after, one, before)
    if not secret_changed and not differing(before, after, COLUMNS):
        return False
    if secret_changed:
        await desk.touch("secret", after.id or 0)
    await keep_change(desk, after, stood)
    return True


def _keep_what_is_not_said(before: EventRow, after: EventRow, one: ImportedEvent) -> None:
    """What no file says stays: number, organiser, revision; and reminders of which this one says nothing."""
    after.id, after.organiser_id, after.revision = before.id, before.organiser_id, before.revision
    if one.remind_silent is None:
        after.remind_silent = before.remind_silent
    if one.remind_coming is None:
        after.remind_coming = before.remind_coming


def _state(before: EventRow, after: EventRow, now: datetime) -> EventState:
    """A record that is moved ahead is open; what is moved into the past is a record; else the state stays."""
    if before.state is EventState.RECORD and after.ends_at > now:
        return EventState.OPEN
    if before.state is EventState.OPEN and after.ends_at <= now < before.ends_at:
        return EventState.RECORD
    return before.state


async def _keep_secret(desk: Desk, event: EventRow, one: ImportedEvent, before: EventRow | None) -> bool:
    """The meeting link of an event that is still ahead; whether it changed. A file without one says nothing of it."""
    if not one.link or event.ends_at <= desk.now:
        return False
    secret = await events.secret(desk.db, event.id or 0) or EventSecretRow(event_id=event.id or 0, release_at=desk.now)
    stood = (secret.link, secret.passcode, secret.release_at)
    secret.link, secret.passcode = one.link, one.passcode
    secret.release_at = _release(event, one, secret, before)
    if secret.id is not None and stood == (secret.link, secret.passcode, secret.release_at):
        return False
    if secret.id is not None and stood[:2] != (secret.link, secret.passcode):
        secret.revision += 1
    await events.save_secret(desk.db, secret)
    return True


def _release(event: EventRow, one: ImportedEvent, secret: EventSecretRow, before: EventRow | None) -> datetime:
    """When the link may be told: as the file says, else a day before the start, else as it was set by hand."""
    usual = event.begins_at - RELEASE_BEFORE
    if one.release is not None:
        return instant(one.release.date(), one.release.time(), event.zone)
    if secret.id is None or before is None or secret.release_at == before.begins_at - RELEASE_BEFORE:
        return usual
    return secret.release_at


def _row(one: ImportedEvent, around: Around, now: datetime) -> EventRow:
    """The event as the file says it, with its instants; its state is decided by whoever knows what stood before."""
    starts = one.starts
    row = EventRow(
        programme_id=around.programme_id,
        lab_id=around.labs[one.lab_key].id if one.lab_key else None,
        ordinal=one.ordinal,
        key=one.key,
        kind=one.kind,
        title=one.title,
        day=one.day,
        starts=starts.replace(fold=0) if starts else None,
        ends=one.ends.replace(fold=0) if one.ends else None,
        fold=starts.fold if starts else 0,
        zone=one.zone,
        deadline=one.deadline,
        begins_at=now,
        ends_at=now,
        mode=one.mode,
        method=one.method,
        venue_id=around.venues[one.venue_key].id if one.venue_key else None,
        place=one.platform if one.mode is Mode.ONLINE and one.platform else one.place,
        language=one.language,
        capacity=one.capacity,
        remind_silent=_written(one.remind_silent),
        remind_coming=_written(one.remind_coming),
    )
    return settle(row)


def _written(moments: tuple[datetime, ...] | None) -> list[str] | None:
    return None if moments is None else [moment.replace(fold=0).isoformat(timespec="minutes") for moment in moments]
