"""The inbox: what was heard and is not yet finished. What stands here survives any kill."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Index,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, SQLModel

from storage.columns import BigKey, Utc, table
from storage.processes import PROCESS
from storage.tx import Tx, made

# Written out, not bound: SQLite uses a partial index only when it sees the same words.
_NEW_STATE = text("state = 'new'")
_DEAD_STATE = text("state = 'dead'")
_IS_NEW: ColumnElement[bool] = literal_column("state = 'new'")
_IS_DEAD: ColumnElement[bool] = literal_column("state = 'dead'")


class InboxRow(SQLModel, table=True):
    """An update, unique by the platform's own id. The payload (our neutral JSON) is emptied once it is finished.

    `state` is new, done or dead; a dead letter's payload is encrypted. What is new is worked by the process
    `holder_id`; of one account, in the order of `id`.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "installation", "source"),
        Index("ix_inbox_open", "lane", "id", sqlite_where=_NEW_STATE, postgresql_where=_NEW_STATE),
        Index("ix_inbox_dead", "id", sqlite_where=_DEAD_STATE, postgresql_where=_DEAD_STATE),
        Index("ix_inbox_finished", "finished_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    platform: str = Field(max_length=16)
    installation: str = Field(max_length=64)
    source: str = Field(max_length=128)
    lane: str = Field(max_length=160)
    payload: str = ""
    received_at: datetime = Field(sa_type=Utc)
    attempts: int = 0
    holder_id: int | None = None
    state: str = Field(default="new", max_length=8)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)


INBOX = table(InboxRow)

_NEW = {
    "sqlite": sqlite_insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.id),
    "postgresql": pg_insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.id),
}
_OPEN_ROW = and_(INBOX.c.id == bindparam("row"), INBOX.c.state == "new")
_OVER: dict[str, Any] = {"finished_at": bindparam("at"), "holder_id": None}
_FINISH = update(INBOX).where(_OPEN_ROW).values(**_OVER, state="done", payload="")
_BURY = update(INBOX).where(_OPEN_ROW).values(**_OVER, state="dead", payload=bindparam("sealed"))
_COUNT_TRY = update(INBOX).where(INBOX.c.id == bindparam("row")).values(attempts=INBOX.c.attempts + 1)
_OPEN = select(INBOX).where(_IS_NEW).order_by(INBOX.c.id)
_NOBODYS = func.coalesce(INBOX.c.holder_id, 0).not_in(select(PROCESS.c.id))
# The oldest of what is left; by an expression, for by its key SQLite would read all that was ever finished as well.
_LEFT = (
    select(INBOX.c.id, INBOX.c.lane)
    .where(_IS_NEW, _NOBODYS)
    .order_by(func.coalesce(INBOX.c.id, 0))
    .limit(bindparam("among"))
    .subquery()
)
_NEXT = select(
    _LEFT.c.id, func.row_number().over(partition_by=_LEFT.c.lane, order_by=_LEFT.c.id).label("turn")
).subquery()
# Whose turn comes first goes first: one account's flood does not keep the others waiting.
_SOME = select(_NEXT.c.id).order_by(_NEXT.c.turn, _NEXT.c.id).limit(bindparam("most"))
_ADOPT = (
    update(INBOX)
    .where(INBOX.c.id.in_(_SOME), _IS_NEW, _NOBODYS)
    .values(holder_id=bindparam("holder"))
    .returning(*INBOX.c)
)
_ANY_LEFT = select(INBOX.c.id).where(_IS_NEW, _NOBODYS).limit(1)
_MISSED = select(INBOX).where(
    _IS_NEW, INBOX.c.holder_id == bindparam("holder"), INBOX.c.received_at < bindparam("before")
)
_EARLIER = (
    select(INBOX.c.id).where(_IS_NEW, INBOX.c.lane == bindparam("of_lane"), INBOX.c.id < bindparam("row")).limit(1)
)
_OLD = delete(INBOX).where(INBOX.c.finished_at < bindparam("before"))


async def store(tx: Tx, rows: list[dict[str, Any]], holder: int | None = None) -> list[int | None]:
    """Insert what is new, into the hands of a process, its first try counted; the number of each row, None for one that
    was there before.

    A try is counted before a handler runs, so that an update that kills the process is dead after three.
    """
    numbers: list[int | None] = []
    for row in rows:
        values = {**row, "attempts": 1, "state": "new", "holder_id": holder}
        new = (await tx.execute(_NEW[tx.dialect], values)).first()
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


async def adopt(tx: Tx, holder: int, most: int) -> list[InboxRow]:
    """What is not finished and whose process is gone is this process's from now on: at most so many, of each account
    what came first; in the order it came.

    Among ten times as many, the oldest: to look at all of a large backlog for each part of it would take too long.
    """
    return _in_order(await tx.execute(_ADOPT, {"holder": holder, "most": most, "among": 10 * most}))


async def left(tx: Tx) -> bool:
    """Whether something is not finished and in nobody's hands."""
    return (await tx.execute(_ANY_LEFT)).first() is not None


async def missed(tx: Tx, holder: int, before: datetime) -> list[InboxRow]:
    """What this process has had in hand since before an instant (real time), in the order it came."""
    return _in_order(await tx.execute(_MISSED, {"holder": holder, "before": before}))


def _in_order(rows: CursorResult[Any]) -> list[InboxRow]:
    """Sorted here: asked for an order, SQLite would rather read the whole table by its key."""
    return sorted((made(InboxRow, row._mapping) for row in rows.all()), key=lambda row: row.id or 0)


async def left_over(tx: Tx) -> list[InboxRow]:
    """What is not finished, in the order it came."""
    return [made(InboxRow, row._mapping) for row in (await tx.execute(_OPEN)).all()]


async def earlier(tx: Tx, lane: str, row: int) -> bool:
    """Whether something of the same account that came before is not finished."""
    return (await tx.execute(_EARLIER, {"of_lane": lane, "row": row})).first() is not None


async def forget(tx: Tx, before: datetime) -> int:
    """Drop finished rows older than `before`; until then they serve to recognise what comes twice."""
    return int((await tx.execute(_OLD, {"before": before})).rowcount)


async def dead(tx: Tx) -> list[InboxRow]:
    """All dead letters."""
    rows = await tx.execute(select(INBOX).where(_IS_DEAD).order_by(INBOX.c.id))
    return [made(InboxRow, row._mapping) for row in rows.all()]


async def revive(tx: Tx, row: int, payload: str) -> None:
    """A dead letter is new again, its tries forgotten."""
    afresh = {"state": "new", "payload": payload, "attempts": 0, "finished_at": None, "holder_id": None}
    await tx.execute(update(INBOX).where(INBOX.c.id == row).values(**afresh))


async def waiting(tx: Tx) -> int:
    """How many updates are not finished."""
    return int((await tx.execute(select(func.count()).select_from(INBOX).where(_IS_NEW))).scalar_one())


async def newest(tx: Tx) -> datetime | None:
    """When the newest update came (real time)."""
    found: datetime | None = (await tx.execute(select(func.max(INBOX.c.received_at)))).scalar()
    return found
