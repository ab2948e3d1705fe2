"""An event that is moved, and what its cards say of those who are to confirm."""

from tests.handlers.event_steps import changes, manager
from tests.handlers.steps import titled
from tests.room import Seat
from tests.seeds import Lab

ASKED = "You said that you are coming before the event moved. Are you still coming?"
NOTED = "Noted: you are coming. You can change it until Wednesday, 17 February 2027, 11:00."


async def moves(lab: Lab, **answers: str) -> Seat:
    """The manager moves the event to the 17th, or as `answers` say; she stays on its card."""
    ilinca = await manager(lab)
    await changes(ilinca, **(answers or {"day": "17.02.2027", "deadline": "12.02.2027"}))
    return ilinca


def counted(ilinca: Seat) -> str:
    """The line with the figures on the manager's card."""
    (line,) = [line for line in ilinca.sees.splitlines() if "✅" in line and "silent" in line]
    return line


def invitation(seat: Seat) -> str:
    """The oldest invitation as it stands now."""
    return titled(seat, "✉️ Invitation")[0]
