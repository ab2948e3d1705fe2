"""The questions about an event: the same when it is made and when it is changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from urllib.parse import urlsplit

from bot.model.form import Complaint, Field, Kind, Repair, Sheet
from bot.model.text import Code, Day, Language, Sentence, T, Text
from bot.model.values import Mode
from handlers.events.repairs import check_with_repairs, deferred
from handlers.events.rules import Ground
from handlers.shared.dates import WrittenDay
from handlers.shared.weekdays import existing_day
from handlers.shared.written import day_repairs, dotted, example_day, marked_span, read_day, read_span
from storage.events import EventRow, EventSecretRow
from storage.programmes import LabRow, ProgrammeRow, VenueRow

NO_LAB = "-"
MOST_VENUES = 8
MODES = {
    Mode.PHYSICAL: T("In a room"),
    Mode.ONLINE: T("Online"),
    Mode.ASYNCHRONOUS: T("In writing"),
}
USUAL_LANGUAGES = ("ro", "en")


@dataclass(frozen=True)
class Known:
    """What the questions offer, and what stands there before: the event that is changed with its secret, if any."""

    programme: ProgrammeRow
    labs: list[LabRow]
    venues: list[VenueRow]
    event: EventRow | None = None
    secret: EventSecretRow | None = None
    written: Mapping[str, str] = field(default_factory=dict)


def title_languages(programme: ProgrammeRow, event: EventRow | None) -> tuple[str, str]:
    """The language a title is first written in, and the other one it may be given in."""
    first = programme.language if event is None else event.title.original
    return first, "ro" if first == "en" else "en"


def event_sheet(title: Sentence, known: Known, ground: Ground) -> Sheet:
    """The questions, with what they offer and what stands there."""
    first, second = title_languages(known.programme, known.event)
    reads = {
        "day": deferred(_day(ground.today, known.event)),
        "hours": deferred(read_span),
        "deadline": deferred(partial(read_day, today=ground.today)),
    }
    soon = example_day(ground.today)
    asked = (
        Field("title", T("Title in {lang}", lang=Language(first))),
        Field("title_other", T("Title in {lang}", lang=Language(second)), optional=True),
        *_lab(known),
        Field(
            "day",
            T("On which day?"),
            Kind.DAY,
            reads["day"],
            hint=T("For example {date}, or {day}.", date=dotted(soon), day=Day(soon)),
        ),
        Field(
            "hours",
            T("From when to when?"),
            Kind.HOUR,
            reads["hours"],
            hint=T("For example 11:00-13:30; a dash alone when it has no hours."),
        ),
        _chosen(
            "mode", T("How do people take part?"), tuple((mode.value, label) for mode, label in MODES.items()), known
        ),
        Field(
            "place",
            T("Where?"),
            options=_venues(known),
            optional=True,
            hint=T("A venue or an address; online the platform, such as Zoom."),
        ),
        Field(
            "link",
            T("The meeting link"),
            read=read_link,
            optional=True,
            limit=1000,
            hint=T("Only those who come will see it, from the day before."),
        ),
        Field("passcode", T("The passcode of the meeting"), optional=True, limit=100),
        _chosen("language", T("In which language is the event?"), _languages(known), known),
        Field(
            "deadline",
            T("Until which day should people answer?"),
            Kind.DAY,
            reads["deadline"],
            optional=True,
            hint=T("This day is included."),
        ),
    )
    return Sheet(
        title, tuple(_initial(one, known) for one in asked), T("Save"), partial(check_with_repairs, ground, reads)
    )


def _initial(asked: Field, known: Known) -> Field:
    """A question of a change begins with what stands there."""
    return replace(asked, initial=known.written.get(asked.name, ""))


def _chosen(name: str, label: Text, options: tuple[tuple[str, Text], ...], known: Known) -> Field:
    """A choice; when something was chosen before, it is named and stands first."""
    stands = known.written.get(name)
    ordered = tuple(sorted(options, key=lambda option: option[0] != stands))
    return Field(
        name, label, Kind.CHOICE, options=ordered, hint=T("Now: {value}", value=ordered[0][1]) if stands else ""
    )


def _lab(known: Known) -> tuple[Field, ...]:
    """Asked only where there are labs."""
    if not known.labs:
        return ()
    options: tuple[tuple[str, Text], ...] = tuple((lab.key, lab.topic) for lab in known.labs)
    return (_chosen("lab", T("Is it a round of a lab?"), (*options, (NO_LAB, T("No, it stands alone"))), known),)


def _venues(known: Known) -> tuple[tuple[str, Text], ...]:
    """The known venues as buttons, the one that stands there first."""
    stands = known.written.get("place", "")
    names = [venue.name for venue in known.venues if venue.name != stands][:MOST_VENUES]
    return tuple((name, name) for name in ([stands, *names] if stands else names))


def _languages(known: Known) -> tuple[tuple[str, Text], ...]:
    also = () if known.event is None else (known.event.language,)
    codes = dict.fromkeys((known.programme.language, *known.programme.languages, *USUAL_LANGUAGES, *also))
    return tuple((code, Language(code)) for code in codes)


def _day(today: date, event: EventRow | None) -> Callable[[str], WrittenDay]:
    """Reads the day of the event; one that has passed is asked about, unless it stands there already."""

    def read(text: str) -> WrittenDay:
        written = read_day(text, today)
        unchanged = event is not None and written.day == event.day
        if written.day >= today or written.meant or unchanged:
            return written
        again = [existing_day(year, written.day.month, written.day.day) for year in (today.year, today.year + 1)]
        ahead = [day for day in again if day is not None and day >= today][:1]
        keep = Repair(T("Keep it as a record of the past"), f"{dotted(written.day)}!")
        raise Complaint(T("{day} has passed.", day=Day(written.day)), *day_repairs(ahead), keep)

    return read


def read_link(text: str) -> str:
    """A meeting link. Raises Complaint for what no browser opens."""
    link = text.strip()
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in link
    except ValueError:
        good = False
    if not good:
        raise Complaint(T("This is no link. It begins with https:// and has no spaces."))
    if set(link) & set('<>"'):
        raise Complaint(
            T("The characters {signs} are not allowed in a link. Please take them out.", signs=Code('< > "'))
        )
    return link


def as_written(event: EventRow, secret: EventSecretRow | None, lab: LabRow | None, place: str) -> dict[str, str]:
    """An event as a person would have answered the questions."""
    second = "ro" if event.title.original == "en" else "en"
    return {
        "title": event.title.texts.get(event.title.original, ""),
        "title_other": event.title.texts.get(second, ""),
        "lab": NO_LAB if lab is None else lab.key,
        "day": dotted(event.day),
        "hours": marked_span(event.day, event.starts, event.ends, event.fold, event.zone),
        "mode": event.mode.value,
        "place": place,
        "link": "" if secret is None else secret.link,
        "passcode": "" if secret is None else secret.passcode,
        "language": event.language,
        "deadline": "" if event.deadline is None else dotted(event.deadline),
    }
