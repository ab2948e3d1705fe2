"""What a right is asked about, and what a person holds."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select

from bot.model.values import Role, Scope
from storage.announcements import ANNOUNCEMENT
from storage.cafes import CAFE
from storage.events import EVENT
from storage.ideas import IDEA
from storage.jobs import JOB
from storage.people import AFFILIATION, GRANT, ORGANISATION, PERSON
from storage.programmes import LAB, PROGRAMME
from storage.questions import QUESTION
from storage.tx import Tx


class Reach(NamedTuple):
    """Where an object stands: its programme, lab and event, as far as it has them.

    The installation has none of them; a role somebody holds stands where its scope is.
    """

    programme_id: int | None
    lab_id: int | None = None
    event_id: int | None = None


_EVENT = select(EVENT.c.programme_id, EVENT.c.lab_id).where(EVENT.c.id == bindparam("number"))
_OF = {
    "programme": select(PROGRAMME.c.id.label("programme_id")).where(PROGRAMME.c.id == bindparam("number")),
    "person": select(PERSON.c.programme_id).where(PERSON.c.id == bindparam("number")),
    "organisation": select(ORGANISATION.c.programme_id).where(ORGANISATION.c.id == bindparam("number")),
    "affiliation": select(AFFILIATION.c.programme_id).where(AFFILIATION.c.id == bindparam("number")),
    "lab": select(LAB.c.programme_id, LAB.c.id.label("lab_id")).where(LAB.c.id == bindparam("number")),
    "grant": select(GRANT.c.scope, GRANT.c.scope_id).where(GRANT.c.id == bindparam("number")),
    "announcement": select(ANNOUNCEMENT.c.programme_id).where(ANNOUNCEMENT.c.id == bindparam("number")),
    "job": select(JOB.c.programme_id).where(JOB.c.id == bindparam("number")),
    "cafe": select(CAFE.c.programme_id, CAFE.c.event_id).where(CAFE.c.id == bindparam("number")),
    "idea": select(IDEA.c.programme_id, IDEA.c.event_id).where(IDEA.c.id == bindparam("number")),
    "question": select(QUESTION.c.programme_id, QUESTION.c.event_id).where(QUESTION.c.id == bindparam("number")),
}
_GRANTS = select(GRANT.c.scope, GRANT.c.scope_id).where(
    GRANT.c.person_id == bindparam("person"),
    GRANT.c.role == bindparam("role"),
    or_(GRANT.c.until.is_(None), GRANT.c.until > bindparam("now")),
)
_SPEAKS = select(AFFILIATION.c.programme_id).where(
    AFFILIATION.c.person_id == bindparam("person"),
    AFFILIATION.c.confirmed,
    or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > bindparam("now")),
)
_JOINED = select(PERSON.c.programme_id).where(
    PERSON.c.joined_to_id == bindparam("person"), PERSON.c.programme_id.is_not(None)
)

LARGEST = 2**31 - 1  # of the numbers of these tables; a forged one above it would upset PostgreSQL
OBJECTS = frozenset({"event", "installation", *_OF})


async def reach(tx: Tx, kind: str, number: int) -> Reach | None:
    """Where an object of a kind (one of OBJECTS) stands; None when there is no such object."""
    if kind == "installation":
        return Reach(None)
    if not 0 < number <= LARGEST:
        return None
    if kind == "event":
        row = (await tx.execute(_EVENT, {"number": number})).first()
        return None if row is None else Reach(row.programme_id, row.lab_id, number)
    found = (await tx.execute(_OF[kind], {"number": number})).first()
    if found is None:
        return None
    if kind == "grant":
        return await reach(tx, found.scope.value, found.scope_id or 0)
    if getattr(found, "event_id", None) is not None:
        return await reach(tx, "event", found.event_id)
    return Reach(found.programme_id, getattr(found, "lab_id", None))


async def grants(tx: Tx, person_id: int, role: Role, now: datetime) -> list[tuple[Scope, int | None]]:
    """The scopes in which a person holds a role now."""
    rows: Any = (await tx.execute(_GRANTS, {"person": person_id, "role": role, "now": now})).all()
    return [(row.scope, row.scope_id) for row in rows]


async def joined_programmes(tx: Tx, person_id: int) -> set[int]:
    """The programmes of those who turned out to be this person."""
    return set((await tx.execute(_JOINED, {"person": person_id})).scalars())


async def speaks_in(tx: Tx, person_id: int, now: datetime) -> set[int]:
    """The programmes in which a person represents an organisation, confirmed."""
    rows: Any = (await tx.execute(_SPEAKS, {"person": person_id, "now": now})).all()
    return {row.programme_id for row in rows}
