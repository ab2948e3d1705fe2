"""A manager who makes an event, question by question or in one form, and the event that was made."""

from storage import events
from storage.events import EventRow
from tests.room import Seat
from tests.seeds import Lab

ANSWERS = {
    "title": "Atelier de toamnă",
    "title_other": "Autumn workshop",
    "lab": "L1",
    "day": "miercuri, 17.03.2027",
    "hours": "de la 11 la 13.30",
    "mode": "physical",
    "place": "str. Lungă 4, parter",
    "link": "",
    "passcode": "",
    "language": "ro",
    "deadline": "12.03.2027",
}


async def made(lab: Lab, key: str = "E-2027-03-17") -> EventRow:
    """The event that was made."""
    async with lab.room.read() as tx:
        found = await events.event_by_key(tx, key)
    assert found is not None, f"no event {key} was made"
    return found


async def none_made(lab: Lab) -> bool:
    """Whether the seeded event is still the only one."""
    async with lab.room.read() as tx:
        return len(await events.events_of(tx)) == 1


async def asks(lab: Lab, **answers: str) -> Seat:
    """The manager fills the native form, valid but for these answers."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/new_event")
    await ilinca.fills(**{**ANSWERS, **answers})
    return ilinca


async def begins_dialogue(lab: Lab, upto: str) -> Seat:
    """The manager answers question by question until the question `upto` stands there."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/eveniment_nou")
    for name, answer in ANSWERS.items():
        if name == upto:
            break
        await (ilinca.says(answer) if answer else ilinca.presses("Skip"))
    return ilinca
