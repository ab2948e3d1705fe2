"""Who is invited, what they answered, who is silent: queries and the atomic counting of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.model.values import Going
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.events import EVENT, EventRow
from storage.people import AFFILIATION, ORGANISATION, PERSON
from storage.tx import Tx

_FOR_READER = (
    select(
        RSVP.c.answer,
        RSVP.c.late,
        RSVP.c.guest,
        INVITATION.c.id.label("invitation_id"),
        ORGANISATION.c.name.label("organisation"),
    )
    .select_from(
        EVENT.outerjoin(
            INVITATION, and_(INVITATION.c.event_id == EVENT.c.id, INVITATION.c.person_id == bindparam("person"))
        )
        .outerjoin(RSVP, and_(RSVP.c.event_id == EVENT.c.id, RSVP.c.person_id == bindparam("person")))
        .outerjoin(
            ORGANISATION, ORGANISATION.c.id == func.coalesce(INVITATION.c.organisation_id, RSVP.c.organisation_id)
        )
    )
    .where(EVENT.c.id == bindparam("event"))
)
_OPENED = (
    update(INVITATION)
    .where(
        INVITATION.c.person_id == bindparam("person"),
        INVITATION.c.opened_at.is_(None),
    )
    .values(opened_at=bindparam("at"))
)
_ANSWER = select(RSVP.c.answer).where(RSVP.c.event_id == bindparam("event"), RSVP.c.person_id == bindparam("person"))
_SAID_AGAIN = (
    update(RSVP)
    .where(RSVP.c.event_id == bindparam("event"), RSVP.c.person_id == bindparam("person"))
    .values(said_at=bindparam("at"))
)
_CHANGE = insert(RSVP_CHANGE)


@dataclass(frozen=True)
class Standing:
    """How one person stands towards an event."""

    invited: bool
    organisation: str
    answer: Going | None
    late: bool


async def standing(tx: Tx, event_id: int, person_id: int | None) -> Standing:
    """Whether a person is invited, for which organisation, and what they answered."""
    row: Any = (await tx.execute(_FOR_READER, {"event": event_id, "person": person_id})).first()
    if row is None:
        return Standing(False, "", None, False)
    return Standing(row.invitation_id is not None, row.organisation or "", row.answer, bool(row.late))


async def record_answer(tx: Tx, values: dict[str, Any]) -> bool:
    """Keep a person's answer; False when it is what they had answered already: then only that they said it again.

    `values`: programme_id, event_id, person_id, organisation_id, answer, late, guest, answered_at, by_id, channel.
    """
    mine = {"event": values["event_id"], "person": values["person_id"]}
    before = (await tx.execute(_ANSWER, mine)).scalar()
    if before == values["answer"]:
        await tx.execute(_SAID_AGAIN, {**mine, "at": values["answered_at"]})
        return False
    new = pg_insert(RSVP) if tx.dialect == "postgresql" else sqlite_insert(RSVP)
    row = {**values, "said_at": values["answered_at"]}
    changing = ("answer", "late", "guest", "answered_at", "said_at", "by_id", "channel")
    await tx.execute(
        new.values(**row).on_conflict_do_update(
            index_elements=["event_id", "person_id"], set_={key: row[key] for key in changing}
        )
    )
    change = {"event_id", "person_id", "answer", "late", "by_id", "channel"}
    await tx.execute(_CHANGE, {**{k: v for k, v in values.items() if k in change}, "at": values["answered_at"]})
    return True


async def opened(tx: Tx, person_id: int, at: datetime, event_id: int | None = None) -> None:
    """The person opened a link or pressed a button: their invitations (or the one) count as opened, from the first."""
    statement = _OPENED if event_id is None else _OPENED.where(INVITATION.c.event_id == event_id)
    await tx.execute(statement, {"person": person_id, "at": at})


def invited(event_id: int) -> Select[Any]:
    """The people invited to an event."""
    return select(INVITATION.c.person_id).where(INVITATION.c.event_id == event_id)


def silent(event_id: int) -> Select[Any]:
    """The invited who have not answered."""
    answered = exists().where(RSVP.c.event_id == event_id, RSVP.c.person_id == INVITATION.c.person_id)
    return invited(event_id).where(~answered)


def answering(event_id: int, *answers: Going) -> Select[Any]:
    """The people whose answer is one of these."""
    return select(RSVP.c.person_id).where(RSVP.c.event_id == event_id, RSVP.c.answer.in_([a.value for a in answers]))


def entitled(event: EventRow, now: datetime) -> Select[Any]:
    """Who may have an event's secret: they said yes, and are invited or speak for an organisation of its programme."""
    asked = exists().where(INVITATION.c.event_id == RSVP.c.event_id, INVITATION.c.person_id == RSVP.c.person_id)
    speaks = exists().where(
        AFFILIATION.c.person_id == RSVP.c.person_id,
        AFFILIATION.c.programme_id == event.programme_id,
        AFFILIATION.c.confirmed,
        or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > now),
    )
    return answering(event.id or 0, Going.YES).where(or_(asked, speaks))


def concerned(event_id: int) -> Select[Any]:
    """Everyone who is invited or has answered."""
    answered = select(RSVP.c.person_id).where(RSVP.c.event_id == event_id)
    return select(PERSON.c.id).where(or_(PERSON.c.id.in_(invited(event_id)), PERSON.c.id.in_(answered)))


def speaks_now(organisations: Sequence[int], now: datetime, *, leads_only: bool = False) -> ColumnElement[bool]:
    """That an affiliation with one of these organisations is current and confirmed (and a lead's)."""
    current = and_(
        AFFILIATION.c.organisation_id.in_(organisations),
        AFFILIATION.c.confirmed,
        or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > now),
    )
    return and_(current, AFFILIATION.c.lead) if leads_only else current


def representatives(organisations: Sequence[int], now: datetime, *, leads_only: bool = False) -> Select[Any]:
    """The current, confirmed representatives of these organisations."""
    return (
        select(AFFILIATION.c.person_id)
        .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
        .where(speaks_now(organisations, now, leads_only=leads_only), PERSON.c.erased_at.is_(None))
        .distinct()
    )


async def invite(
    tx: Tx, event: EventRow, organisations: Sequence[int], now: datetime, *, leads_only: bool = False
) -> int:
    """Invite the representatives of organisations (the leads only), each once, for the first of those they speak for.

    Returns how many are newly invited.
    """
    when = literal(now, INVITATION.c.invited_at.type)
    for_whom = func.min(AFFILIATION.c.organisation_id)
    rows = (
        select(literal(event.programme_id), literal(event.id), for_whom, AFFILIATION.c.person_id, when)
        .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
        .where(speaks_now(organisations, now, leads_only=leads_only), PERSON.c.erased_at.is_(None))
        .group_by(AFFILIATION.c.person_id)
    )
    new = pg_insert(INVITATION) if tx.dialect == "postgresql" else sqlite_insert(INVITATION)
    columns = ["programme_id", "event_id", "organisation_id", "person_id", "invited_at"]
    return int((await tx.execute(new.from_select(columns, rows).on_conflict_do_nothing())).rowcount)


@dataclass(frozen=True)
class OrganisationCount:
    """One organisation's people by answer."""

    name: str
    yes: int
    maybe: int
    no: int
    silent: int
    late: int


_COUNTS = (
    select(
        ORGANISATION.c.name,
        func.sum(case((RSVP.c.answer == Going.YES.value, 1), else_=0)).label("yes"),
        func.sum(case((RSVP.c.answer == Going.MAYBE.value, 1), else_=0)).label("maybe"),
        func.sum(case((RSVP.c.answer == Going.NO.value, 1), else_=0)).label("no"),
        func.sum(case((RSVP.c.id.is_(None), 1), else_=0)).label("silent"),
        func.sum(case((RSVP.c.late, 1), else_=0)).label("late"),
    )
    .select_from(
        INVITATION.outerjoin(
            RSVP, and_(RSVP.c.event_id == INVITATION.c.event_id, RSVP.c.person_id == INVITATION.c.person_id)
        ).outerjoin(ORGANISATION, ORGANISATION.c.id == INVITATION.c.organisation_id)
    )
    .where(INVITATION.c.event_id == bindparam("event"))
    .group_by(ORGANISATION.c.id, ORGANISATION.c.name)
    .order_by(ORGANISATION.c.name)
)
_GUESTS = select(func.count()).where(
    RSVP.c.event_id == bindparam("event"), RSVP.c.guest, RSVP.c.answer == Going.YES.value
)


async def counts(tx: Tx, event_id: int) -> list[OrganisationCount]:
    """The invited people's answers by organisation, organisations by name."""
    rows: Sequence[Any] = (await tx.execute(_COUNTS, {"event": event_id})).all()
    return [OrganisationCount(r.name or "", r.yes, r.maybe, r.no, r.silent, r.late) for r in rows]


async def guests_coming(tx: Tx, event_id: int) -> int:
    """How many guests, not yet confirmed by a manager, said yes: they count apart."""
    return int((await tx.execute(_GUESTS, {"event": event_id})).scalar_one())
