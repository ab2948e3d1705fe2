"""Marks: facts about the installation itself."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.people import MARK
from storage.tx import Tx


async def mark(tx: Tx, name: str) -> dict[str, Any] | None:
    """What is kept under a name."""
    found: dict[str, Any] | None = (await tx.execute(select(MARK.c.value).where(MARK.c.name == name))).scalar()
    return found


async def set_mark(tx: Tx, name: str, value: dict[str, Any]) -> None:
    """Keep a fact under a name, whoever else does so just now: several processes start together."""
    kept = (pg_insert if tx.dialect == "postgresql" else sqlite_insert)(MARK).values(name=name, value=value)
    await tx.execute(kept.on_conflict_do_update(index_elements=[MARK.c.name], set_={"value": kept.excluded.value}))
