"""What is ready to go out is claimed in batches, with its readers and chats. Built once: it runs for every message."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.model.values import Lane, Sending
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, PERSON, PLACE
from storage.processes import Share
from storage.tx import Tx

MOST_CRASHES = 2  # what was in flight at so many crashes may be what caused them

# Written out, not bound: SQLite uses a partial index only when it sees the same words.
_READY_STATES: ColumnElement[bool] = literal_column("state IN ('queued', 'stale')")
_SUSPECTED: ColumnElement[bool] = literal_column(f"crashes >= {MOST_CRASHES}")
_READY = and_(
    _READY_STATES,
    DELIVERY.c.due <= bindparam("now"),
    or_(DELIVERY.c.not_before.is_(None), DELIVERY.c.not_before <= bindparam("real")),
    DELIVERY.c.lane <= bindparam("lane_limit"),
)
_IN_ORDER = DELIVERY.c.lane, DELIVERY.c.due, DELIVERY.c.id
_SUSPECT = select(DELIVERY.c.id).where(_READY, _SUSPECTED).order_by(*_IN_ORDER).limit(1)


# Where several processes carry, each has its share of the readers: so a chat's order and pace are one process's matter.
# While shares change hands, nobody is written to by two.
_READER = func.coalesce(DELIVERY.c.person_id, DELIVERY.c.place_id)
_OTHERS = DELIVERY.alias("other")
_BUSY = exists().where(
    literal_column("other.state = 'sending'"),
    _OTHERS.c.holder_id != bindparam("holder"),
    or_(_OTHERS.c.person_id == DELIVERY.c.person_id, _OTHERS.c.place_id == DELIVERY.c.place_id),
)
_OURS = and_(func.mod(_READER, bindparam("of")) == bindparam("part"), ~_BUSY)


def _claiming(*picks: Select[Any]) -> dict[str, ReturningUpdate[Any]]:
    """For SQLite, for a process that is alone on PostgreSQL, and for one of several: the first of what `picks` find."""
    locked = [pick.with_for_update(skip_locked=True, of=DELIVERY) for pick in picks]
    ours = [pick.where(_OURS).with_for_update(skip_locked=True, of=DELIVERY) for pick in picks]
    return {
        how: update(DELIVERY)
        .where(DELIVERY.c.id.in_(_first(found)))
        .values(state=Sending.SENDING.value, holder_id=bindparam("holder"), attempts=DELIVERY.c.attempts + 1)
        .returning(DELIVERY.c.id)
        for how, found in (("sqlite", picks), ("postgresql", locked), ("shared", ours))
    }


def _first(picks: Sequence[Select[Any]]) -> Select[Any]:
    """The first `most` of what they find together. A query that locks must stand by itself below a union."""
    found = union_all(*(select(pick.subquery()) for pick in picks)).subquery()
    return select(found.c.id).order_by(found.c.lane, found.c.due, found.c.id).limit(bindparam("most"))


def _of_lane(lane: Lane) -> Select[Any]:
    """What is ready in one lane, that which was due first at its head: what is not due is never looked at, however much
    of it waits."""
    here = DELIVERY.c.lane == literal_column(str(int(lane)))
    return select(*_IN_ORDER).where(_READY, here, ~_SUSPECTED).order_by(*_IN_ORDER[1:]).limit(bindparam("most"))


_CLAIM = _claiming(*map(_of_lane, Lane))
_CLAIM_SUSPECT = _claiming(select(*_IN_ORDER).where(_READY, _SUSPECTED).order_by(*_IN_ORDER).limit(1))
_OUR_SUSPECT = _SUSPECT.where(_OURS)
_END_RESTS = (
    update(DELIVERY)
    .where(_READY_STATES, DELIVERY.c.not_before > bindparam("real"))
    .values(not_before=bindparam("real"))
)
_HELD = select(DELIVERY.c.id).where(literal_column("state = 'sending'"), DELIVERY.c.holder_id == bindparam("holder"))
_CLAIMED = (
    select(
        DELIVERY,
        PERSON.c.language.label("person_language"),
        PERSON.c.zone.label("person_zone"),
        PERSON.c.channel.label("person_channel"),
        PERSON.c.quiet_from,
        PERSON.c.quiet_until,
        PERSON.c.stopped_at,
    )
    .select_from(DELIVERY.outerjoin(PERSON, PERSON.c.id == DELIVERY.c.person_id))
    .where(DELIVERY.c.id.in_(bindparam("rows", expanding=True)))
    .order_by(*_IN_ORDER)
)
_PLACES = select(PLACE).where(PLACE.c.id.in_(bindparam("rows", expanding=True)))
_ACCOUNTS = (
    select(
        ACCOUNT.c.id,
        ACCOUNT.c.person_id,
        ACCOUNT.c.place_id,
        ACCOUNT.c.platform,
        ACCOUNT.c.state,
        ACCOUNT.c.language,
        ACCOUNT.c.used_at,
    )
    .where(ACCOUNT.c.person_id.in_(bindparam("people", expanding=True)), ACCOUNT.c.place_id.is_not(None))
    .order_by(ACCOUNT.c.used_at.desc())
)
_HERE = select(PLACE.c.id, ACCOUNT.c.language).where(
    PLACE.c.id.in_(bindparam("rows", expanding=True)),
    PLACE.c.private,
    ACCOUNT.c.platform == PLACE.c.platform,
    ACCOUNT.c.installation == PLACE.c.installation,
    ACCOUNT.c.user == PLACE.c.chat,
)


async def claim(tx: Tx, share: Share, *, now: datetime, real: datetime, most: int, lane: Lane) -> list[int]:
    """Take up to `most` ready deliveries of `lane` or a faster one into a process's hands; their numbers."""
    values = {"now": now, "real": real, "most": most, "lane_limit": int(lane)}
    return await _claim(tx, _CLAIM, share, values)


async def claim_suspect(tx: Tx, share: Share, *, now: datetime, real: datetime) -> list[int]:
    """Take one delivery that may be what crashed the process, if any is ready; its number."""
    return await _claim(
        tx, _CLAIM_SUSPECT, share, {"now": now, "real": real, "most": 1, "lane_limit": int(Lane.BROADCAST)}
    )


async def end_rests(tx: Tx, real: datetime) -> None:
    """Whatever rests has rested enough: the clock that said until when was set back."""
    await tx.execute(_END_RESTS, {"real": real})


async def unheard(tx: Tx, holder: int, in_hand: Collection[int]) -> list[int]:
    """What this process has claimed without having heard that it has: it holds `in_hand`, and no more."""
    rows = await tx.execute(_HELD, {"holder": holder})
    return [row.id for row in rows.all() if row.id not in in_hand]


async def suspect_waits(tx: Tx, share: Share, *, now: datetime, real: datetime) -> bool:
    """Whether such a delivery is ready."""
    values = {"now": now, "real": real, "lane_limit": int(Lane.BROADCAST)}
    if share.of == 1:
        return (await tx.execute(_SUSPECT, values)).first() is not None
    return (await tx.execute(_OUR_SUSPECT, {**values, **_whose(share)})).first() is not None


async def _claim(
    tx: Tx, statements: dict[str, ReturningUpdate[Any]], share: Share, values: dict[str, Any]
) -> list[int]:
    if share.of == 1:
        rows = await tx.execute(statements[tx.dialect], {**values, "holder": share.number})
    else:
        rows = await tx.execute(statements["shared"], {**values, **_whose(share)})
    return [row.id for row in rows.all()]


def _whose(share: Share) -> dict[str, int]:
    return {"holder": share.number, "part": share.part, "of": share.of}


async def claimed(tx: Tx, rows: Sequence[int]) -> Sequence[Any]:
    """Deliveries with what is to be known of their readers, in the order in which they go out."""
    return (await tx.execute(_CLAIMED, {"rows": list(rows)})).all()


async def places(tx: Tx, rows: Sequence[int]) -> Sequence[Any]:
    """Places by number."""
    return (await tx.execute(_PLACES, {"rows": list(rows)})).all()


async def accounts(tx: Tx, people: Sequence[int]) -> Sequence[Any]:
    """The accounts of these people that have a chat, the last used first."""
    return (await tx.execute(_ACCOUNTS, {"people": list(people)})).all()


async def languages_here(tx: Tx, rows: Sequence[int]) -> dict[int, str]:
    """The language the platform tells of whoever sits in a private place, which is called by their account's own id."""
    return {row.id: row.language for row in (await tx.execute(_HERE, {"rows": list(rows)})).all()}


async def next_ready(tx: Tx) -> tuple[datetime | None, datetime | None]:
    """The earliest story time and the earliest real time at which something more becomes ready."""
    first = select(func.min(DELIVERY.c.due).label("due"), func.min(DELIVERY.c.not_before).label("rest"))
    row: Any = (await tx.execute(first.where(_READY_STATES))).one()
    return row.due, row.rest
