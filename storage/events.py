"""Events: date, place, deadline, state; and the secrets only those who come may read."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import UniqueConstraint, bindparam, select, update
from sqlmodel import Field, SQLModel

from bot.model.values import EventState, Mode, Words
from storage.columns import Coded, Json, Utc, WordsColumn, table
from storage.tx import Tx, add, made, many, one


class EventRow(SQLModel, table=True):
    """Anything with a date, a place and people.

    Truth is local: day, starts, ends and `fold` (which of two equal wall times) in `zone`. The instants `begins_at`,
    `ends_at` and `closes_at` (last second of the deadline's day) are derived from them at every change.
    An event without `starts` has a date and no hours; it begins with its day. `remind_silent` and `remind_coming` are
    local date-times (ISO) that replace the usual ones.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    lab_id: int | None = Field(default=None, foreign_key="lab.id")
    ordinal: int | None = None
    key: str = Field(max_length=64)
    kind: str = "event"
    title: Words = Field(sa_type=WordsColumn)
    day: date
    starts: time | None = None
    ends: time | None = None
    fold: int = 0
    zone: str
    deadline: date | None = None
    begins_at: datetime = Field(sa_type=Utc, index=True)
    ends_at: datetime = Field(sa_type=Utc)
    closes_at: datetime | None = Field(default=None, sa_type=Utc)
    mode: Mode = Field(default=Mode.PHYSICAL, sa_type=Coded(Mode))
    method: str = ""
    venue_id: int | None = Field(default=None, foreign_key="venue.id")
    place: str = ""
    language: str
    capacity: int | None = None
    state: EventState = Field(default=EventState.DRAFT, sa_type=Coded(EventState))
    organiser_id: int | None = Field(default=None, foreign_key="person.id")
    remind_silent: list[str] | None = Field(default=None, sa_type=Json)
    remind_coming: list[str] | None = Field(default=None, sa_type=Json)
    revision: int = 1


class EventSecretRow(SQLModel, table=True):
    """The meeting link and passcode: for those who come only, from `release_at` on."""

    __tablename__ = "event_secret"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    link: str = ""
    passcode: str = ""
    release_at: datetime = Field(sa_type=Utc)
    revision: int = 1


EVENT = table(EventRow)
EVENT_SECRET = table(EventSecretRow)


def event_in(row: Any) -> EventRow:
    """The event among the columns of a wider row."""
    return made(EventRow, {column.name: row._mapping[column.name] for column in EVENT.c})


async def event(tx: Tx, number: int) -> EventRow | None:
    """An event by its number."""
    return await one(tx, EventRow, _EVENT, {"number": number})


async def event_by_key(tx: Tx, key: str) -> EventRow | None:
    """An event by its external key; of two programmes that use the same key, the older one's."""
    return await one(tx, EventRow, select(EVENT).where(EVENT.c.key == key).order_by(EVENT.c.id))


async def events_by_key(tx: Tx, key: str) -> list[EventRow]:
    """The events with this external key, the older programme's first."""
    return await many(tx, EventRow, select(EVENT).where(EVENT.c.key == key).order_by(EVENT.c.id))


async def events_of(tx: Tx, programme_id: int | None = None) -> list[EventRow]:
    """All events (of one programme, if named), by date."""
    found = select(EVENT).order_by(EVENT.c.begins_at, EVENT.c.id)
    return await many(
        tx, EventRow, found if programme_id is None else found.where(EVENT.c.programme_id == programme_id)
    )


async def upcoming(tx: Tx, now: datetime, programme_id: int | None = None) -> list[EventRow]:
    """Open events that have not ended, the next one first."""
    found = select(EVENT).where(EVENT.c.state == EventState.OPEN, EVENT.c.ends_at > now).order_by(EVENT.c.begins_at)
    return await many(
        tx, EventRow, found if programme_id is None else found.where(EVENT.c.programme_id == programme_id)
    )


async def save_event(tx: Tx, row: EventRow) -> None:
    """Write an event's columns back."""
    values = {column.name: getattr(row, column.name) for column in EVENT.c if column.name != "id"}
    await tx.execute(update(EVENT).where(EVENT.c.id == row.id).values(**values))


async def secret(tx: Tx, event_id: int) -> EventSecretRow | None:
    """The meeting link and passcode of an event."""
    return await one(tx, EventSecretRow, _SECRET, {"number": event_id})


async def save_secret(tx: Tx, row: EventSecretRow) -> None:
    """Write a secret, new or changed."""
    if row.id is None:
        await add(tx, row)
        return
    values = {"link": row.link, "passcode": row.passcode, "release_at": row.release_at, "revision": row.revision}
    await tx.execute(update(EVENT_SECRET).where(EVENT_SECRET.c.id == row.id).values(**values))


_EVENT = select(EVENT).where(EVENT.c.id == bindparam("number"))
_SECRET = select(EVENT_SECRET).where(EVENT_SECRET.c.event_id == bindparam("number"))
