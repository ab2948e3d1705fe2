"""What invited people must know of: each change of an event that was announced, and who has heard of which."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, bindparam, func, select
from sqlmodel import Field, SQLModel

from storage.columns import Json, Utc, table
from storage.deliveries import DELIVERY
from storage.tx import Tx, many, one, scalar


class EventChangeRow(SQLModel, table=True):
    """A change of date, hours or place. `before` are the local facts that stood until this revision of the event.

    Beside them it keeps, as `answers`, how far the history of answers went then: see `storage.confirming.Move`.
    """

    __tablename__ = "event_change"
    __table_args__ = (UniqueConstraint("event_id", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    event_id: int = Field(foreign_key="event.id")
    revision: int
    at: datetime = Field(sa_type=Utc)
    before: dict[str, Any] = Field(sa_type=Json)


EVENT_CHANGE = table(EventChangeRow)
_CHANGE = select(EVENT_CHANGE).where(
    EVENT_CHANGE.c.event_id == bindparam("event"), EVENT_CHANGE.c.revision == bindparam("number")
)
_ALL = (
    select(EVENT_CHANGE).where(EVENT_CHANGE.c.event_id == bindparam("event")).order_by(EVENT_CHANGE.c.revision.desc())
)
_LAST = select(func.max(EVENT_CHANGE.c.revision)).where(EVENT_CHANGE.c.event_id == bindparam("event"))
_TOLD = select(DELIVERY.c.cause, DELIVERY.c.message).where(
    DELIVERY.c.person_id == bindparam("person"), DELIVERY.c.cause.startswith(bindparam("of"), autoescape=False)
)


def cause(event_id: int, revision: int | str) -> str:
    """Why a change is told: once to each person."""
    return f"changed:{event_id}:{revision}"


async def change(tx: Tx, event_id: int, revision: int) -> EventChangeRow | None:
    """What was announced with a revision of an event."""
    return await one(tx, EventChangeRow, _CHANGE, {"event": event_id, "number": revision})


async def changes(tx: Tx, event_id: int) -> list[EventChangeRow]:
    """Everything that was announced of an event, the newest first."""
    return await many(tx, EventChangeRow, _ALL, {"event": event_id})


async def last_change(tx: Tx, event_id: int) -> int:
    """The revision that was announced last; 0 when nothing was."""
    return int(await scalar(tx, _LAST, {"event": event_id}) or 0)


async def first_unheard(tx: Tx, event_id: int, revision: int, person_id: int) -> int:
    """The oldest announced revision that has not reached the person before `revision` does; at most `revision`."""
    meant = await _told(tx, event_id, person_id)
    heard = max((number for number, sent in meant.items() if sent and number < revision), default=0)
    return min((number for number in meant if heard < number <= revision), default=revision)


async def newest_heard(tx: Tx, event_id: int, person_id: int) -> int:
    """The newest announced revision that has reached the person; 0 when none has."""
    return max((number for number, sent in (await _told(tx, event_id, person_id)).items() if sent), default=0)


async def _told(tx: Tx, event_id: int, person_id: int) -> dict[int, bool]:
    """The revisions that the person was to be told, and whether each has reached them."""
    rows: Any = (await tx.execute(_TOLD, {"person": person_id, "of": cause(event_id, "")})).all()
    return {int(row.cause.rsplit(":", 1)[1]): bool(row.message) for row in rows}
