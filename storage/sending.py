"""The courier's statements: claim what is ready, mark what became of it. Built once: they run for every message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.model.values import Lane, Reason, Sending
from storage.columns import Utc
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, PERSON, PLACE
from storage.tx import Tx

MOST_CRASHES = 2  # what was in flight at so many crashes may be what caused them
MOST_CLAIMS = 8

# Written out, not bound: SQLite uses the partial index only when it sees the same words.
_READY_STATES: ColumnElement[bool] = literal_column("state IN ('queued', 'stale')")
_READY = and_(
    _READY_STATES,
    DELIVERY.c.due <= bindparam("now"),
    or_(DELIVERY.c.not_before.is_(None), DELIVERY.c.not_before <= bindparam("real")),
    DELIVERY.c.lane <= bindparam("lane_limit"),
)
_READY_NUMBERS = select(DELIVERY.c.id).where(_READY).order_by(DELIVERY.c.lane, DELIVERY.c.id)
_SUSPECTED = DELIVERY.c.crashes >= MOST_CRASHES
_SUSPECT = _READY_NUMBERS.where(_SUSPECTED).limit(1)


def _claiming(pick: Select[Any]) -> dict[str, ReturningUpdate[Any]]:
    return {
        dialect: update(DELIVERY)
        .where(DELIVERY.c.id.in_(numbers))
        .values(state=Sending.SENDING.value, lease_until=bindparam("lease"), attempts=DELIVERY.c.attempts + 1)
        .returning(DELIVERY.c.id)
        for dialect, numbers in {"sqlite": pick, "postgresql": pick.with_for_update(skip_locked=True)}.items()
    }


_CLAIM = _claiming(_READY_NUMBERS.where(~_SUSPECTED).limit(bindparam("most")))
_CLAIM_SUSPECT = _claiming(_SUSPECT)
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
    .order_by(DELIVERY.c.lane, DELIVERY.c.id)
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
_HERE = select(ACCOUNT.c.place_id, ACCOUNT.c.language).where(ACCOUNT.c.place_id.in_(bindparam("rows", expanding=True)))
_ROW = DELIVERY.c.id == bindparam("row")
# Whoever has pressed what was just being redrawn does not wait until cards may be redrawn again.
_PRESSED_MEANWHILE = and_(
    DELIVERY.c.message != "", DELIVERY.c.looks == "", DELIVERY.c.version != bindparam("version_drawn")
)
_SENT = (
    update(DELIVERY)
    .where(_ROW)
    .values(
        message=bindparam("message_id"),
        place_id=bindparam("where"),
        looks=bindparam("print"),
        drawn=bindparam("version_drawn"),
        sent_at=func.coalesce(DELIVERY.c.sent_at, bindparam("at", type_=DELIVERY.c.sent_at.type)),
        not_before=case((_PRESSED_MEANWHILE, null()), else_=bindparam("rest", type_=Utc)),
        lease_until=None,
        attempts=0,
        crashes=0,
        reason=None,
        state=case((DELIVERY.c.version == bindparam("version_drawn"), Sending.SENT.value), else_=Sending.STALE.value),
    )
)
_OTHER_COPIES = and_(
    DELIVERY.c.person_id == bindparam("person"),
    DELIVERY.c.kind == bindparam("view"),
    DELIVERY.c.subject == bindparam("about"),
    DELIVERY.c.id != bindparam("this"),
    DELIVERY.c.live,
    DELIVERY.c.message != "",
)
_COPIES = select(DELIVERY.c.id).where(_OTHER_COPIES).order_by(DELIVERY.c.id.desc()).offset(1).limit(1)
_FREEZE_OLDER = (
    update(DELIVERY)
    .where(_OTHER_COPIES, DELIVERY.c.id <= bindparam("older_than"))
    .values(
        live=False,
        reason=Reason.WITHDRAWN.value,
        version=DELIVERY.c.version + 1,
        state=case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
    )
)
_AGAIN = (
    update(DELIVERY)
    .where(_ROW)
    .values(
        state=case((DELIVERY.c.message != "", Sending.STALE.value), else_=Sending.QUEUED.value),
        not_before=bindparam("rest"),
        due=bindparam("when"),
        doubts=DELIVERY.c.doubts + bindparam("doubt"),
        place_id=bindparam("where"),
        message=bindparam("message_id"),
        lease_until=None,
    )
)
# What stands and was changed meanwhile is not over: it is drawn again.
_UNCHANGED = or_(DELIVERY.c.message == "", DELIVERY.c.version == bindparam("version_seen"))
_END = (
    update(DELIVERY)
    .where(_ROW)
    .values(
        state=case((_UNCHANGED, bindparam("how", type_=String)), else_=Sending.STALE.value),
        reason=case((_UNCHANGED, bindparam("why", type_=String)), else_=DELIVERY.c.reason),
        live=case((_UNCHANGED, False), else_=DELIVERY.c.live),
        lease_until=None,
    )
)
_PUT_BACK = (
    update(DELIVERY)
    .where(DELIVERY.c.id.in_(bindparam("rows", expanding=True)), DELIVERY.c.state == Sending.SENDING.value)
    .values(
        state=case((DELIVERY.c.message != "", Sending.STALE.value), else_=Sending.QUEUED.value),
        attempts=DELIVERY.c.attempts - 1,
        lease_until=None,
    )
)
_ACCOUNT_STATE = update(ACCOUNT).where(ACCOUNT.c.place_id == bindparam("where")).values(state=bindparam("how"))
_MOVE = update(PLACE).where(PLACE.c.id == bindparam("row")).values(chat=bindparam("to"))
_OLD = PLACE.alias()
_OLD_TITLE = select(_OLD.c.title).where(_OLD.c.id == bindparam("row")).scalar_subquery()
_OLD_PROGRAMME = select(_OLD.c.programme_id).where(_OLD.c.id == bindparam("row")).scalar_subquery()
_MOVED_TO = (
    select(PLACE.c.id)
    .join(_OLD, and_(*(_OLD.c[key] == PLACE.c[key] for key in ("platform", "installation", "thread"))))
    .where(_OLD.c.id == bindparam("row"), PLACE.c.chat == bindparam("to"))
)
_MOVE_DELIVERIES = update(DELIVERY).where(DELIVERY.c.place_id == bindparam("row")).values(place_id=bindparam("to"))
# What is known of a group goes with it, where the new place does not know better.
_MOVE_NAME = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("to"))
    .values(
        title=case((PLACE.c.title == "", _OLD_TITLE), else_=PLACE.c.title),
        programme_id=func.coalesce(PLACE.c.programme_id, _OLD_PROGRAMME),
    )
)
_LEAVE = update(PLACE).where(PLACE.c.id == bindparam("row")).values(state=Reason.GONE.value)
_MOVE_ACCOUNTS = update(ACCOUNT).where(ACCOUNT.c.place_id == bindparam("row")).values(place_id=bindparam("to"))


async def claim(tx: Tx, *, now: datetime, real: datetime, lease: datetime, most: int, lane: Lane) -> list[int]:
    """Take up to `most` ready deliveries of `lane` or a faster one under a lease; their numbers."""
    values = {"now": now, "real": real, "lease": lease, "most": most, "lane_limit": int(lane)}
    return [row.id for row in (await tx.execute(_CLAIM[tx.dialect], values)).all()]


async def claim_suspect(tx: Tx, *, now: datetime, real: datetime, lease: datetime) -> list[int]:
    """Take one delivery that may be what crashed the process, if any is ready; its number."""
    values = {"now": now, "real": real, "lease": lease, "lane_limit": int(Lane.BROADCAST)}
    return [row.id for row in (await tx.execute(_CLAIM_SUSPECT[tx.dialect], values)).all()]


async def suspect_waits(tx: Tx, *, now: datetime, real: datetime) -> bool:
    """Whether such a delivery is ready."""
    values = {"now": now, "real": real, "lane_limit": int(Lane.BROADCAST)}
    return (await tx.execute(_SUSPECT, values)).first() is not None


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
    """The language the platform tells of whoever sits in a private place."""
    return {row.place_id: row.language for row in (await tx.execute(_HERE, {"rows": list(rows)})).all()}


async def mark_sent(tx: Tx, **values: Any) -> None:
    """It stands there now: row, message_id, where, print, version_drawn, at (story time), rest (real)."""
    await tx.execute(_SENT, values)


async def keep_two_copies(tx: Tx, row: Any) -> None:
    """A person keeps two live cards of one view and subject, this one and the newest other; the rest is over."""
    about = {"person": row.person_id, "view": row.kind, "about": row.subject, "this": row.id}
    third = (await tx.execute(_COPIES, about)).scalar()
    if third is not None:
        await tx.execute(_FREEZE_OLDER, {**about, "older_than": third})


async def mark_again(
    tx: Tx, row: int, *, rest: datetime | None, due: datetime, place_id: int | None, message: str, doubt: int = 0
) -> None:
    """Not now: it is ready again after `rest` (real time) and `due` (story time)."""
    values = {"row": row, "rest": rest, "when": due, "where": place_id, "message_id": message, "doubt": doubt}
    await tx.execute(_AGAIN, values)


async def mark_end(tx: Tx, row: Any, state: Sending, reason: Reason | None = None) -> None:
    """It will not be sent (again): skipped, failed, unknown, cancelled; or `sent` and over. `row` as it was claimed."""
    why = reason.value if reason else None
    await tx.execute(_END, {"row": row.id, "version_seen": row.version, "how": state.value, "why": why})


async def put_back(tx: Tx, rows: Sequence[int]) -> None:
    """They were claimed and not tried: they are ready as before."""
    await tx.execute(_PUT_BACK, {"rows": list(rows)})


async def close_account(tx: Tx, place_id: int, state: str) -> None:
    """The account behind a private place can not be written to (blocked, deactivated, gone), or again (open)."""
    await tx.execute(_ACCOUNT_STATE, {"where": place_id, "how": state})


async def move_place(tx: Tx, place_id: int, chat: str) -> int:
    """A chat has another address from now on; the number of the place that has it."""
    known: int | None = (await tx.execute(_MOVED_TO, {"row": place_id, "to": chat})).scalar()
    if known is None or known == place_id:
        await tx.execute(_MOVE, {"row": place_id, "to": chat})
        return place_id
    # We heard from the new address before: the two places become one.
    await tx.execute(_MOVE_DELIVERIES, {"row": place_id, "to": known})
    await tx.execute(_MOVE_ACCOUNTS, {"row": place_id, "to": known})
    await tx.execute(_MOVE_NAME, {"row": place_id, "to": known})
    await tx.execute(_LEAVE, {"row": place_id})
    return known


async def next_ready(tx: Tx) -> tuple[datetime | None, datetime | None]:
    """The earliest story time and the earliest real time at which something more becomes ready."""
    first = select(func.min(DELIVERY.c.due).label("due"), func.min(DELIVERY.c.not_before).label("rest"))
    row: Any = (await tx.execute(first.where(_READY_STATES))).one()
    return row.due, row.rest
