"""What an import has written: its affiliations, what points to it since, and taking it away again."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Table, delete, exists, insert, or_, select

from storage.answers import INVITATION, RSVP
from storage.changes import in_statements
from storage.people import AFFILIATION, LINK
from storage.tx import Tx

_SPOKEN = or_(
    *(
        exists().where(
            table.c.person_id == AFFILIATION.c.person_id, table.c.organisation_id == AFFILIATION.c.organisation_id
        )
        for table in (INVITATION, RSVP)
    )
)


async def add_affiliations(tx: Tx, rows: list[dict[str, Any]]) -> Sequence[Any]:
    """Insert affiliations; of each its number and whether it is a lead's."""
    new = insert(AFFILIATION).returning(AFFILIATION.c.id, AFFILIATION.c.lead)
    return (await tx.execute(new, rows)).all()


async def answers_in(tx: Tx, person_id: int, programme_id: int) -> Sequence[Any]:
    """A person's answers to the events of a programme."""
    theirs = select(RSVP).where(RSVP.c.person_id == person_id, RSVP.c.programme_id == programme_id)
    return (await tx.execute(theirs)).all()


async def unopened_links(tx: Tx, people: Collection[int]) -> set[int]:
    """The links of these people that nobody has opened."""
    found: set[int] = set()
    for some in in_statements(people):
        unopened = select(LINK.c.id).where(LINK.c.person_id.in_(some), LINK.c.opened_at.is_(None))
        found |= set((await tx.execute(unopened)).scalars())
    return found


async def loose_affiliations(tx: Tx, affiliations: Collection[int], staying: Collection[int]) -> set[int]:
    """Affiliations that can go: not of those who stay, and nobody was invited or has answered for them since."""
    found: set[int] = set()
    for some in in_statements(affiliations):
        loose = select(AFFILIATION.c.id, AFFILIATION.c.person_id).where(AFFILIATION.c.id.in_(some), ~_SPOKEN)
        rows: Sequence[Any] = (await tx.execute(loose)).all()
        found |= {row.id for row in rows if row.person_id not in staying}
    return found


async def organisations_of(tx: Tx, affiliations: Collection[int]) -> set[int]:
    """The organisations that these affiliations are of."""
    found: set[int] = set()
    for some in in_statements(affiliations):
        theirs = select(AFFILIATION.c.organisation_id).where(AFFILIATION.c.id.in_(some))
        found |= set((await tx.execute(theirs)).scalars())
    return found


async def delete_rows(tx: Tx, table: Table, numbers: Collection[int]) -> None:
    """Delete rows by number."""
    for some in in_statements(numbers):
        await tx.execute(delete(table).where(table.c.id.in_(some)))
