"""Importing: rows are found by their external keys; what is the same already is not written again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Select, exists, insert, or_, select, update
from sqlmodel import SQLModel

from storage.columns import table
from storage.people import ACCOUNT, AFFILIATION, PERSON, AffiliationRow, PersonRow
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


async def known_people(tx: Tx, programme_id: int) -> dict[str, PersonRow]:
    """The people of a programme by external key; who turned out to be somebody else is that other person."""
    found = await known(tx, PersonRow, programme_id)
    joined = [row.joined_to_id for row in found.values() if row.joined_to_id is not None]
    if not joined:
        return found
    rows = await many(tx, PersonRow, select(PERSON).where(PERSON.c.id.in_(joined)))
    others = {row.id: row for row in rows}
    return {key: others.get(row.joined_to_id, row) for key, row in found.items()}


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
        await tx.execute(insert(table(type(rows[0]))), [_values(row) for row in rows])


def _values(row: SQLModel) -> dict[str, Any]:
    return {name: value for name, value in row.__dict__.items() if not name.startswith("_") and name != "id"}


async def affiliations(tx: Tx, programme_id: int) -> dict[int, dict[int, AffiliationRow]]:
    """The affiliations of a programme, ended ones too, by person and organisation."""
    rows = await many(
        tx,
        AffiliationRow,
        select(AFFILIATION).where(AFFILIATION.c.programme_id == programme_id).order_by(AFFILIATION.c.id),
    )
    found: dict[int, dict[int, AffiliationRow]] = {}
    for row in rows:
        found.setdefault(row.person_id, {})[row.organisation_id] = row
    return found


async def save_affiliation(tx: Tx, row: AffiliationRow) -> None:
    """Write an affiliation back."""
    values = {"lead": row.lead, "confirmed": row.confirmed, "imported": row.imported, "until": row.until}
    await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == row.id).values(**values))


async def have_come(tx: Tx, programme_id: int) -> set[int]:
    """The people of a programme who have an account: they choose themselves how they are written to."""
    here = PERSON.c.programme_id == programme_id
    joined = select(PERSON.c.joined_to_id).where(here, PERSON.c.joined_to_id.is_not(None))
    account = exists().where(ACCOUNT.c.person_id == PERSON.c.id)
    found = select(PERSON.c.id).where(or_(here, PERSON.c.id.in_(joined)), account)
    return {row.id for row in (await tx.execute(found)).all()}


def imported_people(programme_id: int) -> Select[Any]:
    """Everybody of a programme who came from a file."""
    return select(PERSON.c.id).where(PERSON.c.programme_id == programme_id, PERSON.c.key.is_not(None))
