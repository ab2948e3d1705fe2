"""Tx: one transaction, the same on both databases; and reading rows from it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from sqlalchemy import CursorResult, Executable
from sqlmodel import SQLModel

Row = TypeVar("Row", bound=SQLModel)
Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Tx(Protocol):
    """A transaction that somebody else commits."""

    dialect: str

    async def execute(self, statement: Executable, params: Params | None = None) -> CursorResult[Any]:
        """Run a statement; its rows are fetched already."""
        ...

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What happens inside is undone when it raises."""
        ...


async def one(tx: Tx, kind: type[Row], statement: Executable, params: Params | None = None) -> Row | None:
    """The first row as `kind`, or None."""
    row = (await tx.execute(statement, params)).first()
    return None if row is None else kind(**row._mapping)


async def many(tx: Tx, kind: type[Row], statement: Executable, params: Params | None = None) -> list[Row]:
    """All rows as `kind`."""
    return [kind(**row._mapping) for row in (await tx.execute(statement, params)).all()]


async def scalar(tx: Tx, statement: Executable, params: Params | None = None) -> Any:
    """The first column of the first row, or None."""
    return (await tx.execute(statement, params)).scalar()


async def add(tx: Tx, row: SQLModel) -> int:
    """Insert a row and return its number, which is also set on the row."""
    from_row = {key: value for key, value in row.__dict__.items() if not key.startswith("_") and key != "id"}
    table = row.metadata.tables[str(row.__tablename__)]
    number = (await tx.execute(table.insert().values(**from_row).returning(table.c.id))).scalar_one()
    row.id = number
    return int(number)
