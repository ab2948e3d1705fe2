"""The sample laboratory, read as a whole."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.model.values import Mode
from handlers.imports import ImportedProgramme, read_import
from handlers.imports.records import ImportedEvent
from tests.handlers.imports.stage import complaints

SAMPLE = Path(__file__).parents[2] / "data" / "timisoara-lab.yaml"


@pytest.fixture(scope="module", name="sample")
def _sample() -> ImportedProgramme:
    found = read_import(SAMPLE.name, SAMPLE.read_bytes())
    assert isinstance(found, ImportedProgramme)
    return found


def event(sample: ImportedProgramme, key: str) -> ImportedEvent:
    """The one event with this id."""
    (found,) = (candidate for candidate in sample.events if candidate.key == key)
    return found


def test_counts(sample: ImportedProgramme) -> None:
    """The sample gives 11 events, 32 organisations, 140 people and 141 affiliations."""
    counts = (len(sample.events), len(sample.organisations), len(sample.people), sample.affiliations)
    assert (11, 32, 140, 141) == counts


def test_labs_and_places(sample: ImportedProgramme) -> None:
    """The sample gives 4 labs, 2 venues and 7 sectors."""
    assert (4, 2, 7) == (len(sample.labs), len(sample.venues), len(sample.sectors))


def test_rounds_that_an_event_names_are_not_events_of_their_own(sample: ImportedProgramme) -> None:
    """Of the fourth lab both rounds are events that are written out, of the others every round stands for itself."""
    keys = {(found.lab_key, found.ordinal): found.key for found in sample.events if found.lab_key}
    expected = {
        ("L1", 1): "L1-R1", ("L1", 2): "L1-R2", ("L1", 3): "L1-R3", ("L2", 1): "L2-R1", ("L2", 2): "L2-R2",
        ("L3", 1): "L3-R1", ("L3", 2): "L3-R2", ("L4", 1): "E-2020-10-20", ("L4", 2): "E-2021-01-17",
    }  # fmt: skip
    assert expected == keys


def test_a_round_without_event_has_a_date_and_no_hours(sample: ImportedProgramme) -> None:
    """The first round of the third lab has its date, its venue and the topic of the lab, and no hours."""
    found = event(sample, "L3-R1")
    said = (found.day, found.starts, found.ends, found.venue_key, found.title.texts["en"][:30])
    assert (date(2020, 10, 8), None, None, "V1", "Cross-sectoral partnerships, n") == said


def test_hours_are_those_of_the_zone(sample: ImportedProgramme) -> None:
    """The workshop of 10 November 2020 runs from 13:15 to 15:30 in Romania, and is answered by the 4th."""
    found = event(sample, "E-2020-11-10")
    expected = (date(2020, 11, 10), time(13, 15), time(15, 30), "Europe/Bucharest", date(2020, 11, 4))
    assert expected == (found.day, found.starts, found.ends, found.zone, found.deadline)


def test_an_event_may_be_hosted_elsewhere(sample: ImportedProgramme) -> None:
    """The seminar keeps the zone of its host, and takes the language of the programme for want of its own."""
    found = event(sample, "E-2021-06-10")
    assert ("Europe/Vilnius", time(10), "ro") == (found.zone, found.starts, found.language)


def test_access_of_an_online_event(sample: ImportedProgramme) -> None:
    """Platform, link and passcode are read as they were written: a passcode of zeros is no number."""
    found = event(sample, "E-2021-01-17")
    expected = (Mode.ONLINE, "Zoom", "https://meet.example.org/j/lab-2021", "000000")
    assert expected == (found.mode, found.platform, found.link, found.passcode)


def test_access_is_not_shown_by_accident(sample: ImportedProgramme) -> None:
    """Neither link nor passcode stand in what an event looks like in a log."""
    shown = repr(event(sample, "E-2021-01-17"))
    assert not [secret for secret in ("meet.example.org", "000000") if secret in shown]


def test_keys_of_later_features_are_counted(sample: ImportedProgramme) -> None:
    """What is left alone is counted by level."""
    expected = {"events.agenda": 1, "representatives.needs": 13, "labs.rounds.participants": 2, "action_plan": 1}
    assert expected == {key: sample.ignored[key] for key in expected}


def test_nothing_that_was_read_is_counted_as_left_alone(sample: ImportedProgramme) -> None:
    """No key of events that the records hold is among those left alone."""
    left = {key.removeprefix("events.") for key in sample.ignored if key.startswith("events.")}
    assert not left & {"id", "kind", "round", "start", "end", "date_as_written", "weekday_conflict", "rsvp_deadline"}


def test_the_one_who_speaks_for_two(sample: ImportedProgramme) -> None:
    """REP-130 speaks for their own organisation first, and for another as well."""
    (found,) = (person for person in sample.people if person.key == "REP-130")
    assert ("ORG-30", "ORG-20") == found.organisations


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("REP-002", "Şerban Ţintaru"),
        ("REP-051", "O. Xi"),
        ("REP-090", "Лилия Измислена"),
        ("REP-120", "<b>Bogdan</b> Testescu"),
        ("REP-121", "=SUM(Ana)"),
    ],
)
def test_names_are_kept_as_typed(sample: ImportedProgramme, key: str, name: str) -> None:
    """Cedillas, other alphabets, marks and formulas in a name stay what they are."""
    (found,) = (person.name for person in sample.people if person.key == key)
    assert name == found


def test_contact_and_facilitator(sample: ImportedProgramme) -> None:
    """The contact person has a name, a role in two languages and an address; of the facilitator the name is kept."""
    contact = sample.contact
    assert contact is not None
    said = (contact.name, contact.role and contact.role.texts["en"], contact.email, sample.facilitator)
    assert ("Ilinca Văluranu", "adviser, project manager", "manager.lab@example.org", "Matei Podgoreanu") == said


def test_the_programme_itself(sample: ImportedProgramme) -> None:
    """Its id, code, zone and languages, and a title whose original is in the default language."""
    said = (sample.key, sample.code, sample.zone, sample.languages, sample.title.original)
    assert ("ecoc-sme", "PGI06047", "Europe/Bucharest", ("ro", "en"), "ro") == said


def without_weekday_marks() -> bytes:
    """The sample without what says that its wrong weekdays are known."""
    text = SAMPLE.read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if "weekday_conflict:" not in line).encode()


def test_unmarked_weekdays_are_refused() -> None:
    """Without its marks the sample has two problems: a Wednesday that is a Sunday, and a Friday that is a Tuesday."""
    (event_day, deadline) = complaints(without_weekday_marks())
    assert (
        (139, 22, "“miercuri, 17.01.2021” names another weekday than its date has: Sunday, 17 January 2021."),
        (147, 31, "“până vineri, 12.01.2021” names another weekday than its date has: Tuesday, 12 January 2021."),
    ) == tuple((line, column, said.partition(" Perhaps")[0]) for line, column, said in (event_day, deadline))


def test_candidates_are_named() -> None:
    """The complaint names the days that may have been meant, and the ways out."""
    said = complaints(without_weekday_marks())[0][2]
    assert (
        "Perhaps meant: Wednesday, 17 February 2021; Wednesday, 17 March 2021; Wednesday, 20 January 2021. "
        "Correct the date, mark it with weekday_conflict, or import with --accept-weekdays."
    ) == said.partition("2021. ")[2]


def test_weekdays_can_be_accepted() -> None:
    """Whoever says so gets the sample without its marks too."""
    found = read_import("a.yaml", without_weekday_marks(), accept_weekdays=True)
    assert isinstance(found, ImportedProgramme)
