"""Affiliations: who speaks for whom, as guest or confirmed."""

from datetime import datetime

from sqlalchemy import exists, or_, select, update

from storage.answers import RSVP
from storage.people import ACCOUNT, AFFILIATION, PERSON, AffiliationRow, OrganisationRow, PersonRow
from storage.programmes import PROGRAMME
from storage.tx import Tx, add, one


async def affiliation(tx: Tx, number: int) -> AffiliationRow | None:
    """An affiliation by its number."""
    return await one(tx, AffiliationRow, select(AFFILIATION).where(AFFILIATION.c.id == number))


async def guest_of(tx: Tx, person: PersonRow, organisation: OrganisationRow, now: datetime) -> AffiliationRow:
    """The person says they speak for the organisation; not confirmed."""
    row = AffiliationRow(
        programme_id=organisation.programme_id,
        person_id=person.id or 0,
        organisation_id=organisation.id or 0,
        confirmed=False,
        since=now,
    )
    await add(tx, row)
    return row


async def decide(tx: Tx, row: AffiliationRow, now: datetime, *, yes: bool) -> None:
    """Confirm a guest, whose answers then count with the others; or end the affiliation."""
    values = {"confirmed": True} if yes else {"until": now}
    await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == row.id).values(**values))
    if yes:
        mine = (RSVP.c.person_id == row.person_id) & (RSVP.c.programme_id == row.programme_id)
        await tx.execute(update(RSVP).where(mine).values(guest=False, organisation_id=row.organisation_id))


async def not_come_yet(tx: Tx, organisation_id: int, now: datetime) -> list[str]:
    """The names of an organisation's representatives who have no account with us."""
    came = exists().where(ACCOUNT.c.person_id == PERSON.c.id)
    found = (
        select(PERSON.c.name)
        .join(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id)
        .where(AFFILIATION.c.organisation_id == organisation_id, AFFILIATION.c.confirmed)
        .where(or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > now), PERSON.c.erased_at.is_(None), ~came)
    )
    return list((await tx.execute(found)).scalars())


async def only_programme(tx: Tx) -> int | None:
    """The installation's programme, when there is exactly one."""
    found = [row.id for row in (await tx.execute(select(PROGRAMME.c.id).limit(2))).all()]
    return found[0] if len(found) == 1 else None
