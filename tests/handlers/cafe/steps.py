"""What the conversations of a world café begin with: people who said yes, a plan, an open room."""

from tests.handlers.steps import in_english, invite
from tests.room import Seat
from tests.seeds import Lab

QUESTIONS = "1. What do we need?\n2. Who is missing?"


async def guests(lab: Lab, *names: str) -> list[Seat]:
    """These people have said yes; everybody reads English."""
    await in_english(lab)
    await invite(lab, *names)
    seats = [await lab.arrives(name) for name in names]
    for seat in seats:
        await seat.presses("✅ I am coming")
    return seats


async def facilitator(lab: Lab) -> Seat:
    """Ilinca, who runs everything."""
    return await lab.arrives("ilinca", native=True)


async def plans(ilinca: Seat, *, questions: str = QUESTIONS, tables: int = 2, rounds: int = 2, **more: str) -> None:
    """Plan the café of the seeded event."""
    await ilinca.says("/cafe E1")
    values = {"questions": questions, "tables": str(tables), "rounds": str(rounds), "minutes": "20", "naming": "named"}
    await ilinca.fills(**{**values, **more})
    await ilinca.room.settle()


async def plans_by_chat(ilinca: Seat, *, questions: str = QUESTIONS, tables: int = 2, rounds: int = 2) -> None:
    """The same where the platform has no forms: question by question."""
    await ilinca.says("/cafe E1")
    await ilinca.says(questions)
    await ilinca.presses("Skip")
    for number in (tables, rounds, 20):
        await ilinca.says(str(number))
    await ilinca.presses("With their name")
    await ilinca.presses("As they are written")
    await ilinca.room.settle()


async def opens(ilinca: Seat, **more: str) -> None:
    """Plan it and open the room."""
    await plans(ilinca, **more)  # type: ignore[arg-type]
    await ilinca.presses("🚪 Open the room")


async def starts(ilinca: Seat, number: int = 1) -> None:
    """Start a round."""
    await ilinca.presses(f"▶️ Start round {number}")
