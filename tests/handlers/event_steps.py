"""Steps that conversations about events share."""

from storage import events
from storage.answers import InvitationRow
from storage.deliveries import DELIVERY
from storage.events import EventRow, EventSecretRow
from storage.tx import Tx, add
from tests.room import MONDAY, Seat
from tests.seeds import Lab


async def invite(lab: Lab, *names: str) -> None:
    """These people are invited to the seeded event, each for their organisation."""
    organisations = {"ana": "nord", "dan": "nord", "mia": "bega", "radu": "oxid"}

    async def work(tx: Tx) -> None:
        for name in names:
            invitation = InvitationRow(
                programme_id=lab.programme,
                event_id=lab.event,
                organisation_id=lab.organisations[organisations[name]],
                person_id=lab.people[name],
                invited_at=MONDAY,
            )
            await add(tx, invitation)

    await lab.room.write(work)


async def has_link(lab: Lab, link: str = "https://meet.example.org/j/1") -> None:
    """The seeded event has a meeting link, released already."""
    secret = EventSecretRow(event_id=lab.event, link=link, passcode="4711", release_at=MONDAY)
    await lab.room.write(lambda tx: events.save_secret(tx, secret))


async def manager(lab: Lab) -> Seat:
    """The manager in front of the card of the seeded event, on a platform with forms of its own."""
    return await opens_card(await lab.arrives("ilinca", native=True))


async def opens_card(seat: Seat) -> Seat:
    """The manager opens the card of the seeded event."""
    await seat.says("/events")
    await seat.presses("⚙️")
    return seat


async def changes(seat: Seat, **answers: str) -> str:
    """The manager changes these answers and leaves the others as they stand."""
    await seat.presses("Change")
    return await seat.fills(**answers)


async def event_of(lab: Lab) -> EventRow:
    """The seeded event as it stands."""
    async with lab.room.read() as tx:
        found = await events.event(tx, lab.event)
    assert found is not None, "the seeded event is never removed"
    return found


async def told(lab: Lab) -> int:
    """To how many messages of change something led."""
    async with lab.room.read() as tx:
        return len((await tx.execute(DELIVERY.select().where(DELIVERY.c.cause.like("changed:%")))).all())
