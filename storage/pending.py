"""Presses of people we do not know yet."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.people import PENDING, PendingRow
from storage.tx import Tx, many


async def keep(tx: Tx, account_id: int, place_id: int, payload: str, at: datetime) -> None:
    """Keep a press; the same one twice is kept once."""
    insert = pg_insert(PENDING) if tx.dialect == "postgresql" else sqlite_insert(PENDING)
    values = {"account_id": account_id, "place_id": place_id, "payload": payload, "at": at}
    await tx.execute(insert.values(values).on_conflict_do_nothing())


async def take(tx: Tx, account_id: int, since: datetime) -> list[str]:
    """What an account pressed since then, in order; it is not kept any longer, nor is what is older."""
    mine = PENDING.c.account_id == account_id
    rows = await many(tx, PendingRow, select(PENDING).where(mine, PENDING.c.at >= since).order_by(PENDING.c.id))
    await tx.execute(delete(PENDING).where(mine))
    return [row.payload for row in rows]
