"""Changes: what many writes at once have made and changed, kept so that they can be taken back."""

import hashlib
import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, bindparam, insert, select, update

from storage.columns import Utc, metadata
from storage.tx import Tx

Change = tuple[Any, Any]  # before and after
Changes = dict[int, dict[str, Change]]  # by number and column

A_STATEMENT = 500  # numbers named in one statement


@dataclass
class Journal:
    """What was done, by table: rows made, by number with a digest of what they held; and rows changed."""

    made: dict[str, dict[int, str]] = field(default_factory=dict)
    changed: dict[str, Changes] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """As JSON."""
        changed = {
            name: {str(n): _plain(columns) for n, columns in rows.items()} for name, rows in self.changed.items()
        }
        return {
            "made": {
                name: {str(number): digest for number, digest in rows.items()} for name, rows in self.made.items()
            },
            "changed": changed,
        }

    @classmethod
    def unpacked(cls, value: Mapping[str, Any]) -> "Journal":
        """From that JSON; empty for what is none."""
        made = {name: {int(n): digest for n, digest in rows.items()} for name, rows in value.get("made", {}).items()}
        changed = {
            name: {int(n): _typed(metadata.tables[name], columns) for n, columns in rows.items()}
            for name, rows in value.get("changed", {}).items()
        }
        return cls(made, changed)


def _plain(columns: Mapping[str, Change]) -> dict[str, list[Any]]:
    return {
        name: [one.isoformat() if isinstance(one, datetime) else one for one in change]
        for name, change in columns.items()
    }


def _typed(kept: Table, columns: Mapping[str, Sequence[Any]]) -> dict[str, Change]:
    return {
        name: (_value(kept.c[name], before), _value(kept.c[name], after)) for name, (before, after) in columns.items()
    }


def _value(column: Column[Any], value: Any) -> Any:
    return datetime.fromisoformat(value) if value is not None and isinstance(column.type, Utc) else value


def digest(values: Sequence[Any]) -> str:
    """Enough to see whether these values are still the same, too little to tell them."""
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]


async def insert_all(tx: Tx, kept: Table, rows: Sequence[Mapping[str, Any]], known_by: Column[Any]) -> dict[Any, int]:
    """Insert rows in one go; their numbers by a column that tells them apart."""
    if not rows:
        return {}
    new = insert(kept).returning(known_by.label("known_by"), kept.c.id)
    made: Sequence[Any] = (await tx.execute(new, [dict(row) for row in rows])).all()
    return {row.known_by: int(row.id) for row in made}


async def write_changes(tx: Tx, kept: Table, changed: Changes) -> None:
    """Write what comes after: rows whose same columns change go together."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for number, columns in changed.items():
        values = {f"new_{name}": change[1] for name, change in columns.items()}
        alike.setdefault(tuple(sorted(columns)), []).append({"row": number, **values})
    for names, rows in alike.items():
        values = {name: bindparam(f"new_{name}", type_=kept.c[name].type) for name in names}
        await tx.execute(update(kept).where(kept.c.id == bindparam("row")).values(values), rows)


async def restore(tx: Tx, kept: Table, changed: Changes) -> tuple[set[int], set[int]]:
    """Write what was before, where what came after still stands.

    Returns the rows that were restored, and those in which somebody has changed something since: that stays.
    """
    back: Changes = {}
    touched_since: set[int] = set()
    async for row in _rows(tx, kept, changed):
        for name, (before, after) in changed[row.id].items():
            if getattr(row, name) == after:
                back.setdefault(row.id, {})[name] = (after, before)
            else:
                touched_since.add(row.id)
    await write_changes(tx, kept, back)
    return set(back), touched_since


async def untouched(tx: Tx, kept: Table, made: Mapping[int, str], columns: Sequence[str]) -> set[int]:
    """Those of the rows made that still hold what they held then."""
    found = set()
    async for row in _rows(tx, kept, made):
        if digest([getattr(row, name) for name in columns]) == made[row.id]:
            found.add(row.id)
    return found


async def referenced(tx: Tx, kept: Table, numbers: Collection[int], but: Mapping[str, Collection[int]]) -> set[int]:
    """Those of the rows to which rows of any table point, but for these rows of some tables."""
    found: set[int] = set()
    for other in metadata.sorted_tables:
        for column in other.columns:
            if any(key.column is kept.c.id for key in column.foreign_keys):
                found |= await _pointed_at(tx, column, numbers, but.get(other.name, ()))
    return found


async def _pointed_at(tx: Tx, column: Column[Any], numbers: Collection[int], but: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in in_statements(numbers):
        pointing = select(column.label("to"), column.table.c.id).where(column.in_(some))
        rows: Sequence[Any] = (await tx.execute(pointing)).all()
        found |= {row.to for row in rows if row.id not in but}
    return found


def in_statements(numbers: Collection[int]) -> Iterator[list[int]]:
    """As many numbers at a time as a statement may name."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), A_STATEMENT):
        yield ordered[start : start + A_STATEMENT]


async def _rows(tx: Tx, kept: Table, numbers: Collection[int]) -> AsyncIterator[Any]:
    for some in in_statements(numbers):
        for row in (await tx.execute(select(kept).where(kept.c.id.in_(some)))).all():
            yield row
