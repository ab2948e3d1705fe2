"""From the answers of the form to the columns of an event and its secret."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.core import Desk
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import EventState, Mode, Words
from handlers.events.sheet import Known, as_written, title_languages
from handlers.shared.events import settle
from handlers.shared.hours import Gap, instant
from handlers.shared.search import folded
from handlers.shared.written import Span
from storage import event_figures, events, programmes
from storage.events import EventRow, EventSecretRow
from storage.programmes import VenueRow
from storage.tx import Tx

RELEASED_BEFORE = timedelta(days=1)
LAB_ROUND, ALONE = "lab_round", "event"


async def known_of(tx: Tx, programme_id: int, event: EventRow | None = None) -> Known:
    """What the questions about an event of this programme offer; with an event, what stands there."""
    programme = await programmes.programme(tx, programme_id)
    if programme is None:
        raise Sorry(T("This programme is no longer there."))
    labs = await programmes.labs(tx, programme_id)
    venues = await programmes.venues(tx, programme_id)
    if event is None:
        return Known(programme, labs, venues)
    secret = await events.secret(tx, event.id or 0)
    lab = next((lab for lab in labs if lab.id == event.lab_id), None)
    venue = next((venue for venue in venues if venue.id == event.venue_id), None)
    written = as_written(event, secret, lab, venue.name if venue else event.place)
    return Known(programme, labs, venues, event, secret, written)


async def fill_in(desk: Desk, event: EventRow, values: Mapping[str, Any], known: Known) -> None:
    """Write the answers into the event's columns and derive its instants."""
    event.title = _title(event, values, known)
    hours: Span = values["hours"]
    event.day, event.fold = values["day"].day, hours.fold
    event.starts, event.ends = _plain(hours.starts), _plain(hours.ends)
    event.deadline = values["deadline"].day if values["deadline"] else None
    event.language = values["language"]
    event.mode = Mode(values["mode"])
    _place(event, values["place"] or "", known.venues)
    await _lab(desk, event, values.get("lab"), known)
    settle(event)


def _title(event: EventRow, values: Mapping[str, Any], known: Known) -> Words:
    """Titles in languages that were not asked for stay as they are."""
    first, second = title_languages(known.programme, event)
    texts = {**event.title.texts, first: values["title"], second: values["title_other"] or ""}
    return Words({language: text for language, text in texts.items() if text}, first)


def _plain(at: time | None) -> time | None:
    """Which of two equal hours is a column of its own."""
    return None if at is None else at.replace(fold=0)


def _place(event: EventRow, written: str, venues: Iterable[VenueRow]) -> None:
    """A known venue by its name; anything else is kept as it was written."""
    named = [venue.id for venue in venues if event.mode is Mode.PHYSICAL and folded(venue.name) == folded(written)]
    if not named:
        event.venue_id, event.place = None, written
    elif event.venue_id not in named:
        event.venue_id, event.place = named[0], ""


async def _lab(desk: Desk, event: EventRow, chosen: str | None, known: Known) -> None:
    lab = next((lab for lab in known.labs if lab.key == chosen), None)
    if (lab.id if lab else None) == event.lab_id:
        return
    event.lab_id = lab.id if lab else None
    event.ordinal = None if lab is None else await event_figures.next_ordinal(desk.db, lab.id or 0)
    if event.kind in (LAB_ROUND, ALONE):
        event.kind = LAB_ROUND if lab else ALONE


def state_after(event: EventRow, now: datetime, *, moved: bool) -> EventState:
    """An event that is put into the past is a record; one that comes back from there is open again."""
    if event.state is EventState.RECORD and event.ends_at > now:
        return EventState.OPEN
    if event.state is EventState.OPEN and moved and event.ends_at <= now:
        return EventState.RECORD
    return event.state


async def keep_secret(desk: Desk, event: EventRow, values: Mapping[str, Any], moved: timedelta) -> bool:
    """Keep link and passcode; whether they are others than before.

    The release is a day before the start and moves with the event; what was released stays released.
    """
    link, passcode = values["link"] or "", values["passcode"] or ""
    secret = await events.secret(desk.db, event.id or 0)
    if secret is None:
        if link:
            release = event.begins_at - RELEASED_BEFORE
            row = EventSecretRow(event_id=event.id or 0, link=link, passcode=passcode, release_at=release)
            await events.save_secret(desk.db, row)
        return bool(link)
    changed = (secret.link, secret.passcode) != (link, passcode)
    secret.link, secret.passcode = link, passcode
    secret.revision += int(changed)
    if secret.release_at > desk.now:
        secret.release_at += moved
    await events.save_secret(desk.db, secret)
    return changed


def shift_reminders(event: EventRow, day: date, deadline: date | None) -> None:
    """Reminders at times of their own move with the event, and with its deadline; `day`, `deadline`: as they were."""
    event.remind_coming = _shifted(event.remind_coming, event.day - day, event.zone)
    if deadline is not None and event.deadline is not None:
        event.remind_silent = _shifted(event.remind_silent, event.deadline - deadline, event.zone)


def _shifted(times: list[str] | None, by: timedelta, zone: str) -> list[str] | None:
    return times if times is None or not by else [_existing(datetime.fromisoformat(at) + by, zone) for at in times]


def _existing(local: datetime, zone: str) -> str:
    """Where the clock jumps over it, the time after the jump."""
    try:
        instant(local.date(), local.time(), zone)
    except Gap as gap:
        local = datetime.combine(gap.after_day, gap.after)
    return local.isoformat(timespec="minutes")
