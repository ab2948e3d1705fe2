"""Small files with one thing wrong, and what reading them says. A ¦ marks where each complaint is expected."""

import pytest

from bot.core.translate import Reader, plain
from handlers.imports import ImportedProgramme, ImportRefused, read_import
from handlers.imports.records import ImportedEvent

MARK = "¦"
ENGLISH = Reader("en", "Europe/Bucharest")

PROGRAMME = """\
programme:
  id: lab
  title_ro: "Laborator"
  title_en: "Lab"
  timezone: Europe/Bucharest
  languages: [ro, en]
  default_language: ro
labs:
  - id: L1
    topic_ro: "Tema"
    rounds:
      - {id: L1-R1, date: 2020-10-08, mode: physical, venue: V1}
      - {id: L1-R2, date: 2020-11-10, mode: online, event: E1}
venues:
  - {id: V1, name: "Casa", capacity: 40, step_free: true}
sectors:
  - {id: culture, ro: "Cultură", en: "Culture"}
events:
  - id: E1
    kind: lab_round
    round: L1-R2
    title_ro: "Atelier"
    start: "2020-11-10T13:15:00+02:00"
    end: "2020-11-10T15:30:00+02:00"
    timezone: Europe/Bucharest
    online: {platform: Zoom, url: "https://meet.example.org/j/1", passcode: "0001"}
    rsvp_deadline: "2020-11-04T23:59:59+02:00"
organisations:
  - {id: ORG-1, sector: culture, name: "Teatrul", tags: [scena]}
representatives:
  - {id: REP-1, org: ORG-1, name: "Ana", language: ro, channel: telegram, email: ana@example.org, lead: true}
"""

START, END = '"2020-11-10T13:15:00+02:00"', '"2020-11-10T15:30:00+02:00"'
DEADLINE = '"2020-11-04T23:59:59+02:00"'

Complaint = tuple[int, int, str]  # line, column, what is said in English


def read(text: str) -> ImportedProgramme:
    """The programme in this text."""
    found = read_import("lab.yaml", text.encode())
    assert isinstance(found, ImportedProgramme)
    return found


def event(text: str) -> ImportedEvent:
    """The event E1 in this text."""
    (found,) = (candidate for candidate in read(text).events if candidate.key == "E1")
    return found


def complaints(content: bytes | str, name: str = "lab.yaml") -> list[Complaint]:
    """What is wrong with this file, in the order in which it is said."""
    with pytest.raises(ImportRefused) as refused:
        read_import(name, content.encode() if isinstance(content, str) else content)
    return [(problem.line, problem.column, plain(problem.message, ENGLISH)) for problem in refused.value.problems]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the lines and columns in which they stood."""
    before, *pieces = text.split(MARK)
    places = []
    for piece in pieces:
        lines = before.split("\n")
        places.append((len(lines), len(lines[-1]) + 1))
        before += piece
    return before, places


def changed(old: str, new: str) -> str:
    """The small programme with one piece of it replaced."""
    assert 1 == PROGRAMME.count(old), f"{old!r} must stand in the programme once"
    return PROGRAMME.replace(old, new)
