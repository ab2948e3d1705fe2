"""Steps that conversations about calendars and moved events share."""

from tests.handlers.steps import invite
from tests.room import Seat
from tests.seeds import Lab

YES, MAYBE, NO = "✅ I am coming", "🤔 Not sure yet", "❌ I cannot come"


async def invited(lab: Lab, name: str = "mia", *answers: str) -> Seat:
    """Somebody with an invitation, who has given these answers."""
    seat = await lab.arrives(name)
    await invite(lab, name)
    for label in answers:
        await seat.presses(label)
    return seat


async def cancels(ilinca: Seat) -> None:
    """The manager cancels the event on whose card she is."""
    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")
