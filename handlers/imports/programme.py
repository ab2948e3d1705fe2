"""A programme file: the shape of the sample, from a tree of text to checked records."""

from collections.abc import Callable
from typing import TypeVar

from bot.model.text import T
from bot.model.values import Words
from handlers.imports import checks
from handlers.imports.cafes import read_questions
from handlers.imports.events import Frame, event_of, read_event
from handlers.imports.fields import Fields, Page
from handlers.imports.labs import Round, Rounds, read_lab
from handlers.imports.people import read_organisation, read_person
from handlers.imports.records import (
    ImportedContact,
    ImportedEvent,
    ImportedLab,
    ImportedProgramme,
    ImportedSector,
    ImportedVenue,
    ImportRefused,
)
from handlers.imports.safe_yaml import Table

R = TypeVar("R")

_LATER = {
    "action_plan", "announcements", "fictitious", "matchmaking", "note", "notes", "provenance",
    "rsvp_example", "schema", "schema_version",
}  # fmt: skip
_LATER_PROGRAMME = {
    "city", "claims_to_reproduce", "end", "funder", "lead_partner", "monitoring_phase", "note", "notes",
    "participation_level", "partner_cities", "policy_instrument", "provenance", "start",
}  # fmt: skip
_LATER_CONTACT = {"affiliations", "fictitious", "note", "notes", "provenance"}
_LATER_VENUE = {"capacity_health_rules", "note", "notes", "provenance"}
_LATER_SECTOR = {"note", "notes", "provenance"}


def read_programme(tree: Table, accept_weekdays: bool) -> ImportedProgramme:
    """Everything that the file says. Raises `ImportRefused` with everything that is wrong with it."""
    page = Page()
    top = Fields(tree, page, "")
    own = top.table("programme")
    if own is None:
        page.complaints.raise_if_any()
        sentence = T("There is no programme in this file; begin with “programme:” and its id, timezone and title.")
        raise ImportRefused.because(sentence, top.where("programme"))
    zone = _zone(own)
    languages, default = _languages(own)
    labs, rounds = _labs(top, default)
    venues = _unique(top, "venues", _venue, lambda venue: venue.key)
    sectors = _unique(top, "sectors", lambda fields: _sector(fields, default), lambda sector: sector.key)
    questions = read_questions(top.rows("questions"), default)
    frame = Frame(zone, default, {venue.key for venue in venues}, questions, accept_weekdays)
    events = _events(top, frame, Rounds(rounds, page.complaints))
    sector_keys = {sector.key for sector in sectors}
    organisations = tuple(read_organisation(fields, sector_keys) for fields in top.rows("organisations"))
    organisation_keys = {organisation.key for organisation in organisations}
    found = ImportedProgramme(
        key=own.needed("id", checks.key),
        code=own.given("code", checks.line(64), ""),
        title=own.needed_words("title_", default),
        zone=zone,
        languages=languages,
        default_language=default,
        contact=_contact(top, default),
        facilitator=_facilitator(top, default),
        labs=labs,
        venues=venues,
        sectors=sectors,
        events=events,
        organisations=organisations,
        people=tuple(read_person(row, organisation_keys, default) for row in top.rows("representatives")),
        ignored=page.ignored,
    )
    own.close(_LATER_PROGRAMME)
    top.close(_LATER)
    page.complaints.raise_if_any()
    return found


def _zone(own: Fields) -> str:
    """The zone of the programme. Without it every hour of the file would seem wrong, so nothing else is looked at."""
    own.must_be_there("timezone")
    zone = own.given("timezone", checks.zone, "")
    own.page.complaints.raise_if_any()
    return zone


def _languages(own: Fields) -> tuple[tuple[str, ...], str]:
    """The languages of the programme and the one it is written in, which is the first when it does not say."""
    listed = tuple(dict.fromkeys(own.each("languages", checks.language) or ()))
    default = own.given("default_language", checks.language, listed[0] if listed else "")
    if not default:
        own.must_be_there("default_language")
    elif listed and default not in listed:
        sentence = T("The default language “{code}” is not among the languages; add it there.", code=default)
        own.page.complaints.add(own.where("default_language"), sentence)
    return listed or (default,), default or "en"


def _unique(top: Fields, section: str, read: Callable[[Fields], R], key_of: Callable[[R], str]) -> tuple[R, ...]:
    """The records of a section, each id of which is used once."""
    found = []
    for fields in top.rows(section):
        record = read(fields)
        fields.page.complaints.unique(section, key_of(record), fields.where("id"))
        found.append(record)
    return tuple(found)


def _labs(top: Fields, language: str) -> tuple[tuple[ImportedLab, ...], list[Round]]:
    pairs = [read_lab(fields, language) for fields in top.rows("labs")]
    return tuple(lab for lab, _ in pairs), [found for _, rounds in pairs for found in rounds]


def _venue(fields: Fields) -> ImportedVenue:
    found = ImportedVenue(
        fields.needed("id", checks.key),
        fields.needed("name", checks.name),
        fields.given("address", checks.line(300), ""),
        fields.given("capacity", checks.number(checks.MOST_SEATS), None),
        fields.given("step_free", checks.yes, None),
    )
    fields.close(_LATER_VENUE)
    return found


def _sector(fields: Fields, language: str) -> ImportedSector:
    # The id first: it has two letters, as a language has.
    found = ImportedSector(fields.needed("id", checks.key), fields.needed_words("", language))
    fields.close(_LATER_SECTOR)
    return found


def _events(top: Fields, frame: Frame, rounds: Rounds) -> tuple[ImportedEvent, ...]:
    """Events and the rounds that are events, in the order of the file."""
    written = [read_event(fields, frame, rounds) for fields in top.rows("events")]
    left = rounds.left(event.key for event in written)
    others = [event_of(found, frame, top.page.complaints) for found in left]
    return tuple(sorted([*written, *others], key=lambda event: event.line))


def _contact(top: Fields, language: str) -> ImportedContact | None:
    fields = top.table("contact_person")
    if fields is None:
        return None
    found = ImportedContact(
        fields.needed("name", checks.name), _role(fields, language), fields.given("email", checks.email, "")
    )
    fields.close(_LATER_CONTACT)
    return found


def _facilitator(top: Fields, language: str) -> str | None:
    fields = top.table("facilitator")
    if fields is None:
        return None
    name = fields.needed("name", checks.name)
    _role(fields, language)
    fields.close(_LATER_CONTACT)
    return name


def _role(fields: Fields, language: str) -> Words | None:
    return fields.words("role_", language)
