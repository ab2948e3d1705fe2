"""Tables that managers send, and what stands in the store afterwards."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from storage.activity import newest
from storage.files import FILE_PART
from storage.people import AFFILIATION, ORGANISATION, PERSON
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

HEAD = "id,org,name,language,email\n"
NEW = f"{HEAD}P-1,NORD,Ioana Pop,ro,ioana@example.org\nP-2,BEGA,Sorin Dan,en,\n"
MIXED = f"{HEAD}ANA,NORD,Ana Maria Câmpeanu,en,ana@example.org\nDAN,NORD,Dan Munteanu,en,\nP-1,OXID,Ioana Pop,ro,\n"
GROUPS = "id,name,sector,tags\nNORD,Atelierul Sud,culture,cultura\nCASA,Casa Nouă,culture,\n"


async def people(lab: Lab) -> dict[str, str]:
    """Everybody with an external key, by it."""
    return {row.key: row.name for row in await found(lab, PERSON) if row.key}


async def speaking(lab: Lab) -> set[tuple[str, str]]:
    """Who speaks for whom now, by keys."""
    pairs = (
        select(PERSON.c.key, ORGANISATION.c.key)
        .join(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
        .where(AFFILIATION.c.until.is_(None))
    )
    async with lab.room.read() as tx:
        return {(row[0], row[1]) for row in (await tx.execute(pairs)).all()}


async def everything(lab: Lab) -> list[Any]:
    """All that an import may touch, as it is."""
    kept = {
        PERSON: ("key", "name", "language", "channel", "email"),
        ORGANISATION: ("key", "name", "sector", "tags"),
        AFFILIATION: ("person_id", "organisation_id", "lead", "confirmed", "imported", "until"),
    }
    standing: list[Any] = []
    for table, columns in kept.items():
        rows = [row._mapping for row in await found(lab, table)]
        standing.append([[row[name] for name in columns] for row in rows if row.get("erased_at") is None])
    return standing


async def contents(lab: Lab) -> int:
    """How many files have their content still."""
    return len({row.file_id for row in await found(lab, FILE_PART)})


async def log(lab: Lab) -> Sequence[Any]:
    """What was done, the newest first."""
    async with lab.room.read() as tx:
        return await newest(tx)


async def imported(lab: Lab, ilinca: Seat, content: str = NEW) -> dict[str, int]:
    """Import a table; the new people's numbers by key."""
    await ilinca.sends_file("people.csv", content.encode())
    await ilinca.presses("📤 Import")
    return {row.key: row.id for row in await found(lab, PERSON) if row.key and row.key.startswith("P-")}
