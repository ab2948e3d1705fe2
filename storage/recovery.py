"""What goes out again: after a crash, as often as it can not be blamed; after it was given up, when somebody asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select, true, update

from bot.model.values import Reason, Sending
from storage.claiming import MOST_CRASHES
from storage.deliveries import DELIVERY
from storage.people import PERSON
from storage.processes import PROCESS
from storage.tx import Tx

MOST_CLAIMS = 8

# Written out, not bound: SQLite uses the partial index only when it sees the same words.
_IN_FLIGHT: ColumnElement[bool] = literal_column("state = 'sending'")
_LEFT = (
    select(DELIVERY.c.holder_id, func.count().label("number"))
    .where(_IN_FLIGHT, func.coalesce(DELIVERY.c.holder_id, 0).not_in(select(PROCESS.c.id)))
    .group_by(DELIVERY.c.holder_id)
)


async def recover(tx: Tx, real: datetime, rest: timedelta, said_once: Sequence[str] = ()) -> int:
    """What processes that are gone had in flight is sent again; after n crashes it rests n - 1 times `rest` before.

    Of the views in `said_once` nothing that was in flight at a second crash is sent again: its outcome is unknown.
    Returns how many deliveries were found.
    """
    found: Sequence[Any] = (await tx.execute(_LEFT)).all()
    for left in found:
        await _recover(tx, left, real, rest, said_once)
    return sum(left.number for left in found)


async def _recover(tx: Tx, left: Any, real: datetime, rest: timedelta, said_once: Sequence[str]) -> None:
    """What one process had in flight. Only what was alone can be blamed; eight such tries, and it is given up."""
    theirs = and_(_IN_FLIGHT, DELIVERY.c.holder_id.is_not_distinct_from(left.holder_id))
    await tx.execute(update(DELIVERY).where(theirs).values(crashes=DELIVERY.c.crashes + 1))
    if left.number == 1:
        end = case((DELIVERY.c.message != "", Sending.SENT.value), else_=Sending.FAILED.value)
        over = {"state": end, "reason": Reason.REFUSED.value, "live": False, "holder_id": None}
        await tx.execute(update(DELIVERY).where(theirs, DELIVERY.c.attempts >= MOST_CLAIMS).values(over))
    else:
        await tx.execute(update(DELIVERY).where(theirs).values(attempts=DELIVERY.c.attempts - 1))
    twice = and_(theirs, DELIVERY.c.crashes >= MOST_CRASHES, DELIVERY.c.message == "")
    once = DELIVERY.c.kind.in_(said_once)
    await tx.execute(update(DELIVERY).where(twice, once).values(state=Sending.UNKNOWN.value, holder_id=None))
    for crashes in range(MOST_CRASHES, MOST_CLAIMS):
        last = crashes == MOST_CLAIMS - 1
        as_often = DELIVERY.c.crashes >= crashes if last else DELIVERY.c.crashes == crashes
        await tx.execute(update(DELIVERY).where(twice, as_often).values(not_before=real + (crashes - 1) * rest))
    ready = case((DELIVERY.c.message != "", Sending.STALE.value), else_=Sending.QUEUED.value)
    await tx.execute(update(DELIVERY).where(theirs).values(state=ready, holder_id=None))


async def try_again(tx: Tx, now: datetime, live: Sequence[str], cause: str | None = None) -> int:
    """What the platform did not take, however often it was tried, is queued once more, unless it is too late for it.

    `live` are the views that are kept up; with `cause`, only what was sent for that. Returns how many there were.
    """
    given_up = and_(DELIVERY.c.state == Sending.FAILED.value, DELIVERY.c.reason == Reason.REFUSED.value)
    timely = or_(DELIVERY.c.until.is_(None), DELIVERY.c.until > now)
    meant = true() if cause is None else DELIVERY.c.cause == cause
    erased = select(PERSON.c.id).where(PERSON.c.erased_at.is_not(None))
    somebodys = or_(DELIVERY.c.person_id.is_(None), DELIVERY.c.person_id.not_in(erased))
    anew = {"state": Sending.QUEUED.value, "reason": None, "not_before": None, "live": DELIVERY.c.kind.in_(live)}
    tries = dict.fromkeys(("attempts", "crashes", "doubts"), 0)
    again = update(DELIVERY).where(given_up, timely, meant, somebodys).values(**anew, **tries)
    return (await tx.execute(again)).rowcount
