"""What stands last in a person's chat: an acknowledgement that grows, as long as nothing has come after it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, select, update

from bot.model.values import Lane, Sending
from storage.deliveries import DELIVERY
from storage.tx import Tx

_THERE = (Sending.QUEUED.value, Sending.SENDING.value, Sending.SENT.value, Sending.STALE.value)
_LAST = (
    select(DELIVERY.c.id, DELIVERY.c.kind, DELIVERY.c.subject, DELIVERY.c.place_id, DELIVERY.c.due)
    .where(DELIVERY.c.person_id == bindparam("person"), DELIVERY.c.state.in_(_THERE))
    .order_by(DELIVERY.c.id.desc())
    .limit(1)
)
_SAY_ANEW = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("row"))
    .values(
        subject=bindparam("about"),
        version=DELIVERY.c.version + 1,
        lane=case((DELIVERY.c.message != "", int(Lane.SESSION)), else_=DELIVERY.c.lane),
        state=case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
    )
)
_FORGET = (
    update(DELIVERY)
    .where(DELIVERY.c.kind == bindparam("view"), DELIVERY.c.subject.like(bindparam("about") + ":%"))
    .values(subject=bindparam("about"), looks="")
)


class Last(NamedTuple):
    """A message: which view of what, in which chat, from when on (story time, UTC)."""

    id: int
    kind: str
    subject: str
    place_id: int | None
    due: datetime


async def last_to(tx: Tx, person_id: int) -> Last | None:
    """The newest message to a person that stands or is on its way; what they themselves wrote is not looked at."""
    row: Any = (await tx.execute(_LAST, {"person": person_id})).first()
    return None if row is None else Last(*row)


async def say_anew(tx: Tx, row: int, subject: str) -> None:
    """The same message is about this now, and is drawn again."""
    await tx.execute(_SAY_ANEW, {"row": row, "about": subject})


async def forget(tx: Tx, view: str, subjects: Iterable[str]) -> None:
    """Of messages with this view only these beginnings of their subjects are kept, and no print of how they look;
    what stands in the chats stays as it is."""
    for about in subjects:
        await tx.execute(_FORGET, {"view": view, "about": about})
