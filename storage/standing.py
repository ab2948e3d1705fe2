"""What stands in a programme, in plain rows: quick to read, and safe to hand to a thread, to compare a file with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, exists, select

from storage.people import ACCOUNT, AFFILIATION, ORGANISATION, PERSON
from storage.programmes import SECTOR, ProgrammeRow
from storage.tx import Tx


class StandingOrganisation(NamedTuple):
    """An organisation as it is."""

    id: int
    key: str
    name: str
    sector: str
    tags: list[str]


class StandingPerson(NamedTuple):
    """A person with an external key. `come`: they have an account, and choose language and channel themselves."""

    id: int
    key: str
    name: str
    language: str
    channel: str
    email: str
    erased_at: datetime | None
    come: bool


class StandingAffiliation(NamedTuple):
    """For whom a person speaks, or spoke."""

    id: int
    person_id: int
    organisation_id: int
    lead: bool
    confirmed: bool
    imported: bool
    until: datetime | None


@dataclass(frozen=True)
class Standing:
    """A programme's languages (its own first), its sectors, its organisations and people by external key, affiliations
    by person and organisation.

    The key of a person who turned out to be somebody else leads to that other person.
    """

    language: str
    languages: tuple[str, ...] = ()
    sectors: frozenset[str] = frozenset()
    organisations: Mapping[str, StandingOrganisation] = field(default_factory=dict)
    people: Mapping[str, StandingPerson] = field(default_factory=dict)
    affiliations: Mapping[int, Mapping[int, StandingAffiliation]] = field(default_factory=dict)


_COME = exists().where(ACCOUNT.c.person_id == PERSON.c.id)
_SECTORS = select(SECTOR.c.key)
_ORGANISATIONS = select(*(ORGANISATION.c[name] for name in StandingOrganisation._fields))
_PEOPLE = select(*(PERSON.c[name] for name in StandingPerson._fields if name != "come"), _COME)
_JOINED = select(PERSON.c.key, PERSON.c.joined_to_id).where(PERSON.c.joined_to_id.is_not(None))
_AFFILIATIONS = select(*(AFFILIATION.c[name] for name in StandingAffiliation._fields)).order_by(AFFILIATION.c.id)


async def names(tx: Tx, kept: Table, numbers: Collection[int]) -> dict[int, str]:
    """What people or organisations are called, by number; not of those who are no longer known."""
    found = select(kept.c.id, kept.c.name).where(kept.c.id.in_(numbers), kept.c.name != "")
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return {row.id: row.name for row in rows}


async def standing(tx: Tx, programme: ProgrammeRow) -> Standing:
    """Everything at once, in four statements."""

    async def rows(found: Select[Any], column: Any) -> list[Any]:
        return list((await tx.execute(found.where(column == programme.id))).all())

    organisations = [StandingOrganisation(*row) for row in await rows(_ORGANISATIONS, ORGANISATION.c.programme_id)]
    people = [
        StandingPerson(*row) for row in await rows(_PEOPLE.where(PERSON.c.key.is_not(None)), PERSON.c.programme_id)
    ]
    affiliations: dict[int, dict[int, StandingAffiliation]] = {}
    for row in await rows(_AFFILIATIONS, AFFILIATION.c.programme_id):
        one = StandingAffiliation(*row)
        affiliations.setdefault(one.person_id, {})[one.organisation_id] = one
    by_key = {one.key: one for one in people}
    by_key |= await _joined(tx, await rows(_JOINED.where(PERSON.c.key.is_not(None)), PERSON.c.programme_id))
    return Standing(
        programme.language,
        tuple(dict.fromkeys((programme.language, *programme.languages))),
        frozenset(row.key for row in await rows(_SECTORS, SECTOR.c.programme_id)),
        {one.key: one for one in organisations},
        by_key,
        affiliations,
    )


async def _joined(tx: Tx, pointers: Sequence[Any]) -> dict[str, StandingPerson]:
    """By the keys of people who turned out to be somebody else: that other person."""
    numbers = {row.joined_to_id for row in pointers}
    found: Sequence[Any] = (await tx.execute(_PEOPLE.where(PERSON.c.id.in_(numbers)))).all() if numbers else ()
    others = {row.id: StandingPerson(*row) for row in found}
    return {row.key: others[row.joined_to_id] for row in pointers if row.joined_to_id in others}
