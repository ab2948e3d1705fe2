"""Marks: the simplest rows there are, to write and to count."""

from storage.database import Database, Work
from storage.people import MARK
from storage.tx import Tx


def mark(name: str) -> Work[str]:
    """A work that writes a mark and returns its name."""

    async def work(tx: Tx) -> str:
        await tx.execute(MARK.insert(), {"name": name, "value": {}})
        return name

    return work


async def marks(db: Database) -> list[str]:
    """The names of all marks that stand, in the order in which they were written."""
    async with db.read() as tx:
        rows = await tx.execute(MARK.select().order_by(MARK.c.id))
        return [row.name for row in rows.all()]
