"""Marks: facts about the installation itself."""

from typing import Any

from sqlalchemy import select, update

from storage.people import MARK, MarkRow
from storage.tx import Tx, add


async def mark(tx: Tx, name: str) -> dict[str, Any] | None:
    """What is kept under a name."""
    found: dict[str, Any] | None = (await tx.execute(select(MARK.c.value).where(MARK.c.name == name))).scalar()
    return found


async def set_mark(tx: Tx, name: str, value: dict[str, Any]) -> None:
    """Keep a fact under a name."""
    if await mark(tx, name) is None:
        await add(tx, MarkRow(name=name, value=value))
    else:
        await tx.execute(update(MARK).where(MARK.c.name == name).values(value=value))
