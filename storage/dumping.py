"""Backups: all tables as JSON lines, compressed, in one snapshot; the same file for SQLite and for PostgreSQL.

The first line names the format and the revision of the tables; each table follows as a line with its columns and a
line for each row; the last line counts the rows, so that a file that was cut off is recognised.
"""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import JSON, Column, Date, Table, Time, func, insert, select, text

from bot.model.values import Words
from storage import tables
from storage.columns import Utc, WordsColumn
from storage.migrate import head
from storage.tx import Tx, scalar

FORMAT = "sfat backup 1"
BATCH = 1000


class NotABackup(Exception):
    """The file is no whole backup of this program; the message says why."""


async def dump(tx: Tx, path: Path) -> int:
    """Write everything into a file; how many rows. Raises OSError."""
    if tx.dialect == "postgresql":
        await tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    number = 0
    with gzip.open(path, "wt", encoding="utf-8") as file:
        _write(file, {"format": FORMAT, "revision": head()})
        for table in tables.metadata.sorted_tables:
            _write(file, {"table": table.name, "columns": [column.name for column in table.columns]})
            async for row in _rows(tx, table):
                _write(file, [_plain(value) for value in row])
                number += 1
        _write(file, {"rows": number})
    return number


async def _rows(tx: Tx, table: Table) -> AsyncIterator[Any]:
    last = -1
    while rows := (await tx.execute(select(table).where(table.c.id > last).order_by(table.c.id).limit(BATCH))).all():
        for row in rows:
            yield row
        last = rows[-1].id


def _write(file: TextIO, value: Any) -> None:
    file.write(json.dumps(value, ensure_ascii=False) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Words):
        return {"original": value.original, "texts": dict(value.texts)}
    return value


async def is_empty(tx: Tx) -> bool:
    """Whether no table holds anything."""
    for table in tables.metadata.sorted_tables:
        if await scalar(tx, select(table.c.id).limit(1)) is not None:
            return False
    return True


async def load(tx: Tx, path: Path) -> int:
    """Fill the empty tables from a backup; how many rows. Raises NotABackup; the caller's transaction is undone."""
    number = 0
    table: Table | None = None
    columns: list[Column[Any]] = []
    batch: list[dict[str, Any]] = []
    for line in _lines(path):
        if isinstance(line, list) and table is not None:
            batch.append({c.name: _valued(c, value) for c, value in zip(columns, line, strict=True)})
            number += 1
        if table is not None and batch and (len(batch) == BATCH or isinstance(line, dict)):
            await tx.execute(insert(table), batch)
            batch = []
        if isinstance(line, dict) and "table" in line:
            table = tables.metadata.tables[line["table"]]
            columns = [table.c[name] for name in line["columns"]]
        if isinstance(line, dict) and "rows" in line and line["rows"] != number:
            raise NotABackup(f"{line['rows']} rows were written into it, and {number} are there")
    if tx.dialect == "postgresql":
        await _number_on(tx)
    return number


def _lines(path: Path) -> Iterator[Any]:
    """The lines behind the first, which must be ours, up to the last, which must be there."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            first = json.loads(file.readline() or "null")
            if not isinstance(first, dict) or first.get("format") != FORMAT:
                raise NotABackup("it is no backup that this program wrote")
            if first["revision"] != head():
                raise NotABackup(f"it was made at revision {first['revision']}, this program is at {head()}")
            line: Any = None
            for written in file:
                line = json.loads(written)
                yield line
    except (EOFError, ValueError, gzip.BadGzipFile):
        raise NotABackup("it is damaged, or no backup that this program wrote") from None
    if not isinstance(line, dict) or "rows" not in line:
        raise NotABackup("its end is missing")


def _valued(column: Column[Any], value: Any) -> Any:
    """The value as its column takes it."""
    if value is None:
        return None
    match column.type:
        case WordsColumn():
            return Words(value["texts"], value["original"])
        case JSON():
            return value
        case Utc():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case Time():
            return time.fromisoformat(value)
    return value


async def _number_on(tx: Tx) -> None:
    """PostgreSQL counts rows by itself: the next number is behind the last one that was restored."""
    for table in tables.metadata.sorted_tables:
        last = await scalar(tx, select(func.max(table.c.id)))
        if last is not None:
            await tx.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
