"""Who hears what happens in the room of a café: whoever opened it or ran its rounds last, whatever their role."""

import pytest

from tests.handlers.ask_steps import second_manager
from tests.handlers.cafe.steps import facilitator, guests, plans, starts
from tests.room import Seat
from tests.seeds import Lab

LEFT = "🚪 Ana Câmpeanu has left the café."


async def planned(lab: Lab) -> tuple[Seat, Seat, Seat]:
    """Ilinca has planned it; she, Sorin, who is a manager too, and Ana, who hosts table 1."""
    ana, *_ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await plans(ilinca)
    sorin = await second_manager(lab, native=True)
    await sorin.says("/cafe E1")
    return ilinca, sorin, ana


async def leaves(ana: Seat) -> None:
    """She goes, and says so twice, for she hosts a table."""
    await ana.presses("🚪 I have to go")
    await ana.presses("🚪 Yes, I am leaving")


@pytest.mark.both
async def test_whoever_opened_the_room_hears_who_leaves(lab: Lab) -> None:
    """And so does who planned it."""
    ilinca, sorin, ana = await planned(lab)
    await sorin.presses("🚪 Open the room")
    await starts(sorin)
    await leaves(ana)

    assert [True, True] == [LEFT in seat.all_text for seat in (ilinca, sorin)]


async def test_whoever_pressed_the_last_button_of_a_round_hears_who_leaves(lab: Lab) -> None:
    """They run it now."""
    ilinca, sorin, ana = await planned(lab)
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await sorin.says("/cafe E1")
    await sorin.presses("⏸ Pause")
    await leaves(ana)

    assert LEFT in sorin.all_text


async def test_a_manager_who_only_looks_hears_nothing(lab: Lab) -> None:
    """A whole town hall need not."""
    ilinca, sorin, ana = await planned(lab)
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await leaves(ana)

    assert LEFT not in sorin.all_text
