"""The processes that share the database, and the duties that one of them has at a time.

A process is alive while it renews its row and holds its lock: a row that expires tells of one that is frozen or cut
off, a lock that is free of one that has ended. The instants are the database's own, so that no machine's clock decides.
A SQLite file has one process, which the system's lock sees to: whoever joins is the only one, and never expires.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Interval,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, SQLModel

from storage.columns import Utc, table
from storage.tx import Tx

LOCKS = 24487  # the class of our advisory locks


@dataclass(frozen=True)
class Share:
    """What of the work a process does: it is number `number`, and of the processes that share it (`of`) the `part`-th,
    from 0."""

    number: int = 0
    part: int = 0
    of: int = 1


class ProcessRow(SQLModel, table=True):
    """A running process, and its lock's key. Its number is never given again: what it has in hand is known by it."""

    __tablename__ = "process"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    lock: int
    started_at: datetime = Field(sa_type=Utc)
    expires_at: datetime | None = Field(default=None, sa_type=Utc)


class DutyRow(SQLModel, table=True):
    """What one process does for all; it is free again when that process is gone."""

    __tablename__ = "duty"

    name: str = Field(max_length=32, primary_key=True)
    process_id: int = Field(foreign_key="process.id", ondelete="CASCADE")


PROCESS = table(ProcessRow)
DUTY = table(DutyRow)

_EXPIRES = func.clock_timestamp(type_=DateTime(timezone=True)) + bindparam("lease", type_=Interval)
_JOIN: dict[str, Any] = {
    "sqlite": insert(PROCESS).returning(PROCESS.c.id),
    "postgresql": insert(PROCESS).values(expires_at=_EXPIRES).returning(PROCESS.c.id),
}
_RENEW = update(PROCESS).where(PROCESS.c.id == bindparam("row")).values(expires_at=_EXPIRES)
# The system catalogue of locks: PostgreSQL, "pg_locks". A key of two numbers has classid, objid and objsubid 2.
_UNLOCKED: ColumnElement[bool] = literal_column(
    "process.lock NOT IN (SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
    " AND classid = 24487 AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)
_GONE = or_(PROCESS.c.expires_at < func.clock_timestamp(), _UNLOCKED)
_SWEEP = delete(PROCESS).where(_GONE).returning(PROCESS.c.id)
_ALIVE = select(PROCESS.c.id).order_by(PROCESS.c.id)
_TAKE_DUTY = {
    "sqlite": sqlite_insert(DUTY).on_conflict_do_nothing(),
    "postgresql": pg_insert(DUTY).on_conflict_do_nothing(),
}
_HAS_DUTY = select(DUTY.c.process_id).where(DUTY.c.name == bindparam("name"))


async def join(tx: Tx, lock: int, at: datetime, lease: timedelta) -> int:
    """A process begins, which holds `lock` already; its number. On SQLite all others have ended."""
    values: dict[str, Any] = {"lock": lock, "started_at": at}
    if tx.dialect == "sqlite":
        await tx.execute(delete(PROCESS))
    else:
        values["lease"] = lease
    return int((await tx.execute(_JOIN[tx.dialect], values)).scalar_one())


async def renew(tx: Tx, number: int, lease: timedelta) -> bool:
    """A process is alive still; False when the others have given it up (PostgreSQL only)."""
    return (await tx.execute(_RENEW, {"row": number, "lease": lease})).rowcount == 1


async def sweep(tx: Tx) -> list[int]:
    """Forget the processes that have ended without a word, or not been heard of for too long; their numbers."""
    return [] if tx.dialect == "sqlite" else [row.id for row in (await tx.execute(_SWEEP)).all()]


async def leave(tx: Tx, number: int) -> None:
    """A process ends in order; its duties are free."""
    await tx.execute(delete(PROCESS).where(PROCESS.c.id == number))


async def alive(tx: Tx) -> list[int]:
    """The numbers of all processes, the oldest first."""
    return [row.id for row in (await tx.execute(_ALIVE)).all()]


async def take_duties(tx: Tx, number: int, names: Sequence[str]) -> frozenset[str]:
    """Which of these duties the process has now; those that nobody had are its own from now on."""
    for name in names:
        await tx.execute(_TAKE_DUTY[tx.dialect], {"name": name, "process_id": number})
    holders = [(name, (await tx.execute(_HAS_DUTY, {"name": name})).scalar()) for name in names]
    return frozenset(name for name, holder in holders if holder == number)
