"""Groups and channels: what they are called, and whether anything can be written there."""

from sqlalchemy import update

from storage.people import PLACE
from storage.tx import Tx

OPEN, GONE = "open", "gone"


async def placed(tx: Tx, number: int, state: str, title: str) -> None:
    """Keep the state of a place, and its title where the platform tells one."""
    values = {"state": state, **({"title": title} if title else {})}
    await tx.execute(update(PLACE).where(PLACE.c.id == number).values(values))


async def close_place(tx: Tx, number: int, state: str) -> None:
    """Nothing can be written there any more."""
    await tx.execute(update(PLACE).where(PLACE.c.id == number).values(state=state))
