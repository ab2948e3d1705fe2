"""What may be wrong with a programme file, and where that is said."""

import pytest

from handlers.imports import ImportRefused, read_import
from tests.handlers.imports.stage import DEADLINE, END, PROGRAMME, START, changed, complaints, event, read, unmarked


def test_the_small_programme_is_right() -> None:
    """The programme in which each test breaks one thing is not broken itself."""
    assert ["L1-R1", "E1"] == [found.key for found in read(PROGRAMME).events]


THIRD_ROUND = "      - {id: L1-R3, date: 2020-12-01,"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # keys
        ("    kind: lab_round", "    ¦colour: blue", "The key “colour” is not known here"),
        ("    kind: lab_round", "    ¦kindd: lab_round", "was kind meant?"),
        ("venues:\n", "¦venue: []\nvenues:\n", "was venues meant?"),
        ("platform: Zoom, ", "¦platfrom: Zoom, ", "was platform meant?"),
        ("{id: REP-1, org", "¦{org", "id is missing here"),
        ('    topic_ro: "Tema"\n', '    topic_ro:¦\n', "topic_ro is missing here"),
        (f" {START}", "¦", "start is missing here"),
        # ids and references
        ("id: REP-1,", "id: ¦REP 1,", "“REP 1” is no id"),
        ("id: REP-1,", f"id: ¦{'R' * 65},", "is no id"),
        ("id: REP-1,", "id: ¦REPĂ,", "is no id"),
        ("sector: culture,", "sector: ¦cultur,", "There is no sector “cultur”"),
        ("org: ORG-1,", "org: ¦ORG-2,", "There is no organisation “ORG-2”"),
        ("lead: true}", "also_for: ¦ORG-9}", "There is no organisation “ORG-9”"),
        ("lead: true}", "also_for: ¦ORG-1}", "An organisation is named twice"),
        ("venue: V1}", "venue: ¦V9}", "There is no venue “V9”"),
        ("round: L1-R2", "round: ¦L1-R9", "There is no round “L1-R9”"),
        ("round: L1-R2", "round: ¦L1-R1", "name different partners"),
        ("event: E1}", f"event: E1}}\n{THIRD_ROUND} event: ¦E9}}", "There is no event “E9”"),
        ("mode: online, event: E1}", f"event: E1}}\n{THIRD_ROUND} event: ¦E1}}", "is the event “E1” already"),
        ("venue: V1}\n", "venue: V1}\n      - {id: ¦L1-R1, date: 2020-11-09}\n", "stands in line 12 already"),
        ("  - {id: ORG-1,", "  - {id: ORG-1, name: A}\n  - {id: ¦ORG-1,", "stands in line 29 already"),
        # texts
        ('name: "Ana"', 'name: ¦"A\\ta"', "control character"),
        ('name: "Ana"', 'name: ¦"A\\u202Ena"', "control character"),
        ('name: "Ana"', f'name: ¦"{"a" * 201}"', "longer than 200 characters"),
        ('name: "Ana"', 'name: ¦"  "', "name is missing here"),
        ('name: "Ana"', "name: ¦[Ana]", "belongs one value"),
        ("language: ro, c", "language: ¦romanian, c", "is no language code"),
        ("channel: telegram", "channel: ¦pigeon", "is no channel"),
        ("email: ana@example.org", "email: ¦ana@example", "is no e-mail address"),
        ("lead: true", "lead: ¦perhaps", "neither yes nor no"),
        ("tags: [scena]", "tags: [scena, ¦two words]", "is no tag"),
        ("tags: [scena]", "tags: [¦[scena]]", "Here belongs a value"),
        ("capacity: 40", "capacity: ¦forty", "not a whole number"),
        ("capacity: 40", "capacity: ¦0", "not a whole number"),
        ("mode: physical", "mode: ¦outside", "no way of meeting"),
        ('url: "https://meet.example.org/j/1"', 'url: ¦"#"', "The address leads nowhere"),
        ('url: "https://meet.example.org/j/1"', 'url: ¦"javascript:alert(1)"', "The address leads nowhere"),
        # shape
        ("}\nrepresentatives:", "}\nrepresentatives: ¦all\nnotes:", "Under representatives belongs a list"),
        ("  - {id: V1", "  - ¦V2\n  - {id: V1", "Each of venues has keys and values"),
        ("online: {platform: Zoom", "online: ¦yes\n    notes: {platform: Zoom", "Under online belong keys and values"),
        # languages and zones
        ("timezone: Europe/Bucharest\n  lang", "timezone: ¦Bucharest\n  lang", "is no time zone"),
        ("timezone: Europe/Bucharest\n    online", "timezone: ¦../etc\n    online", "is no time zone"),
        ("timezone: Europe/Bucharest\n  lang", "timezone:¦\n  lang", "timezone is missing here"),
        ("default_language: ro", "default_language: ¦de", "“de” is not among the languages"),
        # hours
        (START, '¦"2020-11-10T13:15:00+03:00"', "The offset is +03:00, but in Europe/Bucharest it is +02:00"),
        (START, '¦"2020-11-10T13:15:00Z"', "The offset is +00:00, but in Europe/Bucharest it is +02:00"),
        (START, "¦10.11.2020", "is no date; write it like"),
        (START, "¦2020-02-30", "not in the calendar"),
        (START, '¦"2020-11-10T25:00"', "not in the calendar or on the clock"),
        (START, "¦0020-11-10", "not of our time"),
        (END, '¦"2020-11-10T13:00:00+02:00"', "The end is not after the start"),
        (END, '¦"2020-11-10T13:15:00+02:00"', "The end is not after the start"),
        (END, '¦"2020-11-11T00:30:00+02:00"', "ends on the day it starts"),
        (END, "¦2020-11-10", "has no hour"),
        (f"{START}\n    end: ", "2020-11-10\n    end: ¦", "add the hour to start"),
        (f"{START}\n    end: {END}", "¦2020-11-09T13:15+02:00", "has another date, Tuesday, 10 November 2020"),
        ("date: 2020-11-10", 'date: ¦"2020-11-10T10:00"', "has an hour"),
        (DEADLINE, '¦"2020-11-04T12:00:00+02:00"', "includes its whole day"),
        (DEADLINE, '¦"2020-11-04T23:59:59+03:00"', "The offset is +03:00"),
        (DEADLINE, "¦2020-11-11", "is after the event"),
        ("    kind: lab_round", "    remind_silent: [2020-11-01T10:00, ¦2020-11-02]", "has no hour"),
        ("    kind: lab_round", "    release: ¦yesterday", "is no date"),
        ("    kind: lab_round", "    date_as_written: ¦miercuri, 10.11.2020", "another weekday than its date has"),
        ("    kind: lab_round", "    rsvp_deadline_as_written: ¦until Monday, 4.11.2020", "rsvp_weekday_conflict"),
    ],
)  # fmt: skip
def test_refused(old: str, new: str, said: str) -> None:
    """What is wrong is said once, at its line and column."""
    text, places = unmarked(changed(old, new))
    found = complaints(text)
    assert (places, True) == (
        [(line, column) for line, column, _ in found],
        any(said in words for _, _, words in found),
    )


def test_tags_are_kept_once() -> None:
    """Tags of an organisation keep their order, each once."""
    (found,) = read(changed("tags: [scena]", "tags: [scena, copii, scena]")).organisations
    assert ("scena", "copii") == found.tags


@pytest.mark.parametrize(
    ("titles", "original", "texts"),
    [
        ('title_ro: "A"\n    title_en: "B"', "ro", {"ro": "A", "en": "B"}),
        ('title_en: "B"', "en", {"en": "B"}),
        ("notes: none", "ro", {"ro": "Tema"}),
    ],
)
def test_titles(titles: str, original: str, texts: dict[str, str]) -> None:
    """The original is in the default language, else in the first there is; a round without title has its topic."""
    found = event(changed('title_ro: "Atelier"', titles)).title
    assert (original, texts) == (found.original, dict(found.texts))


def test_names_are_composed() -> None:
    """A letter written as letter and accent becomes one letter, a cedilla stays a cedilla."""
    (found,) = read(changed('name: "Ana"', 'name: " S\u0327tefania Ionescu "')).people
    assert "\u015etefania Ionescu" == found.name


def test_a_person_without_language_speaks_the_programmes() -> None:
    """The default language stands in where none is said."""
    (found,) = read(changed("language: ro, ", "")).people
    assert "ro" == found.language


def test_everything_wrong_is_said_at_once() -> None:
    """Problems of all sections come together, in the order of the file."""
    text, places = unmarked(
        changed("capacity: 40", "capacity: ¦none")
        .replace("id: lab\n", "id: ¦the lab\n")
        .replace("org: ORG-1", "org: ¦ORG-7")
        .replace("mode: physical", "mode: ¦somehow")
    )
    assert places == [(line, column) for line, column, _ in complaints(text)]


def test_no_more_than_200_are_kept() -> None:
    """Of very many problems the first 200 are kept, and all are counted."""
    text = PROGRAMME + "".join(f'  - {{id: REP-{n}, org: ORG-0, name: "N"}}\n' for n in range(2, 302))
    with pytest.raises(ImportRefused) as refused:
        read_import("lab.yaml", text.encode())
    assert (300, 200, 231) == (refused.value.count, len(refused.value.problems), refused.value.problems[-1].line)


def test_a_file_without_programme() -> None:
    """Sections without a programme around them are refused, and the sentence says how to begin."""
    ((line, column, said),) = complaints("organisations: []\n")
    assert (1, 1, True) == (line, column, "begin with “programme:”" in said)


def test_a_secret_is_not_repeated() -> None:
    """A complaint about a link or a passcode does not say what it was."""
    text = changed("https://meet.example.org/j/1", "meet.example.org/secret").replace('"0001"', '"00\\u0007\\u0007"')
    assert not [said for _, _, said in complaints(text) if "secret" in said or "00" in said.replace("100", "")]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (["{id: E2, round: ¦L1-R2, start: 2020-11-10, title_ro: B}"], "“L1-R2” and this event name different partners"),
        (
            [
                "{id: E2, round: L1-R1, start: 2020-10-08, title_ro: B}",
                "{id: E3, round: ¦L1-R1, start: 2020-10-08, title_ro: C}",
            ],
            "The event in line 19 is the round “L1-R1” already",
        ),
    ],
)
def test_a_round_is_one_event(added: list[str], said: str) -> None:
    """Two events cannot be one round, whether the round says which it is or not."""
    text, places = unmarked(changed("events:\n", "".join(["events:\n", *(f"  - {event}\n" for event in added)])))
    ((line, column, words),) = complaints(text)
    assert (places, True) == ([(line, column)], said in words)


def test_a_round_and_an_event_with_one_id() -> None:
    """A round that no event names cannot share its id with an event; the sentence says how to join them."""
    text, places = unmarked(changed("id: L1-R1", "id: ¦R").replace("id: E1\n", "id: R\n").replace(", event: E1", ""))
    ((line, column, said),) = complaints(text)
    assert (places, True) == ([(line, column)], "let it name it with “round:”" in said)


def test_an_event_may_have_the_id_of_its_round() -> None:
    """When the event names the round, one id for both is no clash."""
    text = PROGRAMME.replace("E1", "L1-R2")
    assert ["L1-R1", "L1-R2"] == [found.key for found in read(text).events]
