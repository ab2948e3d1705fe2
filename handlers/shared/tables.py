"""Tables as files, CSV and XLSX: no cell can act as a formula where the file is opened.

CSV has commas, quotes as in RFC 4180, UTF-8. XLSX is one sheet whose texts are marked as texts.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

import openpyxl

if TYPE_CHECKING:
    from openpyxl.cell import Cell as XlsxCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ACTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # the last four: full width (OWASP, CSV Injection)
_NO_SIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # ECMA-376 part 1, 22.9.2.19
_LINE_END = re.compile(r"\r\n?")

Cell = str | int | None


def safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is prefixed with an apostrophe; numbers stay as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTS) else cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table with its head as a CSV file; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def xlsx_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table with its head as an XLSX workbook of one sheet; the head stays in sight. None is an empty cell."""
    book = openpyxl.Workbook(write_only=True)
    sheet = cast("WriteOnlyWorksheet", book.create_sheet("Sfat"))  # a workbook that is only written has no other sheets
    sheet.freeze_panes = "A2"
    sheet.append([_written(sheet, name) for name in columns])
    for row in rows:
        sheet.append([_written(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _written(sheet: "WriteOnlyWorksheet", value: Cell) -> "XlsxCell":
    value = safe(value)
    if not isinstance(value, str):
        return openpyxl.cell.WriteOnlyCell(sheet, value)
    text = _LIKE_AN_ESCAPE.sub("_x005F_", _NO_SIGN.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", value)))
    cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # whatever it looks like: the library would take "=1" for a formula
    return cell
