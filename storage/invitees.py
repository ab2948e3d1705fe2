"""Invitees: how far each invitation to an event has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, exists, false, func, or_, select, type_coerce

from bot.model.values import Going, Reason, Sending
from storage.answers import INVITATION, RSVP
from storage.deliveries import DELIVERY
from storage.inviting import cause, open_account
from storage.people import ACCOUNT, ORGANISATION, PERSON
from storage.tx import Tx


class Stage(StrEnum):
    """How far an invitation has come with one person. Opened: a link opened or a button pressed."""

    UNDELIVERED = "undelivered"
    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    OPENED = "opened"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Recipient:
    """One invited person. `reason` says why an undelivered one was not reached; `sending` is their message's state."""

    name: str
    organisation: str
    stage: Stage
    answer: Going | None
    late: bool
    sending: Sending | None
    reason: Reason | None


# Until the first contact nothing was tried; who has closed every account they had is not waiting but lost.
_LOST = and_(
    exists().where(ACCOUNT.c.person_id == INVITATION.c.person_id, ACCOUNT.c.state != "open"),
    ~open_account(INVITATION.c.person_id),
)
_WHY_LOST = (
    select(func.min(ACCOUNT.c.state))
    .where(ACCOUNT.c.person_id == INVITATION.c.person_id, ACCOUNT.c.state != "open")
    .scalar_subquery()
)
STAGE = case(
    (RSVP.c.id.is_not(None), Stage.ANSWERED.value),
    (INVITATION.c.opened_at.is_not(None), Stage.OPENED.value),
    (or_(DELIVERY.c.sent_at.is_not(None), DELIVERY.c.state == Sending.UNKNOWN), Stage.SENT.value),
    (DELIVERY.c.state.in_([Sending.FAILED, Sending.SKIPPED, Sending.CANCELLED]), Stage.UNDELIVERED.value),
    (DELIVERY.c.state.in_([Sending.QUEUED, Sending.SENDING, Sending.HELD]), Stage.QUEUED.value),
    (_LOST, Stage.UNDELIVERED.value),
    else_=Stage.WAITING.value,
)
_ALL = (
    select(
        PERSON.c.name,
        func.coalesce(ORGANISATION.c.name, "").label("organisation"),
        STAGE.label("stage"),
        RSVP.c.answer,
        func.coalesce(RSVP.c.late, false()).label("late"),
        DELIVERY.c.state.label("sending"),
        DELIVERY.c.until,
        func.coalesce(type_coerce(DELIVERY.c.reason, String), _WHY_LOST).label("reason"),
    )
    .select_from(
        INVITATION.join(PERSON, PERSON.c.id == INVITATION.c.person_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == INVITATION.c.organisation_id)
        .outerjoin(RSVP, and_(RSVP.c.event_id == INVITATION.c.event_id, RSVP.c.person_id == INVITATION.c.person_id))
        .outerjoin(
            DELIVERY,
            DELIVERY.c.once == bindparam("cause", type_=String) + cast(INVITATION.c.person_id, String),
        )
    )
    .where(INVITATION.c.event_id == bindparam("event"))
    .subquery()
)
_ORDER = case({stage.value: number for number, stage in enumerate(Stage)}, value=_ALL.c.stage)
_PAGE = (
    select(_ALL)
    .order_by(_ORDER, _ALL.c.organisation, _ALL.c.name)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
_STAGES = select(_ALL.c.stage, func.count().label("number")).group_by(_ALL.c.stage)
_IN_DOUBT = (
    select(func.count())
    .select_from(_ALL)
    .where(_ALL.c.stage == Stage.SENT.value, type_coerce(_ALL.c.sending, String) == Sending.UNKNOWN.value)
)
_REFUSED = (
    select(func.count())
    .select_from(_ALL)
    .where(_ALL.c.stage == Stage.UNDELIVERED.value, _ALL.c.reason == Reason.REFUSED.value)
    .where(type_coerce(_ALL.c.sending, String) == Sending.FAILED.value)
    .where(or_(_ALL.c.until.is_(None), _ALL.c.until > bindparam("now", type_=DELIVERY.c.until.type)))
)
_ORGANISATIONS = select(func.count(INVITATION.c.organisation_id.distinct())).where(
    INVITATION.c.event_id == bindparam("event")
)


async def page_of(tx: Tx, event_id: int, *, most: int, skipped: int = 0) -> list[Recipient]:
    """The invited people, those who need somebody's help first, then by organisation and name."""
    values = {"event": event_id, "cause": f"{cause(event_id)}/", "most": most, "skipped": skipped}
    rows = (await tx.execute(_PAGE, values)).all()
    return [_recipient(row) for row in rows]


def _recipient(row: Any) -> Recipient:
    reasons = {reason.value: reason for reason in Reason}
    stage = Stage(row.stage)
    return Recipient(
        row.name, row.organisation, stage, row.answer, bool(row.late), row.sending, reasons.get(row.reason or "")
    )


async def stages(tx: Tx, event_id: int) -> dict[Stage, int]:
    """How many invitations of an event have come how far."""
    rows = (await tx.execute(_STAGES, {"event": event_id, "cause": f"{cause(event_id)}/"})).all()
    return {Stage(row.stage): row.number for row in rows}


async def refused(tx: Tx, event_id: int, now: datetime) -> int:
    """How many invitations the platform did not take, however often they were tried, and that could still be sent."""
    values = {"event": event_id, "cause": f"{cause(event_id)}/", "now": now}
    return int((await tx.execute(_REFUSED, values)).scalar_one())


async def in_doubt(tx: Tx, event_id: int) -> int:
    """Of how many invitations counted as sent nobody knows whether they arrived; they were not opened either."""
    return int((await tx.execute(_IN_DOUBT, {"event": event_id, "cause": f"{cause(event_id)}/"})).scalar_one())


async def organisations_invited(tx: Tx, event_id: int) -> int:
    """How many organisations the invited people speak for."""
    return int((await tx.execute(_ORGANISATIONS, {"event": event_id})).scalar_one())
