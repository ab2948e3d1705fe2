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


async def kept(tx: Tx, account_id: int, since: datetime) -> list[str]:
    """What an account pressed since then, in order; it is kept on."""
    mine = (PENDING.c.account_id == account_id) & (PENDING.c.at >= since)
    return [row.payload for row in await many(tx, PendingRow, select(PENDING).where(mine).order_by(PENDING.c.id))]


async def take(tx: Tx, account_id: int, since: datetime) -> list[str]:
    """What an account pressed since then, in order; it is not kept any longer, nor is what is older."""
    payloads = await kept(tx, account_id, since)
    await tx.execute(delete(PENDING).where(PENDING.c.account_id == account_id))
    return payloads
