"""Tables as CSV: comma, quotes as in RFC 4180, UTF-8; no cell can act as a formula where the file is opened."""

import csv
import io
from collections.abc import Iterable, Sequence

CSV = "text/csv; charset=utf-8"
_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")

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
