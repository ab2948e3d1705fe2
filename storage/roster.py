"""The roster: who represents whom, who holds which role, what a person is invited to."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from bot.model.values import EventState, Role, Scope
from storage.alphabet import by_name
from storage.answers import INVITATION, RSVP
from storage.events import EVENT, EventRow
from storage.people import (
    AFFILIATION,
    GRANT,
    ORGANISATION,
    PERSON,
    AffiliationRow,
    GrantRow,
    OrganisationRow,
    PersonRow,
)
from storage.tx import Tx, many, one, scalar


async def affiliation_in(tx: Tx, person_id: int, programme_id: int) -> AffiliationRow | None:
    """For whom a person speaks in a programme: a confirmed affiliation before a guest's, the older first."""
    found = (
        select(AFFILIATION)
        .where(AFFILIATION.c.person_id == person_id, AFFILIATION.c.programme_id == programme_id)
        .where(AFFILIATION.c.until.is_(None))
        .order_by(AFFILIATION.c.confirmed.desc(), AFFILIATION.c.id)
    )
    return await one(tx, AffiliationRow, found)


async def organisations_for(tx: Tx, person_id: int, *, confirmed: bool = False) -> list[OrganisationRow]:
    """The organisations a person speaks for now, by name; `confirmed`: without those that nobody has confirmed."""
    found = (
        select(ORGANISATION)
        .join(AFFILIATION, AFFILIATION.c.organisation_id == ORGANISATION.c.id)
        .where(AFFILIATION.c.person_id == person_id, AFFILIATION.c.until.is_(None))
    )
    rows = await many(tx, OrganisationRow, found.where(AFFILIATION.c.confirmed) if confirmed else found)
    return sorted(rows, key=lambda row: by_name(row.name))


async def called(tx: Tx, person_id: int) -> str:
    """A person's name with their organisations: `Ana Munteanu (Atelier Nord)`; "" when there is no such person."""
    name = await scalar(tx, select(PERSON.c.name).where(PERSON.c.id == person_id))
    if name is None:
        return ""
    speaks_for = ", ".join(row.name for row in await organisations_for(tx, person_id))
    return f"{name} ({speaks_for})" if speaks_for else str(name)


async def my_events(tx: Tx, person_id: int, now: datetime) -> list[EventRow]:
    """Open events that have not begun and to which the person is invited or has answered, the next one first."""
    found = (
        select(EVENT)
        .outerjoin(INVITATION, and_(INVITATION.c.event_id == EVENT.c.id, INVITATION.c.person_id == person_id))
        .outerjoin(RSVP, and_(RSVP.c.event_id == EVENT.c.id, RSVP.c.person_id == person_id))
        .where(EVENT.c.state == EventState.OPEN, EVENT.c.begins_at > now)
        .where(or_(INVITATION.c.id.is_not(None), RSVP.c.id.is_not(None)))
        .order_by(EVENT.c.begins_at)
    )
    return await many(tx, EventRow, found)


def holders(
    role: Role, now: datetime, programme_id: int | None, lab_id: int | None = None, event_id: int | None = None
) -> Select[Any]:
    """The people who hold a role now on an event, its lab, its programme or the installation."""
    scopes = [(Scope.INSTALLATION, None), (Scope.PROGRAMME, programme_id), (Scope.LAB, lab_id), (Scope.EVENT, event_id)]
    reaches = [
        GRANT.c.scope == scope
        if scope is Scope.INSTALLATION
        else and_(GRANT.c.scope == scope, GRANT.c.scope_id == number)
        for scope, number in scopes
        if scope is Scope.INSTALLATION or number is not None
    ]
    return (
        select(GRANT.c.person_id)
        .where(GRANT.c.role == role, or_(GRANT.c.until.is_(None), GRANT.c.until > now), or_(*reaches))
        .distinct()
    )


async def grants_of(tx: Tx, person_id: int, now: datetime) -> list[GrantRow]:
    """The roles a person holds now."""
    found = select(GRANT).where(GRANT.c.person_id == person_id, or_(GRANT.c.until.is_(None), GRANT.c.until > now))
    return await many(tx, GrantRow, found.order_by(GRANT.c.id))


async def anyone_manages(tx: Tx, now: datetime) -> bool:
    """Whether the installation has a manager."""
    found = select(func.count()).where(
        GRANT.c.role == Role.MANAGER,
        GRANT.c.scope == Scope.INSTALLATION,
        or_(GRANT.c.until.is_(None), GRANT.c.until > now),
    )
    return bool(await scalar(tx, found))


async def organisation(tx: Tx, number: int) -> OrganisationRow | None:
    """An organisation by its number."""
    return await one(tx, OrganisationRow, select(ORGANISATION).where(ORGANISATION.c.id == number))


async def people_of(tx: Tx, organisation_id: int) -> list[PersonRow]:
    """The people who speak for an organisation now, by name."""
    found = (
        select(PERSON)
        .join(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id)
        .where(AFFILIATION.c.organisation_id == organisation_id, AFFILIATION.c.until.is_(None))
        .where(PERSON.c.erased_at.is_(None))
    )
    return sorted(await many(tx, PersonRow, found), key=lambda row: by_name(row.name))
