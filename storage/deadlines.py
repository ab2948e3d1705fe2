"""Deadlines: what is due and when. The row is the truth; a scheduler only wakes at the next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    UniqueConstraint,
    bindparam,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, SQLModel

from storage.columns import Utc, table
from storage.tx import Tx, many, one

# Written out, not bound: SQLite uses a partial index only when it sees the same words.
_OPEN = text("state = 'open'")
_IS_OPEN: ColumnElement[bool] = literal_column("state = 'open'")


class DueRow(SQLModel, table=True):
    """A deadline of a kind, about a subject, at an instant (story time, UTC).

    After `until` it is skipped and reported. `state` is open, fired, skipped or replaced.
    """

    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "due"),
        Index("ix_due_open", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=48)
    subject: str = Field(max_length=64)
    due: datetime = Field(sa_type=Utc)
    until: datetime | None = Field(default=None, sa_type=Utc)
    state: str = Field(default="open", max_length=8)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)


DUE = table(DueRow)

_NEXT = select(func.min(DUE.c.due)).where(_IS_OPEN, DUE.c.id.not_in(bindparam("but", expanding=True, type_=Integer)))
_RIPE = select(DUE).where(_IS_OPEN, DUE.c.due <= bindparam("now")).order_by(DUE.c.due, DUE.c.id)
_CLOSE = (
    update(DUE)
    .where(DUE.c.id == bindparam("row"), DUE.c.state == "open")
    .values(state=bindparam("how"), finished_at=bindparam("at"))
)
_REPLACE = (
    update(DUE)
    .where(DUE.c.kind == bindparam("of"), DUE.c.subject == bindparam("about"), DUE.c.state == "open")
    .values(state="replaced")
)


async def schedule(tx: Tx, kind: str, subject: str, times: list[tuple[datetime, datetime | None]]) -> None:
    """These are now the deadlines of this kind for this subject; unfired ones from before are replaced.

    `times` are pairs of due and until (story time, UTC). What has fired for the same instant never fires again.
    """
    await tx.execute(_REPLACE, {"of": kind, "about": subject})
    for due, until in times:
        values: dict[str, Any] = {"kind": kind, "subject": subject, "due": due, "until": until, "state": "open"}
        new = pg_insert(DUE) if tx.dialect == "postgresql" else sqlite_insert(DUE)
        await tx.execute(
            new.values(**values).on_conflict_do_update(
                index_elements=["kind", "subject", "due"],
                set_={"until": until, "state": "open"},
                where=DUE.c.state == "replaced",
            )
        )


async def next_due(tx: Tx, but: Sequence[int] = ()) -> datetime | None:
    """The instant of the next open deadline (story time, UTC), leaving some out by number."""
    found: datetime | None = (await tx.execute(_NEXT, {"but": list(but)})).scalar()
    return found


async def ripe(tx: Tx, now: datetime) -> list[DueRow]:
    """The open deadlines that are due, oldest first."""
    return await many(tx, DueRow, _RIPE, {"now": now})


async def close(tx: Tx, row: int, how: str, at: datetime) -> bool:
    """Mark a deadline fired or skipped; False when somebody else has done so."""
    return (await tx.execute(_CLOSE, {"row": row, "how": how, "at": at})).rowcount == 1


async def deadline(tx: Tx, number: int) -> DueRow | None:
    """A deadline by its number."""
    return await one(tx, DueRow, select(DUE).where(DUE.c.id == number))
