"""Causes: what became of the messages of one cause, person by person; to resume, withdraw and repeat them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, func, or_, select, type_coerce, update

from bot.model.values import Reason, Sending
from storage.deliveries import DELIVERY
from storage.lost import LOST, WHY
from storage.people import ACCOUNT, AFFILIATION, ORGANISATION, PERSON, PLACE
from storage.tx import Tx, scalar

# A message that stands was sent, also while it is being drawn again.
_SHOWN = case(
    (DELIVERY.c.message != "", Sending.SENT.value),
    (LOST, Sending.FAILED.value),
    else_=type_coerce(DELIVERY.c.state, String),
)
# What needs somebody's eye comes first.
_ORDER = (
    Sending.FAILED,
    Sending.UNKNOWN,
    Sending.SKIPPED,
    Sending.CANCELLED,
    Sending.WAITING,
    Sending.HELD,
    Sending.QUEUED,
    Sending.SENDING,
    Sending.SENT,
)
_TO_A_GROUP = DELIVERY.c.person_id.is_(None)
_ACCOUNT_OPEN = exists().where(
    ACCOUNT.c.person_id == DELIVERY.c.person_id, ACCOUNT.c.state == "open", ACCOUNT.c.place_id.is_not(None)
)
_GROUP_OPEN = exists().where(PLACE.c.id == DELIVERY.c.place_id, PLACE.c.state == "open")
_REACHABLE = or_(_ACCOUNT_OPEN, and_(_TO_A_GROUP, _GROUP_OPEN))
_ORGANISATION = (
    select(func.min(ORGANISATION.c.name))
    .join(AFFILIATION, AFFILIATION.c.organisation_id == ORGANISATION.c.id)
    .where(AFFILIATION.c.person_id == PERSON.c.id, AFFILIATION.c.until.is_(None))
    .scalar_subquery()
)


_RECIPIENTS = DELIVERY.outerjoin(PERSON, PERSON.c.id == DELIVERY.c.person_id).outerjoin(
    PLACE, and_(_TO_A_GROUP, PLACE.c.id == DELIVERY.c.place_id)
)
_NAME = func.coalesce(PERSON.c.name, PLACE.c.title)


@dataclass(frozen=True)
class Outcome:
    """One person, or one group by its title, and what became of the message."""

    name: str
    organisation: str
    state: Sending
    reason: Reason | None


async def tally(tx: Tx, cause: str) -> Mapping[tuple[Sending, Reason | None], int]:
    """How many of a cause's messages are in which state, and why."""
    each = select(_SHOWN.label("shown"), WHY.label("reason")).where(DELIVERY.c.cause == cause).subquery()
    counted = select(each.c.shown, each.c.reason, func.count().label("number")).group_by(each.c.shown, each.c.reason)
    rows: Sequence[Any] = (await tx.execute(counted)).all()
    return {(Sending(row.shown), _reason(row.reason)): row.number for row in rows}


async def outcomes(tx: Tx, cause: str, *, skip: int, most: int) -> list[Outcome]:
    """A page of a cause's recipients: who has not got it first, then by name."""
    rank = case({state.value: place for place, state in enumerate(_ORDER)}, value=_SHOWN, else_=len(_ORDER))
    found = (
        select(_NAME.label("name"), _ORGANISATION.label("organisation"), _SHOWN.label("shown"), WHY.label("reason"))
        .select_from(_RECIPIENTS)
        .where(DELIVERY.c.cause == cause)
        .order_by(rank, _NAME, DELIVERY.c.id)
        .offset(skip)
        .limit(most)
    )
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return [Outcome(row.name, row.organisation or "", Sending(row.shown), _reason(row.reason)) for row in rows]


def _reason(text: str | None) -> Reason | None:
    return None if text is None else Reason(text)


async def lately(tx: Tx, cause: str, since: datetime) -> tuple[int, float]:
    """How many of a cause's messages were sent since an instant, and the seconds between the first and the last."""
    when = DELIVERY.c.sent_at
    found = select(func.count().label("number"), func.min(when).label("first"), func.max(when).label("last"))
    row: Any = (await tx.execute(found.where(DELIVERY.c.cause == cause, when >= since))).one()
    return row.number, (row.last - row.first).total_seconds() if row.number else 0.0


async def stands(tx: Tx, delivery: int) -> bool:
    """Whether a delivery's message is out."""
    return bool(await scalar(tx, select(DELIVERY.c.message).where(DELIVERY.c.id == delivery)))


async def resume(tx: Tx, cause: str) -> int:
    """What was held, or was withdrawn while it was, is to be sent after all."""
    withdrawn = and_(DELIVERY.c.state == Sending.SKIPPED.value, DELIVERY.c.reason == Reason.WITHDRAWN.value)
    return await _queue(tx, cause, or_(DELIVERY.c.state == Sending.HELD.value, withdrawn))


async def withdraw(tx: Tx, cause: str) -> int:
    """What is not out yet stays in."""
    inside = [state.value for state in (Sending.QUEUED, Sending.HELD, Sending.WAITING)]
    changed = await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.cause == cause, DELIVERY.c.state.in_(inside))
        .values(state=Sending.CANCELLED.value, reason=Reason.WITHDRAWN.value, live=False)
    )
    return int(changed.rowcount)


async def rest(tx: Tx, cause: str) -> int:
    """How many did not get it, or perhaps did not, and can be written to now."""
    return int(await scalar(tx, select(func.count()).where(DELIVERY.c.cause == cause, _rest())))


async def repeat_to_rest(tx: Tx, cause: str) -> int:
    """Send it once more to those; to how many. The same row is sent again, so nobody can have two from one cause."""
    return await _queue(tx, cause, _rest())


def _rest() -> ColumnElement[bool]:
    """Failed, unknown, or skipped for another reason than the person's own wish; with an account that is open."""
    lost = [Sending.FAILED.value, Sending.UNKNOWN.value]
    skipped = and_(DELIVERY.c.state == Sending.SKIPPED.value, DELIVERY.c.reason != Reason.OPTED_OUT.value)
    return and_(or_(DELIVERY.c.state.in_(lost), skipped), _REACHABLE)


async def _queue(tx: Tx, cause: str, which: ColumnElement[bool]) -> int:
    """As if newly staged; who has no open account waits for one."""
    changed = await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.cause == cause, which)
        .values(
            state=case((_REACHABLE, Sending.QUEUED.value), else_=Sending.WAITING.value),
            reason=None,
            live=True,
            place_id=case((_TO_A_GROUP, DELIVERY.c.place_id), else_=None),
            not_before=None,
            attempts=0,
            crashes=0,
            doubts=0,
        )
    )
    return int(changed.rowcount)
