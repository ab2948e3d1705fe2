"""Organisations and representatives in a table (CSV, or the sheets of a workbook), known by its head line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.model.text import Code, N, T
from handlers.imports import checks
from handlers.imports.complaints import Complaints, shown, too_much
from handlers.imports.delimited import DELIMITERS, BadRow, Cell, decode, rows
from handlers.imports.records import (
    NOWHERE,
    ImportedOrganisation,
    ImportedPerson,
    ImportedTable,
    ImportRefused,
    Where,
)
from handlers.imports.workbook import sheets

V = TypeVar("V")

LARGEST = 5 * 1024 * 1024  # bytes
LARGEST_WORKBOOK = 20 * 1024 * 1024  # bytes; it may hold pictures beside the table
MOST_ROWS = 20_000
LONGEST_CELL = 1_000  # characters

_LONGEST_HEAD = 4_000  # characters in which the heads are looked for
_MOST_COLUMNS = 100

_ORGANISATIONS = ("id", "name", "sector", "tags")
_PEOPLE = ("id", "org", "name", "language", "channel", "email", "lead")
_MAY_BE_MISSING = {"language", "channel", "email", "lead", "tags"}
_OF_PEOPLE_ONLY = set(_PEOPLE) - set(_ORGANISATIONS)


class _Row:
    """The cells of one row by the head of their column."""

    def __init__(self, cells: Mapping[str, Cell], complaints: Complaints) -> None:
        self._cells = cells
        self.complaints = complaints

    def given(self, head: str, check: Callable[[str], V], otherwise: V) -> V:
        """The value in a column; `otherwise` when the cell is empty or wrong, or there is no such column."""
        text = self._text(head)
        if not text:
            return otherwise
        try:
            return check(text)
        except checks.Wrong as wrong:
            self.complaints.add(self.where(head), wrong.sentence)
            return otherwise

    def needed(self, head: str, check: Callable[[str], str]) -> str:
        """The value in a column where there must be one; "" when it is wrong, which is then said."""
        if not self._text(head):
            self.complaints.add(self.where(head), T("{head} is empty here; fill it in.", head=Code(head)))
        return self.given(head, check, "")

    def has(self, head: str) -> bool:
        """Whether there is such a column."""
        return head in self._cells

    def where(self, head: str) -> Where:
        """Where the cell of a column stands."""
        at = self._cells[head].at
        return Where(at.line, at.column, at.sheet, head)

    def _text(self, head: str) -> str:
        return self._cells[head].text.strip(checks.AROUND) if head in self._cells else ""


def looks_like_table(text: str) -> bool:
    """Whether the first line holds at least two heads of a table of ours."""
    return max(_known_heads(text, delimiter) for delimiter in DELIMITERS) >= 2


def unseen(_number: int) -> None:
    """Nobody wants to know how many rows were read."""


def read_table(content: bytes, seen: Callable[[int], None] = unseen) -> ImportedTable:
    """Everything that a CSV file says. Raises `ImportRefused` with everything that is wrong with it.

    `seen` is told now and then how many rows were read.
    """
    if len(content) > LARGEST:
        raise ImportRefused.because(T("The file is larger than 5 MB; divide it into smaller ones."))
    text, encoding = decode(content)
    delimiter = max(DELIMITERS, key=lambda candidate: _known_heads(text, candidate))
    complaints = Complaints()
    found = _read(_told(_rows(text, delimiter, complaints), seen), complaints)
    complaints.raise_if_any(found)
    return replace(found, encoding=encoding, delimiter=delimiter)


def read_workbook(content: bytes, seen: Callable[[int], None] = unseen) -> ImportedTable:
    """Everything that the tables of a workbook say. Raises `ImportRefused` as `read_table` does."""
    if len(content) > LARGEST_WORKBOOK:
        raise ImportRefused.because(T("The file is larger than 20 MB; save only the table, in a workbook of its own."))
    complaints = Complaints()
    found = [_read(_told(_squared(sheet.rows, complaints), seen), complaints) for sheet in sheets(content)]
    people = [one for one in found if "org" in one.columns] or found
    columns = tuple(name for name in people[0].columns if all(name in one.columns for one in people))
    table = ImportedTable(
        tuple(record for one in found for record in one.organisations),
        tuple(record for one in found for record in one.people),
        columns,
    )
    complaints.raise_if_any(table)
    return table


def _told(found: Iterable[list[Cell]], seen: Callable[[int], None]) -> Iterator[list[Cell]]:
    for number, row in enumerate(found):
        seen(number)
        yield row


def _read(found: Iterator[list[Cell]], complaints: Complaints) -> ImportedTable:
    """The records of one table. Raises `ImportRefused` at once when its head cannot be used."""
    head = next(found, [])
    complaints.raise_if_any()
    columns = _columns(head, complaints)
    complaints.raise_if_any()
    records = _records(found, columns, complaints)
    if "org" in columns:
        return ImportedTable((), tuple(_person(row) for row in records), columns)
    return ImportedTable(tuple(_organisation(row) for row in records), (), columns)


def _squared(found: Iterable[list[Cell]], complaints: Complaints) -> Iterator[list[Cell]]:
    """The rows of a sheet, each as wide as the first; cells without a head are complained of.

    Raises `ImportRefused` when there are too many.
    """
    width = 0
    for number, row in enumerate(found):
        if number > MOST_ROWS:
            raise _too_many(row[0].at)
        width = width or len(row)
        for cell in row[width:]:
            if cell.text.strip(checks.AROUND):
                sentence = T("There is no head above this cell; name its column in the first row, or empty the cell.")
                complaints.add(cell.at, sentence)
        missing = [Cell("", replace(row[0].at, column=column)) for column in range(len(row) + 1, width + 1)]
        yield [*row[:width], *missing]


def _too_many(at: Where) -> ImportRefused:
    return too_much(at, T("The table has more than {n} rows; divide it into smaller ones.", n=MOST_ROWS))


def _rows(text: str, delimiter: str, complaints: Complaints) -> Iterator[list[Cell]]:
    """The rows that are not blank, up to where they cannot be divided. Raises `ImportRefused` if they are too many."""
    try:
        for number, row in enumerate(rows(text, delimiter)):
            if number > MOST_ROWS:
                raise _too_many(row[0].at)
            if any(cell.text.strip(checks.AROUND) for cell in row):
                yield row
    except BadRow as trouble:
        complaints.add(trouble.at, trouble.sentence)


def _heads(row: Iterable[Cell]) -> list[str]:
    return [cell.text.strip(checks.AROUND).lower() for cell in row]


def _known_heads(text: str, delimiter: str) -> int:
    first = next(_rows(text[:_LONGEST_HEAD], delimiter, Complaints()), [])
    return len({*_heads(first)} & {*_ORGANISATIONS, *_PEOPLE})


def _columns(head: list[Cell], complaints: Complaints) -> tuple[str, ...]:
    """The heads in their order, after complaining of those that are unknown, there twice, or missing."""
    heads = _heads(head)
    if not head or not {*heads} & {*_ORGANISATIONS, *_PEOPLE}:
        sentence = T(
            "The first row must name the columns: {organisations}, or {people}.",
            organisations=Code(",".join(_ORGANISATIONS)),
            people=Code(",".join(_PEOPLE)),
        )
        complaints.add(head[0].at if head else Where(1, 1), sentence)
        return ()
    wanted = _PEOPLE if {*heads} & _OF_PEOPLE_ONLY else _ORGANISATIONS
    known = ", ".join(wanted)
    seen: set[str] = set()
    for cell, name in zip(head[:_MOST_COLUMNS], heads, strict=False):
        if name not in wanted:
            sentence = T("The column “{name}” is not known here; known are {known}.", name=shown(name), known=known)
            complaints.add(cell.at, sentence)
        elif name in seen:
            complaints.add(cell.at, T("The column “{name}” is there twice; take one out.", name=name))
        seen.add(name)
    for name in wanted:
        if name not in heads and name not in _MAY_BE_MISSING:
            sentence = T("The column “{name}” is missing; add it.", name=name)
            complaints.add(replace(head[0].at, column=len(head) + 1), sentence)
    return tuple(heads)


def _records(found: Iterable[list[Cell]], columns: tuple[str, ...], complaints: Complaints) -> Iterator[_Row]:
    for cells in found:
        if len(cells) != len(columns):
            at = Where(cells[-1].at.line, min(len(cells), len(columns)) + 1)
            sentence = N(
                "This row has {n} cell and the first has {wanted}; a cell that holds the sign between cells needs "
                "quotation marks.",
                "This row has {n} cells and the first has {wanted}; a cell that holds the sign between cells needs "
                "quotation marks.",
                len(cells),
                wanted=len(columns),
            )
            complaints.add(at, sentence)
            continue
        row = _Row(dict(zip(columns, cells, strict=True)), complaints)
        for head, cell in zip(columns, cells, strict=True):
            if cell.wrong is not None:
                complaints.add(row.where(head), cell.wrong)
            if len(cell.text) > LONGEST_CELL:
                sentence = T("This cell is longer than {n} characters; shorten it.", n=LONGEST_CELL)
                complaints.add(row.where(head), sentence)
        yield row


def _organisation(row: _Row) -> ImportedOrganisation:
    key = row.needed("id", checks.key)
    sector = row.given("sector", checks.key, None)
    row.complaints.unique("organisation", key, row.where("id"))
    at = row.where("sector" if sector else "id")
    untagged: tuple[str, ...] = ()
    tags = row.given("tags", checks.tags, untagged) if row.has("tags") else None
    return ImportedOrganisation(key, row.needed("name", checks.name), sector, tags, at)


def _person(row: _Row) -> ImportedPerson:
    key = row.needed("id", checks.key)
    row.complaints.unique("person", key, row.where("id"))
    language = row.given("language", checks.language, "")
    return ImportedPerson(
        key,
        row.needed("name", checks.name),
        language,
        row.given("channel", checks.channel, ""),
        row.given("email", checks.email, ""),
        row.given("lead", checks.yes, False),
        (row.needed("org", checks.key),),
        row.where("org"),
        row.where("language") if language else NOWHERE,
    )
