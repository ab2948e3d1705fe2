"""What conversations about invitations begin with, and whom they reached."""

from datetime import datetime

from sqlalchemy import select

from storage import activity, preferences
from storage.answers import INVITATION
from storage.people import AffiliationRow
from storage.tx import Tx, add
from tests.room import MONDAY, Seat
from tests.seeds import Lab


async def manager(lab: Lab, *, native: bool = False) -> Seat:
    """Ilinca, who manages everything and reads English."""
    await lab.room.write(lambda tx: preferences.speak(tx, lab.people["ilinca"], "en"))
    return await lab.arrives("ilinca", native=native)


async def speaks_for(tx: Tx, lab: Lab, person: int, organisation: str, *, until: datetime | None = None) -> None:
    """One more affiliation; with `until` it is over."""
    row = AffiliationRow(
        programme_id=lab.programme,
        person_id=person,
        organisation_id=lab.organisations[organisation],
        since=MONDAY,
        until=until,
    )
    await add(tx, row)


async def invited(lab: Lab) -> set[str]:
    """Who is invited to the event, by the seed's names."""
    async with lab.room.read() as tx:
        rows = (await tx.execute(select(INVITATION.c.person_id))).all()
    names = {number: name for name, number in lab.people.items()}
    return {names[row.person_id] for row in rows}


async def refused(lab: Lab) -> list[str]:
    """What was refused, as the activity log tells it."""
    async with lab.room.read() as tx:
        return [row.action for row in await activity.newest(tx) if row.result == "refused"]
