"""Personal links of many people at once: for the list that a manager sends out by mail or prints."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, exists, func, insert, literal, or_, select

from storage.alphabet import by_name
from storage.people import AFFILIATION, LINK, ORGANISATION, PERSON, UNKEYED
from storage.tx import Tx

_PERSONAL = "personal"


class PersonalLink(NamedTuple):
    """A person's newest link. `person` and `organisations` are external keys; `P#141` for who has none."""

    person: str
    organisations: tuple[str, ...]
    name: str
    number: int
    generation: int
    opened: bool
    revoked: bool


def people_of_programme(programme_id: int) -> Select[Any]:
    """Everybody whose record belongs to a programme."""
    return select(PERSON.c.id).where(PERSON.c.programme_id == programme_id)


async def make_links(tx: Tx, people: Select[Any], now: datetime) -> int:
    """A link for each of these people (one column: person ids) who never had one; how many were made."""
    had = exists().where(LINK.c.person_id == PERSON.c.id, LINK.c.kind == _PERSONAL)
    when = literal(now, LINK.c.made_at.type)
    rows = select(literal(_PERSONAL, String), PERSON.c.id, literal(1), literal("", String), when).where(
        PERSON.c.id.in_(people), PERSON.c.erased_at.is_(None), ~had
    )
    columns = ["kind", "person_id", "generation", "digest", "made_at"]
    return int((await tx.execute(insert(LINK).from_select(columns, rows))).rowcount)


async def personal_links(tx: Tx, people: Select[Any], now: datetime) -> list[PersonalLink]:
    """The newest personal link of each of these people, by name."""
    mine = and_(LINK.c.kind == _PERSONAL, LINK.c.person_id == PERSON.c.id)
    newest = select(func.max(LINK.c.id)).where(mine).correlate(PERSON).scalar_subquery()
    found = (
        select(
            PERSON.c.id.label("person_id"),
            PERSON.c.key,
            PERSON.c.name,
            LINK.c.id,
            LINK.c.generation,
            LINK.c.opened_at,
            LINK.c.revoked_at,
        )
        .join(LINK, LINK.c.id == newest)
        .where(PERSON.c.id.in_(people), PERSON.c.erased_at.is_(None))
        .order_by(PERSON.c.id)
    )
    rows: Sequence[Any] = sorted((await tx.execute(found)).all(), key=lambda row: by_name(row.name))
    keys = await _organisations(tx, people, now)
    return [
        PersonalLink(
            row.key or f"{UNKEYED}{row.person_id}",
            tuple(keys.get(row.person_id, ())),
            row.name,
            row.id,
            row.generation,
            row.opened_at is not None,
            row.revoked_at is not None,
        )
        for row in rows
    ]


async def _organisations(tx: Tx, people: Select[Any], now: datetime) -> dict[int, list[str]]:
    """For whom each of these people speaks, by external key."""
    current = or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > now)
    found = (
        select(AFFILIATION.c.person_id, ORGANISATION.c.key)
        .join(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
        .where(AFFILIATION.c.person_id.in_(people), AFFILIATION.c.confirmed, current)
        .order_by(ORGANISATION.c.key)
    )
    keys: dict[int, list[str]] = {}
    for row in (await tx.execute(found)).all():
        keys.setdefault(row.person_id, []).append(row.key)
    return keys
