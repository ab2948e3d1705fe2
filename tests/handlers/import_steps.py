"""What stands in the store after an import, and people who are invited meanwhile."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from storage import events, invitations, segments
from storage.deadlines import DUE
from storage.deliveries import DELIVERY
from storage.events import EventRow, EventSecretRow
from storage.people import AFFILIATION, ORGANISATION, PERSON, PersonRow
from storage.tx import Tx, one
from tests.room import MONDAY, Room

SAMPLE = Path(__file__).parents[1] / "data" / "timisoara-lab.yaml"


async def event(room: Room, key: str) -> EventRow:
    """An event by its external key."""
    async with room.read() as tx:
        found = await events.event_by_key(tx, key)
    assert found is not None
    return found


async def person(room: Room, key: str) -> PersonRow:
    """A person by their external key."""
    async with room.read() as tx:
        found = await one(tx, PersonRow, select(PERSON).where(PERSON.c.key == key))
    assert found is not None
    return found


async def speaks_for(room: Room, key: str) -> list[str]:
    """The organisations a person speaks for now, by key."""
    found = (
        select(ORGANISATION.c.key)
        .join(AFFILIATION, AFFILIATION.c.organisation_id == ORGANISATION.c.id)
        .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
        .where(PERSON.c.key == key, AFFILIATION.c.until.is_(None))
        .order_by(ORGANISATION.c.key)
    )
    async with room.read() as tx:
        return list((await tx.execute(found)).scalars().all())


async def secret_of(room: Room, key: str) -> EventSecretRow | None:
    """The meeting link of an event."""
    number = (await event(room, key)).id or 0
    async with room.read() as tx:
        return await events.secret(tx, number)


async def deadlines_of(room: Room, key: str, kind: str) -> list[datetime]:
    """The open deadlines of a kind for an event."""
    number = (await event(room, key)).id or 0
    found = select(DUE.c.due).where(DUE.c.kind == kind, DUE.c.subject == str(number), DUE.c.state == "open")
    async with room.read() as tx:
        return sorted((await tx.execute(found)).scalars().all())


async def invite_everyone(room: Room, key: str) -> None:
    """Everybody who was imported is invited."""
    found = await event(room, key)

    async def work(tx: Tx) -> None:
        organisations = await segments.organisations(tx, found.programme_id)
        await invitations.invite(tx, found, [row.id or 0 for row in organisations], MONDAY)

    await room.write(work)


async def staged(room: Room) -> list[str]:
    """The kinds of view that are staged."""
    async with room.read() as tx:
        return list((await tx.execute(select(DELIVERY.c.kind))).scalars().all())
