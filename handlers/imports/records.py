"""What an import file says, checked and plain; or everything that is wrong with it.

Keys are the file's own ids, the only thing that imports match on. `at` and `line` say where a record stands, for
complaints that can only be made when it is applied; they do not count when records are compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.model.text import Sentence
from bot.model.values import Mode, Naming, Words


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file, both from 1. In a table `column` is the number of the cell, elsewhere of the character.

    `sheet` is set where several sheets of a workbook are read, `head` where the name of the cell's column is known.
    """

    line: int
    column: int
    sheet: str = ""
    head: str = field(default="", compare=False)


NOWHERE = Where(0, 0)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and how to mend it; with the name of its column, or wrong with the file as a `whole`."""

    line: int
    column: int
    message: Sentence
    head: str = ""
    whole: bool = False


class ImportRefused(Exception):
    """The file is not taken, nothing of it.

    `problems` are the first `MOST` of them, in the order of the file; `count` is how many there are. `table` is what
    could be read of a table all the same, so that it can be compared with what stands; None where nothing can.
    """

    MOST = 200

    def __init__(self, problems: Iterable[Problem], table: "ImportedTable | None" = None) -> None:
        found = sorted(problems, key=lambda problem: (problem.line, problem.column))
        self.problems = tuple(found[: self.MOST])
        self.count = len(found)
        self.table = table
        super().__init__(self.count, self.problems)

    def and_also(self, other: "ImportRefused") -> "ImportRefused":
        """Both together, in the order of the file."""
        both = ImportRefused([*self.problems, *other.problems])
        both.count = self.count + other.count
        return both

    @classmethod
    def because(cls, message: Sentence, at: Where | None = None) -> "ImportRefused":
        """For one reason only; without a place it is the whole file's."""
        return cls([Problem(1, 1, message, whole=True) if at is None else Problem(at.line, at.column, message)])


@dataclass(frozen=True)
class ImportedContact:
    """Whom people may turn to. `role` is None when the file does not say it."""

    name: str
    role: Words | None
    email: str


@dataclass(frozen=True)
class ImportedLab:
    """A series of rounds on one topic."""

    key: str
    topic: Words


@dataclass(frozen=True)
class ImportedVenue:
    """A place with an address. `step_free` is None when nobody said."""

    key: str
    name: str
    address: str = ""
    capacity: int | None = None
    step_free: bool | None = None


@dataclass(frozen=True)
class ImportedSector:
    """A kind of organisation."""

    key: str
    name: Words


@dataclass(frozen=True)
class ImportedQuestion:
    """A question for world cafés. `builds_on` is the id of the one whose answers it speaks of."""

    words: Words
    builds_on: str | None = None


@dataclass(frozen=True)
class ImportedCafe:
    """The world café of an event: its questions in their order, tables, rounds, minutes a round.

    Questions are named by their places in the order, from 1. `builds` says of each that builds on another on which;
    `grid` for each round which stands on which table (empty: not said); `grace` is in minutes (None: not said).
    `standing` says where the tables stand, in their order; `naming` who learns whose idea it is; `hidden` that the wall
    shows ideas only when they are revealed (each None: not said).
    """

    questions: tuple[Words, ...]
    tables: int
    rounds: int
    minutes: int
    builds: Mapping[int, int] = field(default_factory=dict)
    grid: tuple[tuple[int, ...], ...] = ()
    grace: int | None = None
    standing: tuple[str, ...] | None = None
    naming: Naming | None = None
    hidden: bool | None = None


@dataclass(frozen=True)
class ImportedEvent:
    """An event of the programme, past or future: that needs the clock and is decided when it is applied.

    `day`, `starts` and `ends` are on the clock of `zone` (IANA); `fold` of a time says which of two equal ones. An
    event with a date and no hours has neither `starts` nor `ends`; one with hours ends on its own day, if an end is
    said. The deadline includes its day. Reminders and release are local date-times, with `fold` too: None = not said,
    an empty tuple = none wanted. `platform` is where an online event meets, `place` a place that is no venue here.
    """

    key: str
    lab_key: str | None
    ordinal: int | None
    kind: str
    title: Words
    day: date
    starts: time | None
    ends: time | None
    zone: str
    mode: Mode
    method: str
    venue_key: str | None
    language: str
    place: str = ""
    deadline: date | None = None
    platform: str = ""
    link: str = field(default="", repr=False)
    passcode: str = field(default="", repr=False)
    capacity: int | None = None
    remind_silent: tuple[datetime, ...] | None = None
    remind_coming: tuple[datetime, ...] | None = None
    release: datetime | None = None
    cafe: ImportedCafe | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ImportedOrganisation:
    """A stakeholder. `sector` is a key; `at` is where it stands, or the organisation's id when there is none.

    `tags` are None where a table has no column of them, and so says nothing of them.
    """

    key: str
    name: str
    sector: str | None
    tags: tuple[str, ...] | None = ()
    at: Where = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class ImportedPerson:
    """A representative of one or more organisations (by key; the first is their own, of which they may be the lead).

    `language`, `channel` and `email` are empty when not said. `at` is where the organisation is named,
    `language_at` where the language is, if it is.
    """

    key: str
    name: str
    language: str
    channel: str
    email: str
    lead: bool
    organisations: tuple[str, ...]
    at: Where = field(default=NOWHERE, compare=False)
    language_at: Where = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class ImportedProgramme:
    """A whole programme file. `ignored` counts the keys that belong to later features, by level: `events.agenda`."""

    key: str
    code: str
    title: Words
    zone: str
    languages: tuple[str, ...]
    default_language: str
    contact: ImportedContact | None
    facilitator: str | None
    labs: tuple[ImportedLab, ...]
    venues: tuple[ImportedVenue, ...]
    sectors: tuple[ImportedSector, ...]
    events: tuple[ImportedEvent, ...]
    organisations: tuple[ImportedOrganisation, ...]
    people: tuple[ImportedPerson, ...]
    ignored: Mapping[str, int]

    @property
    def affiliations(self) -> int:
        """How many pairs of a person and an organisation the file names."""
        return sum(len(person.organisations) for person in self.people)


@dataclass(frozen=True)
class ImportedTable:
    """A table of organisations or of people. Organisations and sectors that it names need not be in it.

    `columns` are those it has: a column that is not there says nothing, an empty cell says "empty". `encoding` and
    `delimiter` are how it was read; a workbook, which may hold both kinds, has neither.
    """

    organisations: tuple[ImportedOrganisation, ...]
    people: tuple[ImportedPerson, ...]
    columns: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
