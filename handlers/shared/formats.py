"""The formats of a table: the same columns and rows in each."""

import json
from collections.abc import Callable, Mapping, Sequence

from handlers.shared.tables import Cell, csv_bytes, xlsx_bytes

Value = str | int | bool | tuple[str, ...] | None
Rows = Sequence[Sequence[Value]]


def as_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """Comma, RFC 4180 quotes and line ends, UTF-8; several words in a cell are parted by spaces."""
    return csv_bytes(columns, [[_cell(value) for value in row] for row in rows])


def as_xlsx(columns: Sequence[str], rows: Rows) -> bytes:
    """A workbook of one sheet whose cells read as those of the CSV file; numbers are numbers."""
    return xlsx_bytes(columns, [[_cell(value) for value in row] for row in rows])


def _cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, tuple) else value


def as_json(columns: Sequence[str], rows: Rows) -> bytes:
    """A list of objects, UTF-8; nothing is null, several words are a list."""
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    return (json.dumps(records, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[Sequence[str], Rows], bytes]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "json": as_json,
}
