"""The directory: people and organisations as their managers find, add and correct them.

`programmes` are those a manager looks after; None stands for all, and for people who belong to none.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, exists, func, select, true, union_all, update

from storage import affiliations
from storage.alphabet import by_name
from storage.people import (
    ACCOUNT,
    AFFILIATION,
    LINK,
    ORGANISATION,
    PERSON,
    AffiliationRow,
    LinkRow,
    OrganisationRow,
    PersonRow,
)
from storage.tx import Tx, add, many, one, scalar

Programmes = Sequence[int] | None


class Listed(NamedTuple):
    """A person in a list, with the names of the organisations they speak for (confirmed or not)."""

    number: int
    name: str
    key: str
    email: str
    organisations: str

    @property
    def called(self) -> str:
        """The name, told apart from others by the organisations: `Ana Munteanu (Atelier Nord)`."""
        return f"{self.name} ({self.organisations})" if self.organisations else self.name


class Waits(NamedTuple):
    """A guest, and for whom they say they speak: one of our organisations, or another as they wrote it."""

    person_id: int
    person: str
    organisation: str


class Speaks(NamedTuple):
    """A person's affiliation that has not ended."""

    affiliation: int
    person_id: int
    person: str
    organisation_id: int
    organisation: str
    lead: bool
    confirmed: bool


def _among(column: ColumnElement[Any], programmes: Programmes) -> ColumnElement[bool]:
    return true() if programmes is None else column.in_(list(programmes))


_SPEAKS = (
    select(
        AFFILIATION.c.id,
        PERSON.c.id.label("person_id"),
        PERSON.c.name.label("person"),
        ORGANISATION.c.id.label("organisation_id"),
        ORGANISATION.c.name.label("organisation"),
        AFFILIATION.c.lead,
        AFFILIATION.c.confirmed,
    )
    .select_from(AFFILIATION)
    .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
    .join(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
    .where(AFFILIATION.c.until.is_(None), PERSON.c.erased_at.is_(None))
)


async def _speaks(tx: Tx, *where: ColumnElement[bool]) -> list[Speaks]:
    found: Sequence[Any] = (await tx.execute(_SPEAKS.where(*where).order_by(AFFILIATION.c.id))).all()
    return [Speaks(*row) for row in found]


async def affiliations_of(tx: Tx, person_id: int) -> list[Speaks]:
    """For whom a person speaks, the oldest affiliation first."""
    return await _speaks(tx, PERSON.c.id == person_id)


async def guests(tx: Tx, programmes: Programmes) -> list[Waits]:
    """Who says they speak for an organisation, also one that is not ours, and waits; the longest wait first."""
    ours = _SPEAKS.where(~AFFILIATION.c.confirmed, _among(AFFILIATION.c.programme_id, programmes)).with_only_columns(
        PERSON.c.id, PERSON.c.name, ORGANISATION.c.name.label("organisation"), AFFILIATION.c.since
    )
    others = select(PERSON.c.id, PERSON.c.name, PERSON.c.represents, PERSON.c.welcomed_at).where(
        PERSON.c.represents.is_not(None), PERSON.c.erased_at.is_(None), _among(PERSON.c.programme_id, programmes)
    )
    both = union_all(ours, others).subquery()
    found: Sequence[Any] = (await tx.execute(select(both).order_by(both.c.since, both.c.id))).all()
    return [Waits(row.id, row.name, row.organisation) for row in found]


async def people(tx: Tx, programmes: Programmes, *where: ColumnElement[bool]) -> list[Listed]:
    """The people of these programmes, by name; those whose name was erased are left out."""
    here = and_(_among(PERSON.c.programme_id, programmes), PERSON.c.erased_at.is_(None), *where)
    rows = await many(tx, PersonRow, select(PERSON).where(here).order_by(PERSON.c.id))
    rows.sort(key=lambda row: by_name(row.name))
    named: dict[int, list[str]] = {}
    for one_of_theirs in await _speaks(tx, PERSON.c.id.in_(select(PERSON.c.id).where(here))):
        named.setdefault(one_of_theirs.person_id, []).append(one_of_theirs.organisation)
    return [
        Listed(row.id or 0, row.name, row.key or "", row.email, ", ".join(named.get(row.id or 0, []))) for row in rows
    ]


async def unreachable(tx: Tx, programmes: Programmes) -> list[Listed]:
    """People who once came and can no longer be written to: they blocked the bot, or their account is gone."""
    theirs = exists().where(ACCOUNT.c.person_id == PERSON.c.id)
    return await people(tx, programmes, theirs, ~theirs.where(ACCOUNT.c.state == "open"))


async def organisations(tx: Tx, programmes: Programmes) -> list[OrganisationRow]:
    """The organisations of these programmes, by name."""
    found = select(ORGANISATION).where(_among(ORGANISATION.c.programme_id, programmes))
    rows = await many(tx, OrganisationRow, found.order_by(ORGANISATION.c.id))
    return sorted(rows, key=lambda row: by_name(row.name))


async def people_at(tx: Tx, organisation_id: int) -> list[Speaks]:
    """Who speaks for an organisation, leads first."""
    found = await _speaks(tx, ORGANISATION.c.id == organisation_id)
    return sorted(found, key=lambda speaks: (not speaks.lead, by_name(speaks.person)))


async def _next_key(tx: Tx, table: Table, letter: str, programme_id: int | None) -> str:
    """`P-1`, `P-2` …: one more than the highest that is there."""
    found = select(table.c.key).where(table.c.programme_id == programme_id, table.c.key.like(f"{letter}-%"))
    numbers = [re.fullmatch(letter + r"-([0-9]{1,9})", key) for key in (await tx.execute(found)).scalars()]
    return f"{letter}-{max((int(number[1]) for number in numbers if number), default=0) + 1}"


async def add_person(tx: Tx, row: PersonRow) -> int:
    """A new person under a key of their own; returns the number."""
    row.key = await _next_key(tx, PERSON, "P", row.programme_id)
    return await add(tx, row)


async def add_organisation(tx: Tx, row: OrganisationRow) -> int:
    """A new organisation under a key of its own; returns the number."""
    row.key = await _next_key(tx, ORGANISATION, "O", row.programme_id)
    return await add(tx, row)


async def correct_person(tx: Tx, number: int, *, name: str, email: str, channel: str) -> None:
    """Write what a manager corrected; the language goes its own way, for it redraws cards."""
    changed = update(PERSON).where(PERSON.c.id == number)
    await tx.execute(changed.values(name=name, email=email, channel=channel))


async def correct_organisation(tx: Tx, number: int, *, name: str, sector: str, tags: list[str]) -> None:
    """Write what a manager corrected."""
    changed = update(ORGANISATION).where(ORGANISATION.c.id == number)
    await tx.execute(changed.values(name=name, sector=sector, tags=tags))


async def forget_unlisted(tx: Tx, person_id: int) -> None:
    """It has been decided what the person represents."""
    await tx.execute(update(PERSON).where(PERSON.c.id == person_id).values(represents=None))


async def affiliate(tx: Tx, person: PersonRow, organisation: OrganisationRow, now: datetime, *, lead: bool) -> None:
    """From now on the person represents the organisation, confirmed.

    An ended or unconfirmed affiliation comes back to life. A guest's answers then count with the others. What they
    said they represent is decided by it.
    """
    await forget_unlisted(tx, person.id or 0)
    was_guest = not any(speaks.confirmed for speaks in await affiliations_of(tx, person.id or 0))
    mine = and_(AFFILIATION.c.person_id == person.id, AFFILIATION.c.organisation_id == organisation.id)
    row = await one(tx, AffiliationRow, select(AFFILIATION).where(mine))
    if row is None:
        row = AffiliationRow(
            programme_id=organisation.programme_id,
            person_id=person.id or 0,
            organisation_id=organisation.id or 0,
            lead=lead,
            since=now,
        )
        await add(tx, row)
    else:
        values = {"until": None, "confirmed": True, "lead": lead, "since": now}
        await tx.execute(update(AFFILIATION).where(mine).values(**values))
    if was_guest:
        await affiliations.decide(tx, row, now, yes=True)


async def end_affiliation(tx: Tx, number: int, now: datetime) -> None:
    """From now on the person no longer speaks for that organisation; what they answered stays."""
    await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == number).values(until=now))


async def set_lead(tx: Tx, number: int, *, lead: bool) -> None:
    """Whether the person leads for that organisation."""
    await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == number).values(lead=lead))


async def link_of(tx: Tx, person_id: int) -> LinkRow | None:
    """The person's own link as it is now; None when none was made yet, or all are closed."""
    mine = and_(LINK.c.person_id == person_id, LINK.c.kind == "personal", LINK.c.revoked_at.is_(None))
    return await one(tx, LinkRow, select(LINK).where(mine).order_by(LINK.c.id))


async def renew_link(tx: Tx, number: int) -> None:
    """The link's next generation: what was given out before opens nothing, the new one is unused."""
    fresh = {"generation": LINK.c.generation + 1, "opened_at": None}
    await tx.execute(update(LINK).where(LINK.c.id == number).values(**fresh))


async def how_many(tx: Tx, programmes: Programmes) -> tuple[int, int]:
    """How many people and organisations there are."""
    here = and_(_among(PERSON.c.programme_id, programmes), PERSON.c.erased_at.is_(None))
    persons = await scalar(tx, select(func.count()).select_from(PERSON).where(here))
    there = _among(ORGANISATION.c.programme_id, programmes)
    return int(persons), int(await scalar(tx, select(func.count()).select_from(ORGANISATION).where(there)))
