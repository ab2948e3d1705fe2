"""Tx: one transaction, the same on both databases; and reading rows from it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import ClassManager, configure_mappers
from sqlalchemy.orm.base import manager_of_class
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
    return None if row is None else made(kind, row._mapping)


async def many(tx: Tx, kind: type[Row], statement: Executable, params: Params | None = None) -> list[Row]:
    """All rows as `kind`."""
    return [made(kind, row._mapping) for row in (await tx.execute(statement, params)).all()]


def made(kind: type[Row], values: Mapping[Any, Any]) -> Row:
    """A row from all its columns, as SQLAlchemy's own loader makes one: by itself SQLModel would set, compare and
    announce each value as if a program had changed it, which takes longer than the query.
    """
    row: Row = _manager(kind).new_instance()
    row.__dict__.update(values)
    return row


@cache
def _manager(kind: type[Row]) -> ClassManager[Row]:
    """What makes rows of a class; columns can be read once the classes know of each other."""
    configure_mappers()
    return manager_of_class(kind)


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
