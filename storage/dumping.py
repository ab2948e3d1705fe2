"""Backups: all lasting tables as JSON lines, compressed, in one snapshot; the same file for SQLite and for PostgreSQL.

The first line names the format and the revision of the tables; each table follows as a line with its columns and a
line for each row; the last line counts the rows, so that a file that was cut off is recognised.
"""

import gzip
import json
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import JSON, Column, Date, Table, Time, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.model.values import Words
from storage import tables
from storage.columns import Utc, WordsColumn
from storage.deliveries import DELIVERY
from storage.inbox import INBOX
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
        for table in tables.LASTING:
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
    for table in tables.LASTING:
        if await scalar(tx, select(table.c.id).limit(1)) is not None:
            return False
    return True


async def load(tx: Tx, path: Path) -> int:
    """Fill the empty tables from a backup; how many rows. Raises NotABackup; the caller's transaction is undone."""
    number = 0
    try:
        for batch in _batches(path):
            await tx.execute(insert(batch.table), batch.rows)
            number += len(batch.rows)
    except (KeyError, ValueError, TypeError, IntegrityError):
        raise NotABackup("its rows do not fit together") from None
    for table in (DELIVERY, INBOX):  # the processes that had them in hand are not here, whatever their numbers
        await tx.execute(update(table).values(holder_id=None))
    if tx.dialect == "postgresql":
        await _number_on(tx)
    return number


@dataclass
class _Batch:
    """Rows of one table, as its columns take them."""

    table: Table
    columns: list[Column[Any]]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, values: list[Any]) -> None:
        self.rows.append({c.name: _valued(c, value) for c, value in zip(self.columns, values, strict=True)})


def _batches(path: Path) -> Iterator[_Batch]:
    """The rows in their order, up to BATCH at a time. Raises NotABackup when not all are there."""
    batch: _Batch | None = None
    number = 0
    for line in _lines(path):
        if batch is not None and batch.rows and (isinstance(line, dict) or len(batch.rows) == BATCH):
            yield batch
            batch = _Batch(batch.table, batch.columns)
        if isinstance(line, dict) and "table" in line:
            table = tables.metadata.tables[line["table"]]
            batch = _Batch(table, [table.c[name] for name in line["columns"]])
        elif isinstance(line, dict) and line["rows"] != number:
            raise NotABackup(f"{line['rows']} rows were written into it, and {number} are there")
        elif isinstance(line, list) and batch is not None:
            batch.add(line)
            number += 1


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
    except (EOFError, ValueError, gzip.BadGzipFile, zlib.error):
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
    for table in tables.LASTING:
        last = await scalar(tx, select(func.max(table.c.id)))
        if last is not None:
            await tx.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
