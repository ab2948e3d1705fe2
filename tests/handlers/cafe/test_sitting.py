"""Who sits where, as a facilitator reads it: from the plan, from the room, round by round."""

from tests.handlers.cafe.steps import facilitator, guests, opens, plans
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def test_each_table_with_its_question_and_its_host_first(lab: Lab) -> None:
    """A round on a card, the other one a tap away; and back to the plan."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("🪑 Who sits where")
    first = ilinca.sees
    await ilinca.presses("Round 2")
    second = ilinca.sees
    await ilinca.presses("‹ Back")

    assert first.startswith("🪑 Round 1 of 2\n\nTable 1, question 1: Ana Câmpeanu, ")
    assert "\nTable 2, question 2: Mia Lindqvist, " in first
    assert second.startswith("🪑 Round 2 of 2\n\nTable 1, question 1: Ana Câmpeanu, ")
    assert first.splitlines()[2:] != second.splitlines()[2:]
    assert "🚪 Open the room" in ilinca.labels


async def test_from_the_room_too(lab: Lab) -> None:
    """And back to the console."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await ilinca.presses("👥 Room")
    await ilinca.presses("🪑 Who sits where")
    before = ilinca.sees
    await ilinca.presses("‹ Back")

    assert "Ana Câmpeanu" in before
    assert "▶️ Start round 1" in ilinca.labels


async def test_nobody_has_a_seat_yet(lab: Lab) -> None:
    """Said, not left empty."""
    ilinca = await facilitator(lab)
    await plans(ilinca)

    assert "Nobody has a seat in it yet." in await ilinca.presses("🪑 Who sits where")


async def test_rounds_that_take_longer_than_the_event(lab: Lab) -> None:
    """Nine of twenty minutes in two and a half hours."""
    ilinca = await facilitator(lab)
    await plans(ilinca, rounds=9)

    assert "⚠️ The rounds take 180 minutes, and the event has 150." in ilinca.sees
