"""Grants: roles given and ended. Ended ones stay, for the log and the report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, update

from bot.model.values import Role, Scope
from storage.people import GRANT, PERSON, GrantRow
from storage.tx import Tx, add, one


class Helper(NamedTuple):
    """Somebody who holds a role somewhere."""

    grant: int
    person: str
    role: Role


def _runs(now: datetime) -> ColumnElement[bool]:
    return or_(GRANT.c.until.is_(None), GRANT.c.until > now)


async def grant(tx: Tx, number: int) -> GrantRow | None:
    """A grant by its number."""
    return await one(tx, GrantRow, select(GRANT).where(GRANT.c.id == number))


async def give(tx: Tx, row: GrantRow) -> bool:
    """Give a role from `row.since` on; False when the person holds it already, just as far."""
    same = and_(
        GRANT.c.person_id == row.person_id,
        GRANT.c.role == row.role,
        GRANT.c.scope == row.scope,
        GRANT.c.scope_id.is_(None) if row.scope_id is None else GRANT.c.scope_id == row.scope_id,
    )
    if (await tx.execute(select(GRANT.c.id).where(same, _runs(row.since)))).first() is not None:
        return False
    await add(tx, row)
    return True


async def end(tx: Tx, number: int, now: datetime) -> bool:
    """End a grant; False when it had ended before."""
    ended = update(GRANT).where(GRANT.c.id == number, _runs(now)).values(until=now)
    return (await tx.execute(ended)).rowcount == 1


async def installation_managers(tx: Tx, now: datetime) -> list[int]:
    """The grants by which people manage the installation, locked so that two cannot end each other's at once."""
    holds = and_(GRANT.c.role == Role.MANAGER, GRANT.c.scope == Scope.INSTALLATION, _runs(now))
    known = select(PERSON.c.id).where(PERSON.c.erased_at.is_(None))
    found = select(GRANT.c.id).where(holds, GRANT.c.person_id.in_(known)).order_by(GRANT.c.id)
    return list((await tx.execute(found.with_for_update())).scalars())


async def helpers(tx: Tx, scope: Scope, number: int, now: datetime) -> list[Helper]:
    """Who holds which role on exactly this programme, lab or event, by name."""
    found = (
        select(GRANT.c.id, PERSON.c.name, GRANT.c.role)
        .join(PERSON, PERSON.c.id == GRANT.c.person_id)
        .where(GRANT.c.scope == scope, GRANT.c.scope_id == number, _runs(now), PERSON.c.erased_at.is_(None))
        .order_by(PERSON.c.name, GRANT.c.id)
    )
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return [Helper(*row) for row in rows]
