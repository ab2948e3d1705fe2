"""How many ideas were said at which table in which round, kept with every change: to count them all takes too long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.columns import Utc
from storage.ideas import IDEA_TALLY
from storage.tx import Tx

_AT = and_(
    IDEA_TALLY.c.cafe_id == bindparam("cafe"),
    IDEA_TALLY.c.round_number == bindparam("number"),
    IDEA_TALLY.c.table_number == bindparam("at_table"),
)
_COUNT = (
    update(IDEA_TALLY)
    .where(_AT)
    .values(
        ideas=IDEA_TALLY.c.ideas + bindparam("ideas_more"),
        kept=IDEA_TALLY.c.kept + bindparam("kept_more"),
        last_at=func.coalesce(bindparam("at", type_=Utc), IDEA_TALLY.c.last_at),
    )
)
_ALL = (
    select(
        IDEA_TALLY.c.round_number,
        IDEA_TALLY.c.table_number,
        IDEA_TALLY.c.question,
        IDEA_TALLY.c.ideas,
        IDEA_TALLY.c.kept,
        IDEA_TALLY.c.last_at,
    )
    .where(IDEA_TALLY.c.cafe_id == bindparam("cafe"))
    .order_by(IDEA_TALLY.c.round_number, IDEA_TALLY.c.table_number)
)


class Tally(NamedTuple):
    """`ideas` count, `kept` are all that were not withdrawn; `last_at` as if the clock had stood still in pauses."""

    round_number: int
    table_number: int
    question: int
    ideas: int
    kept: int
    last_at: datetime | None


async def begin(tx: Tx, cafe_id: int, number: int, tasks: Sequence[Sequence[int]], now: datetime) -> None:
    """A round begins: nothing has been said at any table."""
    insert = pg_insert(IDEA_TALLY) if tx.dialect == "postgresql" else sqlite_insert(IDEA_TALLY)
    here = {"cafe_id": cafe_id, "round_number": number, "ideas": 0, "kept": 0, "last_at": now}
    rows = [
        {**here, "table_number": table, "question": question} for table, question in enumerate(tasks[number - 1], 1)
    ]
    await tx.execute(insert.on_conflict_do_nothing(), rows)


async def rested(tx: Tx, cafe_id: int, number: int, pause: timedelta) -> None:
    """The clock stood still for so long: no table was silent meanwhile."""
    here = (IDEA_TALLY.c.cafe_id == cafe_id, IDEA_TALLY.c.round_number == number)
    for row in (await tx.execute(select(IDEA_TALLY.c.id, IDEA_TALLY.c.last_at).where(*here))).all():
        if row.last_at is not None:
            await tx.execute(update(IDEA_TALLY).where(IDEA_TALLY.c.id == row.id).values(last_at=row.last_at + pause))


async def count(
    tx: Tx, cafe_id: int, number: int, table: int, *, ideas: int, kept: int, at: datetime | None = None
) -> None:
    """So many more (or fewer), the last of them said at `at`."""
    here = {"cafe": cafe_id, "number": number, "at_table": table}
    await tx.execute(_COUNT, {**here, "ideas_more": ideas, "kept_more": kept, "at": at})


async def tallies(tx: Tx, cafe_id: int) -> list[Tally]:
    """Every table of every round that has begun."""
    rows: Sequence[Any] = (await tx.execute(_ALL, {"cafe": cafe_id})).all()
    return [Tally(*row) for row in rows]
