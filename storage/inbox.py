"""The inbox: what was heard and is not yet finished. What stands here survives any kill."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, and_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, SQLModel

from storage.columns import BigKey, Utc, table
from storage.tx import Tx


class InboxRow(SQLModel, table=True):
    """An update, unique by the platform's own id. The payload (our neutral JSON) is emptied once it is finished.

    `state` is new, done or dead; a dead letter's payload is encrypted.
    """

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("platform", "installation", "source"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    platform: str = Field(max_length=16)
    installation: str = Field(max_length=64)
    source: str = Field(max_length=128)
    lane: str = Field(max_length=160)
    payload: str = ""
    received_at: datetime = Field(sa_type=Utc)
    attempts: int = 0
    state: str = Field(default="new", max_length=8, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)


INBOX = table(InboxRow)

_NEW = {
    "sqlite": sqlite_insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.id),
    "postgresql": pg_insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.id),
}
_OPEN_ROW = and_(INBOX.c.id == bindparam("row"), INBOX.c.state == "new")
_FINISH = update(INBOX).where(_OPEN_ROW).values(state="done", payload="", finished_at=bindparam("at"))
_BURY = update(INBOX).where(_OPEN_ROW).values(state="dead", payload=bindparam("sealed"), finished_at=bindparam("at"))
_COUNT_TRY = update(INBOX).where(INBOX.c.id == bindparam("row")).values(attempts=INBOX.c.attempts + 1)
_OPEN = select(INBOX).where(INBOX.c.state == "new").order_by(INBOX.c.id)
_OLD = delete(INBOX).where(INBOX.c.state.in_(("done", "dead")), INBOX.c.finished_at < bindparam("before"))


async def store(tx: Tx, rows: list[dict[str, Any]]) -> list[int | None]:
    """Insert what is new, its first try counted; the number of each row, None for one that was there before.

    A try is counted before a handler runs, so that an update that kills the process is dead after three.
    """
    numbers: list[int | None] = []
    for row in rows:
        new = (await tx.execute(_NEW[tx.dialect], {**row, "attempts": 1, "state": "new"})).first()
        numbers.append(None if new is None else int(new.id))
    return numbers


async def finish(tx: Tx, row: int, at: datetime) -> bool:
    """The update is done and its words are forgotten; False when somebody else has finished it.

    Asked before its effect, in the same transaction: so there is one effect, even when two work the same update or
    nobody knows whether a commit arrived.
    """
    return (await tx.execute(_FINISH, {"row": row, "at": at})).rowcount == 1


async def bury(tx: Tx, row: int, sealed: str, at: datetime) -> bool:
    """A dead letter, `sealed` its payload, encrypted; False when somebody else has finished the update."""
    return (await tx.execute(_BURY, {"row": row, "sealed": sealed, "at": at})).rowcount == 1


async def count_try(tx: Tx, row: int) -> None:
    """One more try is about to be made."""
    await tx.execute(_COUNT_TRY, {"row": row})


async def left_over(tx: Tx, before: datetime | None = None) -> list[InboxRow]:
    """What is not finished, in the order it came; with `before`, only what came before that (real time)."""
    statement = _OPEN if before is None else _OPEN.where(INBOX.c.received_at < before)
    return [InboxRow(**row._mapping) for row in (await tx.execute(statement)).all()]


async def forget(tx: Tx, before: datetime) -> int:
    """Drop finished rows older than `before`; until then they serve to recognise what comes twice."""
    return int((await tx.execute(_OLD, {"before": before})).rowcount)


async def dead(tx: Tx) -> list[InboxRow]:
    """All dead letters."""
    rows = await tx.execute(select(INBOX).where(INBOX.c.state == "dead").order_by(INBOX.c.id))
    return [InboxRow(**row._mapping) for row in rows.all()]


async def revive(tx: Tx, row: int, payload: str) -> None:
    """A dead letter is new again, its tries forgotten."""
    await tx.execute(
        update(INBOX).where(INBOX.c.id == row).values(state="new", payload=payload, attempts=0, finished_at=None)
    )


async def waiting(tx: Tx) -> int:
    """How many updates are not finished."""
    return int((await tx.execute(select(func.count()).where(INBOX.c.state == "new"))).scalar_one())


async def newest(tx: Tx) -> datetime | None:
    """When the newest update came (real time)."""
    found: datetime | None = (await tx.execute(select(func.max(INBOX.c.received_at)))).scalar()
    return found
