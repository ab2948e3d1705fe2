"""What an event says of itself on every card: when, where, in which language, until when to answer."""

from datetime import date, datetime, time, timedelta

from bot.core import Look
from bot.model.problems import Sorry
from bot.model.text import Day, Hour, Joined, Language, Moment, T, Text, ZoneName
from bot.model.values import EventState, Going, Mode
from handlers.shared.hours import clock_differs, instant, last_second
from storage import events, programmes
from storage.events import EventRow
from storage.tx import Tx

ANSWERS = {
    Going.YES: T("✅ I am coming"),
    Going.MAYBE: T("🤔 Not sure yet"),
    Going.NO: T("❌ I cannot come"),
}
SAID = {Going.YES: T("you are coming"), Going.MAYBE: T("not sure yet"), Going.NO: T("you cannot come")}


def settle(event: EventRow) -> EventRow:
    """Derive the instants from the local date, hours and zone; an event without hours lasts its whole day.

    Raises `hours.Gap` when a wall time does not exist.
    """
    if event.starts is None:
        event.begins_at = first_second(event.day, event.zone)
        event.ends_at = last_second(event.day, event.zone)
    else:
        event.begins_at = instant(event.day, event.starts.replace(fold=event.fold), event.zone)
        usual = event.begins_at + timedelta(hours=2)
        ends = None if event.ends is None else event.ends.replace(fold=event.fold)
        event.ends_at = usual if ends is None else instant(event.day, ends, event.zone)
    event.closes_at = None if event.deadline is None else last_second(event.deadline, event.zone)
    return event


def first_second(day: date, zone: str) -> datetime:
    """The first instant of a local day (UTC)."""
    return last_second(day - timedelta(days=1), zone) + timedelta(seconds=1)


async def known_event(tx: Tx, number: int) -> EventRow:
    """The event behind a button. Raises Sorry when there is none (any more)."""
    found = await events.event(tx, number)
    if found is None:
        raise Sorry(T("This event is no longer there. /events lists what is coming."))
    return found


def when(event: EventRow) -> Text:
    """`📅 Wednesday, 17 February 2021, 11:00–13:30 (Romanian time)`: the zone is always printed."""
    day, zone = Day(event.day), ZoneName(event.zone)
    if event.starts is None:
        return T("📅 {day} ({zone})", day=day, zone=zone)
    start = Hour(event.begins_at, event.zone)
    if event.ends is None:
        return T("📅 {day}, {start} ({zone})", day=day, start=start, zone=zone)
    end = Hour(event.ends_at, event.zone)
    return T("📅 {day}, {start}–{end} ({zone})", day=day, start=start, end=end, zone=zone)


def when_for(event: EventRow, zone: str) -> list[Text]:
    """The reader's own time beside the event's, where their clocks differ."""
    if event.starts is None or not clock_differs(event.begins_at, event.zone, zone):
        return []
    return [T("🕰 For you: {moment} ({zone})", moment=Moment(event.begins_at, zone), zone=ZoneName(zone))]


def moment_for(at: datetime, event: EventRow, zone: str) -> Text:
    """An instant on the event's clock, with its zone where the reader's clock differs."""
    local = Moment(at, event.zone)
    if not clock_differs(at, event.zone, zone):
        return local
    return T("{moment} ({zone})", moment=local, zone=ZoneName(event.zone))


async def where(tx: Tx, event: EventRow) -> list[Text]:
    """The place: a venue with its street, or that it is online."""
    if event.mode is Mode.ONLINE:
        return [T("📍 Online, on {platform}", platform=event.place) if event.place else T("📍 Online")]
    if event.mode is Mode.ASYNCHRONOUS:
        return [T("📍 In writing, whenever it suits you")]
    venue = None if event.venue_id is None else await programmes.venue(tx, event.venue_id)
    if venue is None:
        return [T("📍 {place}", place=event.place)] if event.place else []
    address = ", ".join(part for part in (venue.name, venue.address) if part)
    return [T("📍 {place}", place=address)]


async def event_lines(look: Look, event: EventRow) -> list[Text]:
    """The lines every card about an event has in common."""
    lines: list[Text] = [T("*{title}*", title=event.title), when(event), *when_for(event, look.reader.zone)]
    lines += await where(look.db, event)
    lines.append(T("Language of the event: {lang}", lang=Language(event.language)))
    return [*lines, *answer_by(event, look.now)]


def answer_by(event: EventRow, now: datetime) -> list[Text]:
    """Until when to answer; once that has passed, what becomes of an answer. Nothing where none is taken (any more)."""
    if event.deadline is None or event.state is not EventState.OPEN or has_begun(event, now):
        return []
    day = Day(event.deadline)
    if is_late(event, now):
        return [T("⏳ The deadline, {day}, has passed. Answers are still taken, and marked as late.", day=day)]
    return [T("⏳ Please answer by the end of {day}", day=day)]


def has_begun(event: EventRow, now: datetime) -> bool:
    """From its first minute on answers stand as they are."""
    return now >= event.begins_at


def is_late(event: EventRow, now: datetime) -> bool:
    """After the last second of the deadline's day in the event's zone; that second counts to its end."""
    closed = closed_from(event)
    return closed is not None and now >= closed


def closed_from(event: EventRow) -> datetime | None:
    """The first instant at which an answer is late; None without a deadline."""
    return None if event.closes_at is None else event.closes_at + timedelta(seconds=1)


def local_time(event: EventRow, written: str) -> datetime:
    """A local date-time of the event (ISO, without offset) as an instant."""
    local = datetime.fromisoformat(written)
    return instant(local.date(), time(local.hour, local.minute), event.zone)


def short(event: EventRow) -> Text:
    """An event in one line of a button."""
    parts: tuple[Text, ...] = (Day(event.day), event.title)
    if event.starts is not None:
        parts = (Joined((Day(event.day), Hour(event.begins_at, event.zone)), ", "), event.title)
    return Joined(parts, " · ")
