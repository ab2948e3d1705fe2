"""What is done with groups, and what is kept."""

from sqlalchemy import select

from bot.model.values import Going
from handlers.shared.presses import Answer, PostIn
from storage.answers import RSVP
from storage.people import PLACE
from tests.handlers.steps import found
from tests.room import Group, Seat
from tests.seeds import Lab


async def post(lab: Lab, ilinca: Seat, group: Group) -> None:
    """The manager has the card posted in a group we are in."""
    await ilinca.forges(PostIn(lab.event).pack())
    await ilinca.presses(group.title)
    await ilinca.presses("📤 Send")


async def kept(lab: Lab) -> dict[int, Going]:
    """Every answer, by person."""
    return {row.person_id: row.answer for row in await found(lab, RSVP)}


async def guests_say_yes(lab: Lab, number: int) -> None:
    """So many people whom nobody has confirmed are coming."""
    for one in range(number):
        seat = lab.room.seat(f"guest{one}", native=True)
        await seat.says("/start")
        await seat.fills(name=f"Guest {one}", organisation="oxid")
        await seat.forges(Answer(lab.event, Going.YES).pack())


async def number_of(lab: Lab, group: Group) -> int:
    """The number of a group's row."""
    async with lab.room.read() as tx:
        return int((await tx.execute(select(PLACE.c.id).where(PLACE.c.chat == group.chat))).scalar_one())
