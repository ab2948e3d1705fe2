"""The activity log: written in the transaction of the act itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from storage.people import ACTIVITY, ActivityRow
from storage.tx import Tx, many

_RECORD = insert(ACTIVITY)


async def record(tx: Tx, **values: Any) -> None:
    """One line of the log."""
    await tx.execute(_RECORD, values)


async def newest(tx: Tx, limit: int = 100) -> list[ActivityRow]:
    """The newest lines, newest first."""
    return await many(tx, ActivityRow, select(ACTIVITY).order_by(ACTIVITY.c.id.desc()).limit(limit))


async def refused_since(tx: Tx, about: str, since: datetime) -> int:
    """How often something was refused to this object since an instant."""
    found = select(func.count()).where(
        ACTIVITY.c.object == about, ACTIVITY.c.result == "refused", ACTIVITY.c.at > since
    )
    return int((await tx.execute(found)).scalar_one())
