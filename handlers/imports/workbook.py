"""The sheets of a workbook (XLSX) as rows of text, with the place of every cell. Nothing in it is ever computed."""

import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import openpyxl

from bot.model.text import T
from handlers.imports.archive import DAMAGED, check_archive
from handlers.imports.delimited import Cell
from handlers.imports.displayed import displayed
from handlers.imports.records import ImportRefused, Where
from handlers.shared.weekdays import folded

V = TypeVar("V")

MOST_COLUMNS = 100  # what stands further right is not read
MOST_LINES = 1_048_576  # rows of a sheet, blank ones too: no spreadsheet has more

_ORGANISATIONS = {"organisations", "organizations", "organizatii"}
_PEOPLE = {"people", "representatives", "persoane", "reprezentanti"}
_SHOWS_ERROR = T("The spreadsheet shows an error in this cell; correct it.")

# A chart or a list of choices that is not understood is no matter for those who read the cells.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name. `rows` can be read once: those that hold anything, each up to its last cell that does."""

    name: str
    rows: Iterator[list[Cell]]


def sheets(content: bytes) -> list[Sheet]:
    """The sheets that hold tables: those called as their tables are, else the first that is not hidden.

    Raises `ImportRefused` for what is no workbook, or one that may not be opened; so do the rows while they are read.
    """
    check_archive(content)
    book = _guarded(partial(openpyxl.load_workbook, io.BytesIO(content), read_only=True, keep_links=False))
    found: list[Any] = [one for one in book.worksheets if one.sheet_state == "visible"]
    if not found:
        raise ImportRefused.because(DAMAGED)
    # Organisations first, because people name them.
    chosen = [*_called(found, _ORGANISATIONS), *_called(found, _PEOPLE)] or found[:1]
    return [Sheet(one.title, _rows(one, one.title if len(chosen) > 1 else "")) for one in chosen]


def _called(found: list[Any], names: set[str]) -> list[Any]:
    return [one for one in found if folded(one.title) in names][:1]


def _guarded(read: Callable[[], V]) -> V:
    """What reading returns. The reader has no family of errors for broken files, so whatever it raises is a refusal."""
    try:
        return read()
    except Exception:
        raise ImportRefused.because(DAMAGED) from None


def _rows(sheet: Any, name: str) -> Iterator[list[Cell]]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    lines: Iterator[Any] = sheet.iter_rows(max_col=MOST_COLUMNS)
    blank: Any = None
    for line in range(1, MOST_LINES + 1):
        row = _guarded(partial(next, lines, None))
        if row is None:
            return
        if row is blank:
            continue  # the reader hands out the same object for every row that is not there
        cells = _guarded(partial(_cells, row, line, name))
        while cells and not cells[-1].text.strip():
            cells.pop()
        if cells:
            yield cells
        else:
            blank = row


def _cells(row: Any, line: int, name: str) -> list[Cell]:
    last = max((number for number, cell in enumerate(row, 1) if cell.value is not None), default=0)
    return [
        Cell(
            displayed(cell.value, cell.number_format or ""),
            Where(line, column, name),
            _SHOWS_ERROR if cell.data_type == "e" else None,
        )
        for column, cell in enumerate(row[:last], 1)
    ]
