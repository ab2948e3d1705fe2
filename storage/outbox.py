"""Staging deliveries and touching those that stand: what handlers do to messages, inside their own transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.model.values import Lane, Reason, Sending
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, PERSON
from storage.tx import Tx

A_STATEMENT = 500  # subjects named in one statement
_STANDING = (Sending.SENT.value, Sending.STALE.value, Sending.SENDING.value)

_INSERT = {
    "sqlite": sqlite_insert(DELIVERY).on_conflict_do_nothing().returning(DELIVERY.c.id),
    "postgresql": pg_insert(DELIVERY).on_conflict_do_nothing().returning(DELIVERY.c.id),
}
_REACHABLE = select(ACCOUNT.c.id).where(
    ACCOUNT.c.person_id == bindparam("person"), ACCOUNT.c.state == "open", ACCOUNT.c.place_id.is_not(None)
)
_TURN = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("row"))
    .values(
        kind=bindparam("view"),
        subject=bindparam("about"),
        card=None,
        live=bindparam("is_live"),
        person_id=func.coalesce(bindparam("reader", type_=Integer), DELIVERY.c.person_id),
        reason=None,
        lane=0,
        version=DELIVERY.c.version + 1,
        looks="",
        not_before=None,
        state=case((DELIVERY.c.state == Sending.SENDING.value, Sending.SENDING.value), else_=Sending.STALE.value),
    )
)
# What was an answer once is drawn again behind the answers that somebody waits for now.
_REDRAWN = case((DELIVERY.c.lane == int(Lane.INTERACTIVE), int(Lane.SESSION)), else_=DELIVERY.c.lane)
_TOUCH = (
    update(DELIVERY)
    .where(
        DELIVERY.c.kind.in_(bindparam("kinds", expanding=True)),
        DELIVERY.c.subject.in_(bindparam("subjects", expanding=True)),
        DELIVERY.c.live,
        DELIVERY.c.state.in_(_STANDING),
    )
    .values(
        version=DELIVERY.c.version + 1,
        lane=_REDRAWN,
        state=case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
    )
)
_TOUCH_OF_ONE = _TOUCH.where(DELIVERY.c.person_id == bindparam("person"))
_STANDING_AT = (
    select(DELIVERY.c.id, DELIVERY.c.kind, DELIVERY.c.subject, DELIVERY.c.person_id, DELIVERY.c.live)
    .where(DELIVERY.c.place_id == bindparam("place"), DELIVERY.c.message == bindparam("message"))
    .order_by(DELIVERY.c.id.desc())
    .limit(1)
)


async def reachable(tx: Tx, person_id: int) -> bool:
    """Whether the person has an account that can be written to."""
    return (await tx.execute(_REACHABLE, {"person": person_id})).first() is not None


async def stage(tx: Tx, values: Mapping[str, Any]) -> int | None:
    """One delivery; its number, or None when its cause has reached this recipient before."""
    state = Sending.QUEUED
    if values.get("place_id") is None and not await reachable(tx, values["person_id"]):
        state = Sending.WAITING
    row = (await tx.execute(_INSERT[tx.dialect], {"state": state, **values})).first()
    return None if row is None else int(row.id)


async def stage_all(tx: Tx, people: Select[Any], values: Mapping[str, Any]) -> int:
    """One delivery for each person that `people` (one column: person ids) selects, in one statement.

    Who has no account yet is waiting for first contact; who was erased gets nothing. Returns how many are new.
    """
    person = people.subquery().c[0]
    open_account = exists().where(
        ACCOUNT.c.person_id == person, ACCOUNT.c.state == "open", ACCOUNT.c.place_id.is_not(None)
    )
    columns: dict[str, ColumnElement[Any]] = {
        name: literal(value, DELIVERY.c[name].type) for name, value in {**_DEFAULTS, **values}.items()
    }
    columns["person_id"] = person
    columns["state"] = case(
        (open_account, cast(literal(Sending.QUEUED.value), String)), else_=cast(literal(Sending.WAITING.value), String)
    )
    columns["once"] = literal(f"{values['cause']}/", String) + cast(person, String)
    erased = exists().where(PERSON.c.id == person, PERSON.c.erased_at.is_not(None))
    rows = select(*columns.values()).where(~erased)
    insert = pg_insert(DELIVERY) if tx.dialect == "postgresql" else sqlite_insert(DELIVERY)
    return int((await tx.execute(insert.from_select(list(columns), rows).on_conflict_do_nothing())).rowcount)


# INSERT … SELECT does not see the defaults that a row has in Python.
_DEFAULTS: Mapping[str, Any] = {
    "vital": False,
    "quiet": False,
    "live": False,
    "version": 1,
    "drawn": 0,
    "looks": "",
    "message": "",
    "attempts": 0,
    "crashes": 0,
    "doubts": 0,
}


async def touch(tx: Tx, kinds: Sequence[str], subject: str, person_id: int | None = None) -> int:
    """What these views show has changed: their standing cards are to be drawn again; of one person only, if named."""
    return await _touch(tx, kinds, [subject], person_id)


async def touch_many(tx: Tx, kinds: Sequence[str], subjects: Sequence[str]) -> int:
    """The same for many subjects at once."""
    starts = range(0, len(subjects), A_STATEMENT)
    return sum([await _touch(tx, kinds, subjects[at : at + A_STATEMENT]) for at in starts])


async def _touch(tx: Tx, kinds: Sequence[str], subjects: Sequence[str], person_id: int | None = None) -> int:
    if not kinds:
        return 0
    values = {"kinds": list(kinds), "subjects": list(subjects)}
    if person_id is None:
        return int((await tx.execute(_TOUCH, values)).rowcount)
    return int((await tx.execute(_TOUCH_OF_ONE, {**values, "person": person_id})).rowcount)


async def standing_at(tx: Tx, place_id: int, message: str) -> Any | None:
    """The delivery behind a message: id, kind, subject, person_id, live; None when we know of none."""
    return (await tx.execute(_STANDING_AT, {"place": place_id, "message": message})).first()


async def stands(tx: Tx, person_id: int | None, kind: str, subject: str) -> bool:
    """Whether a person has a live card of this view and subject in front of them."""
    here = and_(DELIVERY.c.person_id == person_id, DELIVERY.c.kind == kind, DELIVERY.c.subject == subject)
    found = select(DELIVERY.c.id).where(here, DELIVERY.c.live, DELIVERY.c.state.in_(_STANDING)).limit(1)
    return (await tx.execute(found)).first() is not None


async def turn_into(
    tx: Tx, row: int, kind: str, subject: str, *, live: bool = True, person_id: int | None = None
) -> None:
    """The same message becomes this view, and at once; its reader is `person_id`, where known."""
    values = {"row": row, "view": kind, "about": subject, "is_live": live, "reader": person_id}
    await tx.execute(_TURN, values)


async def redraw(tx: Tx, row: int) -> None:
    """Draw a standing message again even if nothing seems to have changed."""
    await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.id == row, DELIVERY.c.state.in_(_STANDING))
        .values(
            version=DELIVERY.c.version + 1,
            looks="",
            not_before=None,
            state=case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
        )
    )


async def release(tx: Tx, person_id: int) -> int:
    """The person can be written to now: what waited for that, or failed for its lack, is sent."""
    found = await tx.execute(
        update(DELIVERY)
        .where(
            DELIVERY.c.person_id == person_id,
            (DELIVERY.c.state == Sending.WAITING.value)
            | ((DELIVERY.c.state == Sending.FAILED.value) & (DELIVERY.c.reason == Reason.BLOCKED.value)),
        )
        .values(state=Sending.QUEUED.value, reason=None, place_id=None)
    )
    return int(found.rowcount)


async def on_its_way(tx: Tx, person_id: int, kind: str, subject: str) -> bool:
    """Whether a message with this view is about to be sent to the person for the first time."""
    going = DELIVERY.c.state.in_([Sending.QUEUED.value, Sending.SENDING.value])
    about = and_(DELIVERY.c.person_id == person_id, DELIVERY.c.kind == kind, DELIVERY.c.subject == subject)
    return (await tx.execute(select(DELIVERY.c.id).where(about, going, DELIVERY.c.message == ""))).first() is not None


async def told_since(tx: Tx, person_id: int, kind: str, since: datetime) -> str | None:
    """What the newest message with this view to a person is about, if it was due after an instant (story time, UTC)."""
    about = and_(DELIVERY.c.person_id == person_id, DELIVERY.c.kind == kind, DELIVERY.c.due > since)
    found = select(DELIVERY.c.subject).where(about).order_by(DELIVERY.c.id.desc()).limit(1)
    subject: str | None = (await tx.execute(found)).scalar()
    return subject


async def drop_waiting(tx: Tx, person_id: int, kind: str) -> None:
    """What waited for first contact and is of no use on arrival is not sent."""
    await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.person_id == person_id, DELIVERY.c.kind == kind, DELIVERY.c.state == Sending.WAITING.value)
        .values(state=Sending.SKIPPED.value, reason=Reason.TOO_LATE.value, live=False)
    )


async def set_state(tx: Tx, cause: str, before: Sequence[Sending], after: Sending) -> int:
    """Hold, resume or cancel what a cause has staged and not yet sent."""
    changed = await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.cause == cause, DELIVERY.c.state.in_([state.value for state in before]))
        .values(state=after.value)
    )
    return int(changed.rowcount)


async def counts(tx: Tx, cause: str) -> dict[Sending, int]:
    """How many deliveries of a cause are in which state; stale ones count as sent."""
    rows: Sequence[Any] = (
        await tx.execute(
            select(DELIVERY.c.state, func.count().label("number"))
            .where(DELIVERY.c.cause == cause)
            .group_by(DELIVERY.c.state)
        )
    ).all()
    found: dict[Sending, int] = {}
    for row in rows:
        shown = Sending.SENT if row.state is Sending.STALE else row.state
        found[shown] = found.get(shown, 0) + row.number
    return found


async def unfinished(tx: Tx, now: datetime) -> int:
    """How many deliveries are due and not yet out."""
    ready = (Sending.QUEUED.value, Sending.STALE.value, Sending.SENDING.value)
    found = await tx.execute(select(func.count()).where(DELIVERY.c.state.in_(ready), DELIVERY.c.due <= now))
    return int(found.scalar_one())


async def hurry(tx: Tx, person_id: int) -> None:
    """The person is here and waits: what is queued for them goes right behind the answer to what they did."""
    await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.person_id == person_id, DELIVERY.c.state == Sending.QUEUED.value)
        .where(DELIVERY.c.lane > int(Lane.SESSION))
        .values(lane=int(Lane.SESSION))
    )
