"""Calendar files: right byte for byte, and in two programs that share no code with ours."""

import itertools
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as IcalEvent

from handlers.shared.calendar import Entry, Hours, State, entry_file, feed_file
from handlers.shared.hours import instant, local, twice
from tests.handlers.ics import Part, offset_at, read

MADE = datetime(2027, 1, 5, 8, 30, tzinfo=UTC)
CHANGED = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)
UID = UUID("789fdcdf-111f-48ec-9b14-b0523e5374f3")
BUCHAREST = "Europe/Bucharest"
# Zones whose clock keeps a yearly rule, one that keeps none, some that stand still, and those that once did not.
YEARLY = (BUCHAREST, "Europe/Amsterdam", "Europe/Dublin", "Europe/Helsinki", "America/New_York", "Pacific/Auckland")
STEADY = ("Asia/Kathmandu", "Asia/Tokyo")
ZONES = (*YEARLY, "Australia/Lord_Howe", "Africa/Casablanca", *STEADY, "America/Sao_Paulo", "Asia/Amman", "UTC")
INSTANTS = st.datetimes(datetime(2019, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
_names = itertools.count()
LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def hours(*begins: int, zone: str = BUCHAREST, lasts: timedelta = timedelta(hours=2)) -> Hours:
    """Hours from a local time on."""
    start = instant(date(*begins[:3]), datetime(*begins).time(), zone)  # type: ignore[arg-type]  # a date and a time
    return Hours(start, start + lasts, zone)


def entry(
    when: date | Hours = date(2027, 2, 10),
    *,
    state: State = State.CONFIRMED,
    title: str = "Consultation on the plan",
    place: str = "online, on Zoom",
    about: str = "Language of the event: Romanian",
    organiser: str = "The sample programme",
) -> Entry:
    """An entry of which one thing matters."""
    return Entry(UID, 3, state, when, CHANGED, title, place, about, organiser)


def event_of(made: Entry) -> Part:
    """The event in its file, read strictly."""
    return read(entry_file(made, MADE)).event


def by_icalendar(content: bytes) -> icalendar.Event:
    """The only event as the first program reads it."""
    (event,) = icalendar.Calendar.from_ical(content).events
    return event


def by_ical(content: bytes) -> IcalEvent:
    """The only event as the second program reads it."""
    (event,) = IcsCalendarStream.calendar_from_ics(content.decode()).events
    return event


def hours_from(begins: datetime, zone: str) -> Hours:
    """An hour from an instant on."""
    return Hours(begins, begins + timedelta(hours=1), zone)


def in_utc(at: date | datetime | None) -> datetime:
    """What a program read, as an instant."""
    assert isinstance(at, datetime), "hours were told"
    return at.astimezone(UTC)


def elsewhere(content: bytes, zone: str) -> bytes:
    """The same file with the zone under a name that nobody knows: a reader has to believe the definition.

    A name of its own each time, for the first program remembers the definitions it has seen.
    """
    known, unknown = zone.encode(), f"X/{next(_names)}".encode()
    for mark in (b"TZID:", b"TZID="):
        content = content.replace(mark + known, mark + unknown)
    return content


def test_what_an_entry_holds() -> None:
    """The names that every calendar looks for, each once."""
    event = event_of(entry(hours(2027, 2, 10, 11, 0)))

    expected = {
        "UID": "789fdcdf-111f-48ec-9b14-b0523e5374f3",
        "SEQUENCE": "3",
        "DTSTAMP": "20270105T083000Z",
        "LAST-MODIFIED": "20270104T070000Z",
        "DTSTART": "20270210T110000",
        "DTEND": "20270210T130000",
        "SUMMARY": "Consultation on the plan",
        "LOCATION": r"online\, on Zoom",
        "DESCRIPTION": "Language of the event: Romanian",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
        "ORGANIZER": "mailto:nobody@sfat.invalid",
    }
    assert expected == {name: event.one(name) for name in event.lines}


@pytest.mark.parametrize(
    ("state", "method"),
    [(State.CONFIRMED, "PUBLISH"), (State.TENTATIVE, "PUBLISH"), (State.CANCELLED, "CANCEL")],
)
def test_method(state: State, method: str) -> None:
    """RFC 5546, 3.2.1: published, published again, and in the end cancelled."""
    calendar = read(entry_file(entry(state=state), MADE))

    assert (method, state.value) == (calendar.one("METHOD"), calendar.event.one("STATUS"))


@pytest.mark.parametrize("state", State)
def test_nobody_is_asked_to_answer(state: State) -> None:
    """No attendee, so no calendar offers to accept; and the organiser both methods demand can never be written to."""
    event = event_of(entry(state=state))

    assert (False, "mailto:nobody@sfat.invalid") == ("ATTENDEE" in event.lines, event.one("ORGANIZER"))


def test_a_feed_is_no_message() -> None:
    """What a calendar fetches has no METHOD, and its DTSTAMP is when the entry last changed (RFC 5545, 3.8.7.2)."""
    calendar = read(feed_file([entry()], "Sfat"))

    assert (False, "20270104T070000Z") == ("METHOD" in calendar.lines, calendar.event.one("DTSTAMP"))


def test_an_empty_feed() -> None:
    """Who has said yes to nothing yet has a calendar all the same."""
    assert ("Sfat: my events", []) == (
        read(feed_file([], "Sfat: my events")).text("NAME"),
        read(feed_file([], "S")).parts,
    )


def test_a_whole_day() -> None:
    """An event without hours is a day, wherever its reader is, and ends where the next one begins."""
    event = event_of(entry(date(2027, 2, 28)))

    assert (";VALUE=DATE", "20270228", "20270301") == (
        event.parameters("DTSTART"),
        event.one("DTSTART"),
        event.one("DTEND"),
    )


def test_a_whole_day_needs_no_zone() -> None:
    """No clock is referred to, so none is defined."""
    assert [] == read(entry_file(entry(), MADE)).all("VTIMEZONE")


def test_the_clock_is_defined_on_the_clock_of_before() -> None:
    """RFC 5545, 3.6.5: summer time of 2027 begins at 03:00, as the clock stood that jumps to 04:00."""
    (zone,) = read(entry_file(entry(hours(2027, 2, 10, 11, 0)), MADE)).all("VTIMEZONE")
    (summer,), (winter,) = zone.all("DAYLIGHT"), zone.all("STANDARD")

    names = ("DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME")
    assert [
        ("20260329T030000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "+0200", "+0300", "EEST"),
        ("20261025T040000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "+0300", "+0200", "EET"),
    ] == [tuple(one.one(name) for name in names) for one in (summer, winter)]


def test_one_definition_a_zone() -> None:
    """A feed defines each zone once, for all the years it needs."""
    entries = [entry(hours(year, 7, 1, 10, 0, zone=zone)) for year in (2021, 2027) for zone in ZONES[:2]]

    found = [zone.one("TZID") for zone in read(feed_file(entries, "Sfat")).all("VTIMEZONE")]

    assert list(ZONES[:2]) == found


def test_the_second_of_two_equal_hours() -> None:
    """A local time always means the first (RFC 5545, 3.3.5); the second can only be told in UTC."""
    first = hours(2027, 10, 31, 3, 30)
    second = Hours(first.begins + timedelta(hours=1), first.ends + timedelta(hours=1), BUCHAREST)

    told = [(event.parameters("DTSTART"), event.one("DTSTART")) for event in map(event_of, map(entry, (first, second)))]

    assert [(f";TZID={BUCHAREST}", "20271031T033000"), ("", "20271031T013000Z")] == told


@pytest.mark.parametrize(
    "text",
    ["C:\\News\\new", "a;b,c\\,d", "line\nbreak", '"quoted"', "„Sfat”, ș ț ă", "BEGIN:VEVENT", "x" * 500, "🌾" * 60],
)
def test_text_as_it_was_written(text: str) -> None:
    """Signs that mean something to calendars, a backslash before an N, long words: all come out as they went in."""
    content = entry_file(entry(about=text), MADE)

    read_by = (
        read(content).event.text("DESCRIPTION"),
        by_icalendar(content)["DESCRIPTION"],
        by_ical(content).description,
    )
    assert (text, text, text) == read_by


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters=LINE_ENDS), max_size=300)
)
def test_any_text_survives(text: str) -> None:
    """Whatever people write, three readers read it, and no line is too long or cuts a character in two."""
    content = entry_file(entry(about=f"“{text}”"), MADE)

    read_by = {
        read(content).event.text("DESCRIPTION"),
        by_icalendar(content)["DESCRIPTION"],
        by_ical(content).description,
    }
    assert {f"“{text}”"} == read_by


@given(
    title=st.text(max_size=80), place=st.text(max_size=80), about=st.text(max_size=200), organiser=st.text(max_size=80)
)
def test_no_text_breaks_a_file(title: str, place: str, about: str, organiser: str) -> None:
    """Control characters, line ends of all kinds and quotes act nowhere: the file holds one event, and is read."""
    made = entry(title=title, place=place, about=about, organiser=organiser)
    content = entry_file(made, MADE)

    found = (read(content).event.one("UID"), str(by_icalendar(content)["UID"]), by_ical(content).uid)
    assert (str(UID),) * 3 == found


@given(begins=INSTANTS, minutes=st.integers(1, 600), zone=st.sampled_from(ZONES))
def test_any_hour_in_any_zone(begins: datetime, minutes: int, zone: str) -> None:
    """Two programs read the very instants."""
    begins = begins.replace(second=0, microsecond=0)
    ends = begins + timedelta(minutes=minutes)
    content = entry_file(entry(Hours(begins, ends, zone)), MADE)

    first, second = by_icalendar(content), by_ical(content)
    assert [begins, ends] * 2 == [in_utc(at) for at in (first.start, first.end, second.dtstart, second.dtend)]


@given(begins=INSTANTS, zone=st.sampled_from(YEARLY))
def test_what_is_only_known_from_the_file(begins: datetime, zone: str) -> None:
    """The same when a zone has a name that nobody knows, so that its definition has to be believed.

    Of zones with a yearly rule: the second program overlooks the first onset of a clock that keeps none.
    """
    begins = begins.replace(second=0, microsecond=0)
    content = elsewhere(entry_file(entry(hours_from(begins, zone)), MADE), zone)

    assert [begins, begins] == [in_utc(by_icalendar(content).start), in_utc(by_ical(content).dtstart)]


@example(begins=datetime(2027, 3, 28, 1, 30, tzinfo=UTC), zone=BUCHAREST, days=0)  # within an hour after the jump
@example(begins=datetime(2027, 3, 14, 7, 15, tzinfo=UTC), zone="America/New_York", days=0)
@example(begins=datetime(2026, 12, 31, 23, 0, tzinfo=UTC), zone="Africa/Casablanca", days=400)
@given(begins=INSTANTS, zone=st.sampled_from([zone for zone in ZONES if zone != "UTC"]), days=st.integers(0, 500))
def test_definitions_by_the_letter(begins: datetime, zone: str, days: int) -> None:
    """From the first event to the last a definition gives the offset that the zone has, at every instant."""
    begins = begins.replace(microsecond=0)
    first, last = (hours_from(at, zone) for at in (begins, begins + timedelta(days=days)))
    defined = read(feed_file([entry(first), entry(last)], "Sfat")).all("VTIMEZONE")

    at = begins + timedelta(days=days * 0.6)
    assert [at.astimezone(ZoneInfo(zone)).utcoffset()] * len(defined) == [offset_at(one, at) for one in defined]


@given(begins=INSTANTS, zone=st.sampled_from(ZONES))
def test_local_times_are_kept(begins: datetime, zone: str) -> None:
    """An event stands at its own local time with its own zone, unless that time comes twice or the zone is UTC."""
    begins = begins.replace(second=0, microsecond=0)
    at = local(begins, zone)
    event = event_of(entry(Hours(begins, begins + timedelta(minutes=1), zone)))

    in_utc = zone == "UTC" or (at.fold == 1 and twice(at.date(), at.time(), zone))
    expected = f"{begins:%Y%m%dT%H%M%S}Z" if in_utc else f"{at:%Y%m%dT%H%M%S}"
    assert expected == event.one("DTSTART")


@given(day=st.dates(date(2019, 1, 1), date(2036, 1, 1)))
def test_any_day(day: date) -> None:
    """A day is the same day in both programs."""
    content = entry_file(entry(day), MADE)

    assert [day, day] == [by_icalendar(content).start, by_ical(content).dtstart]


def test_a_zone_as_the_readers_know_it() -> None:
    """Under its own name the zone is the one that everybody has."""
    start = by_icalendar(entry_file(entry(hours(2027, 7, 1, 10, 0)), MADE)).start

    assert isinstance(start, datetime) and ZoneInfo(BUCHAREST) == start.tzinfo
