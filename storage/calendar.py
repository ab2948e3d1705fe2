"""What stands in a person's calendar: the events they answered, with what orders the versions of an entry."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.model.values import EventState, Going
from storage.answers import RSVP, RSVP_CHANGE
from storage.deliveries import DELIVERY
from storage.event_changes import EVENT_CHANGE
from storage.events import EVENT, EVENT_SECRET, EventRow, event_in
from storage.people import MARK
from storage.tx import Tx, scalar

HOLDING = (Going.YES, Going.MAYBE)  # what the newest entry says that stands in a calendar
_IDENTITY, _BROUGHT = "calendar", "brought"


@dataclass(frozen=True)
class Dated:
    """An event as its person's calendar knows it, with their answer and whether it came late.

    `answers` counts how often they have answered, `changed_at` (UTC) is when that, or what was announced of the event,
    last changed. `release_at` (UTC) is when its access link is told; None when it has none.
    """

    event: EventRow
    answer: Going
    late: bool
    answers: int
    changed_at: datetime
    release_at: datetime | None


_ME: Any = bindparam("person")
_MINE = and_(RSVP_CHANGE.c.event_id == EVENT.c.id, RSVP_CHANGE.c.person_id == _ME)
_FOUND: Select[Any] = (
    select(
        EVENT,
        RSVP.c.answer.label("my_answer"),
        RSVP.c.late,
        RSVP.c.answered_at,
        EVENT_SECRET.c.release_at,
        select(func.count()).where(_MINE).scalar_subquery().label("answers"),
        select(func.max(RSVP_CHANGE.c.at)).where(_MINE).scalar_subquery().label("last_answer"),
        select(func.max(EVENT_CHANGE.c.at))
        .where(EVENT_CHANGE.c.event_id == EVENT.c.id)
        .scalar_subquery()
        .label("last_change"),
        # The event keeps no instant of its end; who has answered was told of it then.
        select(func.max(DELIVERY.c.due))
        .where(DELIVERY.c.person_id == _ME, DELIVERY.c.cause == literal("cancelled:") + cast(EVENT.c.id, String))
        .scalar_subquery()
        .label("cancelled_at"),
    )
    .select_from(
        EVENT.join(RSVP, and_(RSVP.c.event_id == EVENT.c.id, RSVP.c.person_id == _ME)).outerjoin(
            EVENT_SECRET, and_(EVENT_SECRET.c.event_id == EVENT.c.id, EVENT_SECRET.c.link != "")
        )
    )
    .order_by(EVENT.c.begins_at, EVENT.c.id)
)
_ONE = _FOUND.where(EVENT.c.id == bindparam("event"))
_ALL = _FOUND.where(RSVP.c.answer != Going.NO.value, EVENT.c.state != EventState.DRAFT.value)
_THEIRS = and_(RSVP_CHANGE.c.event_id == bindparam("event"), RSVP_CHANGE.c.person_id == _ME)
_ANSWERS = select(RSVP_CHANGE.c.id, RSVP_CHANGE.c.answer).where(_THEIRS).order_by(RSVP_CHANGE.c.id)
_STANDS = select(RSVP.c.answer).where(RSVP.c.event_id == bindparam("event"), RSVP.c.person_id == _ME)
_HELD = (
    select(RSVP_CHANGE.c.answer)
    .where(_THEIRS, RSVP_CHANGE.c.answer != Going.MAYBE.value, RSVP_CHANGE.c.id <= bindparam("so_far"))
    .order_by(RSVP_CHANGE.c.id.desc())
    .limit(1)
)
_CAUSE = select(DELIVERY.c.cause).where(DELIVERY.c.id == bindparam("delivery"))
_FILES = (
    select(DELIVERY.c.place_id, DELIVERY.c.cause)
    .where(DELIVERY.c.person_id == _ME, DELIVERY.c.cause.startswith(bindparam("of"), autoescape=False))
    .where(DELIVERY.c.message != "", DELIVERY.c.place_id.is_not(None))
    .order_by(DELIVERY.c.id)
)


class Version(NamedTuple):
    """For which of its reader's answers an entry was brought, at which revision of the event.

    The answer is a number in the history of answers: it is the same whoever turns out to have given it.
    """

    answer: int
    revision: int


async def dated(tx: Tx, event_id: int, person_id: int | None) -> Dated | None:
    """One event for a person's calendar; None when they have not answered."""
    row: Any = (await tx.execute(_ONE, {"event": event_id, "person": person_id})).first()
    return None if row is None else _dated(row)


async def all_dated(tx: Tx, person_id: int) -> list[Dated]:
    """Everything a person said yes or maybe to, past and cancelled events too, by date."""
    return [_dated(row) for row in (await tx.execute(_ALL, {"person": person_id})).all()]


def _dated(row: Any) -> Dated:
    event = event_in(row)
    instants = (row.answered_at, row.last_answer, row.last_change, row.cancelled_at)
    changed_at = max(instant for instant in instants if instant is not None)
    return Dated(event, row.my_answer, bool(row.late), row.answers, changed_at, row.release_at)


async def brought(tx: Tx, event_id: int, person_id: int | None) -> list[tuple[int, Going]]:
    """A person's answers that brought an entry, and what each said, the oldest first.

    A maybe brings one to whoever has one already. Of two people who turned out to be one, what was said last need not
    be the last change: it may have been said again.
    """
    mine = {"event": event_id, "person": person_id}
    answers = [(row.id, row.answer) for row in (await tx.execute(_ANSWERS, mine)).all()]
    stands = await scalar(tx, _STANDS, mine)
    again = [one for one in answers if one[1] is stands][-1:]
    entries: list[tuple[int, Going]] = []
    for number, going in [one for one in answers if one not in again] + again:
        if going is not Going.MAYBE or (entries and entries[-1][1] in HOLDING):
            entries.append((number, going))
    return entries


async def newest_brought(tx: Tx, event_id: int, person_id: int | None) -> tuple[int, Going | None]:
    """Which of a person's answers brought the newest entry, and what it said; 0 and None for none."""
    entries = await brought(tx, event_id, person_id)
    return entries[-1] if entries else (0, None)


async def still_says(tx: Tx, event_id: int, person_id: int | None, answer: int) -> bool:
    """Whether the entry that this answer brought says what the newest one does, and so did all between them."""
    entries = await brought(tx, event_id, person_id)
    numbers = [number for number, _ in entries]
    return answer in numbers and len({going for _, going in entries[numbers.index(answer) :]}) == 1


async def newest_files(tx: Tx, event_id: int, person_id: int) -> dict[int, Version]:
    """The newest entry of an event in each of a person's chats, by the number of the chat."""
    rows: Any = (await tx.execute(_FILES, {"person": person_id, "of": f"{_BROUGHT}:{event_id}:"})).all()
    return {row.place_id: version for row in rows if (version := _version(row.cause)) is not None}


async def holds_entry(tx: Tx, event_id: int, person_id: int | None) -> bool:
    """Whether the person was given an entry and has not said no since: a maybe makes it tentative, and leaves it."""
    return (await newest_brought(tx, event_id, person_id))[1] in HOLDING and await identity(tx) is not None


async def held_entry(tx: Tx, event_id: int, person_id: int | None, answers: int) -> bool:
    """Whether the person held an entry when the history of answers had gone as far as `answers`."""
    values = {"event": event_id, "person": person_id, "so_far": answers}
    return await scalar(tx, _HELD, values) is Going.YES and await identity(tx) is not None


def cause(event_id: int, version: Version, place: int | None = None) -> str:
    """Why an entry is brought: once for each version, or once more in a chat where an older one stands."""
    why = f"{_BROUGHT}:{event_id}:{version.answer}:{version.revision}"
    return why if place is None else f"{why}:{place}"


async def version_of(tx: Tx, delivery: int) -> Version | None:
    """The version that a delivery was to bring; None when it was to bring none."""
    return _version(str(await scalar(tx, _CAUSE, {"delivery": delivery}) or ""))


def _version(why: str) -> Version | None:
    kind, *numbers = why.split(":")
    return Version(int(numbers[1]), int(numbers[2])) if kind == _BROUGHT else None


async def identity(tx: Tx) -> uuid.UUID | None:
    """What tells the entries of this installation from those of any other; None as long as none was given."""
    kept = await scalar(tx, select(MARK.c.value).where(MARK.c.name == _IDENTITY))
    return None if kept is None else uuid.UUID(kept["uuid"])


async def make_identity(tx: Tx) -> None:
    """Choose that identity, once for ever: it goes with the database, not with its keys or its address."""
    insert = pg_insert(MARK) if tx.dialect == "postgresql" else sqlite_insert(MARK)
    await tx.execute(insert.values(name=_IDENTITY, value={"uuid": str(uuid.uuid4())}).on_conflict_do_nothing())
