"""Importing: rows are found by their external keys; what is the same already is not written again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Select, insert, select, update
from sqlmodel import SQLModel

from storage.columns import table
from storage.people import ORGANISATION, PERSON
from storage.tx import Tx, many

Row = TypeVar("Row", bound=SQLModel)


@dataclass
class Tally:
    """How many records of a kind were new, changed, or the same as what stood there; `touched` are those changed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    touched: list[int] = field(default_factory=list)

    @property
    def all(self) -> int:
        """How many there are in the file."""
        return self.new + self.changed + self.same


async def known(tx: Tx, kind: type[Row], programme_id: int) -> dict[str, Row]:
    """The rows of a programme by external key; those without one were not imported."""
    kept = table(kind)
    rows = await many(tx, kind, select(kept).where(kept.c.programme_id == programme_id, kept.c.key.is_not(None)))
    return {row.__dict__["key"]: row for row in rows}


async def programmes_by_organisation(tx: Tx) -> dict[str, set[int]]:
    """The programmes that have an organisation, by its external key."""
    having: dict[str, set[int]] = {}
    found = select(ORGANISATION.c.key, ORGANISATION.c.programme_id).where(ORGANISATION.c.key.is_not(None))
    for row in (await tx.execute(found)).all():
        having.setdefault(row.key, set()).add(row.programme_id)
    return having


async def keep(tx: Tx, wanted: Sequence[Row], standing: Mapping[str, Row], columns: Sequence[str]) -> Tally:
    """Insert rows whose key is new, and write these columns of the others where they differ from what stands."""
    tally = Tally()
    new: list[Row] = []
    for row in wanted:
        before = standing.get(row.__dict__["key"])
        if before is None:
            new.append(row)
        elif await overwrite(tx, before, row, columns):
            tally.changed += 1
            tally.touched.append(before.__dict__["id"])
        else:
            tally.same += 1
    await add_all(tx, new)
    tally.new = len(new)
    return tally


async def overwrite(tx: Tx, before: SQLModel, after: SQLModel, columns: Sequence[str]) -> bool:
    """Write the columns in which two rows differ over the row that stands; whether there were any."""
    changed = {name: getattr(after, name) for name in differing(before, after, columns)}
    if changed:
        kept = table(type(before))
        await tx.execute(update(kept).where(kept.c.id == before.__dict__["id"]).values(**changed))
    return bool(changed)


def differing(before: SQLModel, after: SQLModel, columns: Sequence[str]) -> list[str]:
    """The columns in which two rows differ."""
    return [name for name in columns if getattr(before, name) != getattr(after, name)]


async def add_all(tx: Tx, rows: Sequence[SQLModel]) -> None:
    """Insert rows of one table in one go. Their numbers are not set on them."""
    if rows:
        await tx.execute(insert(table(type(rows[0]))), [values_of(row) for row in rows])


def values_of(row: SQLModel) -> dict[str, Any]:
    """What a row would be inserted as, its defaults included."""
    return {name: value for name, value in row.__dict__.items() if not name.startswith("_") and name != "id"}


def imported_people(programme_id: int) -> Select[Any]:
    """Everybody of a programme who came from a file."""
    return select(PERSON.c.id).where(PERSON.c.programme_id == programme_id, PERSON.c.key.is_not(None))
