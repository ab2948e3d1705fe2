"""After a crash: what was in flight goes out again, as often as it can not be blamed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, case, update

from bot.model.values import Reason, Sending
from storage.deliveries import DELIVERY
from storage.sending import MOST_CLAIMS, MOST_CRASHES
from storage.tx import Tx


async def recover(tx: Tx, real: datetime, rest: timedelta, said_once: Sequence[str] = ()) -> int:
    """After a crash everything in flight is sent again; what crashed n times rests n - 1 times `rest` before it may go.

    Of the views in `said_once` nothing that was in flight at a second crash is sent again: its outcome is unknown. Only
    what was alone in flight can be blamed for a crash; eight such tries, and it is given up.
    """
    found = await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.state == Sending.SENDING.value)
        .values(crashes=DELIVERY.c.crashes + 1, lease_until=None)
    )
    if found.rowcount == 1:
        deadly = and_(DELIVERY.c.state == Sending.SENDING.value, DELIVERY.c.attempts >= MOST_CLAIMS)
        end = case((DELIVERY.c.message != "", Sending.SENT.value), else_=Sending.FAILED.value)
        over = {"state": end, "reason": Reason.REFUSED.value, "live": False}
        await tx.execute(update(DELIVERY).where(deadly).values(over))
    else:
        together = DELIVERY.c.state == Sending.SENDING.value
        await tx.execute(update(DELIVERY).where(together).values(attempts=DELIVERY.c.attempts - 1))
    twice = and_(
        DELIVERY.c.state == Sending.SENDING.value, DELIVERY.c.crashes >= MOST_CRASHES, DELIVERY.c.message == ""
    )
    once = DELIVERY.c.kind.in_(said_once)
    await tx.execute(update(DELIVERY).where(twice, once).values(state=Sending.UNKNOWN.value))
    for crashes in range(MOST_CRASHES, MOST_CLAIMS):
        last = crashes == MOST_CLAIMS - 1
        as_often = DELIVERY.c.crashes >= crashes if last else DELIVERY.c.crashes == crashes
        await tx.execute(update(DELIVERY).where(twice, as_often).values(not_before=real + (crashes - 1) * rest))
    await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.state == Sending.SENDING.value)
        .values(state=case((DELIVERY.c.message != "", Sending.STALE.value), else_=Sending.QUEUED.value))
    )
    return int(found.rowcount)
